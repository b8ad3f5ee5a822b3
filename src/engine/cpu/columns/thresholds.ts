import { NULL_KEY, type Keys } from '../../columns/column';
import type { StoredPage } from './stored-page';

/**
 * The type that a page's keys are compared as. Thresholds are converted once for each form that occurs among a column's
 * pages.
 */
export type Form = 'f32' | 'u32' | 'float64' | 'fixed64' | 'u64';

export function formOf(page: StoredPage): Form {
  return page.lane === 'f64' ? page.image : page.lane;
}

/** Threshold `i` of packed keys, as a number to compare rows of this form with. Not for `u64`. */
export function thresholdAt(form: Form, keys: Keys, i: number, side: 'first' | 'last'): number {
  if (form === 'f32') return keys[i]!;
  if (form === 'u32') return side === 'last' ? Math.min(keys[i]!, NULL_KEY - 1) : keys[i]!;
  const low = keys[2 * i]!;
  const high = keys[2 * i + 1]!;
  // Beyond 2⁵³ this rounds, but stays above every row of the form.
  if (form === 'fixed64') return high * 4294967296 + low;
  return doubleAt(low, high, side);
}

const INFINITY_HIGH = 0xfff0_0000;
const MINUS_INFINITY_HIGH = 0x000f_ffff;
const words = new Uint32Array(2);
const double = new Float64Array(words.buffer);

/**
 * The double of a key. No row has a key beyond the infinities; such a key becomes a threshold that selects the same
 * rows.
 */
function doubleAt(low: number, high: number, side: 'first' | 'last'): number {
  if (high > INFINITY_HIGH || (high === INFINITY_HIGH && low > 0)) return side === 'last' ? Infinity : NaN;
  if (high < MINUS_INFINITY_HIGH || (high === MINUS_INFINITY_HIGH && low < 0xffff_ffff))
    return side === 'last' ? NaN : -Infinity;
  const positive = high >= 0x8000_0000;
  words[0] = positive ? low : ~low;
  words[1] = positive ? high & 0x7fff_ffff : ~high;
  const value = double[0]!;
  // The key just below +0 is that of -0. No row has it, and it compares equal to +0.
  return side === 'last' && Object.is(value, -0) ? -Number.MIN_VALUE : value;
}

/** The last key of a pair of words, clamped below the NULL key. */
export function lastPair(keys: Keys, i: number): [low: number, high: number] {
  const low = keys[2 * i]!;
  const high = keys[2 * i + 1]!;
  return high === NULL_KEY && low === NULL_KEY ? [NULL_KEY - 1, NULL_KEY] : [low, high];
}
