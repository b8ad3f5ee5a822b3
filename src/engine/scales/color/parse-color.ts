import { namedColor } from './color-names';
import { colorWord, hexWord, type ColorWord } from './color-word';
import { oklabWord } from './oklab';

/**
 * Parses a CSS color: hexadecimal, a name, `transparent`, or `rgb()`, `hsl()`, `oklab()`, `oklch()` with commas or
 * spaces. Null for other texts, among them colors that only a page can resolve, such as `currentColor` or `var()`.
 */
export function parseColor(text: string): ColorWord | null {
  const css = text.trim().toLowerCase();
  if (css === 'transparent') return 0;
  if (css.startsWith('#')) return parseHex(css.slice(1));
  const name = namedColor(css);
  if (name !== undefined) return hexWord(name);
  const call = /^(rgb|hsl|oklab|oklch)a?\(([^()]*)\)$/.exec(css);
  if (!call) return null;
  const parts = call[2]!.trim().split(/\s*[,/]\s*|\s+/);
  const alpha = parts.length === 4 ? number(parts[3]!, 1) : 1;
  return parts.length === 3 || parts.length === 4 ? parseCall(call[1]!, parts, clamp(alpha)) : null;
}

function parseHex(digits: string): ColorWord | null {
  if (!/^([\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/.test(digits)) return null;
  const long = digits.length < 6 ? digits.replaceAll(/./g, '$&$&') : digits;
  const [r, g, b, a = 255] = Array.from(long.matchAll(/../g), ([pair]) => parseInt(pair, 16));
  return colorWord(r!, g!, b!, a);
}

function parseCall(name: string, parts: readonly string[], alpha: number): ColorWord | null {
  const channels = ((): readonly number[] => {
    switch (name) {
      case 'rgb':
        return parts.slice(0, 3).map((part) => number(part, 255));
      case 'hsl':
        return [angle(parts[0]!), number(parts[1]!, 1, 100), number(parts[2]!, 1, 100)];
      case 'oklab':
        return [number(parts[0]!, 1), number(parts[1]!, 0.4), number(parts[2]!, 0.4)];
      default:
        return [number(parts[0]!, 1), number(parts[1]!, 0.4), angle(parts[2]!)];
    }
  })();
  const [x, y, z] = channels as [number, number, number];
  if (![x, y, z, alpha].every(Number.isFinite)) return null;
  switch (name) {
    case 'rgb':
      return colorWord(x, y, z, 255 * alpha);
    case 'hsl':
      return hslWord(x, clamp(y), clamp(z), alpha);
    case 'oklab':
      return oklabWord([clamp(x), y, z, alpha]);
    default:
      return oklabWord([clamp(x), y * Math.cos((z * Math.PI) / 180), y * Math.sin((z * Math.PI) / 180), alpha]);
  }
}

function hslWord(hue: number, saturation: number, lightness: number, alpha: number): ColorWord {
  const strength = saturation * Math.min(lightness, 1 - lightness);
  const channel = (offset: number): number => {
    const k = (((offset + hue / 30) % 12) + 12) % 12;
    return 255 * (lightness - strength * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  };
  return colorWord(channel(0), channel(8), channel(4), 255 * alpha);
}

/** A number, or a percentage of `whole`. A number without a sign is in units of `whole` / `per`. */
function number(text: string, whole: number, per = whole): number {
  const [, digits, percent] = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(%?)$/.exec(text) ?? [];
  if (digits === undefined) return NaN;
  return percent ? (Number(digits) / 100) * whole : (Number(digits) / per) * whole;
}

function angle(text: string): number {
  const [, digits, unit = 'deg'] = /^([+-]?(?:\d+\.?\d*|\.\d+))(deg|turn|rad|grad)?$/.exec(text) ?? [];
  return digits === undefined
    ? NaN
    : Number(digits) * { deg: 1, turn: 360, rad: 180 / Math.PI, grad: 0.9 }[unit as 'deg'];
}

function clamp(value: number): number {
  return Math.max(0, Math.min(1, value));
}
