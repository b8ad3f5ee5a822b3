/** What `<pika-overview>` shows. */
export const OVERVIEW_MESSAGES = {
  loading: 'Loading …',
  noColumns: 'No columns',
  columns: { one: '{count} column', other: '{count} columns' },
  noName: 'no name',
  withoutName: 'a column without a name',
  noRows: 'No rows',
  noPlot: 'No plot.',
  more: '+ {count} more',
  distinct: '{count} distinct',
  infinite: '{count} infinite',
  missing: '{count} missing',
  noneMissing: 'none missing',
} as const;
