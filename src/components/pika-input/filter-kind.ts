import { PikaError, type FilterLabels, type FilterValues } from '../../engine/index';

const FILTER_KINDS = ['interval', 'range', 'select', 'search', 'date', 'checkbox'] as const;
export type FilterKind = (typeof FILTER_KINDS)[number];

/** If there are more labels than this, the user searches for them. */
const MOST_LISTED = 20;

/** Whether the user chooses among labels, even if the column holds numbers or times. */
export function wantsLabels(type: string | null): boolean {
  return type === 'select' || type === 'search';
}

/** @throws PikaError `spec/bad-input` for a type that no filter has */
export function checkKind(type: string | null): void {
  if (type === null || FILTER_KINDS.some((kind) => kind === type)) return;
  throw new PikaError('spec/bad-input', {
    subject: 'attribute type of <pika-input column="…">',
    expected: `${FILTER_KINDS.map((kind) => `"${kind}"`).join(', ')}, or none`,
    found: `"${type}"`,
    next: 'Choose one of these ("interval" has a histogram), or write name="…" to set a parameter of SQL.',
  });
}

/**
 * The control for a column: the author's, or the one that suits its values.
 * @throws PikaError `spec/bad-input` if the author's does not suit them
 */
export function kindFor(column: FilterLabels | FilterValues, type: string | null): FilterKind {
  const kind = FILTER_KINDS.find((known) => known === type) ?? suitedTo(column);
  const expected = expectedFor(kind, column);
  if (expected === null) return kind;
  throw new PikaError('spec/bad-input', {
    subject: `<pika-input type="${kind}">`,
    expected,
    found: `a column of ${column.kind === 'labels' ? (column.isBoolean ? 'booleans' : 'texts') : valuesOf(column)}`,
    next: 'Leave out the type for a control that suits the column, or write an expression of the right type.',
  });
}

function suitedTo(column: FilterLabels | FilterValues): FilterKind {
  if (column.kind === 'values') return 'interval';
  if (column.isBoolean) return 'checkbox';
  return column.labels.length <= MOST_LISTED ? 'select' : 'search';
}

/** Null if the column suits the control. */
function expectedFor(kind: FilterKind, column: FilterLabels | FilterValues): string | null {
  switch (kind) {
    case 'interval':
    case 'range':
      return column.kind === 'values' ? null : 'a column of numbers or times';
    case 'date':
      return column.kind === 'values' && column.type.kind === 'time' ? null : 'a column of dates or times';
    case 'checkbox':
      // A column without any values suits it, too.
      return column.kind === 'labels' && (column.isBoolean || column.labels.every((label) => label === null))
        ? null
        : 'a column of booleans';
    default:
      return null;
  }
}

function valuesOf({ type }: FilterValues): string {
  return type.kind === 'number' ? 'numbers' : 'times';
}
