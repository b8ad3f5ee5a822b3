/** What a server says about a file; null where it doesn't. */
export interface FileFacts {
  readonly sizeBytes: number | null;
  readonly etag: string | null;
}

const UNKNOWN: FileFacts = { sizeBytes: null, etag: null };

/** Saving and opening go on without the facts of a server that is slower. */
const PATIENCE_MS = 5000;

/** Asks the server, without reading the file. Not every server answers. */
export async function factsOf(url: string, signal: AbortSignal | undefined): Promise<FileFacts> {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  const response = await fetch(url, {
    method: 'HEAD',
    signal: signal === undefined ? patience : AbortSignal.any([signal, patience]),
  }).catch(() => null);
  if (!response?.ok) return UNKNOWN;
  const length = response.headers.get('content-encoding') ? null : response.headers.get('content-length');
  return { sizeBytes: length === null ? null : Number(length), etag: response.headers.get('etag') };
}

/**
 * What differs between a file as it was and as it is; null if nothing differs, or the server does not say. Servers that
 * compress a file make its ETag weak, or append the encoding to it.
 */
export function changeIn(before: FileFacts, now: FileFacts): string | null {
  const isSameTag = before.etag !== null && bareTag(before.etag) === bareTag(now.etag ?? '');
  if (isSameTag) return null;
  if (before.sizeBytes !== null && now.sizeBytes !== null && before.sizeBytes !== now.sizeBytes)
    return `its size was ${before.sizeBytes} bytes and is now ${now.sizeBytes}`;
  return before.etag !== null && now.etag !== null ? `its ETag was ${before.etag} and is now ${now.etag}` : null;
}

function bareTag(etag: string): string {
  return etag.replace(/^W\//, '').replace(/[-;]+(?:gzip|br|zstd|deflate)"$/, '"');
}
