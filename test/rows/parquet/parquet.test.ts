import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import {
  columnFromArray,
  int32,
  int64,
  list,
  tableFromColumns,
  tableFromIPC,
  tableToIPC,
  utf8,
} from '@uwdata/flechette';
import * as parquet from 'parquet-wasm/node';
import { laneOf } from '../../../src/engine/columns/column';
import { keyAt, valueOf } from '../../../src/engine/columns/keys';
import { PikaError } from '../../../src/engine/errors';
import type { EncodedColumn, FileRef } from '../../../src/engine/rows/rows';
import { fileOf, ipcOf, service, valuesOf } from '../arrow-columns';

const FLIGHTS = fileOf(
  'flights',
  'parquet',
  readFileSync(new URL('../../../node_modules/vega-datasets/data/flights-3m.parquet', import.meta.url)),
);

function written(ipc: Uint8Array, query: string, rowGroup = 1000): FileRef {
  const properties = new parquet.WriterPropertiesBuilder().setMaxRowGroupSize(rowGroup).build();
  return fileOf(
    query,
    'parquet',
    parquet.writeParquet(parquet.Table.fromIPCStream(ipc), properties) as Uint8Array<ArrayBuffer>,
  );
}

test("flights: every column decodes to the file's values", async () => {
  const { fields, rowCount, rowGroups } = await service.openFile(FLIGHTS);
  const columns = await service.columnsFromFile(
    FLIGHTS,
    fields.map(({ name }) => name),
  );
  assert.deepEqual(
    columns.map(({ rows }) => rows),
    fields.map(() => rowCount),
  );
  assert.deepEqual(
    columns.map(({ encoding }) => encoding),
    [
      { kind: 'u32', origin: 978307260000000n, step: 60000000n },
      { kind: 'u32', origin: -1116n, step: 1n },
      { kind: 'u32', origin: 21n, step: 1n },
      { kind: 'u32', origin: 0n, step: 1n },
      { kind: 'u32', origin: 0n, step: 1n },
    ],
  );
  const readers = columns.map(readerOf);
  let first = 0;
  for (const [group, rows] of rowGroups.entries()) {
    // The file's values, by flechette's slow, independent decoder.
    const table = tableFromIPC(
      await service.rowGroup(
        FLIGHTS,
        group,
        fields.map(({ name }) => name),
      ),
      { useDate: false },
    );
    for (const [i, { name }] of fields.entries()) {
      const values = table.getChild(name).toArray() as ArrayLike<unknown>;
      // It returns timestamps in milliseconds; ours are microseconds.
      const scale = name === 'date' ? 1000 : 1;
      for (let row = 0; row < rows; row++) {
        const ours = readers[i]!(first + row);
        if (typeof ours === 'number' ? ours !== Number(values[row]) * scale : ours !== values[row])
          assert.fail(`${name} of row ${first + row}: ${String(ours)}, in the file ${String(values[row])}`);
      }
    }
    first += rows;
  }
  assert.equal(first, 3_000_000);
});

function readerOf({ pages, encoding, type }: EncodedColumn): (row: number) => number | string | null {
  const lane = laneOf(encoding);
  const pageRows = pages[0]!.rows;
  const [origin, step] = encoding.kind === 'u32' ? [Number(encoding.origin), Number(encoding.step)] : [0, 0];
  return (row) => {
    const key = keyAt(lane, pages[Math.floor(row / pageRows)]!.keys, row % pageRows);
    if (key === null) return null;
    if (type.kind === 'category') return type.labels[Number(key)]!;
    return encoding.kind === 'u32' ? origin + (key as number) * step : valueOf(encoding, key);
  };
}

