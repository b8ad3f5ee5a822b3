import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { unzipSync, zipSync } from 'fflate';
import { readSnapshot } from '../../examples/read-snapshot.mjs';
import type { ByteSource } from '../../src/engine/rows/parquet/byte-source';
import type { SavedQuery } from '../../src/engine/snapshot/saved-query';
import { Snapshot } from '../../src/engine/snapshot/snapshot';
import { requestsIn } from '../../src/engine/snapshot/sql-in';
import { writeSnapshot } from '../../src/engine/snapshot/write-snapshot';
import { zipPartsOf, type ZipEntry } from '../../src/engine/snapshot/zip/zip-writer';
import { contentRange, readDirectory } from '../../src/engine/snapshot/zip/zip-reader';
import { CONTENTS, openBlob, readAll } from './snapshot-files';

const bytesOf = async (blob: Blob): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await blob.arrayBuffer());
const { rows, plots, queries, layout, state, theme } = CONTENTS;

test('a snapshot opens as it was saved', async () => {
  const snapshot = await openBlob(await writeSnapshot(CONTENTS));
  const read = await readAll(snapshot);
  assert.deepEqual(read.queries, new Map(queries.entries()));
  assert.deepEqual(read.plots, new Map(plots.entries()));
  assert.deepEqual(read.layout, layout);
  assert.deepEqual(JSON.parse(JSON.stringify(read.state)), state);
  assert.deepEqual({ ...(read.theme as object) }, theme);
  assert.deepEqual(read.rows, new Map([['rows/0-0.csv', await rows.get('rows/0-0.csv')!.text()]]));
  assert.deepEqual([snapshot.lost, snapshot.isNewer], [[], false]);
});

test('equal contents make equal files, which other programs read', async () => {
  const [once, again] = [await bytesOf(await writeSnapshot(CONTENTS)), await bytesOf(await writeSnapshot(CONTENTS))];
  assert.deepEqual(once, again);
  const files = unzipSync(once);
  assert.deepEqual(Object.keys(files).sort(), [
    'layout.json',
    'manifest-copy.json',
    'manifest.json',
    'plots/0.json',
    'plots/1.json',
    'queries/0.json',
    'queries/1.json',
    'rows/0-0.csv',
    'state.json',
    'theme.json',
  ]);
  assert.equal(new TextDecoder().decode(files['rows/0-0.csv']), await rows.get('rows/0-0.csv')!.text());
});

test('a file that another program has zipped again still opens', async () => {
  const files = unzipSync(await bytesOf(await writeSnapshot(CONTENTS)));
  const snapshot = await openBlob(new Blob([zipSync(files, { level: 9 }) as Uint8Array<ArrayBuffer>]));
  assert.deepEqual(
    (await readAll(snapshot)).rows,
    new Map([['rows/0-0.csv', files['rows/0-0.csv'] && new TextDecoder().decode(files['rows/0-0.csv'])]]),
  );
  assert.deepEqual(snapshot.lost, []);
});

test('a file of each version opens forever', async () => {
  const snapshot = await openBlob(new Blob([readFileSync(join(import.meta.dirname, 'files/v1.pika'))]));
  const read = await readAll(snapshot);
  assert.deepEqual(read.queries, new Map(queries.entries()));
  assert.deepEqual(read.plots, new Map(plots.entries()));
  assert.deepEqual([read.layout, snapshot.lost, snapshot.isNewer], [layout, [], false]);
});

test('a file of a later version says so, and what is known opens', async () => {
  const files = unzipSync(await bytesOf(await writeSnapshot(CONTENTS)));
  const manifest = JSON.parse(new TextDecoder().decode(files['manifest.json'])) as { entries: object[] };
  const later = {
    ...manifest,
    version: 2,
    entries: [...manifest.entries, { path: 'films/0.json', bytes: 2, sha256: ['00'] }],
  };
  for (const name of ['manifest.json', 'manifest-copy.json'])
    files[name] = new TextEncoder().encode(JSON.stringify(later));
  files['films/0.json'] = new TextEncoder().encode('{}');
  const snapshot = await openBlob(new Blob([zipSync(files) as Uint8Array<ArrayBuffer>]));
  assert.deepEqual((await readAll(snapshot)).plots, new Map(plots.entries()));
  assert.deepEqual([snapshot.isNewer, snapshot.lost], [true, []]);
});

test('one query, one plot or one file of rows is read without the others', async () => {
  const blob = await writeSnapshot({ ...CONTENTS, rows: new Map([['rows/0-0.csv', new Blob(['x'.repeat(5e6)])]]) });
  const reads: number[] = [];
  const source = {
    size: blob.size,
    read: async (start: number, end: number) => {
      reads.push(end - start);
      return blob.slice(start, end).arrayBuffer();
    },
    close: () => undefined,
  };
  const snapshot = await Snapshot.open(source, null);
  assert.equal((await snapshot.query('__proto__'))?.source.kind, 'sql');
  assert.deepEqual((await snapshot.plot('amounts'))?.spec, plots[0]!.spec);
  assert.equal(await snapshot.query('constructor'), null);
  assert.ok(reads.reduce((sum, bytes) => sum + bytes) < 100_000);
  assert.equal((await snapshot.rows('rows/0-0.csv'))?.size, 5e6);
});

