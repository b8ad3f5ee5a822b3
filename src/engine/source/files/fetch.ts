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
  /** Base of relative URLs. Default: the page. */
  readonly baseUrl?: string | undefined;
  readonly fetch?: typeof fetch | undefined;
  /** Milliseconds without data after which the download fails. */
  readonly stallMs: number;
  /** Request a range first. If the server supports ranges and the file is Parquet, it is read in ranges. */
  readonly tryRanges: boolean;
}

/** Size of the first range, and the file size below which ranges are not worth the extra requests. */
const PROBE_BYTES = 2 ** 16;
const WHOLE_BYTES = 2 ** 20;

/**
 * Downloads a file as a Blob, which browsers may keep out of memory. A large Parquet file becomes a {@link RemoteFile}
 * if the server supports ranges. Units: progress in bytes; its total is null if the server does not send it, or sends
 * that of compressed bytes. Throws source/fetch-failed, source/not-found, source/aborted.
 */
export async function fetchFile(src: string, query: string, options: FetchOptions): Promise<Blob | RemoteFile> {
  const {
    signal,
    onProgress,
    baseUrl,
    fetch: request = globalThis.fetch.bind(globalThis),
    stallMs,
    tryRanges,
  } = options;
  const subject = `src="${src}" of query "${query}"`;
  const url = resolveUrl(src, baseUrl, subject);
  throwIfAborted(signal, subject);
  watchPolicy();
  const guard = new StallGuard(stallMs, signal);
  let arrived: Response | null = null;
  try {
    const probed = tryRanges && /^https?:/.test(url) ? await probe(url, request, guard, onProgress) : null;
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
          next: 'Load it again, or allow a slow server more time, e.g. timeout="120".',
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
        next: 'Check the URL and the connection; another site must allow this page by CORS (Access-Control-Allow-Origin).',
      },
      thrown,
    );
  } finally {
    guard.stop();
  }
}

/** The error for a response that started, so the request was allowed, but whose body could not be read. */
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
          : `bytes that do not match the header "Content-Encoding: ${encoding}" (${why})`,
      next:
        encoding === null
          ? 'Load it again; if that does not help, serve the file without Content-Encoding.'
          : 'Serve the file without Content-Encoding, or compressed as that header says.',
    },
    thrown,
  );
}

/**
 * Requests the first bytes. Returns a remote file; or the response with the whole file, if the server ignores ranges;
 * or null if the whole file must be requested.
 */
async function probe(
  url: string,
  request: typeof fetch,
  guard: StallGuard,
  onProgress: RequestOptions['onProgress'],
): Promise<Omit<RemoteFile, 'stallMs'> | Response | null> {
  // This form of a range needs no CORS preflight; a suffix range would.
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

/** The bytes of a range; null if they can't be read: a range of a compressed file can't be decompressed alone. */
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
    // Without a base, Request resolves against the page's base URL, which respects <base>.
    return baseUrl === undefined ? new Request(src).url : new URL(src, baseUrl).href;
  } catch (thrown) {
    throw new PikaError(
      'source/fetch-failed',
      { subject, expected: 'a URL', found: `"${src}"`, next: 'Write a URL, or a path relative to the page.' },
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
        ? 'The server requires a login or does not allow this page.'
        : 'Try again later, or ask the administrator of the server.',
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
