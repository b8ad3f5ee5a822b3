/**
 * Codes decisions between 0 and 1. An encoder writes the bit that it gets and returns it; a decoder ignores the bit and
 * returns the one that was written. One function can therefore describe a format for both directions.
 */
export interface BitCoder {
  /** @param context names bits that are alike: the coder learns how often each is 1 */
  bit(context: number, bit: number): number;
  /** Bits that no context predicts, the highest first. */
  raw(count: number, bits: number): number;
}

/** A probability of 1 in 2 ** 16; the sum of a fast and a slow estimate has one bit more. */
const HALF = 1 << 15;
const FAST = 4;
const SLOW = 7;
/** Digits of the probability that a coder divides its range by. */
export const PRECISION = 15;

/** How often the bits of each context were 1. */
export class BitModel {
  readonly #fast: Uint16Array;
  readonly #slow: Uint16Array;

  constructor(contexts: number) {
    this.#fast = new Uint16Array(contexts).fill(HALF);
    this.#slow = new Uint16Array(contexts).fill(HALF);
  }

  /** The probability of a 1, greater than 0 and less than 2 ** {@link PRECISION}. */
  of(context: number): number {
    const sum = this.#fast[context]! + this.#slow[context]!;
    return Math.max(1, Math.min((1 << PRECISION) - 1, sum >>> 2));
  }

  learn(context: number, bit: number): void {
    const [fast, slow] = [this.#fast[context]!, this.#slow[context]!];
    this.#fast[context] = bit ? fast + ((65535 - fast) >> FAST) : fast - (fast >> FAST);
    this.#slow[context] = bit ? slow + ((65535 - slow) >> SLOW) : slow - (slow >> SLOW);
  }
}
