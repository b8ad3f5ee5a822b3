-- The same rows, PLAIN.
SELECT i32, i64, i8, i16, u8, u16, u32, u64, f32, f64, s, bytes, e, json, uuid, fix, d9, d18, d18_0, d38, date, t_ms, t_us, ts_ms, ts_us, local_ms, local_us, local_ns, utc_ns, iv FROM (SELECT * REPLACE (ts_ms::TIMESTAMPTZ AS ts_ms, ts_us::TIMESTAMPTZ AS ts_us) FROM 'hyparquet-plain.parquet') LIMIT 35
