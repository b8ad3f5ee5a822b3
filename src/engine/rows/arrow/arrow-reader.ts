import { tableToIPC, type Table } from '@uwdata/flechette';
import { PikaError } from '../../errors';
import { BigEndianArrow, checkEnvelope } from './arrow-envelope';
import { badFile } from '../bad-file';
import { checkColumns } from './check-buffers';
import { decodeIpc, type DecodedColumn } from '../encode/decode';
import { nullBatch } from './null-batch';
import type { FilePart } from '../rows';
import { distinctNames, type TableColumn, type TableReader } from '../table-reader';
import { importObstacle } from './import-obstacle';

/** Larger files do not fit an ArrayBuffer in every browser. */
const MAX_BYTES = 2 ** 31 - 1;

/** A table of columns in memory: an Arrow IPC file or stream, or converted JSON. One row group per record batch. */
export class ArrowReader implements TableReader {
  readonly schema: readonly TableColumn[];
  readonly rowGroups: readonly number[];
  readonly #columns: readonly DecodedColumn[];

  constructor(columns: readonly DecodedColumn[]) {
    const names = distinctNames(columns.map(({ name }) => name));
    this.#columns = columns.map((column, i) => ({ ...column, name: names[i]! }));
    this.schema = this.#columns.map((column) => {
      const unreadable = importObstacle(column.type);
      return { ...column, chunks: [], ...(unreadable !== null && { unreadable }) };
    });
    const groups = columns[0]?.chunks.map(({ rows }) => rows) ?? [];
    // A file with no record batches has no rows, but still has columns.
    this.rowGroups = groups.length > 0 ? groups : [0];
  }

  /** Reads all bytes, and checks that no buffer points outside of them. Throws source/bad-file. */
  static async open({ name, data }: FilePart, query: string): Promise<ArrowReader> {
    const blob = data as Blob;
    if (blob.size > MAX_BYTES) {
      throw new PikaError('source/unsupported-format', {
        subject: `file "${name}" of query "${query}"`,
        expected: 'an Arrow file of less than 2 GB',
        found: `${blob.size.toLocaleString('en')} bytes`,
        next: 'Write it as Parquet, which is read in parts.',
      });
    }
    const bytes = new Uint8Array(await blob.arrayBuffer());
    try {
      const { unpackedBytes } = checkEnvelope(bytes);
      const columns = decodeIpc(bytes, `file "${name}"`);
      if (columns.length === 0) throw new Error('no columns');
      checkColumns(columns, bytes.length + unpackedBytes);
      return new ArrowReader(columns);
    } catch (thrown) {
      if (thrown instanceof BigEndianArrow) throw bigEndian(name, query);
      throw badFile(
        name,
        query,
        'Arrow IPC bytes',
        thrown instanceof PikaError ? new Error(thrown.detail.found) : thrown,
      );
    }
  }

  decode(group: number, names: readonly string[]): Promise<DecodedColumn[]> {
    return Promise.resolve(this.#pick(group, names));
  }

  at(group: number, row: number): Promise<{ readonly columns: readonly DecodedColumn[]; readonly row: number }> {
    return Promise.resolve({
      columns: this.#pick(
        group,
        this.schema.map(({ name }) => name),
      ),
      row,
    });
  }

  stream(group: number, names: readonly string[]): Promise<Uint8Array<ArrayBuffer>> {
    return Promise.resolve(streamOf(this.#pick(group, names)));
  }

  close(): void {
    // The garbage collector frees it.
  }

  #pick(group: number, names: readonly string[]): DecodedColumn[] {
    return names.map((name) => {
      const { type, chunks } = this.#columns.find((column) => column.name === name)!;
      return { name, type, chunks: chunks.slice(group, group + 1) };
    });
  }
}

function bigEndian(name: string, query: string): PikaError {
  return new PikaError('source/unsupported-format', {
    subject: `file "${name}" of query "${query}"`,
    expected: 'little-endian Arrow',
    found: 'big-endian Arrow, which a few machines write',
    next: 'Write it as Parquet, or write the Arrow file as little-endian.',
  });
}

/**
 * Encodes columns as an IPC *stream*, the only format that DuckDB accepts. A stream of no rows still carries the
 * schema. Copies: all of them.
 */
export function streamOf(columns: readonly DecodedColumn[]): Uint8Array<ArrayBuffer> {
  const children = columns.map(({ type, chunks }) => ({
    type,
    data: chunks.length > 0 ? chunks.map(({ batch }) => batch) : [nullBatch(type, 0)],
  }));
  const schema = {
    fields: columns.map(({ name, type }) => ({ name, type, nullable: true, metadata: null })),
    metadata: null,
  };
  // The encoder reads only the buffers of a table.
  return tableToIPC({ schema, children } as unknown as Table, { format: 'stream' }) as Uint8Array<ArrayBuffer>;
}
