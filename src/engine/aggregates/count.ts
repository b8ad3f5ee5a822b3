import type { Count } from '../frame/recording';
import type { Accumulation } from './accumulation';

/** One counter per cell. */
export const count: Accumulation<Count> = {
  words: () => 1,
  merge: (_, into, part) => addWords(into, part),
  weigh: (_, words, stride) => multiplyWords(words, stride),
};

/** Adds the counters of `part` to those of `into`, element by element. */
export function addWords(into: Uint32Array, part: Uint32Array): void {
  for (let i = 0; i < into.length; i++) into[i]! += part[i]!;
}

/** Multiplies counters in place. */
export function multiplyWords(words: Uint32Array, factor: number): void {
  for (let i = 0; i < words.length; i++) words[i]! *= factor;
}
