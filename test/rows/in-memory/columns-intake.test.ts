import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  bool,
  columnFromArray,
  dateDay,
  decimal,
  float32,
  float64,
  int16,
  int32,
  int64,
  tableFromColumns,
  tableFromIPC,
  tableToIPC,
  timestamp,
  uint32,
  utf8,
  type DataType,
} from '@uwdata/flechette';
import { PAGE_ROWS } from '../../../src/engine/columns/column';
import { ColumnsIntake } from '../../../src/engine/rows/in-memory/columns-intake';
import { flatColumnsOf } from '../../../src/engine/rows/arrow/flat-stream';
import { piecesOf } from '../../../src/engine/rows/in-memory/flat-pieces';
import { readInMemory } from '../../../src/engine/rows/in-memory/in-memory';
import type { EncodedColumn, FlatPiece, RowsPiece } from '../../../src/engine/rows/rows';
import { valuesOf } from '../arrow-columns';

const TYPES: Record<string, DataType> = {
  single: float32(),
  double: float64(),
  small: int32(),
  unsigned: uint32(),
  short: int16(),
  long: int64(),
  wide: int64(),
  day: dateDay(),
  time: timestamp(2, null),
};

function valuesFor(name: string, rows: number, first = 0): unknown[] {
  return Array.from({ length: rows }, (_, i) => {
    const row = first + i;
    if (row % 7 === 3) return null;
    if (name === 'single') return Math.fround(Math.sin(row));
    if (name === 'double') return Math.sin(row);
    if (name === 'long') return BigInt(row) * 3_000_000_007n - 1_000_000n;
    if (name === 'wide') return BigInt(row) ** 3n * 1009n;
    if (name === 'unsigned') return 4_000_000_000 - row;
    return name === 'time' || name === 'day' ? row * 86_400_000 : ((row * 31) % 1000) - 500;
  });
}

function streamOf(
  columns: Record<string, unknown[]>,
  types: Record<string, DataType>,
  maxBatchRows: number,
  format: 'stream' | 'file' = 'stream',
): Uint8Array<ArrayBuffer> {
  const made = Object.entries(columns).map(
    ([name, values]) => [name, columnFromArray(values, types[name], { maxBatchRows })] as const,
  );
  return tableToIPC(tableFromColumns(made as never), { format }) as Uint8Array<ArrayBuffer>;
}

function intakeOf(pieces: readonly RowsPiece[], expectedRows?: number): EncodedColumn[] {
  const intake = new ColumnsIntake('q', undefined, expectedRows);
  for (const piece of pieces) intake.add(piece);
  return intake.finish();
}

test('reads numbers and times like the general decoder', () => {
  const cases = Object.entries(TYPES).flatMap(([name, type]) =>
    (['stream', 'file'] as const).map((format) => ({ name, type, format })),
  );
  for (const { name, type, format } of cases) {
    const stream = streamOf(
      { [name]: valuesFor(name, 1000), other: valuesFor('double', 1000) },
      { [name]: type, other: float64() },
      64,
      format,
    );
    const general = tableFromIPC(stream).getChildAt(0).data;
    const [flat] = flatColumnsOf(stream)!;
    assert.equal(flat!.chunks.length, general.length);
    flat!.chunks.forEach(({ rows, validity, batch: { values } }, i) => {
      const batch = general[i]!;
      assert.deepEqual(
        [rows, validity, values],
        [batch.length, batch.validity.subarray(0, Math.ceil(rows / 8)), batch.values.subarray(0, rows)],
      );
    });
  }
});

test('leaves all other bytes to the general decoder', () => {
  for (const [type, value] of [
    [utf8(), 'a'],
    [bool(), true],
    [decimal(9, 2), 1],
  ] as const) {
    assert.equal(flatColumnsOf(streamOf({ a: [1], b: [value] }, { a: int32(), b: type }, 10)), null);
  }
});

test('truncated bytes are an error or fewer batches, never rows that do not exist', () => {
  const [whole, file] = (['stream', 'file'] as const).map((format) =>
    streamOf({ a: valuesFor('double', 40), b: valuesFor('small', 40) }, { a: float64(), b: int32() }, 10, format),
  ) as [Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>];
  const all = valuesOf(intakeOf([whole])[0]!);
  assert.deepEqual(valuesOf(intakeOf([file])[0]!), all);
  let refused = 0;
  for (let length = 0; length < whole.length; length++) {
    assert.throws(() => intakeOf([file.slice(0, Math.max(length, 6))]), /rows\/bad-bytes/);
    try {
      const [column] = intakeOf([whole.slice(0, length)]);
      const found = column ? valuesOf(column) : [];
      assert.deepEqual(found, all.slice(0, found.length));
      assert.equal(found.length % 10, 0);
    } catch (thrown) {
      assert.match(String(thrown), /rows\/bad-bytes/);
      refused++;
    }
  }
  assert.ok(refused > whole.length / 2);
});

