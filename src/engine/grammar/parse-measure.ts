import { plainName } from '../sql/column-names';
import { tokenize } from '../sql/sql-tokens';
import { badChannel } from './bad-channel';
import { functionCall, type FunctionCall } from './function-call';
import { MEASURE_OPS, type Measure, type MeasureOp } from './measure';

/** A measure of some expressions; `count()` is a channel of its own. */
export type ExpressionMeasure = Exclude<Measure, { op: 'count' }>;

/** The names that authors may write: ours, and DuckDB's for the same aggregates. */
const OPS: Readonly<Record<string, MeasureOp>> = {
  ...Object.fromEntries(MEASURE_OPS.filter((op) => op !== 'count-of').map((op) => [op, op])),
  count: 'count-of',
  mean: 'avg',
  stddev_samp: 'stddev',
  var_samp: 'variance',
};
const QUANTILES = ['quantile', 'quantile_cont'];
const PAIRS: Readonly<Record<string, 'corr' | 'slope'>> = { corr: 'corr', slope: 'slope', regr_slope: 'slope' };

/** Aggregates of DuckDB that no channel can have. */
const OTHERS = [
  'any_value',
  'approx_count_distinct',
  'approx_quantile',
  'arg_max',
  'arg_min',
  'array_agg',
  'bit_and',
  'bit_or',
  'bool_and',
  'bool_or',
  'count_if',
  'covar_pop',
  'covar_samp',
  'entropy',
  'geomean',
  'histogram',
  'kurtosis',
  'list',
  'mad',
  'mode',
  'product',
  'quantile_disc',
  'skewness',
  'stddev_pop',
  'string_agg',
  'var_pop',
];
const AGGREGATES: ReadonlySet<string> = new Set([
  ...Object.keys(OPS),
  ...QUANTILES,
  ...Object.keys(PAIRS),
  ...OTHERS,
  'count',
]);

/** The names that errors suggest. */
export const OFFERED_NAMES = [
  ...['count', 'distinct', 'sum', 'avg', 'min', 'max', 'median', 'quantile'],
  ...['stddev', 'variance', 'first', 'last', 'corr', 'slope'],
];
export const OFFERED = OFFERED_NAMES.join(', ').replace(/, (\w+)$/, ' or $1');

/**
 * The measure that a call computes; null if the call is not an aggregate.
 * @throws PikaError `spec/bad-channel` for wrong arguments
 */
export function parseMeasure(channel: string, { name, args }: FunctionCall, text: string): ExpressionMeasure | null {
  const wrong = (expected: string): never => {
    throw badChannel(channel, expected, `"${text}"`, `Write for example ${channel}="${expected}".`);
  };
  const scalars = args.map((arg) => scalarArgument(channel, arg, text));
  const [first, second] = scalars;
  if (Object.hasOwn(OPS, name)) {
    const op = OPS[name]!;
    if (first === undefined || second !== undefined) return wrong(`${name}(delay)`);
    const distinct = /^distinct\b\s*(.*)$/is.exec(first)?.[1];
    const isColumn = distinct === '' && op !== 'count-of';
    if (distinct === undefined || isColumn) return { op, expression: first };
    if (op !== 'count-of' || distinct === '') return wrong('distinct(delay)');
    return { op: 'distinct', expression: distinct };
  }
  if (QUANTILES.includes(name)) {
    if (!first || !second?.trim() || scalars.length !== 2) return wrong('quantile(delay, 0.9)');
    const fraction = Number(second);
    if (!(fraction >= 0 && fraction <= 1)) {
      const next = `Write for example ${channel}="quantile(${first}, 0.9)".`;
      throw badChannel(channel, 'a fraction from 0 to 1', `${second.trim()} in "${text}"`, next);
    }
    return { op: 'quantile', expression: first, fraction };
  }
  if (Object.hasOwn(PAIRS, name)) {
    if (!first || !second || scalars.length !== 2) return wrong(`${name}(y, x)`);
    return { op: PAIRS[name]!, y: first, x: second };
  }
  return null;
}

function scalarArgument(channel: string, argument: string, text: string): string {
  requireScalar(channel, argument, text);
  return argument;
}

/**
 * Checks that an expression of a channel has no aggregate in it. Subqueries and window functions have their own: SQL
 * decides there.
 * @param text the whole channel, for the error
 * @throws PikaError `spec/bad-channel`
 */
export function requireScalar(channel: string, expression: string, text: string): void {
  const name = aggregateIn(expression);
  if (name === null) return;
  const isWhole = functionCall(text)?.name === name && text === expression;
  throw badChannel(
    channel,
    isWhole ? `one of the aggregates ${OFFERED}` : 'a single aggregate, or an expression without one',
    isWhole ? `"${text}"` : `${name}(…) inside "${text}"`,
    `Compute it in a query: <pika-query name="groups" sql="SELECT …, ${isWhole ? text : '…'} AS value FROM … GROUP BY …">, and draw ${channel}="value" from it.`,
  );
}

/** The lower-case name of the first aggregate called in an expression, or null. */
function aggregateIn(expression: string): string | null {
  if (plainName(expression) !== null) return null;
  const tokens = tokenize(expression);
  if (tokens.some(({ kind, text }) => kind === 'word' && (text === 'SELECT' || text === 'OVER'))) return null;
  const call = tokens.find(
    ({ kind, text }, i) => kind === 'word' && tokens[i + 1]?.text === '(' && AGGREGATES.has(text.toLowerCase()),
  );
  return call?.text.toLowerCase() ?? null;
}
