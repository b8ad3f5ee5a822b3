import { plainName } from '../sql/column-names';
import type { Channel } from './channel';
import type { ByChannel } from './channel-name';
import { datePartCall, type DatePart, type DatePartCall } from './date-part';
import { functionCall, type FunctionCall } from './function-call';
import { measureText, type Measure, type MeasureOp } from './measure';

const MEASURE_WORDS: Readonly<Record<MeasureOp, string>> = {
  'count-of': 'count of',
  distinct: 'distinct',
  sum: 'sum of',
  avg: 'average',
  min: 'lowest',
  max: 'highest',
  median: 'median',
  stddev: 'standard deviation of',
  variance: 'variance of',
  first: 'first',
  last: 'last',
  lower_whisker: 'lower whisker of',
  lower_quartile: 'lower quartile of',
  box_median: 'median of',
  upper_quartile: 'upper quartile of',
  upper_whisker: 'upper whisker of',
  outliers: 'outlier of',
  outlier_count: 'number of outliers of',
};

const PART_WORDS: Readonly<Record<DatePart, string>> = {
  hour: 'hour',
  weekday: 'weekday',
  day: 'day of month',
  week: 'week of year',
  month: 'month',
  quarter: 'quarter',
};

/** Functions of a date that aren't categories. */
const NUMBER_PARTS: Readonly<Record<string, string>> = {
  century: 'century',
  dayofyear: 'day of year',
  decade: 'decade',
  minute: 'minute',
  second: 'second',
  year: 'year',
};

/** Functions that keep what their argument means, and the place of that argument. */
const WRAPPERS: Readonly<Record<string, number>> = {
  ceil: 0,
  ceiling: 0,
  coalesce: 0,
  date_trunc: 1,
  datetrunc: 1,
  floor: 0,
  ifnull: 0,
  lcase: 0,
  lower: 0,
  nullif: 0,
  round: 0,
  strptime: 0,
  time_bucket: 1,
  trim: 0,
  trunc: 0,
  try_strptime: 0,
  ucase: 0,
  upper: 0,
};

/**
 * The default title of a channel's axis or legend; null for a constant, which needs none.
 * @param beside the channels of its layer: `weekday(ordered)` is "weekday", but "weekday of ordered" beside
 *   `weekday(shipped)`
 */
export function channelTitle(channel: Channel, beside: ByChannel<Channel> = new Map()): string | null {
  return distinctTitle(channel, [...beside.values()], titleOfChannel);
}

/** The short title, unless another value with a different full title shares it. */
export function distinctTitle<T, R extends string | null>(
  value: T,
  others: readonly T[],
  titleOf: (value: T, isFull: boolean) => R,
): R {
  const [short, full] = [titleOf(value, false), titleOf(value, true)];
  return others.some((other) => titleOf(other, false) === short && titleOf(other, true) !== full) ? full : short;
}

function titleOfChannel(channel: Channel, isFull: boolean): string | null {
  switch (channel.kind) {
    case 'constant':
      return null;
    case 'count':
      return 'rows';
    case 'aggregate':
      // An aggregate with a FILTER.
      return functionCall(channel.text) ? measureTitle(channel.measure, isFull) : channel.text;
    case 'bin':
    case 'value':
      return expressionTitle(channel.expression, isFull);
  }
}

/** `average delay` */
export function measureTitle(measure: Measure, isFull = false): string {
  const title = (expression: string): string => expressionTitle(expression, isFull);
  switch (measure.op) {
    case 'count':
      return 'rows';
    case 'quantile':
      return `${quantileWord(measure.fraction)} of ${title(measure.expression)}`;
    case 'corr':
      return `correlation of ${title(measure.y)} and ${title(measure.x)}`;
    case 'slope':
      return `slope of ${title(measure.y)} over ${title(measure.x)}`;
    case 'formula':
      return measure.text;
    case 'call': {
      const [first, ...others] = measure.args;
      const isOne = first && others.every(({ isConstant }) => isConstant);
      return isOne ? `${measure.name.replaceAll('_', ' ')} of ${title(first.expression)}` : measureText(measure);
    }
    default:
      return `${MEASURE_WORDS[measure.op]} ${title(measure.expression)}`;
  }
}

