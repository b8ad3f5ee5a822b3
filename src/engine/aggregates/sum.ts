import type { Sum } from '../frame/recording';
import type { Accumulation } from './accumulation';

/** Words of a sum: 96 bits in two's complement, the lowest word first. */
export const SUM_WORDS = 3;
const WORD = 2 ** 32;

/** Three words per cell. */
export const sum: Accumulation<Sum> = {
  words: () => SUM_WORDS,
  merge(_, into, part) {
    for (let at = 0; at < into.length; at += SUM_WORDS) {
      let carry = 0;
      for (let i = at; i < at + SUM_WORDS; i++) {
        const total = into[i]! + part[i]! + carry;
        into[i] = total;
        carry = total >= WORD ? 1 : 0;
      }
    }
  },
  weigh(_, words, stride) {
    const factor = BigInt(stride);
    for (let at = 0; at < words.length; at += SUM_WORDS) writeSum(words, at, sumAt(words, at) * factor);
  },
};

/** The sum in the three words at index `at`. */
export function sumAt(words: Uint32Array, at: number): bigint {
  const [low, middle, high] = [words[at]!, words[at + 1]!, words[at + 2]!];
  return (BigInt(high | 0) << 64n) | (BigInt(middle) << 32n) | BigInt(low);
}

function writeSum(words: Uint32Array, at: number, value: bigint): void {
  for (let i = 0; i < SUM_WORDS; i++) words[at + i] = Number((value >> BigInt(32 * i)) & 0xffff_ffffn);
}
