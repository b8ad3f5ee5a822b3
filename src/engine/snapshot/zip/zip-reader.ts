import type { ByteSource } from '../../rows/parquet/byte-source';
import { centralHeaderAt, localHeaderAt, MOST_LOCAL_BYTES, type ZipHeader, type ZipPlace } from './zip-headers';
import {
  CENTRAL,
  END,
  END_BYTES,
  LOCAL,
  MOST_16,
  MOST_32,
  ZIP64_END,
  ZIP64_END_BYTES,
  ZIP64_LOCATOR,
  ZIP64_LOCATOR_BYTES,
} from './zip-format';

/** Most entries of an archive that are read: a snapshot has a few for each query. */
export const MOST_ENTRIES = 10_000;
const MOST_COMMENT_BYTES = 0xffff;
const MOST_DIRECTORY_BYTES = 2 ** 22;
const SCAN_BYTES = 2 ** 20;
/** `PK`, which begins every header. */
const [FIRST_BYTE, SECOND_BYTE] = [0x50, 0x4b];
const SIGNATURES: ReadonlySet<number> = new Set([LOCAL, CENTRAL, END, ZIP64_END]);

/**
 * The entries that the directory at the end of an archive lists; null if there is no complete directory. Reads no
 * content.
 */
export async function readDirectory(source: ByteSource): Promise<readonly ZipPlace[] | null> {
  const tailStart = Math.max(0, source.size - END_BYTES - MOST_COMMENT_BYTES - ZIP64_LOCATOR_BYTES);
  if (source.size < END_BYTES) return null;
  const tail = new DataView(await source.read(tailStart, source.size));
  for (let at = tail.byteLength - END_BYTES; at >= 0; at--) {
    if (tail.getUint32(at, true) !== END) continue;
    const range = await directoryRange(source, tail, at);
    const places = range && (await listed(source, range));
    if (places) return places;
  }
  return null;
}

interface DirectoryRange {
  readonly start: number;
  readonly bytes: number;
  readonly entries: number;
}

async function directoryRange(source: ByteSource, tail: DataView, at: number): Promise<DirectoryRange | null> {
  const short = {
    entries: tail.getUint16(at + 10, true),
    bytes: tail.getUint32(at + 12, true),
    start: tail.getUint32(at + 16, true),
  };
  if (short.entries !== MOST_16 && short.bytes !== MOST_32 && short.start !== MOST_32) return short;
  const locatorAt = at - ZIP64_LOCATOR_BYTES;
  if (locatorAt < 0 || tail.getUint32(locatorAt, true) !== ZIP64_LOCATOR) return short;
  const endAt = Number(tail.getBigUint64(locatorAt + 8, true));
  if (endAt + ZIP64_END_BYTES > source.size) return null;
  const end = new DataView(await source.read(endAt, endAt + ZIP64_END_BYTES));
  const [entries, bytes, start] = [32, 40, 48].map((field) => Number(end.getBigUint64(field, true)));
  return { entries: entries!, bytes: bytes!, start: start! };
}

async function listed(source: ByteSource, { start, bytes, entries }: DirectoryRange): Promise<ZipPlace[] | null> {
  const isPossible = bytes <= MOST_DIRECTORY_BYTES && entries <= MOST_ENTRIES && start + bytes <= source.size;
  if (!isPossible || entries === 0 || bytes === 0) return null;
  const view = new DataView(await source.read(start, start + bytes));
  const places: ZipPlace[] = [];
  for (let at = 0; places.length < entries;) {
    const header = centralHeaderAt(view, at);
    if (!header) return null;
    places.push(header.place);
    at += header.headerBytes;
  }
  return places;
}

/** Finds the entries of an archive whose directory is lost, by their local headers. Reads all of it, in pieces. */
export async function scanEntries(source: ByteSource): Promise<readonly ZipPlace[]> {
  const found: ZipHeader[] = [];
  const ends = new Set([source.size]);
  for (let start = 0; start < source.size && found.length < MOST_ENTRIES; start += SCAN_BYTES) {
    // A header that begins in this piece may end in the next one.
    const end = Math.min(source.size, start + SCAN_BYTES + MOST_LOCAL_BYTES);
    const view = new DataView(await source.read(start, end));
    const most = Math.min(SCAN_BYTES, view.byteLength - 4);
    for (let at = 0; at < most && found.length < MOST_ENTRIES; at++) {
      if (view.getUint8(at) !== FIRST_BYTE || view.getUint8(at + 1) !== SECOND_BYTE) continue;
      if (SIGNATURES.has(view.getUint32(at, true))) ends.add(start + at);
      const header = localHeaderAt(view, at, start + at);
      if (header) found.push(header);
    }
  }
  return nestedLast(found, ends);
}

/**
 * Entries of an archive inside the content of another entry come last. It is a guess: a damaged size can end where
 * another header begins.
 */
function nestedLast(found: readonly ZipHeader[], ends: ReadonlySet<number>): readonly ZipPlace[] {
  const nested: ZipPlace[] = [];
  let freeFrom = 0;
  const outer = found.flatMap(({ place, headerBytes }) => {
    if (place.offset < freeFrom) {
      nested.push(place);
      return [];
    }
    const end = place.offset + headerBytes + place.storedBytes;
    if (ends.has(end)) freeFrom = end;
    return [place];
  });
  return [...outer, ...nested];
}

/** Where the content of an entry is; null if its local header is not what it must be. */
export async function contentRange(
  source: ByteSource,
  { path, isDeflated, storedBytes, offset }: ZipPlace,
): Promise<readonly [start: number, end: number] | null> {
  if (offset >= source.size) return null;
  const end = Math.min(source.size, offset + MOST_LOCAL_BYTES);
  const header = localHeaderAt(new DataView(await source.read(offset, end)), 0, offset);
  if (header?.place.path !== path || header.place.isDeflated !== isDeflated) return null;
  const start = offset + header.headerBytes;
  return start + storedBytes <= source.size ? [start, start + storedBytes] : null;
}
