import type { ColorTheme } from './color-scale';
import { colorWord, hexWord, type ColorWord } from './color-word';

/** The default colors of categories on one kind of page. */
export interface Palette {
  /**
   * Readers with any kind of color blindness can tell these apart, from each other and from `other`; the test beside
   * computes it. The number of categories that get a color.
   */
  readonly categories: readonly ColorWord[];
  /** Of the categories beyond those. */
  readonly other: ColorWord;
  /** Of NULL. */
  readonly none: ColorWord;
  /** From far below the middle of a diverging scale to far above it. */
  readonly diverging: readonly ColorWord[];
}

const LIGHT: Palette = {
  categories: words('246aee e96f00 22795e c2003d 1d9ddd 46117f b64a9c 563e00'),
  other: hexWord('8d94a0'),
  none: hexWord('d0d5dd'),
  diverging: words('1f4fa8 5f93dc e9ecf1 e08a45 9a4108'),
};

const DARK: Palette = {
  categories: words('3696ff f77400 4dce86 be334c b1e6ff 943dae eb9ec2 fbe938'),
  other: hexWord('7d8592'),
  none: hexWord('454c58'),
  diverging: words('9cc4ff 4a7fd0 2c323d c0702c ffba7a'),
};

export function paletteOf(dark: boolean): Palette {
  return dark ? DARK : LIGHT;
}

/** The colors of categories: the theme's own, or else the default ones. */
export function categoriesOf({ dark, categories = [] }: ColorTheme): readonly ColorWord[] {
  if (categories.length === 0) return paletteOf(dark).categories;
  return categories.map(([r, g, b, a]) => colorWord(r, g, b, 255 * a));
}

function words(text: string): readonly ColorWord[] {
  return text.split(' ').map(hexWord);
}
