import type { Lane } from '../columns/column';
import { rowWords } from '../frame/recording';
import { floatOrdinal } from '../columns/ordinals';

/** The most entries that are sorted at once. */
export const MOST_ENTRIES = 2 ** 17;

/** An index takes the low bits of a double, and a word those above: 32 + 21 bits are exact. */
const INDEX_RANGE = 2 ** 21;

/**
 * The row numbers of a list of rows (see `RowsCall`), by key, and by row number where keys are equal.
 * @param count at most {@link MOST_ENTRIES}
 */
export function sortEntries(
  lane: Lane,
  list: Uint32Array,
  count: number,
  descending: boolean,
): Uint32Array<ArrayBuffer> {
  const width = rowWords(lane);
  const word = (of: number) => (entry: number) => list[1 + entry * width + of]!;
  const high = word(width - 1);
  // The last sort decides first: from the least to the most significant word.
  const passes = [word(0), ...(lane === 'u64' ? [word(1)] : []), lane === 'f32' ? floatOf(high) : high];
  let order = Uint32Array.from({ length: count }, (_, entry) => entry);
  passes.forEach((wordOf, pass) => {
    order = stableSort(order, pass > 0 && descending ? (entry) => 0xffff_ffff - wordOf(entry) : wordOf);
  });
  return order.map(word(0));
}

function floatOf(bits: (entry: number) => number): (entry: number) => number {
  return (entry) => floatOrdinal(bits(entry));
}

/** Sorts by a word of 32 bits. Typed arrays are sorted natively, without a call for each comparison. */
function stableSort(order: Uint32Array<ArrayBuffer>, wordOf: (entry: number) => number): Uint32Array<ArrayBuffer> {
  const packed = new Float64Array(order.length);
  for (let i = 0; i < order.length; i++) packed[i] = wordOf(order[i]!) * INDEX_RANGE + i;
  packed.sort();
  return Uint32Array.from(packed, (value) => order[value % INDEX_RANGE]!);
}
