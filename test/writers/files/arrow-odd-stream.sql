-- Native DuckDB reads no Arrow files by itself.
SELECT list_extract(CAST([1.25, -0.01, NULL] AS DECIMAL(12,2)[]), i) AS dec,
  list_extract(CAST([[1, 2], [], NULL] AS INTEGER[][]), i) AS l,
  list_extract(CAST([[1, 2], [3, 4], NULL] AS INTEGER[2][]), i) AS fl,
  list_extract(CAST([{'x': 1, 'y': 'a'}, {'x': 2, 'y': ''}, NULL] AS STRUCT(x INTEGER, y VARCHAR)[]), i) AS st,
  list_extract(CAST(['24 hours', '-0.001 seconds', NULL] AS INTERVAL[]), i) AS dur,
  list_extract(CAST([7, 5, 7] AS INTEGER[]), i) AS codes
FROM range(1, 4) r(i)