test('a snapshot requests what it would run and fetch', () => {
  const [, sqlQuery] = queries;
  const file: SavedQuery = {
    name: 'far',
    attributes: {},
    source: { kind: 'files', files: [{ kind: 'url', url: 'https://example.org/a.csv', sizeBytes: null, etag: null }] },
  };
  assert.deepEqual(requestsIn([queries[0]!], plots.slice(0, 1), layout, state), { urls: [], sql: [] });
  assert.deepEqual(requestsIn([sqlQuery!, file], [], [], state), {
    urls: ['https://example.org/a.csv'],
    sql: ['SELECT * FROM sales WHERE amount > $least'],
  });
  const hidden = "(/* */sElEcT max(a) FROM 'https://example.org/b.csv')";
  const plot = { ...plots[0]!, spec: { from: 'sales', layers: [{ x: { expression: hidden } }] } };
  const table = { tag: 'pika-table', attributes: { columns: hidden }, style: {} };
  const clause = { version: 2, kind: 'sql', from: 'https://example.org/c.csv', predicate: 'TRUE' } as const;
  assert.deepEqual(requestsIn([], [plot], [], state).sql, [hidden]);
  const marked = { ...plots[0]!, spec: null, marks: [{ mark: 'line', x: hidden }] };
  assert.deepEqual(requestsIn([], [marked], [], state).sql, [hidden]);
  assert.deepEqual(requestsIn([], [], [{ kind: 'element', children: [], ...table }], state).sql, [hidden]);
  assert.deepEqual(requestsIn([], [], [], { ...state, selections: { s: [clause] } }).sql, [clause.from]);
});

test('the reader of the examples reads snapshots, with the sizes that need Zip64, too', async () => {
  const file = Buffer.from(await bytesOf(await writeSnapshot(CONTENTS)));
  const read = readSnapshot(file) as { path: string; content: Buffer }[];
  assert.deepEqual(
    read.filter(({ path }) => path.startsWith('rows')).map(({ content }) => content.toString()),
    [await rows.get('rows/0-0.csv')!.text()],
  );
  const changed = Buffer.from(file);
  changed[changed.indexOf('amount;day')]! ^= 1;
  const lost = (readSnapshot(changed) as { path: string; error?: Error }[]).filter(({ error }) => error);
  assert.deepEqual(
    lost.map(({ path, error }) => [path, error!.message]),
    [['rows/0-0.csv', 'its bytes were changed']],
  );
});

test('an archive beyond 4 GB is written with Zip64, and read', async () => {
  // Node has no Blob of this size: the content is only its size.
  const large = { size: 5 * 2 ** 30 } as Blob;
  const entry = (path: string, stored: Blob): ZipEntry => ({
    path,
    stored,
    isDeflated: false,
    sizeBytes: stored.size,
    crc: 0,
  });
  const parts = zipPartsOf([entry('a.bin', large), entry('b.txt', new Blob(['after']))]);
  const source = await without(large, parts);
  const places = await readDirectory(source);
  assert.deepEqual(
    places?.map(({ path, sizeBytes, storedBytes }) => [path, sizeBytes, storedBytes]),
    [
      ['a.bin', large.size, large.size],
      ['b.txt', 5, 5],
    ],
  );
  const headerBytes = (parts[0] as Uint8Array).length;
  const range = await contentRange(source, places![1]!);
  assert.equal(Buffer.from(await source.read(...range!)).toString(), 'after');
  assert.deepEqual(await contentRange(source, places![0]!), [headerBytes, headerBytes + large.size]);
});

/** An archive whose largest part is all zeros, and not in memory. */
async function without(zeros: Blob, parts: readonly (Uint8Array<ArrayBuffer> | Blob)[]): Promise<ByteSource> {
  const pieces: { readonly start: number; readonly bytes: Uint8Array }[] = [];
  let size = 0;
  for (const part of parts) {
    if (part === zeros) size += zeros.size;
    else {
      const bytes = part instanceof Blob ? await bytesOf(part) : part;
      pieces.push({ start: size, bytes });
      size += bytes.length;
    }
  }
  return {
    size,
    read: async (from, to) => {
      const read = new Uint8Array(to - from);
      for (const { start, bytes } of pieces)
        if (start < to && start + bytes.length > from) {
          const seen = bytes.subarray(Math.max(0, from - start), Math.min(bytes.length, to - start));
          read.set(seen, Math.max(0, start - from));
        }
      return read.buffer;
    },
    close: () => undefined,
  };
}
