-- Native DuckDB reads no Arrow files by itself: the same rows, from Parquet, where ClickHouse says more of some types.
FROM 'clickhouse-wide.parquet'
