-- Native DuckDB reads no Arrow files: the same rows from Parquet, where ClickHouse stores more about some types.
SELECT * REPLACE (epoch(dt)::UINTEGER AS dt, epoch(dt_zone)::UINTEGER AS dt_zone, (CASE e8 WHEN 'red' THEN 1 WHEN 'green' THEN 2 END)::TINYINT AS e8,
  unhex(replace(uuid::VARCHAR, '-', '')) AS uuid) FROM 'clickhouse-none.parquet'
