import { laneOf, type ColumnMeta } from '../columns/column';
import { aggregateOnce, type Kernels } from './aggregate-once';
import { digitsOf, fixedPointOf, type FixedPoint } from './fixed-point';

/** Known columns. A reloaded column has another description, so an entry never outlives its values. */
const known = new WeakMap<ColumnMeta, FixedPoint>();

/**
 * How the values of a resident column become the integers that `sum` adds. Null if it has infinite values: their sum is
 * no integer, so the caller must use SQL. The first request for a column reads its rows once; `u32` columns need no
 * reading. Rejects with source/aborted.
 */
export async function measureFixedPoint(
  meta: ColumnMeta,
  kernels: Kernels,
  signal: AbortSignal,
): Promise<FixedPoint | null> {
  if ((meta.infinite ?? 0) > 0) return null;
  const { id, encoding } = meta;
  if (encoding.kind === 'u32') return fixedPointOf(encoding, null);
  const earlier = known.get(meta);
  if (earlier) return earlier;
  const accumulators = [
    { op: 'bits', column: id, lane: laneOf(encoding), isFloat: encoding.kind !== 'fixed64' },
  ] as const;
  const words = await aggregateOnce(kernels, { dimensions: [], rows: id, accumulators, clauses: [] }, signal);
  const fixedPoint = fixedPointOf(encoding, digitsOf(words));
  known.set(meta, fixedPoint);
  return fixedPoint;
}
