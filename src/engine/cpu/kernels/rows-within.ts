import type { Keys } from '../../columns/column';
import type { StoredPage } from '../columns/stored-page';
import { formOf, lastPair, thresholdAt } from '../columns/thresholds';

/** Writes rows among from ≤ row < to of a page, in ascending order, and returns their number. */
export type Listing = (from: number, to: number, rows: Uint32Array) => number;

/** Lists the rows of a page with first ≤ key ≤ last. NULL is not among them. */
export function rowsWithin(within: Keys, page: StoredPage): Listing {
  if (page.lane === 'u64') {
    const [firstLow, firstHigh] = within;
    const [lastLow, lastHigh] = lastPair(within, 1);
    return (from, to, rows) => pairsWithin(page.data, from, to, [firstLow!, firstHigh!, lastLow, lastHigh], rows);
  }
  const form = formOf(page);
  const first = thresholdAt(form, within, 0, 'first');
  const last = thresholdAt(form, within, 1, 'last');
  switch (page.lane) {
    case 'f32':
      return (from, to, rows) => f32Within(page.data, from, to, first, last, rows);
    case 'u32':
      return (from, to, rows) => u32Within(page.data, from, to, first, last, rows);
    case 'f64':
      return (from, to, rows) => f64Within(page.data, from, to, first, last, rows);
  }
}

// One loop per lane, as in filter.ts. A row is written before it is known to be listed, so there is no branch.

function f32Within(data: Float32Array, from: number, to: number, first: number, last: number, rows: Uint32Array) {
  let found = 0;
  for (let row = from; row < to; row++) {
    const key = data[row]!;
    rows[found] = row;
    found += +(key >= first) & +(key <= last);
  }
  return found;
}

function u32Within(data: Uint32Array, from: number, to: number, first: number, last: number, rows: Uint32Array) {
  let found = 0;
  for (let row = from; row < to; row++) {
    const key = data[row]!;
    rows[found] = row;
    found += +(key >= first) & +(key <= last);
  }
  return found;
}

function f64Within(data: Float64Array, from: number, to: number, first: number, last: number, rows: Uint32Array) {
  let found = 0;
  for (let row = from; row < to; row++) {
    const key = data[row]!;
    rows[found] = row;
    found += +(key >= first) & +(key <= last);
  }
  return found;
}

function pairsWithin(
  data: Uint32Array,
  from: number,
  to: number,
  [firstLow, firstHigh, lastLow, lastHigh]: readonly [number, number, number, number],
  rows: Uint32Array,
): number {
  let found = 0;
  for (let row = from; row < to; row++) {
    const low = data[2 * row]!;
    const high = data[2 * row + 1]!;
    const reaches = +(high > firstHigh) | (+(high === firstHigh) & +(low >= firstLow));
    const stays = +(high < lastHigh) | (+(high === lastHigh) & +(low <= lastLow));
    rows[found] = row;
    found += reaches & stays;
  }
  return found;
}