test('yields equal columns from one or several streams, with or without an expected row count', () => {
  const rows = PAGE_ROWS + 5000;
  const cuts = [0, 1, 4000, PAGE_ROWS - 3, PAGE_ROWS + 10, rows];
  const types: Record<string, DataType> = { ...TYPES, text: utf8() };
  const values = Object.fromEntries(
    Object.keys(types).map((name) => [
      name,
      name === 'text'
        ? Array.from({ length: rows }, (_, row) => ['b', 'ä', null, 'a'][row % 4])
        : valuesFor(name, rows),
    ]),
  );
  for (const name of Object.keys(types)) {
    const only = (from: number, to: number): Uint8Array<ArrayBuffer> =>
      streamOf({ [name]: values[name]!.slice(from, to) }, types, 2048);
    const [whole] = intakeOf([only(0, rows)], rows);
    assert.deepEqual(
      whole!.pages.map((page) => page.rows),
      [PAGE_ROWS, 5000],
    );
    assert.ok(whole!.pages.every(({ keys }) => keys.buffer.byteLength === keys.byteLength));
    for (const expected of [undefined, rows, 100]) {
      assert.deepEqual(
        intakeOf(
          cuts.slice(1).map((to, i) => only(cuts[i]!, to)),
          expected,
        ),
        [whole],
        `${name}, ${expected} rows expected`,
      );
    }
  }
});

test('encodes all values as doubles if a late one is no float', () => {
  const early = [0, -0, 1.5, null, NaN, -Infinity, 2 ** 100, -2.25];
  const late = [0.1, null, -0];
  const pieces = [early, late].map((values) => streamOf({ x: values }, { x: float64() }, 3));
  const [column] = intakeOf(pieces);
  assert.equal(column!.encoding.kind, 'float64');
  assert.deepEqual(valuesOf(column!), [0, 0, 1.5, null, null, -Infinity, 2 ** 100, -2.25, 0.1, null, 0]);
  const floats = [0, -0, 1.5, null, NaN, -Infinity, -2.25];
  const [single] = intakeOf([floats, [null, 7]].map((values) => streamOf({ x: values }, { x: float64() }, 3)));
  assert.deepEqual(
    [single!.encoding.kind, ...valuesOf(single!)],
    ['f32', 0, 0, 1.5, null, null, -Infinity, -2.25, null, 7],
  );
});

test('pieces that become pages in place have the keys of streams, and copy nothing again', async () => {
  const rows = PAGE_ROWS + 5000;
  const values = Object.fromEntries(Object.keys(TYPES).map((name) => [name, valuesFor(name, rows)]));
  const stream = streamOf(values, TYPES, PAGE_ROWS);
  const batches = await readInMemory(stream, 'q');
  for (const [place, name] of Object.keys(TYPES).entries()) {
    const [expected] = intakeOf([streamOf({ [name]: values[name]! }, TYPES, 2048)], rows);
    const pieces = [...piecesOf(batches, [place])];
    assert.deepEqual(
      pieces.slice(1).map((piece) => (piece instanceof Uint8Array ? null : piece.rows)),
      [PAGE_ROWS, 5000],
    );
    const buffers = pieces.slice(1).map((piece) => (piece as FlatPiece).columns[0]!.values.buffer);
    const [column] = intakeOf(pieces, rows);
    assert.deepEqual(column, expected, name);
    const inPlace = column!.pages.map(({ keys }, i) => keys.buffer === buffers[i]);
    // The keys of the others are narrower than their values, or wider.
    assert.deepEqual(
      inPlace,
      Array(2).fill(['single', 'double', 'small', 'unsigned', 'day', 'wide'].includes(name)),
      name,
    );
  }
  assert.deepEqual((await readInMemory(stream, 'q')).batches, batches.batches, 'the memory of the page is the same');
});

test('batches that do not fill pages, and texts, come as streams', async () => {
  const small = await readInMemory(streamOf({ single: valuesFor('single', 5000) }, TYPES, 2048), 'q');
  const texts = await readInMemory({ text: ['a', null, 'b'] }, 'q');
  for (const batches of [small, texts])
    assert.ok([...piecesOf(batches, [0])].every((piece) => piece instanceof Uint8Array));
});
