import { CENTRAL, CENTRAL_BYTES, LOCAL, LOCAL_BYTES, MOST_32, ZIP64_EXTRA } from './zip-format';

/** Where an entry is in an archive, as its header claims. Anyone can write a header: readers check every claim. */
export interface ZipPlace {
  readonly path: string;
  readonly isDeflated: boolean;
  /** Of the content after inflating. */
  readonly sizeBytes: number;
  readonly storedBytes: number;
  /** Of the content after inflating. */
  readonly crc: number;
  /** Of the local header. */
  readonly offset: number;
}

const ENCRYPTED = 1;
const SIZES_FOLLOW = 8;
const STORED = 0;
const DEFLATED = 8;
/** Longest path that snapshots use; longer ones belong to other archives. */
const MOST_PATH_BYTES = 200;
/** Other programs add times to an archive that they write again. */
const MOST_EXTRA_BYTES = 256;

/** A header and the number of its bytes. */
export interface ZipHeader {
  readonly place: ZipPlace;
  readonly headerBytes: number;
}

/** The header of an entry in the directory; null if the bytes are not one that a snapshot can have. */
export function centralHeaderAt(view: DataView, at: number): ZipHeader | null {
  if (at + CENTRAL_BYTES > view.byteLength || view.getUint32(at, true) !== CENTRAL) return null;
  const lengths = [28, 30, 32].map((field) => view.getUint16(at + field, true)) as [number, number, number];
  return headerAt(view, at, { fieldsAt: 8, nameAt: CENTRAL_BYTES, lengths, offset: view.getUint32(at + 42, true) });
}

/** The header before the content of an entry; null if the bytes are not one that a snapshot can have. */
export function localHeaderAt(view: DataView, at: number, offset: number): ZipHeader | null {
  if (at + LOCAL_BYTES > view.byteLength || view.getUint32(at, true) !== LOCAL) return null;
  const lengths = [view.getUint16(at + 26, true), view.getUint16(at + 28, true), 0] as const;
  return headerAt(view, at, { fieldsAt: 6, nameAt: LOCAL_BYTES, lengths, offset });
}

/** The most bytes that a local header can have. */
export const MOST_LOCAL_BYTES = LOCAL_BYTES + MOST_PATH_BYTES + MOST_EXTRA_BYTES;

interface Layout {
  /** Where the fields begin that both headers have: flags, method, … */
  readonly fieldsAt: number;
  readonly nameAt: number;
  readonly lengths: readonly [path: number, extra: number, comment: number];
  readonly offset: number;
}

function headerAt(view: DataView, at: number, { fieldsAt, nameAt, lengths, offset }: Layout): ZipHeader | null {
  const [pathBytes, extraBytes, commentBytes] = lengths;
  const headerBytes = nameAt + pathBytes + extraBytes + commentBytes;
  if (pathBytes > MOST_PATH_BYTES || extraBytes > MOST_EXTRA_BYTES) return null;
  if (at + nameAt + pathBytes + extraBytes > view.byteLength) return null;
  const [flags, method] = [view.getUint16(at + fieldsAt, true), view.getUint16(at + fieldsAt + 2, true)];
  if ((flags & (ENCRYPTED | SIZES_FOLLOW)) !== 0 || (method !== STORED && method !== DEFLATED)) return null;
  const path = new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + at + nameAt, pathBytes));
  const words = [view.getUint32(at + fieldsAt + 16, true), view.getUint32(at + fieldsAt + 12, true), offset];
  const extra = new DataView(view.buffer, view.byteOffset + at + nameAt + pathBytes, extraBytes);
  const [sizeBytes, storedBytes, start] = withZip64(words, extra);
  if (!Number.isSafeInteger(sizeBytes! + storedBytes! + start!)) return null;
  const isDeflated = method === DEFLATED;
  const crc = view.getUint32(at + fieldsAt + 8, true);
  return {
    place: { path, isDeflated, crc, sizeBytes: sizeBytes!, storedBytes: storedBytes!, offset: start! },
    headerBytes,
  };
}

/** Takes the numbers that need 64 bits from the extra field, in their order. NaN if they are missing. */
function withZip64(words: readonly number[], extra: DataView): readonly number[] {
  const large = zip64Field(extra);
  let at = 0;
  return words.map((word) => {
    if (word !== MOST_32) return word;
    if (!large || at + 8 > large.byteLength) return NaN;
    const value = Number(large.getBigUint64(at, true));
    at += 8;
    return value;
  });
}

function zip64Field(extra: DataView): DataView | null {
  for (let at = 0; at + 4 <= extra.byteLength;) {
    const [id, length] = [extra.getUint16(at, true), extra.getUint16(at + 2, true)];
    if (at + 4 + length > extra.byteLength) return null;
    if (id === ZIP64_EXTRA) return new DataView(extra.buffer, extra.byteOffset + at + 4, length);
    at += 4 + length;
  }
  return null;
}