test('columns by name, in the order requested, twice if requested twice, across row groups', async () => {
  const a = Array.from({ length: 2500 }, (_, i) => (i % 3 ? i : null));
  const b = a.map((value) => (value === null ? 'none' : `s${value % 10}`));
  const table = tableFromColumns({
    'a.b "c"': columnFromArray(a, int32()),
    b: columnFromArray(b, utf8()),
    t: columnFromArray(
      a.map(() => ['x']),
      list(utf8()),
    ),
  });
  const file = written(tableToIPC(table, { format: 'stream' })!, 'small');
  const summary = await service.openFile(file);
  assert.deepEqual(summary, {
    rowCount: 2500,
    rowGroups: [1000, 1000, 500],
    fields: [
      { name: 'a.b "c"', sqlType: 'INTEGER' },
      { name: 'b', sqlType: 'VARCHAR' },
      { name: 't', sqlType: 'VARCHAR[]' },
    ],
  });
  const steps: number[] = [];
  const columns = await service.columnsFromFile(file, ['b', 'a.b "c"', 'b'], {
    onProgress: (done) => steps.push(done),
  });
  assert.deepEqual(columns.map(valuesOf), [b, a.map((value) => (value === null ? null : BigInt(value))), b]);
  assert.notEqual(columns[0]!.pages[0]!.keys.buffer, columns[2]!.pages[0]!.keys.buffer);
  assert.deepEqual(steps, [1000, 2000, 2500]);
  await assert.rejects(
    service.columnsFromFile(file, ['b', 't']),
    /rows\/unsupported-type.*column "t" of query "small".*List<Utf8>.*t\[1\]/,
  );
  await assert.rejects(
    service.columnsFromFile(file, ['b'], { signal: AbortSignal.abort() }),
    (thrown) => thrown instanceof PikaError && thrown.code === 'source/aborted',
  );
});

test('a row group is fetched while the one before it is read', async () => {
  const ipc = ipcOf(
    Array.from({ length: 4000 }, (_, i) => i % 1000),
    int32(),
  );
  const bytes = new Uint8Array(await (written(ipc, 'remote').parts[0]!.data as Blob).arrayBuffer());
  const open = new Set<string>();
  let mostOpen = 0;
  const server = createServer(({ headers: { range = '' } }, response) => {
    const [start, end] = /(\d+)-(\d+)/.exec(range)!.slice(1).map(Number) as [number, number];
    open.add(range);
    mostOpen = Math.max(mostOpen, open.size);
    setTimeout(() => {
      open.delete(range);
      response.writeHead(206, { 'Content-Range': `bytes ${start}-${end}/${bytes.length}` });
      response.end(bytes.subarray(start, end + 1));
    }, 20);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const remote = { url, sizeBytes: bytes.length, etag: null, stallMs: 10_000 };
  try {
    const file: FileRef = { key: url, query: 'remote', format: 'parquet', parts: [{ name: url, data: remote }] };
    const { rowGroups } = await service.openFile(file);
    assert.equal(rowGroups.length, 4);
    const [column] = await service.columnsFromFile(file, ['c']);
    assert.deepEqual(
      valuesOf(column!),
      Array.from({ length: 4000 }, (_, i) => BigInt(i % 1000)),
    );
    assert.equal(mostOpen, 2, 'requests at once');
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test('a file without rows has columns without rows', async () => {
  const file = written(ipcOf([], int64()), 'empty');
  const [column] = await service.columnsFromFile(file, ['c']);
  assert.deepEqual([column!.rows, column!.pages, column!.type], [0, [], { kind: 'number', integer: true }]);
});

test('refuses bytes that are not Parquet', async () => {
  const file = fileOf('junk', 'parquet', new Blob(['PAR1', new Uint8Array(64), 'PAR1']));
  await assert.rejects(
    service.openFile(file),
    /source\/bad-file\] file "junk.parquet" of query "junk": expected the footer, which lists the columns, to be readable, found/,
  );
});

test('columns whose names differ only in case become distinct', async () => {
  const [a, b] = [
    [1, 2, 3],
    [4, 5, 6],
  ].map((values) => columnFromArray(values, int32()));
  const file = written(
    tableToIPC(
      tableFromColumns([
        ['a', a!],
        ['A', b!],
      ]),
      { format: 'stream' },
    )!,
    'twins',
  );
  assert.deepEqual(
    (await service.openFile(file)).fields.map(({ name }) => name),
    ['a', 'A_1'],
  );
  assert.deepEqual((await service.columnsFromFile(file, ['A_1', 'a'])).map(valuesOf), [
    [4n, 5n, 6n],
    [1n, 2n, 3n],
  ]);
  const stream = tableFromIPC(await service.rowGroup(file, 0, ['A_1', 'a']));
  assert.deepEqual(
    stream.schema.fields.map(({ name }) => name),
    ['A_1', 'a'],
  );
});
