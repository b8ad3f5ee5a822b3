-- Native DuckDB reads no Arrow files: the same rows from Parquet, where ClickHouse stores more about some types.
SELECT CASE WHEN i % 2 = 0 THEN TIME '12:34:56' END AS time, CASE WHEN i % 2 = 0 THEN TIME '12:34:56.123456' END AS time64, i::UBIGINT AS n FROM range(6) r(i)
