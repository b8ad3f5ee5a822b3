import { DateUnit, Precision, Type, type DataType } from '@uwdata/flechette';
import type { ArrowBatch, RecordBatches } from '../arrow/arrow-layout';
import { bytesOf, contentsOf, integersOf, numbersOf, spansOf } from '../arrow/batch-access';
import { bitAt } from '../arrow/bitmap';
import type { DecodedColumn } from '../encode/decode';
import { readForeignTable } from '../in-memory/foreign-table';
import { decimalText, doubleText, singleText } from './number-text';
import { longDecimal } from '../arrow/widen';
import { dateText, intervalText, timestampText, timeText } from './time-text';

/** A text may begin with a byte order mark, which is kept. */
const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** One row of record batches, each value as DuckDB's CAST to VARCHAR writes it; null for NULL. */
export function rowTexts({ batches }: RecordBatches, row: number): (string | null)[] {
  let first = 0;
  for (const { rows, columns } of batches) {
    if (row < first + rows) return columns.map((column) => valueText(column, row - first));
    first += rows;
  }
  throw new RangeError(`row ${row} of ${first}`);
}

/** One row of decoded columns; see {@link rowTexts}. Copies: at most bitmaps. */
export function decodedTexts(columns: readonly DecodedColumn[], row: number, subject: string): (string | null)[] {
  const fields = columns.map(({ name, type }) => ({ name, type, nullable: true }));
  return rowTexts(
    readForeignTable(
      { schema: { fields }, children: columns.map(({ chunks }) => ({ data: chunks.map(({ batch }) => batch) })) },
      subject,
    ),
    row,
  );
}

/** Returns null for NULL. */
export function valueText(batch: ArrowBatch, row: number): string | null {
  const { type, validity, children } = batch;
  if (type.typeId === Type.Null || (validity.length > 0 && !bitAt(validity, row))) return null;
  switch (type.typeId) {
    case Type.Bool:
      return String(bitAt(bytesOf(batch.values), row));
    case Type.Int:
      return String(integersOf(batch, type.signed)(row));
    case Type.Float:
      return floatText(batch, row, type.precision);
    case Type.Decimal: {
      const unscaled = integersOf(batch, true)(row);
      // The database stores such a column as DOUBLE.
      return type.bitWidth === 256
        ? doubleText(longDecimal(unscaled, type.scale))
        : decimalText(unscaled, type.precision, type.scale);
    }
    case Type.Date:
      return finite(integersOf(batch, true)(row), type.unit === DateUnit.DAY ? 32 : 64, (ticks) =>
        dateText(type.unit === DateUnit.DAY ? ticks : ticks / 86_400_000n),
      );
    case Type.Time:
      return timeText(
        type.unit === 3 ? integersOf(batch, true)(row) / 1000n : integersOf(batch, true)(row),
        PER_SECOND[Math.min(2, type.unit)]!,
      );
    case Type.Timestamp:
      return finite(integersOf(batch, true)(row), 64, (ticks) =>
        timestampText(ticks, PER_SECOND[type.unit]!, type.timezone !== null),
      );
    case Type.Duration:
      return intervalText(0, 0, (integersOf(batch, true)(row) * 1_000_000n) / PER_SECOND[type.unit]!);
    case Type.Interval:
      return intervalAt(batch, row, type.unit);
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Utf8View:
      return UTF8.decode(contentsOf(batch)(row));
    case Type.Binary:
    case Type.LargeBinary:
    case Type.BinaryView:
    case Type.FixedSizeBinary:
      return blobText(contentsOf(batch)(row));
    case Type.List:
    case Type.LargeList:
    case Type.ListView:
    case Type.LargeListView:
    case Type.FixedSizeList:
      return `[${elements(batch, row)
        .map((at) => nestedText(children[0]!, at))
        .join(', ')}]`;
    case Type.Struct:
      return `{${children.map((child, i) => `'${type.children[i]!.name.replace(/['\\]/g, '\\$&')}': ${nestedText(child, row)}`).join(', ')}}`;
    case Type.Map: {
      const [key, value] = children[0]!.children;
      return `{${elements(batch, row)
        .map((at) => `${nestedText(key!, at)}=${nestedText(value!, at)}`)
        .join(', ')}}`;
    }
    case Type.Union: {
      const at = type.typeIds.indexOf(numbersOf(batch.typeIds, Int8Array)[row]!);
      return valueText(children[at]!, batch.offsets ? numbersOf(batch.offsets, Int32Array)[row]! : row);
    }
    case Type.Dictionary:
      return dictionaryText(batch, row);
    case Type.RunEndEncoded:
      return runText(batch, row);
    default:
      return null;
  }
}

