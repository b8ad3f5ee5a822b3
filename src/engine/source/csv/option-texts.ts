/** Parsers for attribute values. They return null if the text is invalid. */

/**
 * A character as itself, or as `\t`, `\x01`, `\u0001` or `\001`; null if it is not one character. NUL is invalid: it
 * would end the SQL.
 */
export function oneCharacter(text: string | undefined): string | null | undefined {
  if (text === undefined || text === '') return text;
  if (text === '\\t') return '\t';
  const code = /^\\(?:x([\da-f]{2})|u([\da-f]{4})|([0-3][0-7]{2}))$/i.exec(text);
  const read = code
    ? String.fromCharCode(
        code[3] === undefined ? Number.parseInt(code[1] ?? code[2]!, 16) : Number.parseInt(code[3], 8),
      )
    : text;
  return [...read].length === 1 && read !== '\0' ? read : null;
}

/** An attribute without a value is true. */
export function isTrue(text: string | undefined): boolean | null {
  const word = text?.trim().toLowerCase();
  return word === 'true' || word === '' ? true : word === 'false' ? false : null;
}

export function wholeNumber(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,9}$/.test(text.trim()) ? Number(text) : null;
}

/**
 * Strings separated by commas, e.g. `NA, -`, or a JSON array, for strings with commas or blanks. A single string keeps
 * its blanks.
 */
export function textList(text: string): readonly string[] | null {
  if (!/^\s*\[/.test(text)) return text.includes(',') ? text.split(',').map((part) => part.trim()) : [text];
  const parsed = jsonOf(text);
  return Array.isArray(parsed) && parsed.length > 0 && parsed.every((item) => typeof item === 'string') ? parsed : null;
}

/** `zip: VARCHAR, "a, b": DECIMAL(10, 2)`, or a JSON object of strings. */
export function typeList(text: string): ReadonlyMap<string, string> | null {
  if (/^\s*\{/.test(text)) {
    const parsed = jsonOf(text);
    const entries = parsed !== null && typeof parsed === 'object' ? Object.entries(parsed) : [];
    return entries.length > 0 && entries.every(([, type]) => typeof type === 'string')
      ? new Map(entries as [string, string][])
      : null;
  }
  const types = new Map<string, string>();
  for (const part of splitOutside(text)) {
    const match = /^\s*(?:"((?:[^"]|"")*)"|([^:"]*[^:"\s]))\s*:\s*(\S[^]*?)\s*$/.exec(part);
    if (!match) return null;
    types.set(match[1]?.replaceAll('""', '"') ?? match[2]!.trim(), match[3]!);
  }
  return types;
}

/** Splits at commas outside of quotes and parentheses. */
function splitOutside(text: string): string[] {
  const parts: string[] = [''];
  let depth = 0;
  let quote = '';
  for (const character of text) {
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    else if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) depth--;
    else if (character === ',' && depth === 0) {
      parts.push('');
      continue;
    }
    parts[parts.length - 1] += character;
  }
  return parts;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
