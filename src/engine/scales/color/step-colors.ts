import type { Scale } from '../scale';
import type { ColorMethods } from './color-methods';
import { cssOf, type ColorWord } from './color-word';

/** Colors that change at thresholds. */
export class StepColors implements ColorMethods {
  readonly kind: 'quantile' | 'quantize' | 'threshold';
  /** Ascending. A value belongs to step i if thresholds[i − 1] ≤ value < thresholds[i]. */
  readonly thresholds: readonly number[];
  /** One more than thresholds. */
  readonly colors: readonly ColorWord[];
  /** For the labels of values. */
  readonly scale: Scale;
  readonly none: ColorWord;

  constructor(
    kind: StepColors['kind'],
    thresholds: readonly number[],
    colors: readonly ColorWord[],
    scale: Scale,
    none: ColorWord,
  ) {
    this.kind = kind;
    this.thresholds = thresholds;
    this.colors = colors;
    this.scale = scale;
    this.none = none;
  }

  stepOf(value: number): number {
    let [low, high] = [0, this.thresholds.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.thresholds[middle]! <= value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  colorOf(value: number): ColorWord {
    return Number.isNaN(value) ? this.none : this.colors[this.stepOf(value)]!;
  }

  css(value: number): string {
    return cssOf(this.colorOf(value));
  }
}
