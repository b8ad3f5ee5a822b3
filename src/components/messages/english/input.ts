/** What `<pika-input>` shows when it filters. */
export const INPUT_MESSAGES = {
  clear: 'Clear',
  clearFilter: 'Clear {filter}',
  from: 'from',
  to: 'to',
  field: '{filter}, {end}',
  wrongOrder: 'The first value is above the last one',
  histogram: 'Rows by {filter}',
  any: 'all',
  all: 'All',
  search: 'Search',
  noValue: 'no value',
  emptyText: '(empty)',
  label: '{label} ({count})',
  chosen: '{count} chosen',
  found: '{count} found',
  nothing: 'Nothing found',
} as const;
