import { BlobSource, type ByteSource } from '../rows/parquet/byte-source';
import { RangedFile } from '../rows/parquet/ranged-file';
import { fetchFile } from '../source/files/fetch';
import type { RequestOptions } from '../source/source';

/** The manifest and the small entries come first: one request usually reads them all. */
const HEAD_BYTES = 2 ** 18;
/** Below this size, a whole file takes one request. */
const WHOLE_BYTES = 2 ** 20;
const STALL_MS = 30_000;

/** The bytes of a snapshot, and the Blob that holds them, if the page has it. */
export interface SnapshotBytes {
  readonly source: ByteSource;
  readonly blob: Blob | null;
}

/**
 * Opens a file, or a URL: a large file on a server that supports ranges is read in parts.
 * @throws PikaError `source/…`
 */
export async function openSource(from: Blob | string, options: RequestOptions = {}): Promise<SnapshotBytes> {
  if (from instanceof Blob) return inBlob(from, from instanceof File ? `file "${from.name}"` : 'the snapshot');
  const subject = `snapshot "${from}"`;
  const ranged = await inRanges(from, subject, options.signal);
  if (ranged) return { source: ranged, blob: null };
  const file = await fetchFile(from, from, { ...options, stallMs: STALL_MS, tryRanges: false });
  return inBlob(file as Blob, subject);
}

function inBlob(blob: Blob, subject: string): SnapshotBytes {
  return { source: new BlobSource(blob, subject), blob };
}

/** Null if the file is small, or the server does not support ranges of it. */
async function inRanges(src: string, subject: string, signal: AbortSignal | undefined): Promise<ByteSource | null> {
  const url = urlOf(src);
  if (!/^https?:/.test(url)) return null;
  const headers = { Range: `bytes=0-${HEAD_BYTES - 1}` };
  // If it fails, the request for the whole file says why.
  const response = await fetch(url, { headers, ...(signal && { signal }) }).catch(() => null);
  const total = Number(/^bytes 0-\d+\/(\d+)$/.exec(response?.headers.get('content-range') ?? '')?.[1]);
  if (response?.status !== 206 || !(total > WHOLE_BYTES) || response.headers.has('content-encoding')) {
    void response?.body?.cancel();
    return null;
  }
  const head = await response.arrayBuffer();
  const remote = { url, sizeBytes: total, etag: response.headers.get('etag'), stallMs: STALL_MS };
  return new HeadedSource(head, new RangedFile(remote, subject));
}

/** Relative to the page. Empty for a text that is no URL. */
function urlOf(src: string): string {
  try {
    return new Request(src).url;
  } catch {
    return '';
  }
}

/** A source whose first bytes are here already. */
class HeadedSource implements ByteSource {
  readonly size: number;
  readonly #head: ArrayBuffer;
  readonly #whole: ByteSource;

  constructor(head: ArrayBuffer, whole: ByteSource) {
    this.#head = head;
    this.#whole = whole;
    this.size = whole.size;
  }

  async read(start: number, end: number): Promise<ArrayBuffer> {
    return end <= this.#head.byteLength ? this.#head.slice(start, end) : this.#whole.read(start, end);
  }

  close(): void {
    this.#whole.close();
  }
}
