-- Native DuckDB refuses a file with BSON: bytes, as the format specifies.
SELECT CASE WHEN i % 2 = 0 THEN '\x0C\x00\x00\x00\x10a\x00\x01\x00\x00\x00\x00'::BLOB END AS bson, (1 + i % 3)::INTEGER AS n FROM range(6) r(i)
