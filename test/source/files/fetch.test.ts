import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { PikaError } from '../../../src/engine/errors';
import type { FileRef, RemoteFile } from '../../../src/engine/rows/rows';
import { fetchFile } from '../../../src/engine/source/files/fetch';
import { faultyServer, type AwkwardServer } from '../../harness/faulty-server';
import { service, valuesOf } from '../../rows/arrow-columns';

const FLIGHTS = readFileSync(
  new URL('../../../node_modules/vega-datasets/data/flights-3m.parquet', import.meta.url),
) as Uint8Array<ArrayBuffer>;
const STALL_MS = 300;
/** For requests that must succeed on slow machines too. */
const NEVER = Infinity;
let server: AwkwardServer;
let keys = 0;

before(async () => {
  server = await faultyServer(FLIGHTS);
});
after(() => server.close());

function get(path: string, stallMs = STALL_MS, signal?: AbortSignal): Promise<Blob | RemoteFile> {
  return fetchFile(`${server.url}${path}`, 'q', {
    stallMs,
    tryRanges: path.endsWith('.parquet'),
    ...(signal && { signal }),
  });
}

async function refOf(path: string, stallMs?: number): Promise<FileRef> {
  return {
    key: `${path} ${++keys}`,
    format: 'parquet',
    query: 'q',
    parts: [{ name: path, data: await get(path, stallMs) }],
  };
}

function failsWith(work: Promise<unknown>, code: string, pattern: RegExp): Promise<void> {
  return assert.rejects(
    work,
    (thrown) => thrown instanceof PikaError && thrown.code === code && pattern.test(thrown.message),
  );
}

test('reads two columns of a remote file by fetching only its footer and these columns', async () => {
  server.takeTraffic();
  const file = await refOf('/ranges.parquet', NEVER);
  const { rowCount, rowGroups } = await service.openFile(file);
  const opened = server.takeTraffic();
  assert.equal(rowCount, 3_000_000);
  assert.ok(opened.sentBytes < 80_000, `${opened.sentBytes} bytes to open it`);
  const [delay, distance] = await service.columnsFromFile(file, ['delay', 'distance']);
  const read = server.takeTraffic();
  console.log(
    `measured: open ${opened.sentBytes} bytes in ${opened.requests.length} requests; two columns ${read.sentBytes} bytes in ${read.requests.length}, of ${FLIGHTS.length}`,
  );
  // The size of the two columns' chunks, from the file's metadata.
  assert.ok(
    read.sentBytes < 0.56 * FLIGHTS.length && read.requests.length === rowGroups.length,
    `${read.sentBytes} bytes in ${read.requests.length} requests`,
  );
  const whole = await service.columnsFromFile(
    { key: 'whole', format: 'parquet', query: 'q', parts: [{ name: 'w', data: new Blob([FLIGHTS]) }] },
    ['delay', 'distance'],
  );
  assert.deepEqual(
    [delay!, distance!].map((column) => valuesOf(column).slice(-5000)),
    whole.map((column) => valuesOf(column).slice(-5000)),
  );
  await service.columnsFromFile(file, ['origin']);
  assert.ok(server.takeTraffic().sentBytes < 0.25 * FLIGHTS.length);
});

test('downloads the whole file with one request if the server ignores ranges', async () => {
  server.takeTraffic();
  const data = await get('/no-ranges.parquet');
  assert.ok(data instanceof Blob && data.size === FLIGHTS.length);
  assert.equal(server.takeTraffic().requests.length, 1);
});

test('Content-Encoding: downloads a compressed file whole; errors name a wrong header, and ranges compressed separately', async () => {
  const data = await get('/encoded.parquet', 10_000);
  assert.ok(data instanceof Blob && data.size === FLIGHTS.length);
  await failsWith(
    get('/mislabelled.parquet', 10_000),
    'source/fetch-failed',
    /header "Content-Encoding: gzip".*Serve the file without Content-Encoding/,
  );
  await failsWith(
    service.openFile(await refOf('/encodes-later.parquet', 10_000)),
    'source/fetch-failed',
    /compresses ranges of it \(Content-Encoding: gzip\).*Serve the file without/,
  );
});

test('retries a broken connection; errors name a changed file and a silent server', async () => {
  const broken = await refOf('/breaks.parquet', NEVER);
  assert.equal((await service.columnsFromFile(broken, ['delay']))[0]!.rows, 3_000_000);
  await failsWith(
    service.openFile(await refOf('/changes.parquet', NEVER)),
    'source/fetch-failed',
    /file "\/changes.parquet" of query "q".*the file on the server has changed/,
  );
  // On a slow machine, an earlier range may stall; its error is similar.
  await failsWith(
    refOf('/stalls-later.parquet').then((file) => service.columnsFromFile(file, ['delay'])),
    'source/fetch-failed',
    /no(ne| byte) for 0.3 s/,
  );
});

test('reports a server that is silent, stalls, sends a wrong length, or lacks the file', async () => {
  await failsWith(get('/silent.csv'), 'source/fetch-failed', /none for 0.3 s.*timeout="120"/);
  await failsWith(get('/stalls.csv'), 'source/fetch-failed', /none for 0.3 s/);
  await failsWith(get('/claims.csv', NEVER), 'source/fetch-failed', /network failure/);
  await failsWith(get('/nowhere.csv', NEVER), 'source/not-found', /404/);
  await failsWith(get('/nowhere.parquet', NEVER), 'source/not-found', /404/);
  const leaving = new AbortController();
  setTimeout(() => leaving.abort(), 20);
  await failsWith(get('/silent.csv', NEVER, leaving.signal), 'source/aborted', /canceled/);
});
