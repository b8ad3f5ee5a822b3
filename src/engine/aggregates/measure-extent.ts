import { laneOf, type ColumnMeta } from '../columns/column';
import { valueOf } from '../columns/keys';
import type { Backend } from '../frame/backend';
import type { FrameScheduler } from '../frame/frame-scheduler';
import type { SlotId } from '../frame/ids';
import type { Filter } from '../frame/recording';
import { extentKeys } from './extent';

let extents = 0;

/** The smallest and largest finite value of rows that pass, in the column's ticks; null when no row has one. */
export async function measureExtent(
  { id, encoding }: ColumnMeta,
  clauses: Filter,
  frameScheduler: FrameScheduler,
  backend: Backend,
  signal: AbortSignal,
): Promise<readonly [min: number, max: number] | null> {
  const out = `extent-${++extents}` as SlotId;
  const lane = laneOf(encoding);
  await frameScheduler.computeFor(signal, {
    kernel: 'aggregate',
    dimensions: [],
    rows: id,
    accumulators: [{ op: 'extent', column: id, lane }],
    clauses,
    out,
  });
  const keys = extentKeys(lane, await backend.read(out));
  backend.drop([out]);
  return keys && [valueOf(encoding, keys[0]), valueOf(encoding, keys[1])];
}
