import type { ColorWord } from './color-word';

/** The methods of every color scale. A value is a number, a tick of a time, or the code of a category. */
export interface ColorMethods {
  /** The color of a value; NaN is NULL, which has a color of its own. Values beyond the domain have that of its end. */
  colorOf(value: number): ColorWord;
  /** The same as CSS. */
  css(value: number): string;
}
