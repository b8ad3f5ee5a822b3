import type { ColorWord } from './color-word';

/** The least contrast of large text to what is behind it (WCAG 2, level AA). */
const LEAST_CONTRAST = 3;
/** The level of the three channels of a page's background. */
const [LIGHT_PAGE, DARK_PAGE] = [255, 20];

/** WCAG's luminance of a color over a page, from 0 to 1. */
export function luminance(word: ColorWord, isDark: boolean): number {
  const share = (word >>> 24) / 255;
  const behind = isDark ? DARK_PAGE : LIGHT_PAGE;
  const [r, g, b] = [0, 8, 16].map((shift) => {
    const level = (((word >>> shift) & 255) * share + behind * (1 - share)) / 255;
    return level <= 0.04045 ? level / 12.92 : ((level + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

/** Whether titles in this color can be read on a page. */
export function isReadable(word: ColorWord, isDark: boolean): boolean {
  const [own, page] = [luminance(word, isDark), luminance(0, isDark)];
  return (Math.max(own, page) + 0.05) / (Math.min(own, page) + 0.05) >= LEAST_CONTRAST;
}
