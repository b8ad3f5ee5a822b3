-- Native DuckDB reads no Arrow files by itself: the same rows, from Parquet, where ClickHouse says more of some types.
SELECT * REPLACE (epoch(dt)::UINTEGER AS dt, epoch(dt_zone)::UINTEGER AS dt_zone, (CASE e8 WHEN 'red' THEN 1 WHEN 'green' THEN 2 END)::TINYINT AS e8,
  unhex(replace(uuid::VARCHAR, '-', '')) AS uuid) FROM 'clickhouse-none.parquet'
