import type { Accumulator } from '../frame/recording';

/** An accumulator's words in a slot, and how to merge them. Every backend uses this. */
export interface Accumulation<A extends Accumulator> {
  /** Number of words of one cell. */
  words(accumulator: A): number;
  /**
   * Merges another worker's result into `into`. Both are whole cells of this accumulator. Merging is commutative and
   * associative: neither the order nor the number of parts affects the result.
   */
  merge(accumulator: A, into: Uint32Array<ArrayBuffer>, part: Uint32Array<ArrayBuffer>): void;
  /** Scales the words of a sample, one block of rows in `stride`, to an estimate for all rows, in place. */
  weigh(accumulator: A, words: Uint32Array<ArrayBuffer>, stride: number): void;
}
