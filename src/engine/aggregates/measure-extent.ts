import { laneOf, type ColumnMeta } from '../columns/column';
import { valueOf } from '../columns/keys';
import type { Filter } from '../frame/recording';
import { aggregateOnce, type Kernels } from './aggregate-once';
import { extentKeys } from './extent';

/** The smallest and largest finite value of rows that pass, in the column's ticks; null when no row has one. */
export async function measureExtent(
  { id, encoding }: ColumnMeta,
  clauses: Filter,
  kernels: Kernels,
  signal: AbortSignal,
): Promise<readonly [min: number, max: number] | null> {
  const lane = laneOf(encoding);
  const accumulators = [{ op: 'extent', column: id, lane }] as const;
  const words = await aggregateOnce(kernels, { dimensions: [], rows: id, accumulators, clauses }, signal);
  const keys = extentKeys(lane, words);
  return keys && [valueOf(encoding, keys[0]), valueOf(encoding, keys[1])];
}