/** `90th percentile`; `0.999 quantile` if it is not a whole percentage. */
function quantileWord(fraction: number): string {
  const percent = Number((fraction * 100).toPrecision(12));
  if (!Number.isInteger(percent)) return `${fraction} quantile`;
  const isTeen = Math.floor(percent / 10) % 10 === 1;
  const ending = isTeen ? 'th' : (['th', 'st', 'nd', 'rd'][percent % 10] ?? 'th');
  return `${percent}${ending} percentile`;
}

/**
 * A column's name, the part of a date, or else the expression as the author wrote it.
 * @param isFull says of which date it is a part: "weekday of ordered"
 */
export function expressionTitle(expression: string, isFull = false): string {
  const name = plainName(expression);
  if (name !== null) return name;
  const inner = withoutCast(expression);
  if (inner !== null) return expressionTitle(inner, isFull);
  const part = datePartCall(expression);
  if (part) return partTitle(part, isFull);
  const call = functionCall(expression.trim());
  const number = call && numberPart(call);
  if (number) return isFull ? `${number.word} of ${expressionTitle(number.expression, isFull)}` : number.word;
  const kept = call && Object.hasOwn(WRAPPERS, call.name) ? call.args[WRAPPERS[call.name]!] : undefined;
  return kept === undefined ? expression : expressionTitle(kept, isFull);
}

/** `weekday`, or in full `weekday of date`. */
export function partTitle({ part, expression }: DatePartCall, isFull = false): string {
  return isFull ? `${part} of ${expressionTitle(expression, isFull)}` : PART_WORDS[part];
}

/** `year(date)`, `date_part('year', date)` or `extract(year FROM date)`. */
function numberPart({ name, args }: FunctionCall): { readonly word: string; readonly expression: string } | null {
  const [first = '', second] = args;
  const [, unit = '', source] = /^([a-z]+)\s+from\s+(.+)$/is.exec(first) ?? [];
  const [word, expression] =
    name === 'extract'
      ? [unit, source]
      : name === 'date_part' || name === 'datepart'
        ? [first.replaceAll("'", ''), second]
        : [name, args.length === 1 ? first : undefined];
  const known = word.toLowerCase();
  const words: Readonly<Record<string, string>> = name === known ? NUMBER_PARTS : { ...PART_WORDS, ...NUMBER_PARTS };
  return expression !== undefined && Object.hasOwn(words, known) ? { word: words[known]!, expression } : null;
}

/** What parentheses, a cast or a time zone enclose; null for anything else. */
function withoutCast(expression: string): string | null {
  const text = expression.trim();
  const call = functionCall(`f${text}`);
  if (call?.name === 'f') return call.args.length === 1 ? call.args[0]! : null;
  const cast = functionCall(text);
  if (cast?.name === 'cast' || cast?.name === 'try_cast')
    return cast.args[0]?.replace(/\s+as\s+[\w ]+(\([\d, ]*\))?$/i, '') ?? null;
  const [, before] =
    /^(.+?)\s*::\s*[\w ]+(?:\([\d, ]*\))?$/s.exec(text) ?? /^(.+)\s+at\s+time\s+zone\s+'[^']*'$/is.exec(text) ?? [];
  // The cast of an operand only, as in `a + b::INT`, encloses less.
  return before !== undefined && isOneValue(before) ? before : null;
}

/** Whether it is a name, a call, in parentheses or a cast of these. */
function isOneValue(expression: string): boolean {
  const text = expression.trim();
  return plainName(text) !== null || functionCall(text) !== null || withoutCast(text) !== null;
}
