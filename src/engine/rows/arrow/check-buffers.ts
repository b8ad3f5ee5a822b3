import { Type, type Batch, type Column, type DataType } from '@uwdata/flechette';
import type { DecodedColumn } from '../encode/decode';

/**
 * Throws an Error if a buffer of a decoded file is shorter than its rows, or points outside its target: decoders and
 * databases do not check, and loop, crash or read foreign memory. `sizeBytes` is the size of the file.
 */
export function checkColumns(columns: readonly DecodedColumn[], sizeBytes: number): void {
  const rowsOfFirst = columns[0]?.chunks.map(({ rows }) => rows) ?? [];
  // A row takes at least one bit; without this check a column of only NULLs could claim any number of rows.
  const claimed = rowsOfFirst.reduce((sum, rows) => sum + rows, 0);
  if (!(claimed <= 8 * sizeBytes))
    throw new Error(`${claimed.toLocaleString('en')} rows in ${sizeBytes.toLocaleString('en')} bytes`);
  for (const { name, type, chunks } of columns) {
    chunks.forEach(({ batch }, i) => {
      if (batch.length !== rowsOfFirst[i])
        throw new Error(`columns of ${String(rowsOfFirst[i])} and ${batch.length} rows in one batch`);
      checkBatch(batch, type, name);
    });
  }
}

/** Fields of flechette's batches that its types lack. */
interface Parts extends Batch<unknown> {
  readonly data?: readonly Uint8Array[];
  readonly dictionary?: Column<unknown> | null;
}

function checkBatch(batch: Batch<unknown>, type: DataType, name: string): void {
  const { length: rows, nullCount, validity, values } = batch;
  const fail = (what: string): never => {
    throw new Error(`${what} in column "${name}"`);
  };
  const need = (found: number | undefined, wanted: number, what: string): void => {
    if (!((found ?? 0) >= wanted)) fail(`${what} of ${String(found)} where ${wanted} are needed`);
  };
  if (!Number.isSafeInteger(rows) || rows < 0) fail(`${rows} rows`);
  if (nullCount !== 0 && validity && validity.length > 0)
    need(validity.length, Math.ceil(rows / 8), 'a validity bitmap');
  switch (type.typeId) {
    case Type.Null:
    case Type.Union:
    case Type.RunEndEncoded:
      return;
    case Type.Bool:
      return need(values.length, Math.ceil(rows / 8), 'a bitmap');
    case Type.Utf8:
    case Type.Binary:
    case Type.LargeUtf8:
    case Type.LargeBinary:
      return checkOffsets(batch.offsets, rows, (values as Uint8Array).length, fail);
    case Type.Utf8View:
    case Type.BinaryView:
      need(values.length, 16 * rows, 'views');
      return checkViews(values as Uint8Array, batch, fail);
    case Type.List:
    case Type.LargeList:
    case Type.Map: {
      const child = batch.children[0]!;
      checkOffsets(batch.offsets, rows, child.length, fail);
      return checkBatch(child, type.children[0].type, name);
    }
    case Type.FixedSizeList:
      need(batch.children[0]!.length, rows * type.stride, 'a list');
      return checkBatch(batch.children[0]!, type.children[0].type, name);
    case Type.Struct:
      type.children.forEach((field, i) => {
        need(batch.children[i]!.length, rows, 'a struct');
        checkBatch(batch.children[i]!, field.type, name);
      });
      return;
    case Type.Dictionary: {
      need(values.length, rows, 'codes');
      const { dictionary } = batch as Parts;
      if (rows === 0) return;
      if (!dictionary) return fail('codes without a dictionary');
      checkCodes(batch, dictionary.length, fail);
      dictionary.data.forEach((part) => checkBatch(part as Batch<unknown>, type.dictionary, name));
      return;
    }
    case Type.Decimal:
      return need((values as Uint8Array).byteLength, (rows * type.bitWidth) / 8, 'decimals');
    case Type.FixedSizeBinary:
      return need((values as Uint8Array).byteLength, rows * type.stride, 'values');
    case Type.ListView:
    case Type.LargeListView: {
      const child = batch.children[0]!;
      checkSpans(batch, child.length, fail);
      return checkBatch(child, type.children[0].type, name);
    }
    default:
      return need(values.length, rows, 'values');
  }
}

function checkOffsets(
  offsets: ArrayLike<number | bigint>,
  rows: number,
  limit: number,
  fail: (what: string) => never,
): void {
  if (rows === 0) return;
  if (offsets.length < rows + 1) fail(`${offsets.length} offsets for ${rows} rows`);
  let before = 0;
  for (let row = 0; row <= rows; row++) {
    const offset = Number(offsets[row]);
    if (!(offset >= before && offset <= limit)) fail(`an offset out of bounds at row ${row}`);
    before = offset;
  }
}

function checkSpans(
  { offsets, sizes, length: rows }: Batch<unknown>,
  limit: number,
  fail: (what: string) => never,
): void {
  if (offsets.length < rows || sizes.length < rows)
    fail(`${offsets.length} offsets and ${sizes.length} sizes for ${rows} rows`);
  for (let row = 0; row < rows; row++) {
    const [from, size] = [Number(offsets[row]), Number(sizes[row])];
    if (!(from >= 0 && size >= 0 && from + size <= limit)) fail(`a list out of bounds at row ${row}`);
  }
}

function checkCodes(batch: Batch<unknown>, labels: number, fail: (what: string) => never): void {
  const { length: rows, nullCount, validity, values } = batch;
  const nullable = nullCount !== 0 && validity?.length > 0;
  for (let row = 0; row < rows; row++) {
    if (nullable && ((validity[row >> 3]! >> (row & 7)) & 1) === 0) continue;
    const code = Number((values as ArrayLike<number>)[row]);
    if (!(code >= 0 && code < labels)) fail(`a code out of bounds at row ${row}`);
  }
}

/** Views of up to 12 bytes contain them; longer ones point into the data buffers. */
function checkViews(values: Uint8Array, batch: Batch<unknown>, fail: (what: string) => never): void {
  const { length: rows, nullCount, validity } = batch;
  const { data = [] } = batch as Parts;
  const view = new DataView(values.buffer, values.byteOffset, values.byteLength);
  const nullable = nullCount !== 0 && validity?.length > 0;
  for (let row = 0; row < rows; row++) {
    if (nullable && ((validity[row >> 3]! >> (row & 7)) & 1) === 0) continue;
    const length = view.getInt32(16 * row, true);
    if (length < 0) fail(`a length below zero at row ${row}`);
    if (
      length > 12 &&
      view.getUint32(16 * row + 12, true) + length > (data[view.getUint32(16 * row + 8, true)]?.length ?? -1)
    )
      fail(`a view out of bounds at row ${row}`);
  }
}
