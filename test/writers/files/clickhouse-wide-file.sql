-- Native DuckDB reads no Arrow files: the same rows from Parquet, where ClickHouse stores more about some types.
FROM 'clickhouse-wide.parquet'
