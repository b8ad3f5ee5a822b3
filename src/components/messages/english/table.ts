/** What `<pika-table>` shows. */
export const TABLE_MESSAGES = {
  name: 'Rows of {query}',
  rows: { one: '{count} row', other: '{count} rows' },
  rowsOf: '{shown} of {count} rows',
  selected: '{count} selected',
  deselect: 'Deselect all rows',
  noRows: 'No rows',
  noneLeft: 'No row passes the selection',
  tooMany: 'At most {count} rows can be selected: brush a plot to select more.',
  noKey: 'Rows without a key can’t be selected.',
  copied: 'Copied.',
  notCopied: 'Not copied: {reason}',
  histogram: 'histogram of {column}',
} as const;
