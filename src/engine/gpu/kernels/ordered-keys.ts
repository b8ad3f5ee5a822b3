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

/** The four words that a clause compares rows with. Their meaning depends on the lane. */
export type RangeWords = readonly [number, number, number, number];
/** No row passes, on any lane. */
const NOTHING: RangeWords = [1, 0, 0, 0];

const floatBits = new DataView(new ArrayBuffer(4));

export function orderedFloat(value: number): number {
  const bits = bitsOf(value);
  return (bits & SIGN ? ~bits : bits | SIGN) >>> 0;
}

/**
 * A [first, last] range, packed for the shaders: [first low, first high, last low, last high] on the u64 lane, [first,
 * 0, last, 0] on the u32 lane, and floatRange() on the f32 lane.
 */
export function rangeWords(lane: Lane, keys: Keys): RangeWords {
  const [first, second] = [keys[0]!, keys[1]!];
  if (lane === 'u64') return [first, second, ...lastPair(keys[2]!, keys[3]!)];
  if (lane === 'u32') return first === NULL_KEY ? NOTHING : [first, 0, Math.min(second, NULL_KEY - 1), 0];
  return floatRange(first, second);
}

const SIGN = 0x8000_0000;

/**
 * The bits of floats in a range, as [start, length, end]: those with bits − start ≤ length (mod 2³²) and bits ≤ end.
 * The bits of negative floats descend, so a range over both signs ends at its lowest float and wraps after the highest
 * bits: starting from the sign, the negative floats come first, then the positive ones.
 */
function floatRange(first: number, last: number): RangeWords {
  if (!(first <= last)) return NOTHING;
  const [low, high] = [bitsOf(first), bitsOf(last)];
  if (low < SIGN) return [low, high - low, NULL_KEY, 0];
  if (high >= SIGN) return [high, low - high, NULL_KEY, 0];
  return [SIGN, high + SIGN, low, 0];
}

function bitsOf(value: number): number {
  floatBits.setFloat32(0, value + 0);
  return floatBits.getUint32(0);
}

export interface Thresholds {
  /** The first key of each bin: `count` words; twice as many on a u64 lane. */
  readonly table: Uint32Array<ArrayBuffer>;
  readonly first: readonly [low: number, high: number];
  /** The last key inside the last bin. */
  readonly last: readonly [low: number, high: number];
  /** A row's place is key × scale + origin − 2²³. On integer lanes the key is its distance from the first. */
  readonly scale: number;
  readonly origin: number;
  /** An upper bound on the places of rows in bins. */
  readonly top: number;
  /**
   * Low 5 bits: the number of fraction bits of a place. Upper bits: the fraction bits of which at least one is set if
   * the place determines the bin; 0 if the thresholds are not equally spaced.
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
    const [start, end] = [wide(keys, 0), wide(keys, count)];
    return {
      table,
      first: [table[0]!, table[1]!],
      last: lastPair(keys[2 * count]!, keys[2 * count + 1]!),
      ...line(uniform, {
        lowest: Number(-start),
        highest: Number(LARGEST_PAIR - start),
        numbers: Array.from({ length: count + 1 }, (_, i) => Number((i < count ? wide(keys, i) : end + 1n) - start)),
      }),
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
      isFloat
        ? { lowest: -Infinity, highest: Infinity, numbers: keys }
        : {
            lowest: -keys[0]!,
            highest: NULL_KEY - keys[0]!,
            // A threshold may lie anywhere between two integers: halfway, no integer is doubtful in narrow bins.
            numbers: Array.from({ length: count + 1 }, (_, i) => keys[i]! - keys[0]! + (i < count ? -0.5 : 0.5)),
          },
    ),
  };
}

/** A threshold that no row reaches (NaN) sorts above all floats. */
function thresholdFloat(value: number): number {
  return Number.isNaN(value) ? GREATEST_FLOAT + 1 : orderedFloat(value);
}

/** From here on adjacent floats differ by 1: see shaders/shared/locate.wgsl. */
const POINT = 2 ** 23;
/** Bits of a place and its margin: places stay below the first float whose neighbor is 2 away. */
const PLACE_BITS = 23;
/** Bound, with a margin, on the error of a place's few float operations, besides the rounding of a large product. */
const SLACK = 2;
const STEEPEST = 2 ** 80;
/** Every place is doubtful. */
const UNEVEN = { scale: 0, origin: POINT, top: 0xffff_ffff, fine: 0 } as const;
const LARGEST_PAIR = 2n ** 64n - 1n;

/** The thresholds of bins and the end of the last bin, as the shader sees them, and the least and greatest keys. */
interface Line {
  readonly numbers: ArrayLike<number>;
  readonly lowest: number;
  readonly highest: number;
}

/** Fits a line through the thresholds. */
function line(
  uniform: boolean,
  { numbers, lowest, highest }: Line,
): Pick<Thresholds, 'scale' | 'origin' | 'top' | 'fine'> {
  const count = numbers.length - 1;
  // Thresholds outside the range of keys are clipped to its ends, so they lie off the line.
  let [from, to] = [0, count];
  while (from < to && numbers[from + 1]! <= lowest) from++;
  if (numbers[from]! <= lowest + 0.5) from = Math.min(from + 1, to);
  if (numbers[to]! >= highest) to--;
  const span = numbers[to]! - numbers[from]!;
  if (!(uniform && to > from && span > 0 && Number.isFinite(span))) return UNEVEN;
  const shift = Math.max(0, PLACE_BITS - Math.ceil(Math.log2(count + 1)));
  const one = 2 ** shift;
  const scale = Math.fround((one * (to - from)) / span);
  if (!(scale > 0 && scale < STEEPEST)) return UNEVEN;
  for (let margin = 1; 2 * margin <= one; margin *= 2) {
    const origin = Math.fround(POINT + margin + from * one - numbers[from]! * scale);
    if (!Number.isFinite(origin)) return UNEVEN;
    let error = 0;
    for (let i = 0; i <= count; i++) {
      const place = numbers[i]! * scale + origin - POINT - margin;
      const excess = place - i * one;
      // A clipped threshold may lie further inside than the line says: there is no key beyond it.
      const isOff = (excess < 0 || i >= from) && (excess > 0 || i <= to);
      error = Math.max(error, (isOff ? Math.abs(excess) : 0) + Math.abs(numbers[i]!) * scale * 2 ** -23);
    }
    if (error + SLACK <= margin)
      return { scale, origin, top: count * one + 2 * margin, fine: shift | ((one - 2 * margin) << 5) };
  }
  return UNEVEN;
}

function wide(keys: Keys, at: number): bigint {
  return (BigInt(keys[2 * at + 1]!) << 32n) | BigInt(keys[2 * at]!);
}

function lastPair(low: number, high: number): [number, number] {
  return low === NULL_KEY && high === NULL_KEY ? [NULL_KEY - 1, NULL_KEY] : [low, high];
}
