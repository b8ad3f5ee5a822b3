-- Native DuckDB reads no Arrow files by itself: the same rows, from Parquet, with the category and the duration that are not in it.
SELECT * REPLACE (to_milliseconds(dur) AS dur), list_extract(['red', 'green', NULL, 'red'], 1 + (row_number() OVER () - 1) % 4) AS cat FROM 'polars-zstd.parquet'
