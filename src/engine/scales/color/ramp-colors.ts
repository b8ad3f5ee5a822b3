import type { Scale } from '../scale';
import type { ColorMethods } from './color-methods';
import { cssOf, type ColorWord } from './color-word';
import { rampAt, type Ramp } from './ramp';

/** Colors that change gradually with a number or time. */
export class RampColors implements ColorMethods {
  readonly kind: 'sequential' | 'diverging';
  readonly ramp: Ramp;
  /** Ascending values at equal distances of the ramp: its ends, for a diverging scale also its middle. */
  readonly stops: readonly number[];
  /** The values from end to end, for ticks and their labels. */
  readonly scale: Scale;
  readonly none: ColorWord;
  readonly #parts: readonly Scale[];

  constructor(kind: RampColors['kind'], ramp: Ramp, stops: readonly number[], unit: Scale, none: ColorWord) {
    this.kind = kind;
    this.ramp = ramp;
    this.stops = stops;
    this.scale = unit.over([stops[0]!, stops.at(-1)!]);
    this.none = none;
    this.#parts = stops.slice(1).map((end, i) => unit.over([stops[i]!, end]));
  }

  /** Where the color of a value lies on the ramp, from 0 to 1. */
  position(value: number): number {
    const parts = this.#parts;
    let i = 0;
    while (i < parts.length - 1 && value >= parts[i + 1]!.domain[0]) i++;
    return (i + Math.max(0, Math.min(1, parts[i]!.position(value)))) / parts.length;
  }

  colorOf(value: number): ColorWord {
    return Number.isNaN(value) ? this.none : rampAt(this.ramp, this.position(value));
  }

  css(value: number): string {
    return cssOf(this.colorOf(value));
  }
}
