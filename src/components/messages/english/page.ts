/** What a page shows that `<pika-workspace>` has saved as one file. */
export const PAGE_MESSAGES = {
  plot: 'plot',
  all: 'All {rows} rows',
  selected: '{selected} of {rows} rows selected',
  clear: 'Clear selection',
  reset: 'As saved',
  help: 'Drag across a plot, or use its arrow keys: Shift resizes, Escape clears. All counts are exact.',
  one: 'A selection in one plot releases those made in others.',
  picture: 'A picture that does not follow the others: {reason}.',
  range: '{title} from {from} to {to}',
  row: '{count} row',
  rows: '{count} rows',
  rowsOf: '{shown} of {all} rows',
  summary: '{count} rows; the most are {most}, at {place}.',
  nothing: 'No rows.',
} as const;
