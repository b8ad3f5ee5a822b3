import type { Accumulator } from '../frame/recording';

/** What a backend has to know of an accumulator: its words in a slot, and how the words of parts become one. */
export interface Accumulation<A extends Accumulator> {
  /** Words that one cell takes. */
  words(accumulator: A): number;
  /**
   * Merges what another worker found into `into`. Both are whole cells of this accumulator. Order does not matter, and
   * any number of parts gives the same words.
   */
  merge(accumulator: A, into: Uint32Array<ArrayBuffer>, part: Uint32Array<ArrayBuffer>): void;
  /** Turns the words of a sample, one block of rows in `stride`, into an estimate for all rows, in place. */
  weigh(accumulator: A, words: Uint32Array<ArrayBuffer>, stride: number): void;
}
