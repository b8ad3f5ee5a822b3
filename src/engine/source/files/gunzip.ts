import { PikaError } from '../../errors';
import { abortedError } from '../../abort';
import { unpackGzip } from './gzip-members';

/** More than the wasm of any reader can address: what grows past it is a mistake or an attack. */
const MAX_BYTES = 2 ** 32;

/** A gzip file's content: of all its members, when it has several. Throws source/bad-file, source/aborted. */
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
        expected: 'whole gzip',
        found: `${file.size.toLocaleString('en')} bytes that do not unpack (${thrown instanceof Error ? thrown.message : String(thrown)})`,
        next: 'The file is cut short or damaged, or something else follows its gzip data: fetch or write it again.',
      },
      thrown,
    );
  }
}

/** Bytes as they come into a Blob, which browsers may keep out of memory: what is here at once stays small. */
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
