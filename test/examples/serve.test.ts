import assert from 'node:assert/strict';
import { request, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { readFileSync, statSync } from 'node:fs';
import { serve } from '../../examples/serve.mjs';

const FLIGHTS = 'node_modules/vega-datasets/data/flights-3m.parquet';
const LARGE_SCRIPT = 'node_modules/@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js';

describe('the example server', () => {
  let server: Awaited<ReturnType<typeof serve>>;
  before(async () => {
    server = await serve({ port: 0 });
  });
  after(() => server.close());

  interface Answer {
    status: number;
    headers: IncomingHttpHeaders;
    body: Buffer;
  }
  /** node:http sends a path unchanged; fetch would normalize `..` first. */
  const get = (path: string, headers: OutgoingHttpHeaders = {}, method = 'GET') =>
    new Promise<Answer>((answered, failed) => {
      const { hostname, port } = new URL(server.url);
      request({ hostname, port, path, headers, method }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          answered({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
        );
      })
        .on('error', failed)
        .end();
    });

  it('redirects / to the examples', async () => {
    const { status, headers } = await get('/');
    assert.equal(status, 302);
    assert.equal(headers.location, '/examples/');
  });

  it('serves data with its type and length', async () => {
    const { status, headers, body } = await get('/data/flights-3m.parquet', {}, 'HEAD');
    assert.equal(status, 200);
    assert.equal(headers['content-type'], 'application/vnd.apache.parquet');
    assert.equal(Number(headers['content-length']), statSync(FLIGHTS).size);
    assert.equal(body.length, 0);
  });

  it('answers ranges', async () => {
    const whole = readFileSync(FLIGHTS);
    const cases: [string, Buffer][] = [
      ['bytes=0-3', whole.subarray(0, 4)],
      ['bytes=-8', whole.subarray(-8)],
      [`bytes=${whole.length - 2}-`, whole.subarray(-2)],
      [`bytes=${whole.length - 2}-${whole.length + 100}`, whole.subarray(-2)],
    ];
    for (const [range, expected] of cases) {
      const { status, headers, body } = await get('/data/flights-3m.parquet', { range });
      assert.equal(status, 206, range);
      assert.ok(body.equals(expected), range);
      assert.match(headers['content-range'] ?? '', new RegExp(`^bytes \\d+-\\d+/${whole.length}$`));
    }
    assert.equal((await get('/data/flights-3m.parquet', { range: `bytes=${whole.length}-` })).status, 416);
    assert.equal((await get('/data/flights-3m.parquet', { range: 'bytes=-0' })).status, 416);
    assert.equal((await get('/package.json', { range: 'lines=1-2' })).status, 200);
  });

  it('answers 304 while the file is unchanged, and checks If-Range', async () => {
    const { headers } = await get('/package.json');
    const etag = headers.etag ?? '';
    assert.equal(headers['cache-control'], 'no-cache');
    assert.equal((await get('/package.json', { 'if-none-match': etag })).status, 304);
    assert.equal((await get('/package.json', { 'if-none-match': '"other"' })).status, 200);
    assert.equal((await get('/package.json', { range: 'bytes=0-1', 'if-range': etag })).status, 206);
    assert.equal((await get('/package.json', { range: 'bytes=0-1', 'if-range': '"other"' })).status, 200);
  });

  it('compresses scripts for clients that accept it, never ranges', async () => {
    const plain = readFileSync(LARGE_SCRIPT);
    const brotli = await get(`/${LARGE_SCRIPT}`, { 'accept-encoding': 'gzip, br' });
    assert.equal(brotli.headers['content-encoding'], 'br');
    assert.ok(brotliDecompressSync(brotli.body).equals(plain));
    const gzip = await get(`/${LARGE_SCRIPT}`, { 'accept-encoding': 'gzip, br;q=0' });
    assert.equal(gzip.headers['content-encoding'], 'gzip');
    assert.ok(gunzipSync(gzip.body).equals(plain));
    assert.equal((await get(`/${LARGE_SCRIPT}`)).headers['content-encoding'], undefined);
    const part = await get(`/${LARGE_SCRIPT}`, { 'accept-encoding': 'br', range: 'bytes=0-9' });
    assert.equal(part.headers['content-encoding'], undefined);
    assert.ok(part.body.equals(plain.subarray(0, 10)));
    assert.equal(part.headers.etag, (await get(`/${LARGE_SCRIPT}`)).headers.etag);
  });

  it('serves nothing outside the repository, and no hidden file', async () => {
    const paths = [
      '/../../etc/passwd',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/..%2f..%2fetc%2fpasswd',
      '/examples/../../../etc/passwd',
      '/data/../../../package.json',
      '/data/..%2f..%2f..%2fpackage.json',
      '/..\\..\\etc\\passwd',
      '/%5c..%5c..',
      '/.git/config',
      '/%2egit/config',
      '/src/%00',
      '//etc/passwd',
      '/%',
    ];
    for (const path of paths) assert.ok([400, 404].includes((await get(path)).status), path);
  });

  it('is read-only', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'])
      assert.equal((await get('/package.json', {}, method)).status, 405);
  });

  it('adds a slash to folders, and answers 404 for missing files', async () => {
    assert.equal((await get('/examples')).headers.location, '/examples/');
    assert.equal((await get('/src/')).status, 404);
    assert.equal((await get('/no-such-file.js')).status, 404);
  });

  it('uses the next port when the requested one is in use', async () => {
    const wanted = Number(new URL(server.url).port);
    const other = await serve({ port: wanted });
    assert.ok(Number(new URL(other.url).port) > wanted);
    await other.close();
  });

  it('survives clients that disconnect', async () => {
    const { hostname, port } = new URL(server.url);
    await new Promise<void>((gone) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write('GET /data/flights-3m.parquet HTTP/1.1\r\nHost: x\r\n\r\n');
        socket.once('data', () => {
          socket.destroy();
          gone();
        });
      });
    });
    assert.equal((await get('/package.json')).status, 200);
  });
});
