import { PikaError } from '../../errors';
import { streamOf } from '../arrow/arrow-reader';
import type { DecodedColumn } from '../encode/decode';
import type { FilePart } from '../rows';
import type { TableColumn, TableReader } from '../table-reader';
import { arrowType, ColumnBuilder } from './csv-columns';
import { readPlainCsv, type PlainCsv } from './plain-csv';

/** Larger files take too much memory as a whole. */
const MOST_BYTES = 2 ** 29;

/** A plain CSV file in memory. It reads the columns of a row group when they are requested. */
export class CsvReader implements TableReader {
  readonly schema: readonly TableColumn[];
  readonly rowGroups: readonly number[];
  readonly #bytes: Uint8Array;
  readonly #csv: PlainCsv;

  private constructor(bytes: Uint8Array, csv: PlainCsv) {
    [this.#bytes, this.#csv] = [bytes, csv];
    this.schema = csv.columns.map(({ name, type }) => ({ name, type: arrowType(type), chunks: [] }));
    this.rowGroups = csv.groups.map(({ rows }) => rows);
  }

  /** Throws source/unsupported-format if there is any doubt how DuckDB would read the file, or if there are several. */
  static async open(parts: readonly FilePart[], query: string, delimiter: number): Promise<CsvReader> {
    const { name, data } = parts[0]!;
    const blob = data as Blob;
    if (parts.length === 1 && blob.size <= MOST_BYTES) {
      const bytes = new Uint8Array(await blob.arrayBuffer());
      const csv = readPlainCsv(bytes, delimiter);
      if (csv) return new CsvReader(bytes, csv);
    }
    throw new PikaError('source/unsupported-format', {
      subject: `file "${name}" of query "${query}"`,
      expected: 'CSV that leaves no doubt how to read it',
      found: 'another',
      next: 'The database reads it.',
    });
  }

  decode(group: number, names: readonly string[]): Promise<DecodedColumn[]> {
    const { at, rows } = this.#csv.groups[group]!;
    const end = this.#csv.groups[group + 1]?.at ?? this.#bytes.length;
    return Promise.resolve(this.#read(at, rows, end - at, names));
  }

  at(group: number, row: number): Promise<{ readonly columns: readonly DecodedColumn[]; readonly row: number }> {
    const { columns, cells, groups } = this.#csv;
    const start = cells.skip(groups[group]!.at, row);
    const end = cells.line(start, () => undefined);
    const names = columns.map(({ name }) => name);
    return Promise.resolve({ columns: this.#read(start, 1, end - start, names), row: 0 });
  }

  async stream(group: number, names: readonly string[]): Promise<Uint8Array<ArrayBuffer>> {
    return streamOf(await this.decode(group, names));
  }

  close(): void {
    // The garbage collector frees it.
  }

  #read(start: number, rows: number, mostBytes: number, names: readonly string[]): DecodedColumn[] {
    const { columns, cells } = this.#csv;
    const builders = names.map((name) => {
      const column = columns.find((one) => one.name === name)!;
      return new ColumnBuilder(column, this.#bytes, rows, mostBytes);
    });
    const byPlace = columns.map(({ name }): ColumnBuilder | undefined => builders[names.indexOf(name)]);
    let at = start;
    for (let row = 0; row < rows; row++) at = cells.line(at, (column, from, to) => byPlace[column]?.add(from, to));
    return builders.map((builder) => builder.finish());
  }
}
