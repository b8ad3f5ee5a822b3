import type { ColumnMeta } from '../columns/column';
import { keyAt, packKeys } from '../columns/keys';
import type { Bins } from '../frame/recording';

/** Adds a last bin for the rows without a value of a column whose NULL has a key. */
export function withNullBin({ column, lane, count, keys, uniform }: Bins, { nullKey }: ColumnMeta): Bins {
  const firsts = Array.from({ length: count }, (_, bin) => keyAt(lane, keys, bin)!);
  // Keys of categories, and of neighboring values, are one apart.
  const isNext = lane === 'u32' && (count === 0 || Number(nullKey) - keys[0]! === count);
  return {
    column,
    lane,
    count: count + 1,
    keys: packKeys(lane, [...firsts, nullKey!, nullKey!]),
    uniform: uniform && isNext,
  };
}