const PER_SECOND = [1n, 1000n, 1_000_000n, 1_000_000_000n] as const;
const NESTED = new Set<number>([
  Type.List,
  Type.LargeList,
  Type.ListView,
  Type.LargeListView,
  Type.FixedSizeList,
  Type.Struct,
  Type.Map,
]);

/** Inside lists and structs, text that could be mistaken for syntax or NULL is quoted. */
function nestedText(batch: ArrowBatch, row: number): string {
  const text = valueText(batch, row);
  if (text === null) return 'NULL';
  const plain = NESTED.has(batch.type.typeId) || !(text === '' || /^\s|\s$|[,:='"(){}[\]]|^null$/i.test(text));
  return plain ? text : `'${text.replace(/['\\]/g, '\\$&')}'`;
}

function floatText(batch: ArrowBatch, row: number, precision: number): string {
  const bytes = bytesOf(batch.values);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (precision === Precision.DOUBLE) return doubleText(view.getFloat64(8 * row, true));
  return singleText(
    precision === Precision.SINGLE ? view.getFloat32(4 * row, true) : halfOf(view.getUint16(2 * row, true)),
  );
}

function halfOf(bits: number): number {
  const [exponent, fraction] = [(bits >> 10) & 31, bits & 1023];
  const size =
    exponent === 31
      ? fraction
        ? NaN
        : Infinity
      : exponent === 0
        ? fraction * 2 ** -24
        : (1 + fraction / 1024) * 2 ** (exponent - 15);
  return bits & 0x8000 ? -size : size;
}

/** The largest tick count is infinity, and its negative is -infinity. */
function finite(ticks: bigint, bits: number, text: (ticks: bigint) => string): string {
  const infinity = (1n << BigInt(bits - 1)) - 1n;
  return ticks === infinity ? 'infinity' : ticks === -infinity ? '-infinity' : text(ticks);
}

function intervalAt({ values }: ArrowBatch, row: number, unit: number): string {
  const bytes = bytesOf(values);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (unit === 0) return intervalText(view.getInt32(4 * row, true), 0, 0n);
  if (unit === 1)
    return intervalText(0, view.getInt32(8 * row, true), BigInt(view.getInt32(8 * row + 4, true)) * 1000n);
  return intervalText(
    view.getInt32(16 * row, true),
    view.getInt32(16 * row + 4, true),
    view.getBigInt64(16 * row + 8, true) / 1000n,
  );
}

/** The positions of a list's values among those of all lists. */
function elements(batch: ArrowBatch, row: number): number[] {
  const [from, to] = spansOf(batch)(row);
  return Array.from({ length: to - from }, (_, i) => from + i);
}

function blobText(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => {
    const plain = byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x27 && byte !== 0x5c;
    return plain ? String.fromCharCode(byte) : `\\x${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }).join('');
}

function dictionaryText(batch: ArrowBatch, row: number): string | null {
  let code = Number(
    integersOf({ ...batch, type: (batch.type as Extract<DataType, { indices: DataType }>).indices }, false)(row),
  );
  for (const part of batch.dictionary!.data) {
    if (code < part.length) return valueText(part, code);
    code -= part.length;
  }
  return null;
}

function runText({ children: [ends, values] }: ArrowBatch, row: number): string | null {
  let run = 0;
  while (Number(integersOf(ends!, true)(run)) <= row) run++;
  return valueText(values!, run);
}
