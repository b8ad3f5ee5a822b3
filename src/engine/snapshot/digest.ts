import { crc32 } from '../rows/parquet/crc32';

/** Contents are hashed in pieces of this size, so that a reader can check a part of a large entry. */
export const PIECE_BYTES = 2 ** 24;

export interface Digest {
  /** What zip archives hold. It detects no deliberate change. */
  readonly crc: number;
  /** The SHA-256 of each piece of {@link PIECE_BYTES}, in hexadecimal; the last piece may be shorter. */
  readonly sha256: readonly string[];
}

/** Reads a Blob piece by piece, so that memory holds one of them. */
export async function digestOf(content: Blob): Promise<Digest> {
  const sha256: string[] = [];
  let crc = 0;
  for await (const piece of piecesOf(content)) {
    crc = crc32(piece, crc);
    sha256.push(await sha256Of(piece));
  }
  return { crc, sha256 };
}

export async function* piecesOf(content: Blob): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let at = 0; at < content.size; at += PIECE_BYTES)
    yield new Uint8Array(await content.slice(at, at + PIECE_BYTES).arrayBuffer());
}

/** The SHA-256 of bytes, in hexadecimal. */
export async function sha256Of(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  // Browsers have it only on pages of secure origins.
  const digest = globalThis.crypto?.subtle
    ? new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
    : (await import('@noble/hashes/sha2.js')).sha256(bytes);
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
