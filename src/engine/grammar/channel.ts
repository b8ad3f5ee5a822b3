import { tokenize } from '../sql/sql-tokens';
import { badChannel } from './bad-channel';
import { SYMBOLS } from './symbols';
import { CALENDAR_UNITS, parseCalendarStep, type CalendarStep } from './calendar-step';
import { functionCall } from './function-call';
import type { Measure } from './measure';
import { parseFormula } from './parse-formula';
import { isRowCount, parseAggregate, requireScalar, type ExpressionMeasure } from './parse-measure';

/**
 * What the author wrote for one channel. `expression` is scalar DuckDB SQL, passed on as text and never spliced into
 * other syntax.
 */
export type Channel =
  | { readonly kind: 'count' }
  | { readonly kind: 'bin'; readonly expression: string; readonly options: BinOptions }
  /** One value for each group of rows. `text` is what the author wrote. */
  | { readonly kind: 'aggregate'; readonly measure: ExpressionMeasure; readonly text: string }
  | Constant
  | { readonly kind: 'value'; readonly expression: string };

/** One value for all instances: times in milliseconds since 1970, colors as text. `text` is what the author wrote. */
export type Constant =
  | { readonly kind: 'constant'; readonly type: 'number' | 'time'; readonly value: number; readonly text: string }
  | { readonly kind: 'constant'; readonly type: 'text'; readonly value: string; readonly text: string };

/** A channel with a value for each row. */
export type RowChannel = Extract<Channel, { kind: 'bin' | 'value' }>;

export function hasRows(channel: Channel): channel is RowChannel {
  return channel.kind === 'bin' || channel.kind === 'value';
}

/** How to choose bins: a maximum number, or a width: a number in data units, or a calendar unit for times. */
export interface BinOptions {
  readonly maxBins?: number;
  readonly step?: number | CalendarStep;
}

/**
 * Parses `count()`, `bin(expr)`, `bin(expr, maxbins=40)`, `bin(expr, step=15)`, `bin(expr, step=15 minutes)`, an
 * aggregate or an expression of some (`avg(expr)`, `sum(expr) / count()`), a constant (`3`, `'EMEA'`, `2001-01-31`; for
 * color also `#f60`, for shape the name of a symbol), or any other scalar DuckDB expression.
 * @throws PikaError `spec/bad-channel`
 */
export function parseChannel(name: string, text: string): Channel {
  const trimmed = text.trim();
  if (trimmed === '')
    throw badChannel(
      name,
      'a column, an expression, bin(…) or an aggregate such as count()',
      'nothing',
      `Write for example ${name}="bin(price)".`,
    );
  const constant = parseConstant(name, trimmed);
  if (constant) {
    checkStyle(name, constant);
    return constant;
  }
  const call = functionCall(trimmed);
  if (call && isRowCount(call)) return { kind: 'count' };
  if (call?.name !== 'bin') {
    const measure = (call && parseAggregate(name, call, trimmed)) ?? parseFormula(name, trimmed);
    if (measure?.op === 'count') return { kind: 'count' };
    return measure ? { kind: 'aggregate', measure, text: trimmed } : { kind: 'value', expression: trimmed };
  }
  const [expression, ...options] = call.args;
  if (!expression)
    throw badChannel(
      name,
      'bin(expression)',
      `"${trimmed}"`,
      `Name the column to bin, for example ${name}="bin(price)".`,
    );
  requireScalar(name, expression, trimmed);
  return { kind: 'bin', expression, options: parseBinOptions(name, options) };
}

/** A channel as text that {@link parseChannel} parses into the same channel. */
export function channelText(channel: Channel): string {
  switch (channel.kind) {
    case 'count':
      return 'count()';
    case 'bin': {
      const { expression, options } = channel;
      const parts = [
        // A comment at its end must not hide the SQL that follows.
        expression.includes('--') ? `${expression}\n` : expression,
        ...(options.maxBins === undefined ? [] : [`maxbins=${options.maxBins}`]),
        ...(options.step === undefined ? [] : [`step=${options.step}`]),
      ];
      return `bin(${parts.join(', ')})`;
    }
    case 'aggregate':
    case 'constant':
      return channel.text;
    case 'value':
      return channel.expression;
  }
}

