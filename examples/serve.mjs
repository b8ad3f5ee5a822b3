/**
 * `npm start`: serves this repository to this machine's browser, read-only. Tests and benches import {@link serve}.
 * Works in a fresh clone: installs missing packages and renews a stale build.
 */
import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { compressedCopy, chooseEncoding } from './compress.mjs';
import { buildStale, installMissing, ROOT } from './prepare.mjs';

const HOST = '127.0.0.1';
const FIRST_PORT = 5173;
const DATA = join(ROOT, 'node_modules/vega-datasets/data');
const DIST = join(ROOT, 'dist');

const MIME = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.ico': 'image/x-icon',
  '.csv': 'text/csv; charset=utf-8',
  '.tsv': 'text/tab-separated-values; charset=utf-8',
  '.wasm': 'application/wasm',
  '.parquet': 'application/vnd.apache.parquet',
  '.arrow': 'application/vnd.apache.arrow.file',
  '.txt': 'text/plain; charset=utf-8',
  '.md': 'text/plain; charset=utf-8',
  '.ts': 'text/plain; charset=utf-8',
  '.wgsl': 'text/plain; charset=utf-8',
};

/**
 * Starts a server on the loopback address. `port` 0 takes any free one; otherwise the next free one at or after `port`.
 * `compress: false` sends files uncompressed; `dist` serves another build at `/dist/…`, `root` another folder
 * than this repository; `anyOrigin` lets pages of other origins read. The caller closes the server.
 */
export async function serve({ port = 0, compress = true, dist = DIST, root = ROOT, anyOrigin = false } = {}) {
  const server = createServer((request, response) => {
    if (anyOrigin) response.setHeader('Access-Control-Allow-Origin', '*');
    answer(request, response, { compress, dist, root }).catch((error) => fail(response, error));
  });
  const taken = await listen(server, port);
  return {
    url: `http://${HOST}:${taken}`,
    close: () =>
      new Promise((closed) => {
        server.close(closed);
        server.closeAllConnections();
      }),
  };
}

async function listen(server, port) {
  for (let candidate = port; ; candidate++) {
    try {
      await new Promise((listening, refused) => {
        server.once('error', refused);
        server.listen(candidate, HOST, () => {
          server.off('error', refused);
          listening();
        });
      });
      return server.address().port;
    } catch (error) {
      if (error.code !== 'EADDRINUSE' || port === 0 || candidate - port > 100) throw error;
    }
  }
}

/** Answers one request with a file of the repository; `/data/…` serves the example data of vega-datasets. */
export async function answer(request, response, { compress = true, dist = DIST, root = ROOT } = {}) {
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return refuse(response, 405, 'Only GET and HEAD.', { Allow: 'GET, HEAD' });
  const path = decodedPath(request.url ?? '/');
  if (path === null) return refuse(response, 400, 'Malformed path.');
  if (path === '/' && root === ROOT) return refuse(response, 302, 'See /examples/.', { Location: '/examples/' });
  const file = await existingFile(path, { dist, root });
  if (file === null) return refuse(response, 404, `Nothing at ${path}.`);
  if (file.isFolder) return refuse(response, 302, 'This is a folder.', { Location: `${encodeURI(path)}/` });
  await sendFile(request, response, file, compress);
}

/**
 * The path of a request, decoded; null when it is malformed. Names that begin with a dot, including `..`, are not
 * served.
 */
function decodedPath(url) {
  try {
    const path = decodeURIComponent(url.split(/[?#]/)[0]);
    return /^\/(?!\/)/.test(path) && !/[\\\0]/.test(path) && !path.split('/').some((name) => name.startsWith('.'))
      ? path
      : null;
  } catch {
    return null;
  }
}

async function existingFile(path, { dist, root }) {
  const [prefix, folder] = path.startsWith('/data/')
    ? ['/data', DATA]
    : path.startsWith('/dist/') && root === ROOT
      ? ['/dist', dist]
      : ['', root];
  const wanted = join(folder, path.slice(prefix.length), path.endsWith('/') ? 'index.html' : '');
  try {
    const real = await realpath(wanted);
    // A link may not lead outside the served folder.
    if (!real.startsWith((await realpath(folder)) + sep)) return null;
    const stats = await stat(real);
    return { path: real, isFolder: stats.isDirectory(), sizeBytes: stats.size, modifiedMs: stats.mtimeMs };
  } catch {
    return null;
  }
}

async function sendFile(request, response, file, compress) {
  const { range } = request.headers;
  const encoding =
    compress && !range ? chooseEncoding(file.path, file.sizeBytes, request.headers['accept-encoding']) : null;
  const etag = `"${file.sizeBytes.toString(36)}-${Math.round(file.modifiedMs).toString(36)}${encoding ? `-${encoding}` : ''}"`;
  const headers = {
    'Content-Type': MIME[extname(file.path)] ?? 'application/octet-stream',
    'Cache-Control': 'no-cache',
    ETag: etag,
    'Accept-Ranges': 'bytes',
    Vary: 'Accept-Encoding',
    'X-Content-Type-Options': 'nosniff',
  };
  if (request.headers['if-none-match']?.split(/\s*,\s*/).includes(etag))
    return void response.writeHead(304, headers).end();

  const ifRange = request.headers['if-range'];
  const part = range && (!ifRange || ifRange === etag) ? parseRange(range, file.sizeBytes) : null;
  if (part === 'unsatisfiable')
    return refuse(response, 416, 'No such range.', { 'Content-Range': `bytes */${file.sizeBytes}` });
  if (part) {
    headers['Content-Range'] = `bytes ${part.start}-${part.end}/${file.sizeBytes}`;
    return send(request, response, 206, headers, file.path, part);
  }
  if (!encoding) return send(request, response, 200, headers, file.path, { start: 0, end: file.sizeBytes - 1 });
  const copy = await compressedCopy(file, encoding);
  headers['Content-Encoding'] = encoding;
  return send(request, response, 200, headers, copy.path, { start: 0, end: copy.sizeBytes - 1 });
}

/**
 * One range of bytes, both ends inclusive. Null for several ranges and for other units: those get the whole file, as
 * HTTP allows.
 */
function parseRange(header, sizeBytes) {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header.trim());
  if (!match || (match[1] === '' && match[2] === '')) return null;
  const [first, last] = [match[1], match[2]].map((digits) => (digits === '' ? null : Number(digits)));
  const start = first ?? Math.max(0, sizeBytes - last);
  const end = first === null ? sizeBytes - 1 : Math.min(last ?? Infinity, sizeBytes - 1);
  if (first !== null && last !== null && last < first) return null;
  return start > end ? 'unsatisfiable' : { start, end };
}

async function send(request, response, status, headers, path, { start, end }) {
  response.writeHead(status, { ...headers, 'Content-Length': end - start + 1 });
  if (request.method === 'HEAD' || end < start) return void response.end();
  await pipeline(createReadStream(path, { start, end }), response);
}

function refuse(response, status, text, headers = {}) {
  response
    .writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-cache', ...headers })
    .end(`${text}\n`);
}

/** A client that disconnects early is not a failure. */
function fail(response, error) {
  if (error.code === 'ERR_STREAM_PREMATURE_CLOSE') return;
  console.error(error);
  if (response.headersSent) response.destroy();
  else refuse(response, 500, 'The server failed. Its terminal shows the error.');
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await installMissing();
  await buildStale();
  const { url } = await serve({ port: Number(process.env.PORT ?? FIRST_PORT) });
  console.log(`pika-plot examples: ${url}/`);
}
