import { NULL_KEY, type Keys, type Lane } from '../../columns/column';
import type { Bins } from '../../frame/recording';

/**
 * Thresholds in the form that shaders compare: unsigned words, or pairs of words. A float maps to a word with the same
 * order (shaders/shared/key.wgsl maps the rows the same way). NaN needs no test, because it lies outside every range
 * built here, and so do the NULL keys of integers.
 */

/** The words of −Infinity and +Infinity: all floats but NaN lie between them. */
const LEAST_FLOAT = 0x007f_ffff;
const GREATEST_FLOAT = 0xff80_0000;

/** [first low, first high, last low, last high]; first > last if nothing passes. High words are 0 on one-word lanes. */
export type RangeWords = readonly [number, number, number, number];
const NOTHING: RangeWords = [1, 0, 0, 0];

const floatBits = new DataView(new ArrayBuffer(4));

export function orderedFloat(value: number): number {
  floatBits.setFloat32(0, value + 0);
  const bits = floatBits.getUint32(0);
  return (bits & 0x8000_0000 ? ~bits : bits | 0x8000_0000) >>> 0;
}

/** A [first, last] range, packed for the shaders. */
export function rangeWords(lane: Lane, keys: Keys): RangeWords {
  const [first, second] = [keys[0]!, keys[1]!];
  if (lane === 'u64') return [first, second, ...lastPair(keys[2]!, keys[3]!)];
  if (lane === 'u32') return first === NULL_KEY ? NOTHING : [first, 0, Math.min(second, NULL_KEY - 1), 0];
  if (Number.isNaN(first) || Number.isNaN(second)) return NOTHING;
  return [orderedFloat(first), 0, orderedFloat(second), 0];
}

export interface Thresholds {
  /** The first key of each bin: `count` words; twice as many on a u64 lane. */
  readonly table: Uint32Array<ArrayBuffer>;
  readonly first: readonly [low: number, high: number];
  /** The last key inside the last bin. */
  readonly last: readonly [low: number, high: number];
  /** A row's position is key × scale + origin. On integer lanes the key is its distance from the first. */
  readonly scale: number;
  readonly origin: number;
  /**
   * Low 5 bits: the number of fraction bits of a position. Upper bits: the maximal error of a position; half a bin or
   * more if the thresholds are not equally spaced.
   */
  readonly fine: number;
}

const known = new WeakMap<Bins, Thresholds>();

/** Computed once per Bins; plans reuse it from frame to frame. */
export function thresholdsOf(bins: Bins): Thresholds {
  let thresholds = known.get(bins);
  if (!thresholds) known.set(bins, (thresholds = makeThresholds(bins)));
  return thresholds;
}

function makeThresholds({ lane, keys, count, uniform }: Bins): Thresholds {
  if (count === 0) return { table: new Uint32Array(0), first: [NULL_KEY, NULL_KEY], last: [0, 0], ...UNEVEN };
  if (lane === 'u64') {
    const table = Uint32Array.from(keys.subarray(0, 2 * count));
    const start = wide(keys, 0);
    return {
      table,
      first: [table[0]!, table[1]!],
      last: lastPair(keys[2 * count]!, keys[2 * count + 1]!),
      ...line(
        uniform,
        Array.from({ length: count }, (_, i) => Number(wide(keys, i) - start)),
      ),
    };
  }
  const isFloat = lane === 'f32';
  const table = isFloat
    ? Uint32Array.from(keys.subarray(0, count), thresholdFloat)
    : Uint32Array.from(keys.subarray(0, count));
  const last = isFloat
    ? Number.isNaN(keys[count]!)
      ? LEAST_FLOAT - 1
      : orderedFloat(keys[count]!)
    : Math.min(keys[count]!, NULL_KEY - 1);
  return {
    table,
    first: [table[0]!, 0],
    last: [last, 0],
    ...line(
      uniform,
      Array.from({ length: count }, (_, i) => (isFloat ? keys[i]! : keys[i]! - keys[0]!)),
    ),
  };
}

/** A threshold that no row reaches (NaN) sorts above all floats. */
function thresholdFloat(value: number): number {
  return Number.isNaN(value) ? GREATEST_FLOAT + 1 : orderedFloat(value);
}

/** From here on adjacent floats differ by 1: see shaders/shared/locate.wgsl. */
const POINT = 2 ** 23;
/** Bits of a position and its margin: they stay below the float from which on adjacent floats differ by 2. */
const PLACE_BITS = 23;
/** Bound, with a margin, on the error of a position's few float operations, besides the rounding of a large product. */
const SLACK = 4;
const STEEPEST = 2 ** 80;
const NEVER_SURE = 0xffff << 5;
const UNEVEN = { scale: 0, origin: POINT, fine: NEVER_SURE } as const;

/** Fits a line through the thresholds. `numbers` are their values as the shader sees them. */
function line(even: boolean, numbers: readonly number[]): Pick<Thresholds, 'scale' | 'origin' | 'fine'> {
  const count = numbers.length;
  const span = numbers[count - 1]! - numbers[0]!;
  if (!(even && count > 1 && span > 0 && Number.isFinite(span))) return UNEVEN;
  const shift = Math.max(0, PLACE_BITS - Math.ceil(Math.log2(count + 1)));
  const scale = Math.fround((2 ** shift * (count - 1)) / span);
  const origin = Math.fround(POINT - numbers[0]! * scale);
  if (!(scale > 0 && scale < STEEPEST && Number.isFinite(origin))) return UNEVEN;
  let margin = 0;
  for (let i = 0; i < count; i++) {
    const place = numbers[i]! * scale + origin - POINT;
    margin = Math.max(margin, Math.abs(place - i * 2 ** shift) + Math.abs(numbers[i]!) * scale * 2 ** -23);
  }
  return { scale, origin, fine: shift | (Math.min(Math.ceil(margin) + SLACK, 2 ** shift) << 5) };
}

function wide(keys: Keys, at: number): bigint {
  return (BigInt(keys[2 * at + 1]!) << 32n) | BigInt(keys[2 * at]!);
}

function lastPair(low: number, high: number): [number, number] {
  return low === NULL_KEY && high === NULL_KEY ? [NULL_KEY - 1, NULL_KEY] : [low, high];
}
