/**
 * The aggregates of DuckDB 1.5 that channels pass on to the database as they are. Those whose result is a list or a
 * map, which no channel can show, are among them: the error names the type.
 */
export const OTHER_AGGREGATES: readonly string[] = [
  ...['any_value', 'approx_count_distinct', 'approx_quantile', 'approx_top_k', 'arbitrary', 'arg_max', 'arg_max_null'],
  ...['arg_max_nulls_last', 'arg_min', 'arg_min_null', 'arg_min_nulls_last', 'argmax', 'argmin', 'array_agg'],
  ...['bit_and', 'bit_or', 'bit_xor', 'bitstring_agg', 'bool_and', 'bool_or', 'count_if', 'countif', 'covar_pop'],
  ...['covar_samp', 'entropy', 'favg', 'fsum', 'geomean', 'geometric_mean', 'group_concat', 'histogram'],
  ...['histogram_exact', 'kahan_sum', 'kurtosis', 'kurtosis_pop', 'list', 'listagg', 'mad', 'max_by', 'min_by', 'mode'],
  ...['product', 'quantile_disc', 'regr_avgx', 'regr_avgy', 'regr_count', 'regr_intercept', 'regr_r2', 'regr_sxx'],
  ...['regr_sxy', 'regr_syy', 'reservoir_quantile', 'sem', 'skewness', 'stddev_pop', 'string_agg'],
  ...['sum_no_overflow', 'sumkahan', 'var_pop'],
];
