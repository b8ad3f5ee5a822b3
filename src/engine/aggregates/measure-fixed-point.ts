import { laneOf, type ColumnMeta } from '../columns/column';
import type { Backend } from '../frame/backend';
import type { FrameScheduler } from '../frame/frame-scheduler';
import type { SlotId } from '../frame/ids';
import { digitsOf, fixedPointOf, type FixedPoint } from './fixed-point';

let measured = 0;

/** Known columns. A reloaded column has another description, so an entry never outlives its values. */
const known = new WeakMap<ColumnMeta, FixedPoint>();

/**
 * How the values of a resident column become the integers that `sum` adds. Null if it has infinite values: their sum is
 * no integer, so the caller must use SQL. The first request for a column reads its rows once; `u32` columns need no
 * reading. Rejects with source/aborted.
 */
export async function measureFixedPoint(
  meta: ColumnMeta,
  frameScheduler: FrameScheduler,
  backend: Backend,
  signal: AbortSignal,
): Promise<FixedPoint | null> {
  if ((meta.infinite ?? 0) > 0) return null;
  const { id, encoding } = meta;
  if (encoding.kind === 'u32') return fixedPointOf(encoding, null);
  const earlier = known.get(meta);
  if (earlier) return earlier;
  const out = `digits-${++measured}` as SlotId;
  const isFloat = encoding.kind !== 'fixed64';
  await frameScheduler.computeFor(signal, {
    kernel: 'aggregate',
    dimensions: [],
    rows: id,
    accumulators: [{ op: 'bits', column: id, lane: laneOf(encoding), isFloat }],
    clauses: [],
    out,
  });
  const fixedPoint = fixedPointOf(encoding, digitsOf(await backend.read(out)));
  backend.drop([out]);
  known.set(meta, fixedPoint);
  return fixedPoint;
}
