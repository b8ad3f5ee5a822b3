/** Headers that claim more than there is, and malicious schemas: refused before any memory is allocated for them. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { columnFromArray, int32, list, tableFromColumns, tableToIPC, utf8, type DataType } from '@uwdata/flechette';
import * as arrow from 'apache-arrow';
import * as parquet from 'parquet-wasm/node';
import { readInMemory } from '../../src/engine/rows/in-memory/in-memory';
import type { RowsFormat } from '../../src/engine/rows/rows';
import { gunzip } from '../../src/engine/source/files/gunzip';
import { fileOf, service, valuesOf } from './arrow-columns';

const FIVE_GB = 5_000_000_000n;
const ROWS = 4_242;
const table = tableFromColumns([
  [
    'n',
    columnFromArray(
      Array.from({ length: ROWS }, (_, i) => i),
      int32(),
    ),
  ],
  [
    's',
    columnFromArray(
      Array.from({ length: ROWS }, (_, i) => `s${i % 3}`),
      utf8(),
    ),
  ],
]);
const stream = tableToIPC(table, { format: 'stream' }) as Uint8Array<ArrayBuffer>;

/** A copy in which every 64-bit `from` is replaced by `to`. */
function claiming(bytes: Uint8Array, from: bigint, to: bigint): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(bytes);
  const view = new DataView(copy.buffer);
  let found = 0;
  for (let at = 0; at + 8 <= copy.length; at += 4) {
    if (view.getBigInt64(at, true) !== from) continue;
    view.setBigInt64(at, to, true);
    found++;
  }
  assert.ok(found > 0);
  return copy;
}

async function refused(format: RowsFormat, bytes: Uint8Array<ArrayBuffer>, ...patterns: RegExp[]): Promise<void> {
  const beforeBytes = process.memoryUsage().arrayBuffers;
  await assert.rejects(service.openFile(fileOf('claims', format, bytes)), (thrown: Error) => {
    for (const pattern of [/source\/bad-file\] file "claims/, ...patterns]) assert.match(thrown.message, pattern);
    return true;
  });
  assert.ok(process.memoryUsage().arrayBuffers - beforeBytes < 5e7, 'no memory was allocated');
}

test('Arrow: claims of 5 GB for rows, a buffer, a body, compressed data', async () => {
  await refused('arrow', claiming(stream, BigInt(ROWS), FIVE_GB), /5,000,000,000 rows/);
  await refused('arrow', claiming(stream, BigInt(4 * ROWS), FIVE_GB));
  const [body] = [...arrow.MessageReader.prototype[Symbol.iterator].call(new arrow.MessageReader(stream))]
    .map(({ bodyLength }) => BigInt(bodyLength))
    .filter((length) => length > 0n);
  await refused('arrow', claiming(stream, body!, FIVE_GB), /a body of 5,000,000,000 bytes/);
  for (const name of ['pyarrow-lz4.feather', 'pyarrow-zstd.feather']) {
    const bytes = new Uint8Array(readFileSync(new URL(`files/${name}`, import.meta.url)));
    // A hundred rows of 64 bits, which both codecs compress.
    await refused('arrow', claiming(bytes, 800n, FIVE_GB), /compressed bytes that claim to be 5,000,000,000/);
    await assert.rejects(
      readInMemory(claiming(bytes, 800n, FIVE_GB), 'query "q"'),
      /rows\/bad-bytes.*claim to be 5,000,000,000/,
    );
  }
});

test('Parquet: a footer of 5 GB, and one larger than the file', async () => {
  const bytes = parquet.writeParquet(
    parquet.Table.fromIPCStream(stream),
    new parquet.WriterPropertiesBuilder().build(),
  ) as Uint8Array<ArrayBuffer>;
  for (const claim of [0xffff_ffff, 0x7fff_ffff, bytes.length]) {
    const hurt = bytes.slice();
    new DataView(hurt.buffer).setUint32(hurt.length - 8, claim, true);
    await refused('parquet', hurt, /the footer, which lists the columns, to be readable/);
  }
  // The next file is read.
  const file = fileOf('whole', 'parquet', bytes);
  assert.equal((await service.columnsFromFile(file, ['n']))[0]!.rows, ROWS);
});

test('gzip with a wrong length, and truncated', async () => {
  const whole = new Uint8Array(
    await new Response(
      new Blob(['a,b\n1,2\n'.repeat(1000)]).stream().pipeThrough(new CompressionStream('gzip')),
    ).arrayBuffer(),
  );
  const claims = whole.slice();
  new DataView(claims.buffer).setUint32(claims.length - 4, Number(FIVE_GB % 2n ** 32n), true);
  for (const hurt of [claims, whole.slice(0, 40)])
    await assert.rejects(
      gunzip(new Blob([hurt]), 'x.csv.gz', 'q'),
      /source\/bad-file\] file "x.csv.gz" of query "q".*do not decompress/,
    );
  assert.equal((await gunzip(new Blob([whole]), 'x.csv.gz', 'q')).size, 8000);
});

