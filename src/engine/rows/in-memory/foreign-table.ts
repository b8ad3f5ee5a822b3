import { Type, type DataType } from '@uwdata/flechette';
import { PikaError } from '../../errors';
import type { ArrowBatch, ArrowDictionary, ArrowField, Bytes, RecordBatch, RecordBatches } from '../arrow/arrow-layout';
import { bitsFrom, countZeros } from '../arrow/bitmap';
import { byteWidthOf } from '../arrow/arrow-layout';
import { distinctNames } from '../table-reader';
import type { ForeignData, ForeignRecordBatch, ForeignTable } from './arrow-like';
import { ownField } from './foreign-type';

/**
 * Converts a table of any Arrow library to record batches over the same memory. Copies: only bitmaps and offsets that
 * start inside a byte or a buffer. Throws source/bad-data if buffers are missing or too short, usually because they
 * were transferred away.
 */
export function readForeignTable(table: ForeignTable | ForeignRecordBatch, subject: string): RecordBatches {
  const names = distinctNames(table.schema.fields.map(({ name }) => String(name)));
  const fields = table.schema.fields.map((field, i) => ({ ...ownField(field), name: names[i]! }));
  const dictionaries: Dictionaries = new Map();
  const groups: (readonly ForeignData[])[] =
    'batches' in table
      ? table.batches.map(({ data }) => data.children ?? [])
      : 'data' in table
        ? [table.data.children ?? []]
        : stacked(table.children, subject);
  const batches = groups.map((columns): RecordBatch => {
    const read = fields.map((field, place) =>
      readData(columns[place]!, field.type, `column "${field.name}" of ${subject}`, dictionaries),
    );
    return { rows: read[0]?.length ?? 0, columns: read };
  });
  return { fields: fields satisfies readonly ArrowField[], batches: batches.filter(({ rows }) => rows > 0) };
}

/** flechette groups batches by column: transposed, so that a batch has all its columns. */
function stacked(columns: readonly { readonly data: readonly ForeignData[] }[], subject: string): ForeignData[][] {
  const [first] = columns;
  if (
    columns.some(
      ({ data }) =>
        data.length !== first!.data.length || data.some(({ length }, i) => length !== first!.data[i]!.length),
    )
  ) {
    throw badTable(
      subject,
      'columns split into batches at the same rows',
      'columns split differently',
      'Pass Arrow IPC bytes of the table instead.',
    );
  }
  return (first?.data ?? []).map((_, i) => columns.map(({ data }) => data[i]!));
}

/** Dictionaries so far, by column: batches that share one keep sharing it. */
type Dictionaries = Map<object, Map<DataType, ArrowDictionary>>;

function readData(data: ForeignData, type: DataType, subject: string, dictionaries: Dictionaries): ArrowBatch {
  const { length, offset = 0 } = data;
  const bitmap = data.nullBitmap ?? data.validity;
  // Unions have no bitmap of their own, whatever their children say; a Null column has nothing to look up.
  const validity =
    bitmap && bitmap.byteLength > 0 && type.typeId !== Type.Union
      ? bitsFrom(bitmap, offset, length)
      : new Uint8Array(0);
  const nullCount = type.typeId === Type.Null ? length : validity.length > 0 ? countZeros(validity, length) : 0;
  const childTypes = 'children' in type && Array.isArray(type.children) ? (type.children as ArrowField[]) : [];
  const children = childTypes.map(({ type: childType }, i) =>
    readData(data.children![i]!, childType, subject, dictionaries),
  );
  const base = { type, length, nullCount, validity: nullCount > 0 ? validity : new Uint8Array(0), children };
  switch (type.typeId) {
    case Type.Null:
      return base;
    case Type.Bool:
      return { ...base, values: bitsFrom(bytesOf(data.values, (offset + length + 7) >> 3, subject), offset, length) };
    case Type.Utf8:
    case Type.Binary:
    case Type.LargeUtf8:
    case Type.LargeBinary: {
      const offsets = offsetsOf(data, type, subject);
      const from = Number(offsets[0]!);
      const to = Number(offsets[length]!);
      const values = bytesOf(data.values, to, subject).subarray(from, to);
      return { ...base, offsets: from === 0 ? offsets : rebased(offsets), values };
    }
    case Type.List:
    case Type.LargeList:
    case Type.Map:
      return { ...base, offsets: offsetsOf(data, type, subject) };
    case Type.ListView:
    case Type.LargeListView:
      return { ...base, offsets: offsetsOf(data, type, subject), sizes: data.sizes! };
    case Type.Utf8View:
    case Type.BinaryView:
      return {
        ...base,
        values: bytesOf(data.values, 16 * length, subject).subarray(0, 16 * length),
        data: data.variadicBuffers ?? data.data ?? [],
      };
    case Type.Struct:
    case Type.FixedSizeList:
    case Type.RunEndEncoded:
      return base;
    case Type.Union:
      return {
        ...base,
        typeIds: data.typeIds!,
        ...(type.mode === 1 && { offsets: data.valueOffsets ?? data.offsets! }),
      };
    case Type.Dictionary: {
      const values = fixedValues(data, type, subject);
      return { ...base, values, dictionary: dictionaryOf(data.dictionary!, type.dictionary, subject, dictionaries) };
    }
    default:
      return { ...base, values: fixedValues(data, type, subject) };
  }
}

