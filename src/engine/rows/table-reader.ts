import type { DecodedColumn } from './encode/decode';

/** A column without rows. */
export interface TableColumn extends DecodedColumn {
  /** Why it can't be read at all; its type means nothing then. */
  readonly unreadable?: string;
}

/** One open table: a file, or several as one. Release it with `close`. */
export interface TableReader {
  /** Their names are those of the files, made distinct. */
  readonly schema: readonly TableColumn[];
  /** One at least: without rows, where a file has none. */
  readonly rowGroups: readonly number[];
  /**
   * Columns of one row group, in the order asked. Throws rows/unreadable-column, source/bad-file, source/fetch-failed,
   * source/aborted.
   */
  decode(group: number, names: readonly string[], signal?: AbortSignal): Promise<DecodedColumn[]>;
  /**
   * All columns of a stretch of rows of which `row` is the one asked for, as few as the format lets. Throws as {@link
   * TableReader.decode} does.
   */
  at(
    group: number,
    row: number,
    signal?: AbortSignal,
  ): Promise<{ readonly columns: readonly DecodedColumn[]; readonly row: number }>;
  /** As {@link TableReader.decode}, as an IPC stream. */
  stream(group: number, names: readonly string[], signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>>;
  close(): void;
}

/**
 * Names as DuckDB makes them distinct, heeding no case: `a`, `A_1`, `a_2`; and without the NUL at which it would cut
 * them off.
 */
export function distinctNames(given: readonly string[]): string[] {
  const names = given.map((name) => name.replaceAll('\0', '\ufffd'));
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
