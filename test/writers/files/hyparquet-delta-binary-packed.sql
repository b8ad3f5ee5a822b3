-- The same rows, PLAIN.
SELECT i32, i64, i8, i16, u8, u16, u32, u64, d9, d18, d18_0, date, t_ms, t_us, ts_ms, ts_us, local_ms, local_us, local_ns, utc_ns FROM (SELECT * REPLACE (ts_ms::TIMESTAMPTZ AS ts_ms, ts_us::TIMESTAMPTZ AS ts_us) FROM 'hyparquet-plain.parquet') LIMIT 20