/** What a channel measures about groups of rows; null if it has a value for each row or a constant. */
export function measureOf(channel: Channel): Measure | null {
  return channel.kind === 'count' ? { op: 'count' } : channel.kind === 'aggregate' ? channel.measure : null;
}

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
/** In SQL this would be a subtraction, which no author means. */
const DATE = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?$/i;
const HEX_COLOR = /^#([\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/i;

function parseConstant(channel: string, text: string): Constant | null {
  const number = (type: 'number' | 'time', value: number): Constant => ({ kind: 'constant', type, value, text });
  if (NUMBER.test(text) && Number.isFinite(Number(text))) return number('number', Number(text));
  if (DATE.test(text)) {
    const ms = timeOf(text);
    if (Number.isFinite(ms)) return number('time', ms);
    throw badChannel(channel, 'a date', `"${text}"`, `Write for example ${channel}="2001-01-31".`);
  }
  const isWritten =
    (channel === 'color' && HEX_COLOR.test(text)) || (channel === 'shape' && SYMBOLS.some((symbol) => symbol === text));
  const value = isWritten ? text : stringLiteral(text);
  return value === null ? null : { kind: 'constant', type: 'text', value, text };
}

/** What the constants of styles are, and the limits of their numbers. */
const STYLES: Readonly<Record<string, { readonly expected: string; readonly most: number; readonly example: string }>> =
  {
    size: { expected: 'an area of at least 0 square pixels, a column or an aggregate', most: Infinity, example: '40' },
    opacity: { expected: 'a number from 0 to 1, a column or an aggregate', most: 1, example: '0.5' },
  };

function checkStyle(channel: string, { type, value, text }: Constant): void {
  const style = STYLES[channel];
  if (!style || (type === 'number' && value >= 0 && value <= style.most)) return;
  throw badChannel(channel, style.expected, `"${text}"`, `Write for example ${channel}="${style.example}".`);
}

/** Milliseconds since 1970 of a date and time, in UTC unless it names an offset; NaN for a day that does not exist. */
function timeOf(text: string): number {
  const iso = text.replace(' ', 'T');
  const [day] = iso.split(/T/i);
  if (new Date(`${day}T00:00Z`).toJSON()?.slice(0, 10) !== day) return NaN;
  return Date.parse(/T/i.test(iso) && !/(z|[+-]\d\d:?\d\d)$/i.test(iso) ? `${iso}Z` : iso);
}

/** The value of text that is a single SQL string literal, e.g. `'EMEA'`; else null. */
function stringLiteral(text: string): string | null {
  const [token, ...rest] = text.startsWith("'") ? tokenize(text) : [];
  const isClosed = token?.kind === 'string' && rest.length === 0 && /^'([^']|'')*'$/.test(token.text);
  return isClosed ? token.text.slice(1, -1).replaceAll("''", "'") : null;
}

/** What each option of `bin(…)` takes. */
const BIN_OPTIONS: Readonly<Record<string, string>> = {
  maxbins: 'maxbins= and a whole number from 1 to 4096',
  step:
    `step= and a number above 0, or a unit of time (${CALENDAR_UNITS.join(', ')}) ` +
    'or up to 10,000 of them, such as 15 minutes',
};

function parseBinOptions(channel: string, texts: readonly string[]): BinOptions {
  let options: BinOptions = {};
  for (const text of texts) {
    const [key, value = ''] = text.split('=', 2).map((part) => part.trim().toLowerCase());
    const number = value === '' ? NaN : Number(value);
    const step = parseCalendarStep(value);
    if (key === 'maxbins' && Number.isInteger(number) && number >= 1 && number <= 4096)
      options = { ...options, maxBins: number };
    else if (key === 'step' && number > 0 && Number.isFinite(number)) options = { ...options, step: number };
    else if (key === 'step' && step) options = { ...options, step };
    else {
      throw badChannel(
        channel,
        BIN_OPTIONS[key!] ?? `${Object.values(BIN_OPTIONS).join(', or ')}, after the expression`,
        `"${text}"`,
        `Write for example ${channel}="bin(price, step=10)".`,
      );
    }
  }
  return options;
}
