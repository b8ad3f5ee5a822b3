import { laneOf, NULL_KEY, type Column } from './column';
import { ceilKey, onlyKey, packKeys, type Key } from './keys';

/**
 * Gives NULL a key: that of the next category, or the one above the greatest finite value. Rewrites the pages in place.
 * The column stays as it is if there is no such key.
 */
export function keyNulls<C extends Omit<Column, 'id'>>(column: C): C {
  const nullKey = keyOfNull(column);
  if (nullKey === null) return column;
  const { encoding, pages } = column;
  const [low, high] = packKeys(laneOf(encoding), [nullKey]);
  for (const { rows, keys } of pages) {
    if (high !== undefined) {
      for (let at = 0; at < 2 * rows; at += 2)
        if (keys[at] === NULL_KEY && keys[at + 1] === NULL_KEY) {
          keys[at] = low!;
          keys[at + 1] = high;
        }
    } else if (encoding.kind === 'f32') {
      for (let row = 0; row < rows; row++) if (Number.isNaN(keys[row]!)) keys[row] = low!;
    } else {
      for (let row = 0; row < rows; row++) if (keys[row] === NULL_KEY) keys[row] = low!;
    }
  }
  return { ...column, nullKey };
}

/** A key above those of all finite values; null if there is none. */
function keyOfNull({ encoding, type, pages }: Omit<Column, 'id'>): Key | null {
  if (type.kind === 'category') return type.labels.length;
  if (laneOf(encoding) === 'u64') {
    const end = encoding.kind === 'float64' ? (ceilKey(encoding, Infinity) as bigint) : NULL_PAIR;
    const greatest = greatestPair(pages, end);
    return greatest === null ? 0n : greatest + 1n < end ? greatest + 1n : null;
  }
  const end = encoding.kind === 'f32' ? Infinity : NULL_KEY;
  let greatest = -Infinity;
  for (const { rows, keys } of pages)
    for (let row = 0; row < rows; row++) if (keys[row]! > greatest && keys[row]! < end) greatest = keys[row]!;
  if (greatest === -Infinity) return 0;
  const next = encoding.kind === 'f32' ? Number(ceilKey(encoding, onlyKey(encoding, greatest)[1])) : greatest + 1;
  return next < end ? next : null;
}

const NULL_PAIR = (BigInt(NULL_KEY) << 32n) | BigInt(NULL_KEY);

/** The greatest key below `end`, compared word by word: a bigint for each row would be slow. Null if there is none. */
function greatestPair(pages: Column['pages'], end: bigint): bigint | null {
  const [endLow, endHigh] = [Number(end & BigInt(NULL_KEY)), Number(end >> 32n)];
  let [low, high] = [-1, 0];
  for (const { rows, keys } of pages)
    for (let at = 0; at < 2 * rows; at += 2) {
      const [ownLow, ownHigh] = [keys[at]!, keys[at + 1]!];
      if (ownHigh > endHigh || (ownHigh === endHigh && ownLow >= endLow)) continue;
      if (ownHigh > high || (ownHigh === high && ownLow > low)) [low, high] = [ownLow, ownHigh];
    }
  return low < 0 ? null : (BigInt(high) << 32n) | BigInt(low);
}
