import type { FixedPoint } from '../aggregates/fixed-point';
import { measureFixedPoint } from '../aggregates/measure-fixed-point';
import type { Encoding } from '../columns/column';
import type { ColumnLease } from '../columns/column-cache';
import type { Summand } from '../frame/recording';
import { mayVary } from '../sql/may-vary';
import { MAX_SQUARED, squareSql } from '../sql/square-sql';
import type { Progress, Relation } from '../source/source';
import { narrowed } from './narrowed';
import type { PlotContext } from './plot-context';

/** A column that holds the square of each integer that kernels read from another column. */
export interface Squares {
  readonly lease: ColumnLease;
  readonly summand: Summand;
  readonly encoding: Extract<Encoding, { step: bigint }>;
}

/**
 * Leases the squares of a column: its own sum and theirs give variances exactly. Returns, as text, why there are none:
 * not all squares are exact. Rejects as {@link Relation.columns}.
 */
export async function acquireSquares(
  { summand, isExact }: FixedPoint,
  context: PlotContext,
  relation: Relation,
  expression: string,
  { meta: { encoding }, extent }: ColumnLease,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<Squares | string> {
  if (mayVary(expression)) return 'may have other values when its squares are read';
  if (!extent) return 'has no values';
  const flaw = 'step' in encoding ? rangeFlaw(encoding, extent[1]) : digitsFlaw(summand, isExact);
  if (flaw) return flaw;
  const squares = squareSql(expression, encoding, summand.shift);
  const lease = await context.columns.acquire(relation, squares, onProgress, signal);
  try {
    const { meta } = lease;
    const fixedPoint = await measureFixedPoint(meta, context, signal);
    if (fixedPoint && 'step' in meta.encoding)
      return { lease, summand: narrowed(fixedPoint.summand, lease), encoding: meta.encoding };
    lease.release();
    return 'has squares that are not whole numbers';
  } catch (thrown) {
    lease.release();
    throw thrown;
  }
}

function rangeFlaw({ origin, step }: Squares['encoding'], greatest: number): string | null {
  const keys = (BigInt(greatest) - origin) / step;
  return keys <= BigInt(MAX_SQUARED) ? null : 'has values too far apart for exact squares';
}

/** Beyond this power of two, the square of the smallest digit, or of the largest value, may be no double. */
const MAX_SHIFT = 400;
/** The most binary digits of numbers whose squares fit into 64-bit integers. */
const MAX_DIGITS = 31;

function digitsFlaw({ shift, bits }: Summand, isExact: boolean): string | null {
  if (!isExact || bits > MAX_DIGITS)
    return `has values of more than ${MAX_DIGITS} binary digits, whose squares are not exact`;
  return Math.abs(shift ?? 0) <= MAX_SHIFT ? null : 'has values too large or too small for exact squares';
}
