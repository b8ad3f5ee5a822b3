import type { CountOf } from '../frame/recording';
import type { Accumulation } from './accumulation';
import { addWords, multiplyWords } from './count';

/** One counter per cell. */
export const countOf: Accumulation<CountOf> = {
  words: () => 1,
  merge: (_, into, part) => addWords(into, part),
  weigh: (_, words, stride) => multiplyWords(words, stride),
};
