import { NULL_KEY, type Keys, type Lane } from '../columns/column';
import type { Bins } from '../frame/recording';

/**
 * Thresholds as the shaders compare them: unsigned words, or pairs of words. A float becomes the word whose unsigned order is
 * the order of floats (shaders/shared/key.wgsl does the same to the rows), so NaN needs no test: it lies outside every range
 * made here. The NULL keys of integers lie outside too.
 */

/** Word images of −Infinity and +Infinity: every float that is no NaN lies between. */
const LEAST_FLOAT = 0x007f_ffff;
const GREATEST_FLOAT = 0xff80_0000;

/** [first low, first high, last low, last high]; first > last when nothing passes. High words are 0 on one-word lanes. */
export type RangeWords = readonly [number, number, number, number];
const NOTHING: RangeWords = [1, 0, 0, 0];

const floatBits = new DataView(new ArrayBuffer(4));

export function orderedFloat(value: number): number {
  floatBits.setFloat32(0, value + 0);
  const bits = floatBits.getUint32(0);
  return (bits & 0x8000_0000 ? ~bits : bits | 0x8000_0000) >>> 0;
}

/** A packed [first, last] as the shaders take it. */
export function rangeWords(lane: Lane, keys: Keys): RangeWords {
  const [first, second] = [keys[0]!, keys[1]!];
  if (lane === 'pair') return [first, second, ...lastPair(keys[2]!, keys[3]!)];
  if (lane === 'u32') return first === NULL_KEY ? NOTHING : [first, 0, Math.min(second, NULL_KEY - 1), 0];
  if (Number.isNaN(first) || Number.isNaN(second)) return NOTHING;
  return [orderedFloat(first), 0, orderedFloat(second), 0];
}

export interface Thresholds {
  /** The first key of each bin: `count` words, or twice that on a pair lane. */
  readonly table: Uint32Array<ArrayBuffer>;
  readonly first: readonly [low: number, high: number];
  /** The last key inside the last bin. */
  readonly last: readonly [low: number, high: number];
  /** bin ≈ (key − origin) × scale, when `even`. */
  readonly even: boolean;
  readonly scale: number;
  readonly origin: number;
  /** How far a row's place on that line must be from the middle of a bin, at most, to be that bin without a comparison; −1 when it never is. */
  readonly sure: number;
}

const known = new WeakMap<Bins, Thresholds>();

/** Made once per Bins: plans reuse them from frame to frame. */
export function thresholdsOf(bins: Bins): Thresholds {
  let thresholds = known.get(bins);
  if (!thresholds) known.set(bins, thresholds = makeThresholds(bins));
  return thresholds;
}

function makeThresholds({ lane, keys, count, even }: Bins): Thresholds {
  if (count === 0) return { table: new Uint32Array(0), first: [NULL_KEY, NULL_KEY], last: [0, 0], ...UNEVEN };
  if (lane === 'pair') {
    const table = Uint32Array.from(keys.subarray(0, 2 * count));
    const start = wide(keys, 0);
    return {
      table, first: [table[0]!, table[1]!], last: lastPair(keys[2 * count]!, keys[2 * count + 1]!),
      ...estimate(even, count, 0, (i) => Number(wide(keys, i) - start)),
    };
  }
  const isFloat = lane === 'f32';
  const table = isFloat ? Uint32Array.from(keys.subarray(0, count), thresholdFloat) : Uint32Array.from(keys.subarray(0, count));
  const last = isFloat
    ? (Number.isNaN(keys[count]!) ? LEAST_FLOAT - 1 : orderedFloat(keys[count]!))
    : Math.min(keys[count]!, NULL_KEY - 1);
  return {
    table, first: [table[0]!, 0], last: [last, 0],
    ...estimate(even, count, isFloat ? keys[0]! : 0, (i) => keys[i]! - keys[0]!),
  };
}

/** A threshold no row reaches (NaN) stands above all floats. */
function thresholdFloat(value: number): number {
  return Number.isNaN(value) ? GREATEST_FLOAT + 1 : orderedFloat(value);
}

const UNEVEN = { even: false, scale: 0, origin: 0, sure: -1 } as const;

/** Places of rows are computed in a few float operations; each is off by at most 2⁻²² of itself, with room to spare. */
const ROUNDING = 2 ** -20;
/** Beyond these, differences may overflow, or be lost among numbers that a device may flush to zero. */
const MOST_PLACES = 2 ** 30;
const STEEPEST = 2 ** 80;
const FARTHEST = 2 ** 126;

/** `distance` of threshold i from the first; that of `count` is the last key's. */
function estimate(even: boolean, count: number, origin: number, distance: (i: number) => number): Pick<Thresholds, 'even' | 'scale' | 'origin' | 'sure'> {
  const span = distance(count - 1);
  const scale = Math.fround((count - 1) / span);
  if (!(even && count > 1 && span > 0 && Number.isFinite(scale) && Number.isFinite(origin))) return UNEVEN;
  const reach = distance(count);
  const isSafe = scale > 0 && scale < STEEPEST && reach < FARTHEST && Math.abs(origin) < FARTHEST && reach * scale < MOST_PLACES;
  let deviation = 0;
  for (let i = 0; i < count; i++) deviation = Math.max(deviation, Math.abs(distance(i) * scale - i));
  return { even: true, scale, origin, sure: isSafe ? Math.max(0.5 - deviation - (count + 1) * ROUNDING, -1) : -1 };
}

function wide(keys: Keys, at: number): bigint {
  return (BigInt(keys[2 * at + 1]!) << 32n) | BigInt(keys[2 * at]!);
}

function lastPair(low: number, high: number): [number, number] {
  return low === NULL_KEY && high === NULL_KEY ? [NULL_KEY - 1, NULL_KEY] : [low, high];
}
