import { laneOf, NULL_KEY, type Encoding, type Keys, type Lane } from './column';

/**
 * Converts values to sort keys and back, exactly. All thresholds of kernels come from here, once per plan or brush
 * move.
 *
 * A value is a number or, where 53 bits do not suffice, a bigint, in the column's ticks. A key is a number on the `f32`
 * and `u32` lanes and a 64-bit bigint on the `u64` lane.
 */
export type Key = number | bigint;

const MAX_U32_KEY = NULL_KEY - 1;
const MAX_U64_KEY = 0xffff_ffff_ffff_fffen;

/**
 * The smallest key whose value is ≥ `value`. If every representable value is smaller: Infinity, or the NULL key, which
 * no value has.
 */
export function ceilKey(encoding: Encoding, value: Key): Key {
  switch (encoding.kind) {
    case 'f32': {
      const wanted = Number(value);
      const rounded = Math.fround(wanted);
      return (rounded < wanted ? nextFloat32(rounded) : rounded) + 0;
    }
    case 'float64':
      return float64Key(Number(value));
    case 'u32':
      return Number(ceilTicks(encoding, value, BigInt(MAX_U32_KEY)));
    case 'fixed64':
      return ceilTicks(encoding, value, MAX_U64_KEY);
  }
}

/** The keys [first, last] of lo ≤ value < hi; first > last if no representable value lies between. */
export function rangeKeys(encoding: Encoding, lo: Key, hi: Key): Keys {
  if (encoding.kind === 'f32' && hi === -Infinity) return Float32Array.of(Infinity, -Infinity);
  return packKeys(laneOf(encoding), [ceilKey(encoding, lo), keyBelow(encoding, hi)]);
}

/**
 * The largest key whose value is < `value`. If there is none, a key below all others: a range that ends there is empty.
 */
export function keyBelow(encoding: Encoding, value: Key): Key {
  const ceil = ceilKey(encoding, value);
  switch (encoding.kind) {
    case 'f32':
      return previousFloat32(Number(ceil));
    case 'u32':
      return ceil === 0 ? EMPTY_LAST : Number(ceil) - 1;
    default:
      return ceil === 0n ? BigInt(EMPTY_LAST) : (ceil as bigint) - 1n;
  }
}

/** Keys are unsigned, so none is below 0: {@link packKeys} writes an empty range that would end there as [1…, 0]. */
const EMPTY_LAST = -1;

/** The value of a key as a number: exact, or the nearest double if it needs more than 53 bits. */
export function valueOf(encoding: Encoding, key: Key): number {
  switch (encoding.kind) {
    case 'f32':
      return Number(key);
    case 'float64':
      return float64Of(BigInt(key));
    default:
      return Number(exactValueOf(encoding, key));
  }
}

/** The exact value of a key in an integer encoding. */
export function exactValueOf(encoding: Extract<Encoding, { step: bigint }>, key: Key): bigint {
  return encoding.origin + BigInt(key) * encoding.step;
}

/** The interval lo ≤ value < hi of the values that have this key. */
export function onlyKey(encoding: Encoding, key: Key): readonly [lo: Key, hi: Key] {
  if ('step' in encoding) {
    const value = exactValueOf(encoding, key);
    return [value, value + 1n];
  }
  const value = valueOf(encoding, key);
  return [value, float64Of(float64Key(value) + 1n)];
}

/**
 * A threshold between two values. All callers use this formula, so that they agree to the last bit. Finite if both ends
 * are finite.
 */
export function thresholdBetween(lo: number, hi: number, fraction: number): number {
  if (fraction <= 0) return lo;
  if (fraction >= 1) return hi;
  const length = hi - lo;
  return Number.isFinite(length) ? lo + length * fraction : lo * (1 - fraction) + hi * fraction;
}

/**
 * Packs keys in the layout of a lane's page. If the last key is below all others, the pair [first, last] becomes one
 * that no row satisfies.
 */
export function packKeys(lane: Lane, keys: readonly Key[]): Keys {
  const last = keys[keys.length - 1];
  const empty = lane !== 'f32' && last !== undefined && last < 0;
  if (lane === 'f32') return Float32Array.from(keys, Number);
  if (empty) keys = keys.map((_, i) => (i === keys.length - 1 ? 0 : 1));
  if (lane === 'u32') return Uint32Array.from(keys, Number);
  const words = new Uint32Array(keys.length * 2);
  keys.forEach((key, i) => {
    const wide = BigInt(key);
    words[2 * i] = Number(wide & 0xffff_ffffn);
    words[2 * i + 1] = Number(wide >> 32n);
  });
  return words;
}

/** Reads one key from a page or a packed array; null for NULL. */
export function keyAt(lane: Lane, keys: Keys, row: number): Key | null {
  if (lane === 'f32') return Number.isNaN(keys[row]!) ? null : keys[row]!;
  if (lane === 'u32') return keys[row] === NULL_KEY ? null : keys[row]!;
  const low = keys[2 * row]!;
  const high = keys[2 * row + 1]!;
  return low === NULL_KEY && high === NULL_KEY ? null : (BigInt(high) << 32n) | BigInt(low);
}

function ceilTicks({ origin, step }: { origin: bigint; step: bigint }, value: Key, max: bigint): bigint {
  if (value === -Infinity) return 0n;
  if (value === Infinity || Number.isNaN(value)) return max + 1n;
  const whole = typeof value === 'bigint' ? value : BigInt(Math.ceil(value));
  const offset = whole - origin;
  if (offset <= 0n) return 0n;
  const ticks = (offset + step - 1n) / step;
  return ticks > max ? max + 1n : ticks;
}

const scratch = new DataView(new ArrayBuffer(8));
const SIGN = 1n << 63n;

/**
 * The order-preserving 64-bit image of a double (the classic radix-sort key: flip the sign bit, or all bits of a
 * negative).
 */
export function float64Key(value: number): bigint {
  scratch.setFloat64(0, value + 0);
  const bits = scratch.getBigUint64(0);
  return bits & SIGN ? BigInt.asUintN(64, ~bits) : bits | SIGN;
}

export function float64Of(key: bigint): number {
  scratch.setBigUint64(0, key & SIGN ? key ^ SIGN : BigInt.asUintN(64, ~key));
  return scratch.getFloat64(0);
}

function nextFloat32(value: number): number {
  if (value === Infinity) return value;
  if (value === 0) return 2 ** -149;
  scratch.setFloat32(0, value);
  scratch.setInt32(0, scratch.getInt32(0) + (value > 0 ? 1 : -1));
  return scratch.getFloat32(0);
}

function previousFloat32(value: number): number {
  return -nextFloat32(-value);
}