test('Arrow types nested hundreds deep, or sharing children to unfold without end', async () => {
  let deep: DataType = int32();
  for (let depth = 0; depth < 200; depth++) deep = list(deep);
  const bytes = tableToIPC(tableFromColumns([['deep', columnFromArray([], deep)]]), {
    format: 'stream',
  }) as Uint8Array<ArrayBuffer>;
  await refused('arrow', bytes, /nested more than 64 deep/);
  await refused('arrow', sharing(40), /more than 10,000 fields/);
});

/** A schema of structs, each of which has the next one twice as its child: 2⁴⁰ fields in a few kilobytes. */
function sharing(levels: number): Uint8Array<ArrayBuffer> {
  const words: number[] = [];
  const bytes = (): number => 4 * words.length;
  // A table: its vtable of 16-bit entries, the offset back to it, then its slots. `slots` are by field, 0 if missing.
  const tableOf = (slots: readonly number[]): { at: number; slot: (field: number) => number } => {
    const shorts = [4 + 2 * slots.length, 4 + 4 * slots.filter((slot) => slot !== 0).length];
    let offset = 4;
    for (const slot of slots) {
      shorts.push(slot === 0 ? 0 : offset);
      if (slot !== 0) offset += 4;
    }
    if (shorts.length % 2 === 1) shorts.push(0);
    const vtable = bytes();
    for (let i = 0; i < shorts.length; i += 2) words.push(shorts[i]! | (shorts[i + 1]! << 16));
    const at = bytes();
    words.push(at - vtable);
    const places = slots.map((slot) => (slot === 0 ? -1 : words.push(0) - 1));
    return { at, slot: (field) => places[field]! };
  };
  const point = (word: number, to: number): void => {
    words[word] = to - 4 * word;
  };
  words.push(0); // position of the message
  const message = tableOf([1, 1, 1, 0]);
  point(0, message.at);
  words[message.slot(0)] = 4;
  words[message.slot(1)] = 1; // a schema
  const schema = tableOf([0, 1]);
  point(message.slot(2), schema.at);
  let parents = schema.slot(1);
  let width = 1;
  for (let level = 0; level < levels; level++) {
    point(parents, bytes());
    words.push(width);
    const entries = Array.from({ length: width }, () => words.push(0) - 1);
    const field = tableOf([0, 0, 0, 0, 0, 1]);
    for (const entry of entries) point(entry, field.at);
    parents = field.slot(5);
    width = 2;
  }
  point(parents, bytes());
  words.push(0);
  if (words.length % 2 === 1) words.push(0);
  return new Uint8Array(Uint32Array.from([0xffff_ffff, bytes(), ...words, 0xffff_ffff, 0]).buffer);
}

test('columns with equal names become distinct in memory too, also if only case differs', async () => {
  const twins = tableToIPC(
    tableFromColumns([
      ['a', columnFromArray([1], int32())],
      ['a', columnFromArray([2], int32())],
      ['A', columnFromArray([3], int32())],
    ]),
    { format: 'stream' },
  )!;
  for (const data of [twins, arrow.tableFromIPC(twins)])
    assert.deepEqual(
      (await readInMemory(data, 'q')).fields.map(({ name }) => name),
      ['a', 'a_1', 'A_2'],
    );
  assert.deepEqual(
    (await readInMemory([{ a: 1, A: 2, 'x\0y': 3 }], 'q')).fields.map(({ name }) => name),
    ['a', 'A_1', 'x\ufffdy'],
  );
  const file = fileOf('twins', 'arrow', twins as Uint8Array<ArrayBuffer>);
  assert.deepEqual((await service.columnsFromFile(file, ['a_1', 'A_2'])).map(valuesOf), [[2n], [3n]]);
});
