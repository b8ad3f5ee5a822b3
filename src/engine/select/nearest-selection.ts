import { CLAUSE_VERSION, type NearestClause, type SelectedRange } from '../grammar/selection-clause';
import { boxPx, complete, movedRange, rangeClause, rangeOn, selectedRange } from './range-selection';
import { facetsAmong, type SelectAxis, type SideRange, type ViewSelection } from './view-selection';

/**
 * Selects the values of one row, and with it all rows that have the same values. The thresholds of each range match
 * only its value.
 */
export function selectNearest(sides: readonly SideRange[], axes: readonly SelectAxis[]): ViewSelection {
  const ranges = sides.map(selectedRange);
  const px = boxPx(sides, axes);
  return {
    clause: (from) => ({ version: CLAUSE_VERSION, kind: 'nearest', from, ranges }),
    filter: sides.map(rangeClause),
    pixels: null,
    ranges,
    shape: px ? { kind: 'nearest', px } : { kind: 'hidden' },
    facets: facetsAmong(sides),
    text: ranges.map(valueText).join(', '),
    redraw: (now) => {
      const moved = complete(sides.map((range) => movedRange(range, now)));
      return moved && selectNearest(moved, now);
    },
  };
}

/** Draws a clause on axes with the same expressions; null if the plot has others. */
export function nearestClause(axes: readonly SelectAxis[], { ranges }: NearestClause): ViewSelection | null {
  const found = complete(ranges.map((range) => rangeOn(axes, range)));
  return found && found.length > 0 ? selectNearest(found, axes) : null;
}

/** The value in full, not rounded to a pixel. */
function valueText({ expression, kind, lo, labels }: SelectedRange): string {
  const value =
    kind === 'category'
      ? (labels?.[0] ?? '')
      : kind === 'time'
        ? new Date(lo)
            .toISOString()
            .replace('T', ' ')
            .replace(/(:00)?\.000Z$|Z$/, '')
        : String(lo);
  return `${expression} ${value}`;
}
