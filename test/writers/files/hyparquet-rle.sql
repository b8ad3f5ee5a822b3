-- The same rows, PLAIN.
SELECT b FROM (SELECT * REPLACE (ts_ms::TIMESTAMPTZ AS ts_ms, ts_us::TIMESTAMPTZ AS ts_us) FROM 'hyparquet-plain.parquet') LIMIT 15
