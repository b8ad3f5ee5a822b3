/** What `<pika-count>` shows, and says to screen readers. */
export const COUNT_MESSAGES = {
  all: { one: '{all} row', other: '{all} rows' },
  selected: { one: '{selected} row', other: '{selected} rows' },
  selectedOf: { one: '{selected} of {all} row', other: '{selected} of {all} rows' },
  of: 'of {all}',
  beside: 'all: {all}',
  rowsSelected: '{selected} of {all} rows selected',
  value: '{name}: {selected}',
  shareOf: '{name}: {selected} of {all}',
  valueBeside: '{name}: {selected}; all rows: {all}',
} as const;
