import type { Encoding } from '../columns/column';
import type { Summand } from '../frame/recording';
import { nearestDouble } from './read-out';
import { SUM_WORDS, sumAt } from './sum';

/** Sums of the integers that kernels read from a column, and of their squares. */
export interface Moments {
  readonly encoding: Encoding;
  readonly of: Summand;
  /** Of the column that holds the squares of these integers. */
  readonly squares: Extract<Encoding, { step: bigint }>;
}

/**
 * Variances of samples (n − 1), one per cell: the double nearest to the exact quotient. NaN where SQL says NULL: in
 * cells of fewer than two values. `sums` and `counts` are the words of the column's `sum` and `count-of`, `squareSums`
 * those of the squares' `sum`.
 */
export function readVariances(
  { encoding, of, squares }: Moments,
  sums: Uint32Array,
  squareSums: Uint32Array,
  counts: Uint32Array,
): Float64Array<ArrayBuffer> {
  const step = 'step' in encoding ? encoding.step : 1n;
  // A power of two, so that the product with a variance is exact.
  const unit = 2 ** (-2 * (of.shift ?? 0));
  const [origin, squareStep] = [Number(squares.origin), Number(squares.step)];
  return Float64Array.from(counts, (count, cell) => {
    if (count < 2) return NaN;
    const at = cell * SUM_WORDS;
    const pairs = count * (count - 1);
    const sum = nearestDouble(sums, at);
    const squareSum = origin * count + squareStep * nearestDouble(squareSums, at);
    const [product, square] = [count * squareSum, sum * sum];
    // Below 2⁵³ every step in doubles is exact, and the quotient rounds once.
    if (step === 1n && product <= Number.MAX_SAFE_INTEGER && square <= Number.MAX_SAFE_INTEGER)
      return ((product - square) / pairs) * unit;
    const n = BigInt(count);
    const exactSum = sumAt(sums, at);
    const exactSquareSum = squares.origin * n + squares.step * sumAt(squareSums, at);
    return nearestQuotient((n * exactSquareSum - exactSum * exactSum) * step * step, n * (n - 1n)) * unit;
  });
}

/** Binary digits of a quotient, more than a double has. */
const QUOTIENT_BITS = 64;

/** The double nearest to a quotient of integers that are not negative. */
export function nearestQuotient(numerator: bigint, denominator: bigint): number {
  const shift = Math.max(0, QUOTIENT_BITS + bitLength(denominator) - bitLength(numerator));
  const scaled = numerator << BigInt(shift);
  const quotient = scaled / denominator;
  // Digits that the division drops decide between two doubles if the rest lies halfway between them.
  const sticky = quotient * denominator === scaled ? 0n : 1n;
  return Number(quotient | sticky) * 2 ** -shift;
}

/** At least the number of binary digits, and at most three more. */
function bitLength(value: bigint): number {
  return 4 * value.toString(16).length;
}
