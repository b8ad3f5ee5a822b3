-- TIMESTAMP_MILLIS and TIMESTAMP_MICROS are in UTC, says parquet-format (LogicalTypes.md, "Timestamp"); native DuckDB takes them for local.
SELECT * REPLACE (ts_ms::TIMESTAMPTZ AS ts_ms, ts_us::TIMESTAMPTZ AS ts_us) FROM 'hyparquet-brotli.parquet'
