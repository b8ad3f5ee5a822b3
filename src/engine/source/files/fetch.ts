import { PikaError } from '../../errors';
import { abortedError, throwIfAborted } from '../../abort';
import { refusedBy, watchPolicy } from '../../browser/policy';
import { partsOf } from '../../rows/parquet/ranged-file';
import type { RemoteFile } from '../../rows/rows';
import { StallGuard } from '../../rows/stall-guard';
import { isParquetHead } from './file-format';
import { BlobBuilder } from './gunzip';
import type { RequestOptions } from '../source';

export interface FetchOptions extends RequestOptions {
  /** What relative addresses are relative to: the page. */
  readonly baseUrl?: string | undefined;
  readonly fetch?: typeof fetch | undefined;
  /** How long no byte may come before that is a failure. */
  readonly stallMs: number;
  /** Asks for a part first: of Parquet, a server that answers with that part is asked for parts from then on. */
  readonly inParts: boolean;
}

/** The part asked for first, and the size below which parts are not worth their requests. */
const PROBE_BYTES = 2 ** 16;
const WHOLE_BYTES = 2 ** 20;

/**
 * A file behind a URL as a Blob, which browsers may keep out of memory; a large Parquet file as a {@link RemoteFile}
 * when the server answers ranges. Units: progress in bytes; its total is null when the server does not say, or says it
 * of compressed bytes. Throws source/fetch-failed, source/not-found, source/aborted.
 */
export async function fetchFile(src: string, query: string, options: FetchOptions): Promise<Blob | RemoteFile> {
  const { signal, onProgress, baseUrl, fetch: request = globalThis.fetch.bind(globalThis), stallMs, inParts } = options;
  const subject = `src="${src}" of query "${query}"`;
  const url = resolveUrl(src, baseUrl, subject);
  throwIfAborted(signal, subject);
  watchPolicy();
  const guard = new StallGuard(stallMs, signal);
  let arrived: Response | null = null;
  try {
    const probed = inParts && /^https?:/.test(url) ? await probe(url, request, guard, onProgress) : null;
    if (probed && 'sizeBytes' in probed) return { ...probed, stallMs };
    const response = probed ?? (await request(url, { signal: guard.signal }));
    if (!response.ok) throw refused(response, url, subject);
    arrived = response;
    return await readBody(response, guard, onProgress);
  } catch (thrown) {
    if (thrown instanceof PikaError) throw thrown;
    if (signal?.aborted) throw abortedError(subject);
    if (guard.stalled) {
      throw new PikaError(
        'source/fetch-failed',
        {
          subject,
          expected: `bytes from ${url}`,
          found: `none for ${stallMs / 1000} s`,
          next: 'Load it again, or give a slow server longer: timeout="120".',
        },
        thrown,
      );
    }
    const directive = await refusedBy(url);
    if (directive) {
      throw new PikaError(
        'source/fetch-failed',
        {
          subject,
          expected: `an answer from ${url}`,
          found: `that the page's Content-Security-Policy refuses it (${directive})`,
          next: `Add its origin to ${directive} of the policy.`,
        },
        thrown,
      );
    }
    if (arrived) throw brokenOff(arrived, subject, url, thrown);
    throw new PikaError(
      'source/fetch-failed',
      {
        subject,
        expected: `an answer from ${url}`,
        found: `a network failure (${thrown instanceof Error ? thrown.message : String(thrown)})`,
        next: 'Check the address and the connection; another site must allow this page by CORS (Access-Control-Allow-Origin).',
      },
      thrown,
    );
  } finally {
    guard.stop();
  }
}

/** An answer that began, and so was allowed, and then could not be read. */
function brokenOff({ headers }: Response, subject: string, url: string, thrown: unknown): PikaError {
  const encoding = headers.get('content-encoding');
  const why = thrown instanceof Error ? thrown.message : String(thrown);
  return new PikaError(
    'source/fetch-failed',
    {
      subject,
      expected: `all bytes from ${url}`,
      found:
        encoding === null
          ? `a network failure (${why})`
          : `bytes that are not what the header "Content-Encoding: ${encoding}" says (${why})`,
      next:
        encoding === null
          ? 'Load it again; if that does not help, serve the file without Content-Encoding.'
          : 'Serve the file without Content-Encoding, or compressed as that header says.',
    },
    thrown,
  );
}

/**
 * What the server makes of a request for the first bytes: a remote file; the whole answer, when it heeds no ranges;
 * null: ask for all.
 */
async function probe(
  url: string,
  request: typeof fetch,
  guard: StallGuard,
  onProgress: RequestOptions['onProgress'],
): Promise<Omit<RemoteFile, 'stallMs'> | Response | null> {
  // This form of a range needs no leave of another site (CORS); a suffix would.
  const response = await request(url, { headers: { Range: `bytes=0-${PROBE_BYTES - 1}` }, signal: guard.signal });
  guard.restart();
  if (response.status === 416) return null;
  if (response.status !== 206) return response;
  const head = await headOf(response, guard);
  if (!head) return null;
  const total = Number(/^bytes 0-\d+\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1]);
  if (!(total > WHOLE_BYTES) || !isParquetHead(head) || response.headers.has('content-encoding')) return null;
  onProgress?.({ stage: 'download', done: head.length, total: head.length, unit: 'bytes' });
  return { url, sizeBytes: total, etag: response.headers.get('etag') };
}

/**
 * The bytes of a part. Null where they can't be had: a part of a file that the server keeps compressed can't be
 * decompressed by itself.
 */
async function headOf(response: Response, guard: StallGuard): Promise<Uint8Array | null> {
  try {
    return new Uint8Array(await response.arrayBuffer());
  } catch (thrown) {
    if (guard.signal.aborted) throw thrown;
    return null;
  }
}

function resolveUrl(src: string, baseUrl: string | undefined, subject: string): string {
  try {
    // Without a base, the platform's own: the page's, which heeds <base>.
    return baseUrl === undefined ? new Request(src).url : new URL(src, baseUrl).href;
  } catch (thrown) {
    throw new PikaError(
      'source/fetch-failed',
      { subject, expected: 'an address', found: `"${src}"`, next: 'Write a URL, or a path relative to the page.' },
      thrown,
    );
  }
}

function refused({ status, statusText }: Response, url: string, subject: string): PikaError {
  const missing = status === 404 || status === 410;
  const forbidden = status === 401 || status === 403;
  return new PikaError(missing ? 'source/not-found' : 'source/fetch-failed', {
    subject,
    expected: `a file at ${url}`,
    found: `HTTP status ${status}${statusText ? ` ${statusText}` : ''}`,
    next: missing
      ? 'Check the path: it is relative to the page.'
      : forbidden
        ? 'The server wants a login or does not allow this page.'
        : 'Try again later, or ask whoever runs the server.',
  });
}

async function readBody(
  response: Response,
  guard: StallGuard,
  onProgress: RequestOptions['onProgress'],
): Promise<Blob> {
  if (!response.body) return response.blob();
  const length = response.headers.has('content-encoding') ? null : response.headers.get('content-length');
  const total = length === null ? null : Number(length);
  const content = new BlobBuilder();
  onProgress?.({ stage: 'download', done: 0, total, unit: 'bytes' });
  for await (const part of partsOf(response.body)) {
    guard.restart();
    content.add(part);
    onProgress?.({ stage: 'download', done: content.sizeBytes, total, unit: 'bytes' });
  }
  return content.done();
}
