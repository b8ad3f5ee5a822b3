import { plainName } from '../sql/sql-tokens';
import type { Channel } from './channel';
import { datePartCall, type DatePartCall } from './date-part';
import { functionCall } from './function-call';
import type { Measure, MeasureOp } from './measure';

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

/** `hour of date` */
export function partTitle({ part, expression }: DatePartCall): string {
  return `${part} of ${expressionTitle(expression)}`;
}

/** Functions of a date that aren't categories: the title of `year(date)` is "year of date". */
const DATE_PARTS: Readonly<Record<string, string>> = {
  century: 'century',
  dayofyear: 'day of year',
  decade: 'decade',
  minute: 'minute',
  second: 'second',
  year: 'year',
};

/** The default title of a channel's axis or legend; null for a constant, which needs none. */
export function channelTitle(channel: Channel): string | null {
  switch (channel.kind) {
    case 'constant':
      return null;
    case 'count':
      return 'rows';
    case 'aggregate':
      return measureTitle(channel.measure);
    case 'bin':
    case 'value':
      return expressionTitle(channel.expression);
  }
}

/** `average delay` */
export function measureTitle(measure: Measure): string {
  switch (measure.op) {
    case 'count':
      return 'rows';
    case 'quantile':
      return `${quantileWord(measure.fraction)} of ${expressionTitle(measure.expression)}`;
    case 'corr':
      return `correlation of ${expressionTitle(measure.y)} and ${expressionTitle(measure.x)}`;
    case 'slope':
      return `slope of ${expressionTitle(measure.y)} over ${expressionTitle(measure.x)}`;
    default:
      return `${MEASURE_WORDS[measure.op]} ${expressionTitle(measure.expression)}`;
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

/** A column's name, the part of a date, or else the expression as the author wrote it. */
export function expressionTitle(expression: string): string {
  const name = plainName(expression);
  if (name !== null) return name;
  const call = functionCall(expression.trim());
  if (!call) return expression;
  const part = datePartCall(expression);
  if (part) return partTitle(part);
  const [first, second] = call.args;
  if (call.args.length === 1 && Object.hasOwn(DATE_PARTS, call.name))
    return `${DATE_PARTS[call.name]!} of ${expressionTitle(first!)}`;
  // Rounded down to a unit, a date keeps its meaning.
  if (call.name === 'date_trunc' && call.args.length === 2) return expressionTitle(second!);
  if (call.name === 'cast') return expressionTitle(first!.replace(/\s+as\s+[\w ]+(\([\d, ]*\))?$/i, ''));
  return expression;
}
