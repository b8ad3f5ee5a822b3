/** Rows from which DuckDB detects the types of a CSV file: it has seen all rows of a shorter one. */
export const SNIFFED_ROWS = 20_480;
