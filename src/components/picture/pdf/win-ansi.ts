/** The characters of the codes 128 to 159; a space where there is none. */
const FROM_128 = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';
/** Characters that look like one of WinAnsi: the minus of formats, and the spaces of some languages. */
const ALIKE: Readonly<Record<string, string>> = { '−': '–', '\u2009': ' ', '\u202f': ' ', '\u2007': ' ', '‐': '-' };

/** A text in WinAnsiEncoding, as the standard fonts have it. */
export interface WinAnsiText {
  readonly codes: readonly number[];
  /** Every character is itself, not only alike. */
  readonly isExact: boolean;
}

/** Null if the text has a character that the encoding lacks. */
export function winAnsi(text: string): WinAnsiText | null {
  let isExact = true;
  const codes: number[] = [];
  for (const character of text) {
    const alike = ALIKE[character];
    if (alike !== undefined) isExact = false;
    const code = codeOf(alike ?? character);
    if (code === null) return null;
    codes.push(code);
  }
  return { codes, isExact };
}

function codeOf(character: string): number | null {
  const code = character.codePointAt(0)!;
  if ((code >= 32 && code < 127) || (code >= 160 && code < 256)) return code;
  const at = FROM_128.indexOf(character);
  return at < 0 ? null : 128 + at;
}
