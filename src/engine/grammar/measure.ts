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
export type Measure =
  /** The number of rows. */
  | { readonly op: 'count' }
  | { readonly op: MeasureOp; readonly expression: string }
  /** R-7, as DuckDB's quantile_cont. `fraction` is from 0 to 1. */
  | { readonly op: 'quantile'; readonly expression: string; readonly fraction: number }
  /** Pearson's correlation, and the slope of the least-squares line of y over x. */
  | { readonly op: 'corr' | 'slope'; readonly y: string; readonly x: string };

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
    default:
      return `${measure.op}(${measure.expression})`;
  }
}

/** Whether the values of groups add up to that of all their rows. */
export function addsUp({ op }: Measure): boolean {
  return op === 'count' || op === 'count-of' || op === 'sum';
}

/** Their results are other quantities than the values they read. */
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

/** The expression whose values it lies among, as an average or a quantile does; null for a sum, a count or a spread. */
export function valueExpression(measure: Measure): string | null {
  return 'expression' in measure && !OTHER_QUANTITIES.includes(measure.op) ? measure.expression : null;
}

/** The expressions that a measure reads. */
export function measureExpressions(measure: Measure): readonly string[] {
  if ('x' in measure) return [measure.y, measure.x];
  return 'expression' in measure ? [measure.expression] : [];
}
