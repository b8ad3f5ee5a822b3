/** The queries of tests to a real DuckDB, in Node or in a browser. */
export type SqlValue = number | bigint | null;

/**
 * DuckDB types that tests load values as: FLOAT for `f32` columns, DOUBLE for `float64`, BIGINT for integers and
 * timestamps.
 */
export type SqlType = 'FLOAT' | 'DOUBLE' | 'BIGINT';

export interface PlainColumn {
  readonly sqlType: SqlType;
  /** Numbers for FLOAT and DOUBLE, bigints for BIGINT. */
  readonly values: readonly SqlValue[];
}

export interface Oracle {
  /** Creates (or replaces) a table of these columns, which have equal lengths. */
  load(table: string, columns: Readonly<Record<string, PlainColumn>>): Promise<void>;
  /** Creates (or replaces) a table from Arrow IPC streams, appended in order. */
  loadStreams(table: string, streams: readonly Uint8Array[]): Promise<void>;
  /** Rows as plain objects; integers come as bigint or number. */
  sql(text: string): Promise<Record<string, SqlValue>[]>;
  close(): Promise<void>;
}
