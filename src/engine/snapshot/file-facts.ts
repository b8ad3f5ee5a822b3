/** What a server says about a file; null where it doesn't. */
export interface FileFacts {
  readonly sizeBytes: number | null;
  readonly etag: string | null;
}

const UNKNOWN: FileFacts = { sizeBytes: null, etag: null };

/** Asks the server, without reading the file. Not every server answers. */
export async function factsOf(url: string, signal: AbortSignal | undefined): Promise<FileFacts> {
  const response = await fetch(url, { method: 'HEAD', ...(signal && { signal }) }).catch(() => null);
  if (!response?.ok) return UNKNOWN;
  const length = response.headers.get('content-encoding') ? null : response.headers.get('content-length');
  return { sizeBytes: length === null ? null : Number(length), etag: response.headers.get('etag') };
}

/**
 * What differs between a file as it was and as it is; null if nothing does, or nobody can say. An ETag of the same
 * bytes is weak on a server that compresses them.
 */
export function changeIn(before: FileFacts, now: FileFacts): string | null {
  const isSameTag = before.etag !== null && strong(before.etag) === strong(now.etag ?? '');
  if (isSameTag) return null;
  if (before.sizeBytes !== null && now.sizeBytes !== null && before.sizeBytes !== now.sizeBytes)
    return `it had ${before.sizeBytes} bytes, and has ${now.sizeBytes}`;
  return before.etag !== null && now.etag !== null ? `its ETag was ${before.etag}, and is ${now.etag}` : null;
}

function strong(etag: string): string {
  return etag.replace(/^W\//, '');
}
