import type { DecodedColumn } from './encode/decode';

/** A column without rows. */
export interface TableColumn extends DecodedColumn {
  /** Why it cannot be read; its type is meaningless then. */
  readonly unreadable?: string;
}

/** One open table: a file, or several as one. Release it with `close`. */
export interface TableReader {
  /** Names are those of the files, made distinct. */
  readonly schema: readonly TableColumn[];
  /** At least one: an empty one if a file has none. */
  readonly rowGroups: readonly number[];
  /**
   * Columns of one row group, in the order requested. Throws rows/unreadable-column, source/bad-file,
   * source/fetch-failed, source/aborted.
   */
  decode(group: number, names: readonly string[], signal?: AbortSignal): Promise<DecodedColumn[]>;
  /**
   * All columns of an interval of rows that contains the requested `row`, as short as the format allows. Throws like
   * {@link TableReader.decode}.
   */
  at(
    group: number,
    row: number,
    signal?: AbortSignal,
  ): Promise<{ readonly columns: readonly DecodedColumn[]; readonly row: number }>;
  /** Like {@link TableReader.decode}, as an IPC stream. */
  stream(group: number, names: readonly string[], signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>>;
  close(): void;
}

/**
 * Makes names distinct as DuckDB does, case-insensitively (`a`, `A_1`, `a_2`). An empty name, which SQL can't quote, is
 * that of DuckDB's columns without a header: `column0`. Replaces NUL, at which DuckDB would truncate a name.
 */
export function distinctNames(given: readonly string[]): string[] {
  const names = given.map((name, i) => (name === '' ? `column${i}` : name.replaceAll('\0', '\ufffd')));
  const known = new Set(names.map((name) => name.toLowerCase()));
  const taken = new Set<string>();
  return names.map((name) => {
    let own = name;
    for (let serial = 1; taken.has(own.toLowerCase()) || (own !== name && known.has(own.toLowerCase())); serial++)
      own = `${name}_${serial}`;
    taken.add(own.toLowerCase());
    return own;
  });
}
