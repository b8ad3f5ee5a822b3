import type { ColorMethods } from './color-methods';
import { othersNote } from '../others-note';
import { cssOf, type ColorWord } from './color-word';

export interface CategoryColor {
  readonly label: string;
  /** The code of the category; the number or time itself where those are categories. */
  readonly value: number;
  readonly color: ColorWord;
}

/** One color for each category; those that have none share one. */
export class CategoryColors implements ColorMethods {
  readonly kind = 'category';
  /** The categories that have a color of their own, in the order of the legend. */
  readonly entries: readonly CategoryColor[];
  /** The number of the others, and their color. */
  readonly others: number;
  readonly other: ColorWord;
  readonly none: ColorWord;
  readonly #colors: ReadonlyMap<number, ColorWord>;

  constructor(
    entries: readonly CategoryColor[],
    others: number,
    { other, none }: { other: ColorWord; none: ColorWord },
  ) {
    this.entries = entries;
    this.others = others;
    this.other = other;
    this.none = none;
    this.#colors = new Map(entries.map(({ value, color }) => [value, color]));
  }

  /** Notes how many categories share a color; null if each has its own. */
  get note(): string | null {
    return othersNote(this.others, this.entries.length);
  }

  /** Whether a value shares its color with others. */
  isOther(value: number): boolean {
    return !Number.isNaN(value) && !this.#colors.has(value);
  }

  colorOf(value: number): ColorWord {
    return Number.isNaN(value) ? this.none : (this.#colors.get(value) ?? this.other);
  }

  css(value: number): string {
    return cssOf(this.colorOf(value));
  }
}
