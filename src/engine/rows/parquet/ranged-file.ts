import { PikaError } from '../../errors';
import type { ByteSource } from './byte-source';
import type { RemoteFile } from '../rows';
import { StallGuard } from '../stall-guard';

const ATTEMPTS = 2;

let fetchedBytes = 0;

/** Bytes fetched by ranged files since the last call. */
export function takeFetchedBytes(): number {
  const taken = fetchedBytes;
  fetchedBytes = 0;
  return taken;
}

/** A remote file: each read is one HTTP range request. */
export class RangedFile implements ByteSource {
  readonly size: number;
  readonly #remote: RemoteFile;
  readonly #subject: string;
  readonly #closed = new AbortController();

  /** @param subject what errors call it, such as `file "flights.parquet" of query "flights"` */
  constructor(remote: RemoteFile, subject: string) {
    this.#remote = remote;
    this.#subject = subject;
    this.size = remote.sizeBytes;
  }

  close(): void {
    this.#closed.abort();
  }

  async read(start: number, end: number): Promise<ArrayBuffer> {
    // A damaged footer may point anywhere.
    if (!(start >= 0 && end <= this.size && start < end))
      throw this.#failed(`a request for bytes ${start} to ${end} of ${this.size}`);
    for (let attempt = 1; ; attempt++) {
      const guard = new StallGuard(this.#remote.stallMs, this.#closed.signal);
      try {
        return await this.#request(start, end, guard);
      } catch (thrown) {
        const final = thrown instanceof PikaError || guard.stalled || this.#closed.signal.aborted;
        if (!final && attempt < ATTEMPTS) continue;
        throw thrown instanceof PikaError
          ? thrown
          : this.#failed(
              guard.stalled
                ? `no byte for ${this.#remote.stallMs / 1000} s`
                : `a network failure (${thrown instanceof Error ? thrown.message : String(thrown)})`,
              thrown,
            );
      } finally {
        guard.stop();
      }
    }
  }

  async #request(start: number, end: number, guard: StallGuard): Promise<ArrayBuffer> {
    const { url, etag } = this.#remote;
    const response = await fetch(url, { headers: { Range: `bytes=${start}-${end - 1}` }, signal: guard.signal });
    const { status, headers } = response;
    if (status !== 206) throw this.#failed(`HTTP status ${status} for a range request`);
    const encoding = headers.get('content-encoding');
    if (encoding !== null && encoding !== 'identity')
      throw this.#failed(
        `that the server compresses ranges of it (Content-Encoding: ${encoding})`,
        undefined,
        'Serve the file without Content-Encoding: it is compressed already.',
      );
    const total = /\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1];
    const now = headers.get('etag');
    if ((total !== undefined && Number(total) !== this.size) || (etag !== null && now !== null && now !== etag))
      throw this.#failed('that the file on the server has changed');
    const bytes = new Uint8Array(end - start);
    let at = 0;
    for await (const part of partsOf(response.body!)) {
      guard.restart();
      if (at + part.length > bytes.length) throw this.#failed('more bytes than requested');
      bytes.set(part, at);
      at += part.length;
      fetchedBytes += part.length;
    }
    if (at < bytes.length) throw new Error(`${at} of ${bytes.length} bytes`);
    return bytes.buffer;
  }

  #failed(found: string, cause?: unknown, next = 'Load it again.'): PikaError {
    return new PikaError(
      'source/fetch-failed',
      { subject: this.#subject, expected: 'its bytes from the server', found, next },
      cause,
    );
  }
}

/** The chunks of a stream; not every browser's streams are iterable. */
export async function* partsOf(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = body.getReader();
  try {
    for (let step = await reader.read(); !step.done; step = await reader.read()) yield step.value;
  } finally {
    void reader.cancel().catch(() => undefined);
  }
}
