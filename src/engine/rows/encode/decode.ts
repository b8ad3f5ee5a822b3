import { tableFromIPC, Type, type Batch, type DataType, type Field, type Table } from '@uwdata/flechette';
import { PikaError } from '../../errors';
import type { RowInterval } from './page-writer';

/** Some rows of a column of a fixed-width type. There may be more values than rows. */
export interface FlatChunk extends RowInterval {
  readonly batch: Pick<Batch<unknown>, 'values'>;
}

/** One record batch of one column: views of the Arrow bytes, not copied. */
export interface Chunk extends FlatChunk {
  readonly batch: Batch<unknown>;
}

export interface DecodedColumn {
  readonly name: string;
  readonly type: DataType;
  readonly chunks: readonly Chunk[];
}

/**
 * Decodes Arrow IPC bytes (stream or file format) into columns of chunks. Copies: nothing, or everything if the bytes
 * do not start at a multiple of eight. Throws rows/bad-bytes.
 */
export function decodeIpc(bytes: Uint8Array, subject: string): DecodedColumn[] {
  return readingIpc(bytes, subject, (aligned) => columnsOf(tableFromIPC(aligned, { useBigInt: true })));
}

/** Reads Arrow IPC bytes that start at a multiple of eight: typed arrays of 64-bit values need that alignment. */
export function readingIpc<T>(bytes: Uint8Array, subject: string, read: (aligned: Uint8Array) => T): T {
  try {
    return read(bytes.byteOffset % 8 === 0 ? bytes : bytes.slice());
  } catch (thrown) {
    throw new PikaError(
      'rows/bad-bytes',
      {
        subject,
        expected: 'Arrow IPC bytes',
        found: `${bytes.byteLength.toLocaleString('en')} bytes that do not decode (${thrown instanceof Error ? thrown.message : String(thrown)})`,
        next: 'Check that the file or query result is complete.',
      },
      thrown,
    );
  }
}

export function columnsOf({ schema, children }: Table): DecodedColumn[] {
  shareDictionaryTypes(schema.fields);
  return schema.fields.map(({ name, type }, index) => ({ name, type, chunks: children[index]!.data.map(chunkOf) }));
}

/**
 * Gives columns that share a dictionary the same type object. The decoder makes one object per column and ties the
 * dictionary to the last; the encoder finds a dictionary by this object, and would not find it for the others.
 */
function shareDictionaryTypes(fields: readonly Field[]): void {
  const types: { id: number; dictionary: DataType }[] = [];
  const visit = ({ type }: Field): void => {
    if (type.typeId === Type.Dictionary) {
      types.push(type);
      visitChildren(type.dictionary);
    }
    visitChildren(type);
  };
  const visitChildren = (type: DataType): void => {
    if ('children' in type && Array.isArray(type.children)) (type.children as readonly Field[]).forEach(visit);
  };
  fields.forEach(visit);
  const last = new Map(types.map(({ id, dictionary }) => [id, dictionary]));
  for (const type of types) type.dictionary = last.get(type.id)!;
}

function chunkOf(batch: Batch<unknown>): Chunk {
  const hasNulls = batch.nullCount !== 0 && batch.validity?.length > 0;
  return { batch, rows: batch.length, validity: hasNulls ? batch.validity : null };
}
