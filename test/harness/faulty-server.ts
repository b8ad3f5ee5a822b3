/// <reference types="node" />
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

export interface AwkwardServer {
  readonly url: string;
  /** Body bytes sent, and ranges requested, since the last call. */
  takeTraffic(): { readonly sentBytes: number; readonly requests: readonly string[] };
  close(): Promise<void>;
}

type Answer = (request: IncomingMessage, response: ServerResponse, file: Uint8Array) => void;

/** Ways to serve one file, by path. */
const WAYS: Readonly<Record<string, Answer>> = {
  '/ranges.parquet': (request, response, file) => {
    const match = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
    if (!match) return void response.writeHead(200, { 'Content-Length': file.length }).end(file);
    const [start, end] = [Number(match[1]), Math.min(Number(match[2]), file.length - 1)];
    response
      .writeHead(206, {
        'Content-Range': `bytes ${start}-${end}/${file.length}`,
        'Content-Length': end - start + 1,
        ETag: '"1"',
      })
      .end(file.subarray(start, end + 1));
  },
  /** Stores the file compressed, so that only the whole of it can be decompressed, not a range. */
  '/encoded.parquet': (request, response, file) => {
    const stored = (zipped ??= gzipSync(file, { level: 1 }));
    const end = Number(/^bytes=0-(\d+)$/.exec(request.headers.range ?? '')?.[1] ?? NaN);
    if (Number.isNaN(end))
      return void response.writeHead(200, { 'Content-Encoding': 'gzip', 'Content-Length': stored.length }).end(stored);
    response
      .writeHead(206, {
        'Content-Encoding': 'gzip',
        'Content-Range': `bytes 0-${end}/${stored.length}`,
        'Content-Length': end + 1,
      })
      .end(stored.subarray(0, end + 1));
  },
  /** Claims to be compressed, but is not. */
  '/mislabelled.parquet': (_request, response, file) =>
    void response.writeHead(200, { 'Content-Encoding': 'gzip', 'Content-Length': file.length }).end(file),
  /** Compresses ranges from the second request on. */
  '/encodes-later.parquet': (request, response, file) => {
    if (request.headers.range?.startsWith('bytes=0-')) return WAYS['/ranges.parquet']!(request, response, file);
    response
      .writeHead(206, { 'Content-Encoding': 'gzip', 'Content-Range': `bytes 0-9/${file.length}` })
      .end(gzipSync(file.subarray(0, 10)));
  },
  '/no-ranges.parquet': (_request, response, file) =>
    void response.writeHead(200, { 'Content-Length': file.length }).end(file),
  '/page.parquet': (_request, response) =>
    void response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><p>Not here'),
  /** Serves ranges of another file from the second request on. */
  '/changes.parquet': (request, response, file) => {
    const first = request.headers.range?.startsWith('bytes=0-');
    response
      .writeHead(206, { 'Content-Range': `bytes 0-9/${file.length}`, ETag: first ? '"1"' : '"2"' })
      .end(file.subarray(0, 65_536));
  },
  /** Serves the first ranges, then stalls. */
  '/stalls-later.parquet': (request, response, file) => {
    if (
      Number(/bytes=(\d+)/.exec(request.headers.range ?? '')?.[1]) > file.length - 20_000 ||
      request.headers.range?.startsWith('bytes=0-')
    )
      return WAYS['/ranges.parquet']!(request, response, file);
    response.writeHead(206, { 'Content-Range': `bytes 0-9/${file.length}`, 'Content-Length': 1000 }).write('x');
  },
  /** Aborts the first response to every range but the first one midway. */
  '/breaks.parquet': (request, response, file) => {
    const { range = '' } = request.headers;
    if (!range.startsWith('bytes=0-') && !broken.has(range)) {
      broken.add(range);
      response.writeHead(206, { 'Content-Range': `bytes 0-9/${file.length}`, 'Content-Length': 1000 });
      return void response.write('x', () => response.destroy());
    }
    WAYS['/ranges.parquet']!(request, response, file);
  },
  '/silent.csv': () => undefined,
  '/stalls.csv': (_request, response) =>
    void response.writeHead(200, { 'Content-Length': 5_000_000_000 }).write('a,b\n1,2\n'),
  '/claims.csv': (_request, response) => {
    response.writeHead(200, { 'Content-Length': 5_000_000_000 }).write('a,b\n1,2\n', () => response.destroy());
  },
};

const broken = new Set<string>();
let zipped: Uint8Array | null = null;

export async function faultyServer(file: Uint8Array): Promise<AwkwardServer> {
  let requests: string[] = [];
  let sentBytes = 0;
  const server = createServer((request, response) => {
    requests.push(request.headers.range ?? 'all');
    const end = response.end.bind(response) as (body?: Uint8Array) => ServerResponse;
    response.end = ((body?: Uint8Array) => {
      sentBytes += body?.length ?? 0;
      return end(body);
    }) as typeof response.end;
    (WAYS[request.url ?? ''] ?? ((_request, missing) => void missing.writeHead(404).end()))(request, response, file);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    takeTraffic() {
      const traffic = { sentBytes, requests };
      [sentBytes, requests] = [0, []];
      return traffic;
    },
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
