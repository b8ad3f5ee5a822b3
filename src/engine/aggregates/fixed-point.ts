import type { Encoding } from '../columns/column';
import { BITS_BIAS, type Summand } from '../frame/recording';

/** Binary digits that values use: 2^lowest is their smallest unit, and they are smaller than 2^end. */
export interface Digits {
  readonly lowest: number;
  readonly end: number;
}

/** How the values of a column become integers. */
export interface FixedPoint {
  readonly summand: Summand;
  /** False if digits below 2⁻⁶² of the largest value are dropped, because the values use more than 62 digits. */
  readonly isExact: boolean;
}

/** With a sign and 2³¹ rows, sums of integers of this size fit into their 96 bits. */
const MAX_BITS = 62;

/**
 * Scales the values of a column by a power of two, so that their lowest digit becomes 1 if all digits fit. `digits` are
 * those of all values, or of the keys on an integer encoding; null if there is no finite value other than 0.
 */
export function fixedPointOf({ kind }: Encoding, digits: Digits | null): FixedPoint {
  switch (kind) {
    case 'u32':
      return { summand: { lane: 'u32', shift: null, bits: 32 }, isExact: true };
    case 'fixed64':
      return { summand: { lane: 'u64', shift: null, bits: digits?.end ?? 1 }, isExact: true };
    case 'f32':
    case 'float64': {
      const lane = kind === 'f32' ? 'f32' : 'u64';
      const { lowest, end } = digits ?? { lowest: 0, end: 1 };
      const isExact = end - lowest <= MAX_BITS;
      const shift = isExact ? -lowest : MAX_BITS - end;
      return { summand: { lane, shift: shift + 0, bits: end + shift }, isExact };
    }
  }
}

/** Decodes the words of one cell of a `bits` accumulator. */
export function digitsOf(words: Uint32Array): Digits | null {
  const [low, high] = [words[0]!, words[1]!];
  return high === 0 ? null : { lowest: BITS_BIAS - low, end: high - BITS_BIAS };
}