function dictionaryOf(
  foreign: { readonly data: readonly ForeignData[] },
  type: DataType,
  subject: string,
  dictionaries: Dictionaries,
): ArrowDictionary {
  // A library may create a new vector for each batch over the same memory: its first part is the same.
  const identity = foreign.data.length === 1 ? foreign.data[0]! : foreign;
  let byColumn = dictionaries.get(identity);
  if (!byColumn) dictionaries.set(identity, (byColumn = new Map()));
  let read = byColumn.get(type);
  if (!read)
    byColumn.set(
      type,
      (read = { type, data: foreign.data.map((part) => readData(part, type, subject, dictionaries)) }),
    );
  return read;
}

function fixedValues(data: ForeignData, type: DataType, subject: string): Uint8Array {
  const width = byteWidthOf(type);
  if (width === null)
    throw badTable(subject, "a type of Arrow's format", `type ${type.typeId}`, 'Leave the column out, or cast it.');
  return bytesOf(data.values, width * data.length, subject).subarray(0, width * data.length);
}

function offsetsOf(data: ForeignData, type: DataType, subject: string): Int32Array | BigInt64Array {
  const large =
    type.typeId === Type.LargeUtf8 ||
    type.typeId === Type.LargeBinary ||
    type.typeId === Type.LargeList ||
    type.typeId === Type.LargeListView;
  const entries = data.length + (type.typeId === Type.ListView || type.typeId === Type.LargeListView ? 0 : 1);
  const raw = data.valueOffsets ?? data.offsets;
  if (data.length === 0 && (!raw || raw.byteLength === 0)) return large ? new BigInt64Array(1) : new Int32Array(1);
  const bytes = bytesOf(raw, entries * (large ? 8 : 4), subject);
  const aligned = bytes.byteOffset % (large ? 8 : 4) === 0 ? bytes : bytes.slice();
  return large
    ? new BigInt64Array(aligned.buffer, aligned.byteOffset, entries)
    : new Int32Array(aligned.buffer, aligned.byteOffset, entries);
}

function rebased(offsets: Int32Array | BigInt64Array): Int32Array | BigInt64Array {
  if (offsets instanceof Int32Array) return offsets.map((at) => at - offsets[0]!);
  return offsets.map((at) => at - offsets[0]!);
}

/** The bytes of a view, at least `wanted` of them. */
function bytesOf(view: Bytes | undefined, wanted: number, subject: string): Uint8Array {
  const found = view?.byteLength ?? 0;
  if (found < wanted) {
    throw badTable(
      subject,
      `${wanted.toLocaleString('en')} bytes of values`,
      found.toLocaleString('en'),
      'The memory may have been transferred to a worker or changed: keep it, or pass a copy.',
    );
  }
  return view ? new Uint8Array(view.buffer, view.byteOffset, view.byteLength) : new Uint8Array(0);
}

function badTable(subject: string, expected: string, found: string, next: string): PikaError {
  return new PikaError('source/bad-data', { subject, expected, found, next });
}
