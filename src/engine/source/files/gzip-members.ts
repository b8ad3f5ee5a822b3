import { partsOf } from '../../rows/parquet/ranged-file';

/** The first bytes of every member, and the bits of the fourth byte that are always 0. */
const MAGIC = [0x1f, 0x8b, 0x08] as const;
const RESERVED_FLAGS = 0xe0;
const HEADER_BYTES = 4;
/** A header, an empty block, a checksum and a length. */
const LEAST_MEMBER_BYTES = 20;
/** A member ends with at most this many zeros: an empty block, and the checksum and length of empty content. */
const MAX_ENDING_ZEROS = 16;
const ZERO = new Uint8Array(1);
const NOTHING = new Uint8Array(0);

/**
 * Decompresses a gzip file, and passes its content to `take` in parts. A file may consist of several members (bgzip,
 * concatenated logs), and may be padded with zeros. Browsers decompress one member and reject what follows, without
 * reporting where the member ended. So every position that looks like a header is tried: the member before it is
 * complete if the four bytes before the position equal its length. Rejects with the browser's error for damaged bytes,
 * or with what `take` throws.
 */
export async function unpackGzip(file: Blob, take: (part: Uint8Array<ArrayBuffer>) => void): Promise<void> {
  const zeros = await endingZeros(file);
  let member = new GzipMember(take);
  for await (const { bytes, isHeader } of splitAtHeaders(partsOf(file.slice(0, file.size - zeros).stream()))) {
    if (isHeader && (await member.isWhole())) {
      await member.close();
      member = new GzipMember(take);
    }
    await member.write(bytes);
  }
  for (let i = 0; i < Math.min(zeros, MAX_ENDING_ZEROS); i++) {
    try {
      await member.write(ZERO);
    } catch (thrown) {
      // Rejected because the member has ended: this zero and the rest are padding.
      if (member.lengthMatches) return;
      throw thrown;
    }
  }
  await member.close();
}

/** Feeds one member through the browser's decompressor. */
class GzipMember {
  readonly #writer: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>;
  readonly #reading: Promise<void>;
  #packedBytes = 0;
  #unpackedBytes = 0;
  /** The last four bytes written, little-endian. */
  #tail = 0;

  constructor(take: (part: Uint8Array<ArrayBuffer>) => void) {
    const stream = new DecompressionStream('gzip');
    this.#writer = stream.writable.getWriter() as WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>;
    this.#writer.closed.catch(() => undefined);
    this.#reading = (async () => {
      for await (const part of partsOf(stream.readable)) {
        this.#unpackedBytes += part.byteLength;
        take(part);
      }
    })();
    this.#reading.catch((thrown: unknown) => this.#writer.abort(thrown).catch(() => undefined));
  }

  async write(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.#writer.write(bytes);
    this.#packedBytes += bytes.length;
    for (const byte of bytes.subarray(-4)) this.#tail = ((this.#tail >>> 8) | (byte << 24)) >>> 0;
  }

  /** Whether the member may end here. True at every real end; false positives are possible. */
  async isWhole(): Promise<boolean> {
    // This write resolves only after all output of earlier writes was read.
    await this.#writer.write(NOTHING);
    return this.lengthMatches;
  }

  /** Whether the last four bytes equal the length of the content so far. */
  get lengthMatches(): boolean {
    return this.#packedBytes >= LEAST_MEMBER_BYTES && this.#tail === this.#unpackedBytes % 2 ** 32;
  }

  /** Resolves when all content was passed to `take`; rejects if the member is incomplete. */
  async close(): Promise<void> {
    await this.#writer.close();
    await this.#reading;
  }
}

interface Piece {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** It starts like a member. */
  readonly isHeader: boolean;
}

async function* splitAtHeaders(parts: AsyncIterable<Uint8Array<ArrayBuffer>>): AsyncGenerator<Piece> {
  let isHeader = false;
  let kept = NOTHING;
  for await (const part of parts) {
    const bytes = kept.length === 0 ? part : joined(kept, part);
    let from = 0;
    let at = bytes.indexOf(MAGIC[0]);
    for (; at >= 0 && at + HEADER_BYTES <= bytes.length; at = bytes.indexOf(MAGIC[0], at + 1)) {
      if (bytes[at + 1] !== MAGIC[1] || bytes[at + 2] !== MAGIC[2] || (bytes[at + 3]! & RESERVED_FLAGS) !== 0) continue;
      if (at > from) yield { bytes: bytes.subarray(from, at), isHeader };
      isHeader = true;
      from = at;
    }
    // A header may continue in the next part.
    const to = at < 0 ? bytes.length : at;
    if (to > from) {
      yield { bytes: bytes.subarray(from, to), isHeader };
      isHeader = false;
    }
    kept = bytes.slice(to);
  }
  if (kept.length > 0) yield { bytes: kept, isHeader };
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

async function endingZeros(file: Blob): Promise<number> {
  const STEP = 2 ** 16;
  for (let end = file.size; end > 0; end -= STEP) {
    const bytes = new Uint8Array(await file.slice(Math.max(0, end - STEP), end).arrayBuffer());
    const last = bytes.findLastIndex((byte) => byte !== 0);
    if (last >= 0) return file.size - end + bytes.length - 1 - last;
  }
  return file.size;
}
