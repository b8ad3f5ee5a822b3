import { plainName } from '../sql/column-names';
import { tokenize } from '../sql/sql-tokens';
import { OTHER_AGGREGATES } from './aggregate-names';
import { badChannel } from './bad-channel';
import type { FunctionCall } from './function-call';
import { MEASURE_OPS, type Aggregate, type Measure, type MeasureOp } from './measure';

/** A measure of some expressions; `count()` is a channel of its own. */
export type ExpressionMeasure = Exclude<Measure, { op: 'count' }>;
type ExpressionAggregate = Exclude<Aggregate, { op: 'count' }>;

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

const AGGREGATES: ReadonlySet<string> = new Set([
  ...Object.keys(OPS),
  ...QUANTILES,
  ...Object.keys(PAIRS),
  ...OTHER_AGGREGATES,
  'count',
]);

/** The names that errors suggest. */
export const OFFERED_NAMES = [
  ...['count', 'distinct', 'sum', 'avg', 'min', 'max', 'median', 'quantile'],
  ...['stddev', 'variance', 'first', 'last', 'corr', 'slope'],
];
export const OFFERED = OFFERED_NAMES.join(', ').replace(/, (\w+)$/, ' or $1');

/**
 * The aggregate that a call computes; null if the call is not an aggregate, or if it counts rows.
 * @throws PikaError `spec/bad-channel` for wrong arguments
 */
export function parseAggregate(channel: string, call: FunctionCall, text: string): ExpressionAggregate | null {
  const { name, args } = call;
  const wrong = (expected: string): never => {
    throw badChannel(channel, expected, `"${text}"`, `Write for example ${channel}="${expected}".`);
  };
  if (isRowCount(call) || !isAggregateName(name)) return null;
  const scalars = args.map((arg) => scalarArgument(channel, arg, text));
  const [first, second] = scalars;
  if (Object.hasOwn(OPS, name)) {
    const op = OPS[name]!;
    if (first === undefined || second !== undefined) return wrong(`${name}(delay)`);
    const distinct = DISTINCT.exec(first)?.[1];
    // Otherwise `distinct` is the name of a column.
    const isColumn = distinct === '' && op !== 'count-of';
    if (distinct === undefined || isColumn) return { op, expression: first };
    if (distinct === '') return wrong('distinct(delay)');
    return op === 'count-of' ? { op: 'distinct', expression: distinct } : databaseCall(call);
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
  return OTHER_AGGREGATES.includes(name) ? databaseCall(call) : null;
}

/** Whether a call is `count()` or `count(*)`. */
export function isRowCount({ name, args }: FunctionCall): boolean {
  return name === 'count' && (args.length === 0 || (args.length === 1 && args[0] === '*'));
}

const DISTINCT = /^distinct\b\s*(.*)$/is;

function databaseCall({ name, args }: FunctionCall): ExpressionAggregate {
  const [first = '', ...others] = args;
  const distinct = DISTINCT.exec(first)?.[1] || undefined;
  const all = args.length === 0 ? [] : [distinct ?? first, ...others];
  const isConstant = (expression: string): boolean =>
    tokenize(expression).every(({ kind }) => kind !== 'word' && kind !== 'quoted');
  return {
    op: 'call',
    name,
    isDistinct: distinct !== undefined,
    filter: null,
    args: all.map((expression) => ({ expression, isConstant: isConstant(expression) })),
  };
}

/** Whether a lower-case name is that of an aggregate. */
export function isAggregateName(name: string): boolean {
  return AGGREGATES.has(name);
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
  throw badChannel(
    channel,
    'an aggregate of rows, without another inside',
    `${name}(…) inside "${text}"`,
    `Compute it in a query: <pika-query name="groups" sql="SELECT …, ${name}(…) AS value FROM … GROUP BY …">, and draw ${channel}="${text.replace(expression, 'value')}" from it.`,
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
