import { laneOf, type Column } from './column';
import { keyAt, valueOf } from './keys';

/** Up to this many rows, the page finds an extent sooner than a kernel answers. */
const FEW_ROWS = 1000;

/** The smallest and largest finite value of few rows, null without one; undefined if there are more rows. */
export function extentOfFew({
  rows,
  encoding,
  pages,
}: Omit<Column, 'id'>): readonly [min: number, max: number] | null | undefined {
  if (rows > FEW_ROWS) return undefined;
  let [min, max] = [Infinity, -Infinity];
  for (const page of pages)
    for (let row = 0; row < page.rows; row++) {
      const key = keyAt(laneOf(encoding), page.keys, row);
      const value = key === null ? NaN : valueOf(encoding, key);
      if (!Number.isFinite(value)) continue;
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
  return min > max ? null : [min, max];
}
