-- Native DuckDB reads no Arrow files by itself: the same rows, from Parquet, with the category and the duration that are not in it.
FROM 'polars-nested.parquet'
