/** A straight-alpha sRGB color as one word: red in the lowest byte, alpha in the highest. */
export type ColorWord = number;

/** Each channel from 0 to 255, also alpha. */
export function colorWord(r: number, g: number, b: number, a = 255): ColorWord {
  return (byte(r) | (byte(g) << 8) | (byte(b) << 16) | (byte(a) << 24)) >>> 0;
}

/** `#rrggbb`, with two more digits if it is not opaque. */
export function cssOf(word: ColorWord): string {
  const digits = [0, 8, 16, 24].map((shift) => ((word >>> shift) & 255).toString(16).padStart(2, '0')).join('');
  return `#${digits.endsWith('ff') ? digits.slice(0, 6) : digits}`;
}

/** The word of `rrggbb`. */
export function hexWord(hex: string): ColorWord {
  const [r, g, b] = [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16));
  return colorWord(r!, g!, b!);
}

function byte(value: number): number {
  return Math.max(0, Math.min(255, Math.round(value)));
}
