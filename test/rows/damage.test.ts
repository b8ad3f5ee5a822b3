import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import {
  columnFromArray,
  bool,
  dictionary,
  float64,
  int64,
  list,
  tableFromColumns,
  tableToIPC,
  timestamp,
  TimeUnit,
  utf8,
} from '@uwdata/flechette';
import * as parquet from 'parquet-wasm/node';
import { PikaError } from '../../src/engine/errors';
import type { ParquetModule } from '../../src/engine/rows/parquet/parquet';
import { ALL_COLUMNS, type RowsFormat } from '../../src/engine/rows/rows';
import { RowsService } from '../../src/engine/rows/rows-service';
import { report } from '../harness/patience.mjs';
import { Random } from '../harness/random';
import { fileOf } from './arrow-columns';
import { mutations } from './mutations';

/** Damaged copies of each file; `npm run fuzz` sets more. */
const COUNT = Number(process.env.PIKA_MUTATIONS ?? 400);
/**
 * No damaged file may take longer, as they are all a few kilobytes. Only `npm run fuzz` sets this limit, because the
 * machine of a test run may be busy.
 */
const LIMIT_MS = Number(process.env.PIKA_LIMIT_MS ?? Infinity);
const ALLOWED = new Set([
  'source/bad-file',
  'source/unsupported-format',
  'rows/unsupported-type',
  'rows/unreadable-column',
  'rows/bad-bytes',
]);

const rows = Array.from({ length: 40 }, (_, i) => i);
const table = tableFromColumns([
  [
    'i',
    columnFromArray(
      rows.map((i) => (i % 7 ? BigInt(i * i) : null)),
      int64(),
    ),
  ],
  [
    'd',
    columnFromArray(
      rows.map((i) => i / 3),
      float64(),
    ),
  ],
  [
    's',
    columnFromArray(
      rows.map((i) => (i % 5 ? `s${i % 4}` : null)),
      utf8(),
    ),
  ],
  [
    'c',
    columnFromArray(
      rows.map((i) => `c${i % 3}`),
      dictionary(utf8()),
    ),
  ],
  [
    'b',
    columnFromArray(
      rows.map((i) => i % 2 === 0),
      bool(),
    ),
  ],
  [
    't',
    columnFromArray(
      rows.map((i) => i * 1e6),
      timestamp(TimeUnit.MILLISECOND),
    ),
  ],
  [
    'l',
    columnFromArray(
      rows.map((i) => [`${i}`]),
      list(utf8()),
    ),
  ],
]);
const objects = rows.map((i) => ({
  i,
  d: i / 3,
  s: `s${i}`,
  n: { a: [i, null] },
  day: `2024-01-${String(1 + (i % 28)).padStart(2, '0')}`,
}));

const FILES: readonly (readonly [string, RowsFormat, () => Uint8Array])[] = [
  ['an Arrow file', 'arrow', () => tableToIPC(table, { format: 'file' })!],
  ['an Arrow stream', 'arrow', () => tableToIPC(table, { format: 'stream' })!],
  ['JSON', 'json', () => new TextEncoder().encode(JSON.stringify(objects))],
  ['NDJSON', 'json', () => new TextEncoder().encode(objects.map((row) => JSON.stringify(row)).join('\n'))],
  ['an Arrow file compressed with LZ4', 'arrow', () => stored('pyarrow-lz4.feather')],
  ['an Arrow file compressed with ZSTD', 'arrow', () => stored('polars-zstd.arrow')],
  ['Parquet of pyarrow', 'parquet', () => stored('pages-v2.parquet')],
  [
    'Parquet',
    'parquet',
    () =>
      parquet.writeParquet(
        parquet.Table.fromIPCStream(tableToIPC(table, { format: 'stream' })!),
        new parquet.WriterPropertiesBuilder().setMaxRowGroupSize(20).build(),
      ),
  ],
];

function stored(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`files/${name}`, import.meta.url)));
}

for (const [what, format, bytes] of FILES) {
  test(`${what}, damaged in ${COUNT} ways: read or refused with a PikaError, and the next file is read`, async () => {
    let [read, refused, crashed, slowestMs] = [0, 0, 0, 0];
    let service = newService();
    const whole = bytes();
    const stream = new Random(20_240_229);
    const random = (): number => stream.next();
    for (const hurt of mutations(whole, COUNT, random)) {
      report({ awaits: `damaged file ${read + refused + crashed}` });
      const startMs = performance.now();
      try {
        await orCrash(readAll(service, format, hurt));
        read++;
      } catch (thrown) {
        if (thrown instanceof WebAssembly.RuntimeError) {
          // As in the worker, the WebAssembly is dead and must be replaced. Here it survives some crashes, each of
          // which costs some of its stack.
          if (++crashed % 50 === 0) service = newService();
          await readAll(service, format, hurt, [ALL_COLUMNS]).catch((refusal: unknown) =>
            assert.ok(refusal instanceof PikaError && ALLOWED.has(refusal.code), String(refusal)),
          );
        } else {
          assert.ok(
            thrown instanceof PikaError && ALLOWED.has(thrown.code),
            `after ${read + refused} files: ${thrown instanceof Error ? thrown.stack : String(thrown)}`,
          );
          refused++;
        }
      }
      slowestMs = Math.max(slowestMs, performance.now() - startMs);
    }
    assert.ok(slowestMs < LIMIT_MS, `one took ${slowestMs.toFixed(0)} ms`);
    await readAll(service, format, whole);
    console.log(
      `measured: ${what}: ${read} read, ${refused} refused, ${crashed} crashed the reader, slowest ${slowestMs.toFixed(0)} ms`,
    );
  });
}

function newService(): RowsService {
  const load = createRequire(import.meta.url);
  Reflect.deleteProperty(load.cache, load.resolve('parquet-wasm/node'));
  return new RowsService(() => Promise.resolve(load('parquet-wasm/node') as ParquetModule));
}

/** Reads all drawable columns, and all row groups for the database. */
async function readAll(
  service: RowsService,
  format: RowsFormat,
  bytes: Uint8Array,
  avoid: readonly string[] = [],
): Promise<void> {
  const file = { ...fileOf('hurt', format, bytes as Uint8Array<ArrayBuffer>), avoid };
  const { fields, rowGroups } = await service.openFile(file);
  const names = fields.map(({ name }) => name);
  const drawable = fields.filter(({ sqlType }) => !/\[\]$|^(STRUCT|MAP)\(/.test(sqlType)).map(({ name }) => name);
  // A column that cannot be read does not affect the others.
  const failed: unknown[] = [];
  for (const name of drawable)
    await service.columnsFromFile(file, [name]).catch((thrown: unknown) => failed.push(thrown));
  for (const group of rowGroups.keys())
    await service.rowGroup(file, group, names).catch((thrown: unknown) => failed.push(thrown));
  service.close(file.key);
  const worst = failed.find((thrown) => !(thrown instanceof PikaError && thrown.code === 'rows/unreadable-column'));
  if (failed.length > 0) throw worst ?? failed[0];
}

/** Rejects if WebAssembly crashes outside every promise, as some damage causes; the work itself then never ends. */
function orCrash<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    process.setUncaughtExceptionCaptureCallback(reject);
    work.then(resolve, reject);
  }).finally(() => process.setUncaughtExceptionCaptureCallback(null)) as Promise<T>;
}
