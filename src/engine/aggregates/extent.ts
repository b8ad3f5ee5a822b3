import { NULL_KEY, wordsPerKey, type Keys, type Lane } from '../columns/column';
import { keyAt, type Key } from '../columns/keys';
import type { Extent } from '../frame/recording';
import type { Accumulation } from './accumulation';

/** [min, max] as raw words of the column's lane: two words a cell, or four on a `u64` lane. */
export const extent: Accumulation<Extent> = {
  words: ({ lane }) => (lane === 'u64' ? 4 : 2),
  merge({ lane }, into, part) {
    const [found, other] = [keysIn(lane, into), keysIn(lane, part)];
    const width = wordsPerKey(lane);
    for (let min = 0; min < into.length; min += 2 * width) {
      const max = min + width;
      if (isLess(lane, other, found, min)) into.set(part.subarray(min, max), min);
      if (isLess(lane, found, other, max)) into.set(part.subarray(max, max + width), max);
    }
  },
  weigh() {
    // The extent of a sample is already the best estimate for all rows.
  },
};

/** The words for no rows. */
export function emptyExtent(lane: Lane): Uint32Array<ArrayBuffer> {
  switch (lane) {
    case 'f32':
      return new Uint32Array(Float32Array.of(Infinity, -Infinity).buffer);
    case 'u32':
      return Uint32Array.of(NULL_KEY, 0);
    case 'u64':
      return Uint32Array.of(NULL_KEY, NULL_KEY, 0, 0);
  }
}

/** Decodes the keys of a slot; null if no row had a key. */
export function extentKeys(lane: Lane, words: Uint32Array<ArrayBuffer>): readonly [min: Key, max: Key] | null {
  const keys = keysIn(lane, words);
  const [min, max] = [keyAt(lane, keys, 0), keyAt(lane, keys, 1)];
  return min === null || max === null || min > max ? null : [min, max];
}

/** The keys in a part of a slot. */
export function keysIn(lane: Lane, words: Uint32Array<ArrayBuffer>): Keys {
  return lane === 'f32' ? new Float32Array(words.buffer, words.byteOffset, words.length) : words;
}

/** Whether the key at word `at` of `a` is less than the one at the same word of `b`. */
function isLess(lane: Lane, a: Keys, b: Keys, at: number): boolean {
  return lane === 'u64' && a[at + 1] !== b[at + 1] ? a[at + 1]! < b[at + 1]! : a[at]! < b[at]!;
}
