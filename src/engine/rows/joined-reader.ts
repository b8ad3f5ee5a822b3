import { PikaError } from '../errors';
import { describeType } from './arrow/arrow-types';
import type { DecodedColumn } from './encode/decode';
import type { FilePart } from './rows';
import type { TableColumn, TableReader } from './table-reader';

/** Several files of the same columns as one table, one below the other. Their columns may stand in any order. */
export class JoinedReader implements TableReader {
  readonly schema: readonly TableColumn[];
  readonly rowGroups: readonly number[];
  readonly #readers: readonly TableReader[];
  readonly #places: readonly { readonly reader: TableReader; readonly group: number }[];

  /** Throws source/bad-file when the files differ in columns. */
  constructor(readers: readonly TableReader[], parts: readonly FilePart[], query: string) {
    readers.forEach((reader, i) => requireSameColumns(readers[0]!, reader, parts[0]!, parts[i]!, query));
    this.#readers = readers;
    // A column that one file has in a form that is not read is not read at all.
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

  /** Files may have their columns in any order: they come in that of the first. */
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
      next: 'Files of one query have the same columns: load the odd one by a <pika-query> of its own, and join them in SQL.',
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
