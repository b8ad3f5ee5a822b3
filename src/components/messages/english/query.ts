/** What `<pika-query>` shows when its user chooses a file. */
export const QUERY_MESSAGES = { drop: 'Drop a Parquet, CSV, JSON or Arrow file here, or choose one' } as const;
