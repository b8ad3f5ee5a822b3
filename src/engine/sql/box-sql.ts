import type { MeasureOp } from '../grammar/measure';

/** Whiskers reach to the last values within this many lengths of the box. */
const REACH = 1.5;
/** Beyond this number, a group's outliers are thinned out evenly: their points would cover each other. */
const MAX_OUTLIERS = 1000;

type BoxOp = Extract<
  MeasureOp,
  `${'lower' | 'upper'}_${'whisker' | 'quartile'}` | 'box_median' | 'outliers' | 'outlier_count'
>;

/**
 * SQL of one number of a box plot: quartiles by R-7, and Tukey's whiskers. Infinite values and NaN are left out.
 * `outliers` is unnested into one row for each distinct value beyond the whiskers.
 */
export function boxSql(op: BoxOp, column: string, isFloat: boolean): string {
  const value = `CAST(${column} AS DOUBLE)`;
  const filter = isFloat ? ` FILTER (WHERE isfinite(${column}))` : '';
  const quantile = (fraction: number): string => `quantile_cont(${value}, ${fraction})${filter}`;
  const reach = `${REACH} * (${quantile(0.75)} - ${quantile(0.25)})`;
  const [low, high] = [`${quantile(0.25)} - ${reach}`, `${quantile(0.75)} + ${reach}`];
  const those = (condition: string): string => `list_filter(list(${value})${filter}, lambda x: ${condition})`;
  const distinct = `list_distinct(${those(`x < ${low} OR x > ${high}`)})`;
  switch (op) {
    case 'lower_quartile':
      return quantile(0.25);
    case 'box_median':
      return quantile(0.5);
    case 'upper_quartile':
      return quantile(0.75);
    case 'lower_whisker':
      return `list_min(${those(`x >= ${low}`)})`;
    case 'upper_whisker':
      return `list_max(${those(`x <= ${high}`)})`;
    case 'outlier_count':
      return `len(${distinct})`;
    case 'outliers': {
      const all = `list_sort(${distinct})`;
      // A lambda would compute the step again for each outlier.
      const step = `greatest(1, (len(${all}) + ${MAX_OUTLIERS - 1}) // ${MAX_OUTLIERS})`;
      const thinned = `list_slice(${all}, 1, len(${all}), ${step})`;
      return `unnest(list_sort(list_distinct(list_concat(${thinned}, list_slice(${all}, -1, -1)))))`;
    }
  }
}
