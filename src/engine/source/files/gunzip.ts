import { PikaError } from '../../errors';
import { abortedError } from '../../abort';
import { unpackGzip } from './gzip-members';

/** More than the WebAssembly readers can address: larger content is a mistake or an attack. */
const MAX_BYTES = 2 ** 32;

/** Decompresses a gzip file, including all members if it has several. Throws source/bad-file, source/aborted. */
export async function gunzip(file: Blob, name: string, query: string, signal?: AbortSignal): Promise<Blob> {
  const subject = `file "${name}" of query "${query}"`;
  const content = new BlobBuilder();
  try {
    await unpackGzip(file, (part) => {
      if (signal?.aborted) throw abortedError(subject);
      content.add(part);
      if (content.sizeBytes > MAX_BYTES) throw new Error('more than 4 GB');
    });
    return content.done();
  } catch (thrown) {
    if (thrown instanceof PikaError) throw thrown;
    throw new PikaError(
      'source/bad-file',
      {
        subject,
        expected: 'a complete gzip file',
        found: `${file.size.toLocaleString('en')} bytes that do not decompress (${thrown instanceof Error ? thrown.message : String(thrown)})`,
        next: 'The file is incomplete or damaged, or other data follows the gzip data: download or write it again.',
      },
      thrown,
    );
  }
}

/** Collects bytes into a Blob, which browsers may keep out of memory, so only a small part is in memory. */
export class BlobBuilder {
  #parts: BlobPart[] = [];
  #pendingBytes = 0;
  sizeBytes = 0;

  add(part: Uint8Array<ArrayBuffer>): void {
    this.#parts.push(part);
    this.sizeBytes += part.byteLength;
    this.#pendingBytes += part.byteLength;
    if (this.#pendingBytes < 2 ** 26) return;
    this.#parts = [new Blob(this.#parts)];
    this.#pendingBytes = 0;
  }

  done(): Blob {
    return new Blob(this.#parts);
  }
}
