import { wordsPerKey, type Lane } from '../columns/column';
import { keyAt, type Key } from '../columns/keys';
import type { Greatest, Least } from '../frame/recording';
import type { Accumulation } from './accumulation';
import { keysIn } from './extent';

/** One key per cell: a word, or two on a `u64` lane. */
export const least: Accumulation<Least> = {
  words: ({ lane }) => wordsPerKey(lane),
  merge: ({ lane }, into, part) => mergeKeys(lane, into, part, (key, found) => key < found),
  weigh() {
    // The extremes of a sample are already the best estimate for all rows.
  },
};

/** Like {@link least}. */
export const greatest: Accumulation<Greatest> = {
  words: ({ lane }) => wordsPerKey(lane),
  merge: ({ lane }, into, part) => mergeKeys(lane, into, part, (key, found) => key > found),
  weigh() {
    // As above.
  },
};

function mergeKeys(
  lane: Lane,
  into: Uint32Array<ArrayBuffer>,
  part: Uint32Array<ArrayBuffer>,
  replaces: (key: Key, found: Key) => boolean,
): void {
  const width = wordsPerKey(lane);
  const [found, others] = [keysIn(lane, into), keysIn(lane, part)];
  for (let cell = 0; cell < into.length / width; cell++) {
    const [key, other] = [keyAt(lane, found, cell), keyAt(lane, others, cell)];
    if (other === null || (key !== null && !replaces(other, key))) continue;
    into.set(part.subarray(cell * width, (cell + 1) * width), cell * width);
  }
}
