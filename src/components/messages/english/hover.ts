/** The tooltip of `<pika-plot>`, and its data as a table. */
export const HOVER_MESSAGES = {
  rows: { one: '{count} row', other: '{count} rows' },
  rowsOf: { one: '{shown} of {count} row', other: '{shown} of {count} rows' },
  count: '{count}',
  countOf: '{shown} of {count}',
  row: 'row {number}',
  rowNumber: 'Row {number}',
  more: 'and {count} more',
  noValue: 'no value',
  showTable: 'Show data as a table',
  closeTable: 'Close the table',
  tableName: '{plot}: {rows}',
  firstRows: 'the first {shown} of {count} rows',
  end: '{title}, to',
} as const;
