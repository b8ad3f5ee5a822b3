import { PikaError } from '../errors';

/**
 * What the author wrote for one channel. `expression` is DuckDB SQL, passed on as text and never spliced into other
 * syntax.
 */
export type Channel =
  | { readonly kind: 'count' }
  | { readonly kind: 'bin'; readonly expression: string; readonly options: BinOptions }
  | { readonly kind: 'value'; readonly expression: string };

/** How to choose bins: a maximum number, or a width: a number in data units, or a calendar unit for times. */
export interface BinOptions {
  readonly maxBins?: number;
  readonly step?: number | CalendarUnit;
}

export const CALENDAR_UNITS = ['second', 'minute', 'hour', 'day', 'week', 'month', 'year'] as const;
export type CalendarUnit = (typeof CALENDAR_UNITS)[number];

/**
 * Parses `count()`, `bin(expr)`, `bin(expr, maxbins=40)`, `bin(expr, step=15)`, `bin(expr, step=day)`, or any DuckDB
 * expression.
 * @throws PikaError `spec/bad-channel`
 */
export function parseChannel(name: string, text: string): Channel {
  const trimmed = text.trim();
  if (trimmed === '')
    throw badChannel(
      name,
      'a column, an expression, bin(…) or count()',
      'nothing',
      `Write for example ${name}="bin(price)".`,
    );
  const call = wholeCall(trimmed);
  if (call?.name === 'count' && (call.body.trim() === '' || call.body.trim() === '*')) return { kind: 'count' };
  if (call?.name !== 'bin') return { kind: 'value', expression: trimmed };
  const [expression, ...options] = splitArguments(call.body);
  if (!expression)
    throw badChannel(
      name,
      'bin(expression)',
      `"${trimmed}"`,
      `Name the column to bin, for example ${name}="bin(price)".`,
    );
  return { kind: 'bin', expression, options: parseBinOptions(name, options) };
}

function parseBinOptions(channel: string, texts: readonly string[]): BinOptions {
  let options: BinOptions = {};
  for (const text of texts) {
    const [key, value] = text.split('=', 2).map((part) => part.trim().toLowerCase());
    const number = Number(value);
    if (key === 'maxbins' && Number.isInteger(number) && number >= 1 && number <= 4096)
      options = { ...options, maxBins: number };
    else if (key === 'step' && number > 0 && Number.isFinite(number)) options = { ...options, step: number };
    else if (key === 'step' && isCalendarUnit(value)) options = { ...options, step: value };
    else {
      throw badChannel(
        channel,
        `maxbins=1…4096, step=<number> or step=${CALENDAR_UNITS.join('|')} after the expression`,
        `"${text}"`,
        `Write for example ${channel}="bin(price, step=10)".`,
      );
    }
  }
  return options;
}

function isCalendarUnit(text: string | undefined): text is CalendarUnit {
  return (CALENDAR_UNITS as readonly (string | undefined)[]).includes(text);
}

/** `name(body)` if the parenthesis that closes the first one ends the text; otherwise null. */
function wholeCall(text: string): { name: string; body: string } | null {
  const open = /^([a-z_]\w*)\s*\(/i.exec(text);
  if (!open) return null;
  const start = open[0].length;
  for (const { index, depth } of walk(text, start)) {
    if (depth === -1)
      return index === text.length - 1 ? { name: open[1]!.toLowerCase(), body: text.slice(start, index) } : null;
  }
  return null;
}

function splitArguments(body: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (const { index, depth, character } of walk(body, 0)) {
    if (character === ',' && depth === 0) {
      parts.push(body.slice(from, index).trim());
      from = index + 1;
    }
  }
  parts.push(body.slice(from).trim());
  return parts;
}

/** The characters outside quotes, each with the nesting depth of brackets after it. */
function* walk(text: string, from: number): Generator<{ index: number; depth: number; character: string }> {
  let depth = 0;
  let quote = '';
  for (let index = from; index < text.length; index++) {
    const character = text[index]!;
    if (quote) {
      if (character === quote) quote = '';
      continue;
    }
    if (character === "'" || character === '"') quote = character;
    else {
      if ('([{'.includes(character)) depth++;
      if (')]}'.includes(character)) depth--;
      yield { index, depth, character };
    }
  }
}

function badChannel(channel: string, expected: string, found: string, next: string): PikaError {
  return new PikaError('spec/bad-channel', { subject: `channel "${channel}"`, expected, found, next });
}
