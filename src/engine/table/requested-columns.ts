import { PikaError } from '../errors';
import { plainName } from '../sql/column-names';
import { tokenize } from '../sql/sql-tokens';

/** A column that the author asked for. */
export interface RequestedColumn {
  readonly expression: string;
  /** The text of its head. */
  readonly name: string;
}

/**
 * The columns that an attribute names. Null, if it names none, means all columns.
 * @throws PikaError `spec/bad-attribute`
 */
export function parseColumns(text: string | null): readonly RequestedColumn[] | null {
  if (!text?.trim()) return null;
  const columns = splitAt(text, ',').map((part): RequestedColumn => {
    const as = tokenize(part).findLast(({ kind, text: word }) => kind === 'word' && word === 'AS');
    const label = as && plainName(part.slice(as.end));
    // Without a name after it, the word is a part of the expression: CAST(delay AS INTEGER).
    const expression = label == null ? part : part.slice(0, as!.start).trim();
    return { expression, name: label ?? plainName(part) ?? part };
  });
  if (columns.every(({ expression }) => expression !== '')) return columns;
  throw badAttribute(
    'columns',
    'columns and expressions, separated by commas',
    text,
    'date, origin, delay / 60 AS hours',
  );
}

/** Splits at a symbol outside of quotes and brackets. */
export function splitAt(text: string, separator: string): string[] {
  const parts: string[] = [];
  let [depth, from] = [0, 0];
  for (const { kind, text: symbol, start, end } of tokenize(text)) {
    if (kind !== 'symbol') continue;
    if ('([{'.includes(symbol)) depth++;
    if (')]}'.includes(symbol)) depth--;
    if (depth > 0 || symbol !== separator) continue;
    parts.push(text.slice(from, start).trim());
    from = end;
  }
  return [...parts, text.slice(from).trim()];
}

export function badAttribute(name: string, expected: string, found: string, example: string): PikaError {
  return new PikaError('spec/bad-attribute', {
    subject: `attribute ${name}`,
    expected,
    found: `"${found}"`,
    next: `Write for example ${name}="${example}".`,
  });
}
