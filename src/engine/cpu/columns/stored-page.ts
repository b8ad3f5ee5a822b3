import { laneOf, NULL_KEY, wordsPerKey, type Encoding, type Keys, type Page } from '../../columns/column';
import { PikaError } from '../../errors';
import { float64Words, integerWords } from './key-words';

/**
 * A page in the form that the CPU kernels read. Comparing two-word keys word by word is slow, so it is done only where
 * necessary: doubles are decoded in place, and long integers below 2⁵³ become exact doubles. Their order is the order
 * of the keys.
 */
export type StoredPage =
  | { readonly lane: 'f32'; readonly rows: number; readonly data: Float32Array }
  | { readonly lane: 'u32'; readonly rows: number; readonly data: Uint32Array }
  /** `image` is the mapping from a 64-bit key to the double stored here. NULL is NaN. */
  | { readonly lane: 'f64'; readonly rows: number; readonly data: Float64Array; readonly image: 'float64' | 'fixed64' }
  | { readonly lane: 'u64'; readonly rows: number; readonly data: Uint32Array };

/** Takes ownership of `page`: it may rewrite the buffer of a two-word page. */
export function storePage(encoding: Encoding, page: Page): StoredPage {
  const { rows, keys } = page;
  const lane = laneOf(encoding);
  const words = wordsPerKey(lane) * rows;
  if (keys.length < words || keys instanceof Float32Array !== (lane === 'f32')) throw wrongKeys(lane, words, keys);
  if (keys instanceof Float32Array) return { lane: 'f32', rows, data: keys };
  if (lane === 'u32') return { lane: 'u32', rows, data: keys };
  const aligned = keys.byteOffset % 8 === 0 ? keys : keys.slice();
  if (encoding.kind === 'float64') return { lane: 'f64', rows, data: decodeDoubles(aligned, rows), image: 'float64' };
  if (fitsDouble(aligned, rows)) return { lane: 'f64', rows, data: decodeIntegers(aligned, rows), image: 'fixed64' };
  return { lane: 'u64', rows, data: aligned };
}

/** A copy of some of a page's rows. */
export function slicePage(page: StoredPage, from: number, to: number): StoredPage {
  const rows = to - from;
  switch (page.lane) {
    case 'f32':
      return { lane: 'f32', rows, data: page.data.subarray(from, to) };
    case 'u32':
      return { lane: 'u32', rows, data: page.data.subarray(from, to) };
    case 'f64':
      return { lane: 'f64', rows, data: page.data.subarray(from, to), image: page.image };
    case 'u64':
      return { lane: 'u64', rows, data: page.data.subarray(2 * from, 2 * to) };
  }
}

/** The key of a row as the page was loaded with it, as raw words of its lane: undoes {@link storePage}. */
export function keyWordsOf(page: StoredPage, row: number): Uint32Array {
  switch (page.lane) {
    case 'f32':
      return new Uint32Array(page.data.buffer, page.data.byteOffset + 4 * row, 1);
    case 'u32':
      return page.data.subarray(row, row + 1);
    case 'u64':
      return page.data.subarray(2 * row, 2 * row + 2);
    case 'f64': {
      const value = page.data[row]!;
      if (Number.isNaN(value)) return Uint32Array.of(NULL_KEY, NULL_KEY);
      return Uint32Array.of(...(page.image === 'float64' ? float64Words(value) : integerWords(value)));
    }
  }
}

function decodeDoubles(words: Uint32Array<ArrayBuffer>, rows: number): Float64Array {
  for (let i = 0; i < 2 * rows; i += 2) {
    const high = words[i + 1]!;
    if (high >= 0x8000_0000) {
      words[i + 1] = high & 0x7fff_ffff; // the NULL key becomes a NaN
    } else {
      words[i] = ~words[i]!;
      words[i + 1] = ~high;
    }
  }
  return new Float64Array(words.buffer, words.byteOffset, rows);
}

function fitsDouble(words: Uint32Array, rows: number): boolean {
  for (let i = 0; i < 2 * rows; i += 2) {
    const high = words[i + 1]!;
    if (high >= 0x20_0000 && !(high === NULL_KEY && words[i] === NULL_KEY)) return false;
  }
  return true;
}

function decodeIntegers(words: Uint32Array<ArrayBuffer>, rows: number): Float64Array {
  const doubles = new Float64Array(words.buffer, words.byteOffset, rows);
  for (let i = 0; i < rows; i++) {
    const high = words[2 * i + 1]!;
    doubles[i] = high === NULL_KEY ? NaN : high * 2 ** 32 + words[2 * i]!;
  }
  return doubles;
}

function wrongKeys(lane: string, words: number, keys: Keys): PikaError {
  return new PikaError('engine/internal', {
    subject: 'a page loaded into the CPU backend',
    expected: `at least ${words} words of lane ${lane}`,
    found: `${keys.length} in a ${keys.constructor.name}`,
    next: 'This is a bug in pika-plot: please report it with this message.',
  });
}
