-- TIMESTAMP_MILLIS and TIMESTAMP_MICROS are in UTC according to parquet-format (LogicalTypes.md, "Timestamp"); native DuckDB reads them as local.
SELECT * REPLACE (ts_ms::TIMESTAMPTZ AS ts_ms, ts_us::TIMESTAMPTZ AS ts_us) FROM 'hyparquet-no-statistics.parquet'
