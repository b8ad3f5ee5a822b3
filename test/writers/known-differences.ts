/**
 * A remaining difference from native DuckDB. The test of its file fails if the difference is gone, so the list can only
 * get shorter.
 */
export interface KnownDifference {
  readonly why: string;
  readonly files: RegExp;
  readonly columns: readonly string[];
  readonly ways: readonly string[];
}

const ALL_WAYS = ['sql', 'toArray', 'toCSV', 'row', 'column', 'plot'];

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    why: "DuckDB-WASM 1.32 and Arrow have no VARIANT: the column alone can't be read",
    files: /^duckdb-v.-odd/,
    columns: ['v'],
    ways: ALL_WAYS,
  },
  {
    why: 'TIMESTAMPTZ has microseconds in DuckDB; plots keep the nanoseconds that the file has',
    files: /^hyparquet-(?!empty|nulls)/,
    columns: ['utc_ns'],
    ways: ['row', 'column'],
  },
];
