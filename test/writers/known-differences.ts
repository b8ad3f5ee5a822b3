/** A difference from native DuckDB that is left: it must show, or the test of its file fails, so the list only gets shorter. */
export interface KnownDifference {
  readonly why: string;
  readonly files: RegExp;
  readonly columns: readonly string[];
  readonly ways: readonly string[];
}

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [];
