-- Native DuckDB reads no Arrow files by itself: the same rows, from Parquet, where ClickHouse says more of some types.
SELECT lc, (row_number() OVER () - 1)::UBIGINT AS n FROM 'clickhouse-none.parquet'
