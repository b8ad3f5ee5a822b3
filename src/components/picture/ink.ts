import { parseColor } from '../parse-color';
import type { Ink } from './shapes';

/** A computed CSS color; null if it paints nothing. Programs other than browsers don't know `oklch()` or `color()`. */
export function inkOf(css: string, opacity = 1): Ink | null {
  // A gradient or pattern of the author's SVG styles has no color.
  if (css === 'none' || css.startsWith('url(')) return null;
  const [r, g, b, alpha] = parseColor(css);
  if (alpha * opacity === 0) return null;
  return {
    color: `#${[r, g, b].map((part) => part.toString(16).padStart(2, '0')).join('')}`,
    opacity: alpha * opacity,
  };
}
