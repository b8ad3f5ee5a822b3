import { NULL_KEY, type Keys, type Lane } from './column';
import { packKeys, type Key } from './keys';

/**
 * The keys of a lane as unsigned integers in the same order, so that an interval of any lane can be cut into parts: 32
 * bits, or 64 on a `u64` lane. Neighbors differ by 1. Of the floats, NaN and -0 have none.
 */

const SIGN = 0x8000_0000;
const scratch = new DataView(new ArrayBuffer(4));

/** The ordinals of the first and the last key that a value can have. */
export function spanOf(lane: Lane): readonly [first: bigint, last: bigint] {
  switch (lane) {
    case 'u32':
      return [0n, BigInt(NULL_KEY - 1)];
    case 'u64':
      return [0n, 0xffff_ffff_ffff_fffen];
    case 'f32':
      return [ordinalOf('f32', -Infinity), ordinalOf('f32', Infinity)];
  }
}

export function ordinalOf(lane: Lane, key: Key): bigint {
  if (lane !== 'f32') return BigInt(key);
  scratch.setFloat32(0, Number(key));
  return BigInt(floatOrdinal(scratch.getUint32(0)));
}

/** The ordinal of a float by its bits. */
export function floatOrdinal(bits: number): number {
  // Without -0, which no page holds, the negative floats end right below +0.
  return bits >= SIGN ? (~bits >>> 0) + 1 : bits + SIGN;
}

export function keyOf(lane: Lane, ordinal: bigint): Key {
  if (lane === 'u64') return ordinal;
  const number = Number(ordinal);
  if (lane === 'u32') return number;
  scratch.setUint32(0, number >= SIGN ? number - SIGN : ~(number - 1) >>> 0);
  return scratch.getFloat32(0);
}

/** The keys [first, last] of an interval of ordinals, as clauses and kernels take them. */
export function keysBetween(lane: Lane, first: bigint, last: bigint): Keys {
  return packKeys(lane, [keyOf(lane, first), keyOf(lane, last)]);
}
