import {
  CLAUSE_VERSION,
  type Category,
  type SelectedRange,
  type SelectionClause,
} from '../../grammar/selection-clause';
import type { FilterPlan } from './filter-plan';
import type { Bounds, FilterValues } from './filter-values';

type Filtered = Pick<FilterPlan, 'from' | 'expression'>;

/**
 * The clause of the rows with one of these labels; null for all rows.
 * @param labels those of the column, in their order
 */
export function labelsClause(
  { from, expression }: Filtered,
  chosen: readonly Category[],
  labels: readonly Category[],
): SelectionClause | null {
  const boxes = [...new Set(chosen)].map((label): readonly SelectedRange[] => {
    const code = Math.max(0, labels.indexOf(label));
    return [{ channel: 'filter', expression, kind: 'category', lo: code, hi: code + 1, labels: [label] }];
  });
  return boxes.length > 0 ? { version: CLAUSE_VERSION, kind: 'points', from, boxes } : null;
}

/** The clause of the rows with values between these ends; null if both are open. */
export function boundsClause(
  { from, expression }: Filtered,
  { type }: FilterValues,
  { first, end }: Bounds,
): SelectionClause | null {
  if (first === null && end === null) return null;
  const [least, most] = [first ?? -Infinity, end ?? Infinity];
  const perUnit = type.kind === 'time' ? type.ticksPerMs : 1;
  const range: SelectedRange = {
    channel: 'filter',
    expression,
    kind: type.kind === 'time' ? 'time' : type.integer ? 'integer' : 'number',
    lo: Number(least) / perUnit,
    hi: Number(most) / perUnit,
    ...((type.kind === 'time' || type.integer) && { ticks: [String(least), String(most)] }),
    ...(type.kind === 'time' && { ticksPerMs: type.ticksPerMs }),
  };
  return { version: CLAUSE_VERSION, kind: 'interval', from, ranges: [range] };
}
