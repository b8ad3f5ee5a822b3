import type { Bits } from '../frame/recording';
import type { Accumulation } from './accumulation';

/** Two words per cell, both larger the more digits the values use. */
export const bits: Accumulation<Bits> = {
  words: () => 2,
  merge(_, into, part) {
    for (let i = 0; i < into.length; i++) if (part[i]! > into[i]!) into[i] = part[i]!;
  },
  weigh() {
    // A sample shows the digits of its rows only.
  },
};
