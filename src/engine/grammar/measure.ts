import { weightsOf, type Arithmetic } from './arithmetic';

/**
 * Aggregates of one expression. They ignore NULL. `first` and `last` are in row order. The aggregates of box plots
 * leave out infinite values. `outliers` returns several values for each group: about a thousand of its
 * `outlier_count`, if there are more.
 */
export const MEASURE_OPS = [
  'count-of',
  'distinct',
  'sum',
  'avg',
  'min',
  'max',
  'median',
  'stddev',
  'variance',
  'first',
  'last',
  'lower_whisker',
  'lower_quartile',
  'box_median',
  'upper_quartile',
  'upper_whisker',
  'outliers',
  'outlier_count',
] as const;
export type MeasureOp = (typeof MEASURE_OPS)[number];

/**
 * One number, time or label computed from the rows of a group. `expression`, `x` and `y` are scalar DuckDB SQL, passed
 * on as text. `stddev` and `variance` are those of a sample (n − 1).
 */
export type Measure = Aggregate | Formula;

/** An expression of several aggregates, or of one in another expression: `sum(a) / count()`, `round(avg(a), 1)`. */
export interface Formula {
  readonly op: 'formula';
  /** What the author wrote. */
  readonly text: string;
  readonly aggregates: readonly Aggregate[];
  /** The SQL before each aggregate, and after the last. */
  readonly between: readonly string[];
  /** The same as arithmetic of the aggregates; null if it is anything else. */
  readonly arithmetic: Arithmetic | null;
}

export type Aggregate =
  /** The number of rows. */
  | { readonly op: 'count' }
  | { readonly op: MeasureOp; readonly expression: string }
  /** R-7, as DuckDB's quantile_cont. `fraction` is from 0 to 1. */
  | { readonly op: 'quantile'; readonly expression: string; readonly fraction: number }
  /** Pearson's correlation, and the slope of the least-squares line of y over x. */
  | { readonly op: 'corr' | 'slope'; readonly y: string; readonly x: string }
  /** Any other aggregate of the database. Its arguments are expressions of rows, or constants. */
  | {
      readonly op: 'call';
      readonly name: string;
      readonly isDistinct: boolean;
      readonly args: readonly Argument[];
      /** The condition of a FILTER; null for none. */
      readonly filter: string | null;
    };

export interface Argument {
  readonly expression: string;
  /** Such as the fraction of a quantile, which the database requires to be a constant. */
  readonly isConstant: boolean;
}

/** A measure as authors write it in a channel: `count()`, `avg(delay)`, `quantile(delay, 0.9)`, `corr(y, x)`. */
export function measureText(measure: Measure): string {
  switch (measure.op) {
    case 'count':
      return 'count()';
    case 'count-of':
      return `count(${measure.expression})`;
    case 'quantile':
      return `quantile(${measure.expression}, ${measure.fraction})`;
    case 'corr':
    case 'slope':
      return `${measure.op}(${measure.y}, ${measure.x})`;
    case 'call':
      return callText(measure);
    case 'formula':
      return measure.text;
    default:
      return `${measure.op}(${measure.expression})`;
  }
}

function callText({ name, isDistinct, args, filter }: Extract<Aggregate, { readonly op: 'call' }>): string {
  const texts = args.map(({ expression }) => expression).join(', ');
  return `${name}(${isDistinct ? 'DISTINCT ' : ''}${texts})${filter === null ? '' : ` FILTER (${filter})`}`;
}

/** The aggregates that a measure is computed from. */
export function aggregatesOf(measure: Measure): readonly Aggregate[] {
  return measure.op === 'formula' ? measure.aggregates : [measure];
}

/** Whether the values of groups add up to that of all their rows. */
export function addsUp({ op }: Measure): boolean {
  return op === 'count' || op === 'count-of' || op === 'sum';
}

/** Aggregates whose result is another quantity than the values they read. */
const OTHER_QUANTITIES: readonly Measure['op'][] = [
  'count',
  'count-of',
  'distinct',
  'sum',
  'stddev',
  'variance',
  'corr',
  'slope',
  'outlier_count',
];

/**
 * The expression whose values it lies among, as an average or a quantile does, or an average and some standard
 * deviations; null for a sum, a count or a spread.
 */
export function valueExpression(measure: Measure): string | null {
  if (measure.op === 'formula') return formulaExpression(measure);
  return 'expression' in measure && !OTHER_QUANTITIES.includes(measure.op) ? measure.expression : null;
}

/**
 * The expression, if the weights of its values add up to 1: a shift of all values then shifts the result by as much.
 * Otherwise null.
 */
function formulaExpression({ aggregates, arithmetic }: Formula): string | null {
  const weights = arithmetic && weightsOf(arithmetic, aggregates.length);
  if (!weights) return null;
  const [expression, ...others] = new Set(
    aggregates.map((aggregate) => (aggregate.op === 'stddev' ? aggregate.expression : valueExpression(aggregate))),
  );
  const total = weights.reduce((sum, weight, i) => (aggregates[i]!.op === 'stddev' ? sum : sum + weight), 0);
  return others.length === 0 && Math.abs(total - 1) < 1e-9 ? (expression ?? null) : null;
}

/** The expressions that a measure reads. */
export function measureExpressions(measure: Measure): readonly string[] {
  if (measure.op === 'formula') return measure.aggregates.flatMap(measureExpressions);
  if (measure.op === 'call')
    return [
      ...measure.args.flatMap(({ expression, isConstant }) => (isConstant ? [] : [expression])),
      ...(measure.filter === null ? [] : [measure.filter]),
    ];
  if ('x' in measure) return [measure.y, measure.x];
  return 'expression' in measure ? [measure.expression] : [];
}
