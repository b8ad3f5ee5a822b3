import { PikaError } from '../errors';
import { describeType } from './arrow/arrow-types';
import type { DecodedColumn } from './encode/decode';
import type { FilePart } from './rows';
import type { TableColumn, TableReader } from './table-reader';

/** Reads several files with the same columns as one table, appended in order. The order of their columns may differ. */
export class JoinedReader implements TableReader {
  readonly schema: readonly TableColumn[];
  readonly rowGroups: readonly number[];
  readonly #readers: readonly TableReader[];
  readonly #places: readonly { readonly reader: TableReader; readonly group: number }[];

  /** Throws source/bad-file if the files have different columns. */
  constructor(readers: readonly TableReader[], parts: readonly FilePart[], query: string) {
    readers.forEach((reader, i) => requireSameColumns(readers[0]!, reader, parts[0]!, parts[i]!, query));
    this.#readers = readers;
    // A column that is unreadable in one file is unreadable in the table.
    this.schema = readers[0]!.schema.map(
      (column) =>
        readers
          .map(({ schema }) => schema.find(({ name }) => name === column.name)!)
          .find(({ unreadable }) => unreadable !== undefined) ?? column,
    );
    this.rowGroups = readers.flatMap((reader) => reader.rowGroups);
    this.#places = readers.flatMap((reader) => reader.rowGroups.map((_, group) => ({ reader, group })));
  }

  decode(group: number, names: readonly string[], signal?: AbortSignal): Promise<DecodedColumn[]> {
    const place = this.#places[group]!;
    return place.reader.decode(place.group, names, signal);
  }

  /** The order of columns is that of the first file. */
  async at(
    group: number,
    row: number,
    signal?: AbortSignal,
  ): Promise<{ readonly columns: readonly DecodedColumn[]; readonly row: number }> {
    const place = this.#places[group]!;
    const found = await place.reader.at(place.group, row, signal);
    return {
      columns: this.schema.map(({ name }) => found.columns.find((column) => column.name === name)!),
      row: found.row,
    };
  }

  stream(group: number, names: readonly string[], signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    const place = this.#places[group]!;
    return place.reader.stream(place.group, names, signal);
  }

  close(): void {
    for (const reader of this.#readers) reader.close();
  }
}

function requireSameColumns(
  first: TableReader,
  other: TableReader,
  firstPart: FilePart,
  part: FilePart,
  query: string,
): void {
  const fail = (name: string, expected: string, found: string): never => {
    throw new PikaError('source/bad-file', {
      subject: `column "${name}" in file "${part.name}" of query "${query}"`,
      expected,
      found,
      next: 'Files of one query must have the same columns: load the odd one in its own <pika-query>, and combine them in SQL.',
    });
  };
  for (const { name, type, unreadable } of first.schema) {
    const same = other.schema.find((column) => column.name === name);
    if (!same) fail(name, `the columns of "${firstPart.name}"`, 'no such column');
    else if (
      unreadable === undefined &&
      same.unreadable === undefined &&
      describeType(same.type) !== describeType(type)
    )
      fail(name, `${describeType(type)} as in "${firstPart.name}"`, describeType(same.type));
  }
  const extra = other.schema.find(({ name }) => !first.schema.some((column) => column.name === name));
  if (extra) fail(extra.name, `the columns of "${firstPart.name}"`, 'one more');
}
