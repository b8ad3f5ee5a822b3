import { PikaError } from '../../errors';

/** A local or remote file, read by byte ranges. */
export interface ByteSource {
  readonly size: number;
  /** Reads all bytes from `start` up to `end`. Owns: the caller. Throws source/fetch-failed. */
  read(start: number, end: number): Promise<ArrayBuffer>;
  close(): void;
}

/** A Blob, or a File that the user chose, which may have changed on disk since. */
export class BlobSource implements ByteSource {
  readonly size: number;
  readonly #blob: Blob;
  readonly #subject: string;

  /** @param subject what errors call it, such as `file "flights.parquet" of query "flights"` */
  constructor(blob: Blob, subject: string) {
    this.#blob = blob;
    this.#subject = subject;
    this.size = blob.size;
  }

  async read(start: number, end: number): Promise<ArrayBuffer> {
    try {
      return await this.#blob.slice(start, end).arrayBuffer();
    } catch (thrown) {
      throw new PikaError(
        'source/fetch-failed',
        {
          subject: this.#subject,
          expected: 'a file that can be read',
          found: thrown instanceof Error ? thrown.message : String(thrown),
          next: 'The file may have been moved or changed since it was chosen: choose it again.',
        },
        thrown,
      );
    }
  }

  close(): void {
    // The garbage collector frees it.
  }
}

/**
 * Looks like a Blob to parquet-wasm. An end of our own replaces everything from `cut` on. parquet-wasm crashes when a
 * Blob fails or is too short, so a slice that fails never resolves, and {@link GuardedBlob.guard} rejects instead.
 */
export class GuardedBlob {
  readonly size: number;
  readonly #source: ByteSource;
  readonly #cut: number;
  readonly #end: Uint8Array<ArrayBuffer>;
  readonly #waiting = new Set<(failure: unknown) => void>();

  constructor(source: ByteSource, cut: number, end: Uint8Array<ArrayBuffer>) {
    this.#source = source;
    this.#cut = cut;
    this.#end = end;
    this.size = cut + end.length;
  }

  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> } {
    return { arrayBuffer: () => this.#read(start, end).catch((failure: unknown) => this.#fail(failure)) };
  }

  /** Settles with `reading`, or rejects if a slice fails. */
  guard<T>(reading: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#waiting.add(reject);
      reading.then(resolve, reject).finally(() => this.#waiting.delete(reject));
    });
  }

  async #read(start: number, end: number): Promise<ArrayBuffer> {
    // A damaged footer may point anywhere.
    if (!(start >= 0 && start < end && end <= this.size))
      throw new Error(`a request for bytes ${start} to ${end} of ${this.size}`);
    if (start >= this.#cut) return this.#end.slice(start - this.#cut, end - this.#cut).buffer;
    const before = await this.#source.read(start, Math.min(end, this.#cut));
    if (before.byteLength < Math.min(end, this.#cut) - start)
      throw new Error(`${before.byteLength} of ${end - start} bytes`);
    if (end <= this.#cut) return before;
    const joined = new Uint8Array(end - start);
    joined.set(new Uint8Array(before));
    joined.set(this.#end.subarray(0, end - this.#cut), before.byteLength);
    return joined.buffer;
  }

  #fail(failure: unknown): Promise<never> {
    for (const reject of [...this.#waiting]) reject(failure);
    return new Promise(() => {});
  }
}
