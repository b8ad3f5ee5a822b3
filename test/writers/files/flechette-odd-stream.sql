-- Native DuckDB reads no Arrow files by itself.
SELECT list_extract(CAST([1.25, -0.01, NULL] AS DECIMAL(12,2)[]), i) AS dec,
  list_extract(CAST(['123456789.01234567890123456789', '-0.00000000000000000005', NULL] AS DECIMAL(38,20)[]), i) AS dec38,
  list_extract(CAST([1.25, -0.01, NULL] AS DOUBLE[]), i) AS dec256,
  list_extract(CAST([7, 5, 7] AS INTEGER[]), i) AS codes,
  list_extract(CAST([0.5, NULL, -1.5] AS DOUBLE[]), i) AS codes_f,
  list_extract(CAST([9007199254740993, NULL, 9007199254740993] AS BIGINT[]), i) AS codes_i64,
  list_extract(CAST(['2024-02-29', NULL, '1969-12-31'] AS DATE[]), i) AS codes_date,
  list_extract(CAST(['2024-01-01 00:00:00.123', NULL, '2024-01-01 00:00:00.123'] AS TIMESTAMP_MS[]), i) AS codes_ms,
  list_extract(CAST([-7, 5, -7] AS TINYINT[]), i) AS codes_i8,
  list_extract(CAST([[1, 2], [], NULL] AS INTEGER[][]), i) AS l,
  list_extract(CAST([['a'], [], NULL] AS VARCHAR[][]), i) AS ll,
  list_extract(CAST([[1, 2], [3, 4], NULL] AS INTEGER[2][]), i) AS fl,
  list_extract(CAST([{'x': 1, 'y': 'a'}, {'x': 2, 'y': ''}, NULL] AS STRUCT(x INTEGER, y VARCHAR)[]), i) AS st,
  list_extract(CAST([MAP {'k': 1}, MAP {}, NULL] AS MAP(VARCHAR, INTEGER)[]), i) AS m,
  list_extract(CAST(['1 month', '12 months', NULL] AS INTERVAL[]), i) AS month,
  list_extract(CAST(['1 month 2 days 1 second', '12 months', NULL] AS INTERVAL[]), i) AS mdn,
  list_extract(CAST(['24 hours', '-0.001 seconds', NULL] AS INTERVAL[]), i) AS dur
FROM range(1, 4) r(i)
