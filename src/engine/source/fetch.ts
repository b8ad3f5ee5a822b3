import { PikaError } from '../errors';
import { abortedError, throwIfAborted } from '../rows/abort';
import type { RequestOptions } from './source';

export interface FetchOptions extends RequestOptions {
  /** What relative addresses are relative to: the page. */
  readonly baseUrl?: string | undefined;
  readonly fetch?: typeof fetch | undefined;
}

/**
 * A file behind a URL as a Blob, which browsers may keep out of memory.
 * Units: progress in bytes; its total is null when the server does not say, or says it of compressed bytes.
 * Throws source/fetch-failed, source/not-found, source/aborted.
 */
export async function fetchFile(src: string, query: string, options: FetchOptions = {}): Promise<Blob> {
  const { signal, onProgress, baseUrl, fetch: request = globalThis.fetch.bind(globalThis) } = options;
  const subject = `src="${src}" of query "${query}"`;
  const url = resolveUrl(src, baseUrl, subject);
  throwIfAborted(signal, subject);
  try {
    const response = await request(url, { ...(signal && { signal }) });
    if (!response.ok) throw refused(response, url, subject);
    return await readBody(response, onProgress);
  } catch (thrown) {
    if (thrown instanceof PikaError) throw thrown;
    if (signal?.aborted) throw abortedError(subject);
    throw new PikaError('source/fetch-failed', {
      subject, expected: `an answer from ${url}`, found: `a network failure (${thrown instanceof Error ? thrown.message : String(thrown)})`,
      next: 'Check the address and the connection; another site must allow this page by CORS (Access-Control-Allow-Origin).',
    }, thrown);
  }
}

function resolveUrl(src: string, baseUrl: string | undefined, subject: string): string {
  try {
    // Without a base, the platform's own: the page's, which heeds <base>.
    return baseUrl === undefined ? new Request(src).url : new URL(src, baseUrl).href;
  } catch (thrown) {
    throw new PikaError('source/fetch-failed', { subject, expected: 'an address', found: `"${src}"`, next: 'Write a URL, or a path relative to the page.' }, thrown);
  }
}

function refused({ status, statusText }: Response, url: string, subject: string): PikaError {
  const missing = status === 404 || status === 410;
  const forbidden = status === 401 || status === 403;
  return new PikaError(missing ? 'source/not-found' : 'source/fetch-failed', {
    subject, expected: `a file at ${url}`, found: `HTTP status ${status}${statusText ? ` ${statusText}` : ''}`,
    next: missing ? 'Check the path: it is relative to the page.' : forbidden ? 'The server wants a login or does not allow this page.' : 'Try again later, or ask whoever runs the server.',
  });
}

async function readBody(response: Response, onProgress: RequestOptions['onProgress']): Promise<Blob> {
  if (!response.body) return response.blob();
  const length = response.headers.has('content-encoding') ? null : response.headers.get('content-length');
  const total = length === null ? null : Number(length);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let done = 0;
  onProgress?.({ stage: 'download', done, total, unit: 'bytes' });
  const reader = response.body.getReader();
  for (let step = await reader.read(); !step.done; step = await reader.read()) {
    parts.push(step.value);
    done += step.value.byteLength;
    onProgress?.({ stage: 'download', done, total, unit: 'bytes' });
  }
  return new Blob(parts);
}
