import { DateUnit, tableFromIPC, Type, type DataType } from '@uwdata/flechette';
import type { FlatChunk } from '../encode/decode';
import { long } from './flatbuffer';
import { MESSAGE, messageAt, messagesOf, type Message } from './ipc-messages';

/** A column of a fixed-width type, chunk by chunk. */
export interface FlatColumn {
  readonly name: string;
  readonly type: DataType;
  readonly chunks: FlatChunk[];
}

/** The class of the values of a fixed-width type. */
export interface FlatArray {
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): FlatChunk['batch']['values'];
  readonly BYTES_PER_ELEMENT: number;
}

/**
 * Reads the columns of an uncompressed Arrow IPC stream or file that contains only numbers and times. The database
 * answers in batches of 2,048 rows, and the general decoder spends more time on setting up each than it takes to encode
 * it. Null for any other bytes. Copies: nothing; the chunks are views of the bytes, which start at a multiple of eight.
 * Throws an Error if bytes end too soon or point outside themselves.
 */
export function flatColumnsOf(streamOrFile: Uint8Array): FlatColumn[] | null {
  const bytes = messagesOf(streamOrFile);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const first = messageAt(view, 0);
  if (first?.kind !== MESSAGE.schema) return null;
  const { fields } = tableFromIPC(bytes.subarray(0, first.end)).schema;
  const arrays = fields.map(({ type }) => flatArrayOf(type));
  if (!arrays.every((array) => array !== null)) return null;
  const columns = fields.map(({ name, type }): FlatColumn => ({ name, type, chunks: [] }));
  for (let message = messageAt(view, first.end); message; message = messageAt(view, message.end)) {
    if (message.kind !== MESSAGE.recordBatch || message.version < 3 || !message.content || message.content.child(10))
      return null;
    addBatch(view, message, columns, arrays);
  }
  return columns;
}

/**
 * Each column has a node of two numbers (rows, NULLs) and two buffers (validity, values), each with offset and length
 * in bytes.
 */
function addBatch(
  view: DataView,
  { content, body, end }: Message,
  columns: readonly FlatColumn[],
  arrays: readonly FlatArray[],
): void {
  const nodes = content!.vector(6);
  const buffers = content!.vector(8);
  if (nodes.count < columns.length || buffers.count < 2 * columns.length)
    throw new Error(`a batch of ${nodes.count} columns where the schema has ${columns.length}`);
  for (let i = 0; i < columns.length; i++) {
    const node = nodes.at + 16 * i;
    const buffer = buffers.at + 32 * i;
    const rows = long(view, node);
    const nulls = long(view, node + 8);
    const validityBytes = long(view, buffer + 8);
    const values = body + long(view, buffer + 16);
    const Values = arrays[i]!;
    const isInside = rows >= 0 && values >= body && values + rows * Values.BYTES_PER_ELEMENT <= end;
    if (!isInside) throw new Error(`${rows.toLocaleString('en')} rows outside of their message`);
    columns[i]!.chunks.push({
      rows,
      validity: nulls !== 0 && validityBytes > 0 ? bitsAt(view, body + long(view, buffer), rows, end) : null,
      batch: { values: new Values(view.buffer, view.byteOffset + values, rows) },
    });
  }
}

function bitsAt(view: DataView, at: number, rows: number, end: number): Uint8Array {
  const bytes = (rows + 7) >> 3;
  if (at + bytes > end) throw new Error('a validity bitmap outside of its message');
  return new Uint8Array(view.buffer, view.byteOffset + at, bytes);
}

/** Null for types that are not numbers or times. Types rebuilt from those of another library name no class. */
export function flatArrayOf(type: DataType): FlatArray | null {
  switch (type.typeId) {
    case Type.Float:
      return [Uint16Array, Float32Array, Float64Array][type.precision]!;
    case Type.Int:
      return integersOf(type.bitWidth, type.signed);
    case Type.Date:
      return type.unit === DateUnit.DAY ? Int32Array : BigInt64Array;
    case Type.Timestamp:
      return BigInt64Array;
    default:
      return null;
  }
}

function integersOf(bits: number, signed: boolean): FlatArray {
  if (bits === 64) return signed ? BigInt64Array : BigUint64Array;
  if (bits === 32) return signed ? Int32Array : Uint32Array;
  if (bits === 16) return signed ? Int16Array : Uint16Array;
  return signed ? Int8Array : Uint8Array;
}
