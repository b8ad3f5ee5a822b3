import type { Font } from '../shapes';
import { STANDARD_WIDTHS } from './standard-widths';

const FAMILIES = {
  sans: ['Helvetica', 'Helvetica-Bold', 'Helvetica-Oblique', 'Helvetica-BoldOblique'],
  serif: ['Times-Roman', 'Times-Bold', 'Times-Italic', 'Times-BoldItalic'],
  mono: ['Courier', 'Courier-Bold', 'Courier-Oblique', 'Courier-BoldOblique'],
} as const;
const BOLD = 600;
const COURIER_WIDTH = 600;

/** The standard font that is most like a font of CSS. Every reader of PDF has these, so none is embedded. */
export function standardFont({ family, weight, style }: Pick<Font, 'family' | 'weight' | 'style'>): string {
  const names = FAMILIES[kindOf(family.toLowerCase())];
  return names[(Number(weight) >= BOLD || weight === 'bold' ? 1 : 0) + (style === 'normal' ? 0 : 2)]!;
}

/** The first family in the list that says what it is like. */
function kindOf(families: string): keyof typeof FAMILIES {
  for (const family of families.split(',')) {
    if (/mono|courier|consolas|menlo/.test(family)) return 'mono';
    if (/sans|system-ui|helvetica|arial|segoe|roboto|inter\b/.test(family)) return 'sans';
    if (/serif|times|georgia|garamond|palatino|cambria|charter|iowan/.test(family)) return 'serif';
  }
  return 'sans';
}

/** The width of codes of WinAnsi, in multiples of the font size. */
export function widthOf(name: string, codes: readonly number[]): number {
  // Helvetica's oblique glyphs are as wide as the upright ones.
  const widths = STANDARD_WIDTHS[name] ?? STANDARD_WIDTHS[name.replace('Oblique', '').replace(/-$/, '')];
  const of = (code: number): number =>
    widths ? Number.parseInt(widths.slice(2 * (code - 32), 2 * (code - 31)), 36) : COURIER_WIDTH;
  return codes.reduce((sum, code) => sum + of(code), 0) / 1000;
}
