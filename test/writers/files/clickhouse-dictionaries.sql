-- Native DuckDB reads no Arrow files: the same rows from Parquet, where ClickHouse stores more about some types.
SELECT lc, (row_number() OVER () - 1)::UBIGINT AS n FROM 'clickhouse-none.parquet'
