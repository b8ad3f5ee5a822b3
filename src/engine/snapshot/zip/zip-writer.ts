import { CENTRAL, END, LOCAL, MOST_16, MOST_32, ZIP64_END, ZIP64_EXTRA, ZIP64_LOCATOR } from './zip-format';

/** One file of a zip archive, ready to be written. */
export interface ZipEntry {
  /** ASCII letters, with `/` between folders. */
  readonly path: string;
  /** The bytes in the archive: as they are, or deflated. */
  readonly stored: Blob;
  readonly isDeflated: boolean;
  /** Of the bytes before they were deflated. */
  readonly sizeBytes: number;
  readonly crc: number;
}

/** 1 January 1980, the first date of the format: equal contents make equal archives. */
const DATE = 0x21;
const VERSION_WITH_FOLDERS = 20;
const VERSION_WITH_ZIP64 = 45;

/**
 * A zip archive (PKWARE APPNOTE 6.3.10) whose local headers hold the sizes, so that a reader finds every entry even if
 * the directory at the end is lost. Sizes beyond 4 GB are written as Zip64. The content is not copied: the browser
 * joins the Blobs.
 */
export function zipOf(entries: readonly ZipEntry[]): Blob {
  return new Blob([...zipPartsOf(entries)], { type: 'application/zip' });
}

/** The archive in parts: headers, and the stored content of each entry. */
export function zipPartsOf(entries: readonly ZipEntry[]): readonly (Uint8Array<ArrayBuffer> | Blob)[] {
  const parts: (Uint8Array<ArrayBuffer> | Blob)[] = [];
  const directory: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  for (const entry of entries) {
    const header = localHeader(entry);
    parts.push(header, entry.stored);
    directory.push(centralHeader(entry, offset));
    offset += header.length + entry.stored.size;
  }
  const directoryBytes = directory.reduce((sum, { length }) => sum + length, 0);
  return [...parts, ...directory, endOf(entries.length, offset, directoryBytes)];
}

function localHeader(entry: ZipEntry): Uint8Array<ArrayBuffer> {
  const sizes = zip64Of([entry.sizeBytes, entry.stored.size]);
  const fields = new Fields().u32(LOCAL).u16(versionFor(sizes));
  return common(fields, entry, sizes).text(entry.path).append(sizes.extra).bytes;
}

function centralHeader(entry: ZipEntry, offset: number): Uint8Array<ArrayBuffer> {
  const sizes = zip64Of([entry.sizeBytes, entry.stored.size, offset]);
  const fields = new Fields().u32(CENTRAL).u16(versionFor(sizes)).u16(versionFor(sizes));
  // No comment, disk 0, no attributes.
  common(fields, entry, sizes).u16(0).u16(0).u16(0).u32(0).u32(sizes.words[2]!);
  return fields.text(entry.path).append(sizes.extra).bytes;
}

/** What both headers share, from the flags to the lengths of the name and of the extra field. */
function common(fields: Fields, { path, isDeflated, crc }: ZipEntry, { words, extra }: Zip64): Fields {
  fields
    .u16(0)
    .u16(isDeflated ? 8 : 0)
    .u16(0)
    .u16(DATE)
    .u32(crc);
  return fields.u32(words[1]!).u32(words[0]!).u16(path.length).u16(extra.length);
}

function endOf(entries: number, offset: number, directoryBytes: number): Uint8Array<ArrayBuffer> {
  const fields = new Fields();
  if (entries >= MOST_16 || offset >= MOST_32 || directoryBytes >= MOST_32) {
    fields.u32(ZIP64_END).u64(44).u16(VERSION_WITH_ZIP64).u16(VERSION_WITH_ZIP64).u32(0).u32(0);
    fields.u64(entries).u64(entries).u64(directoryBytes).u64(offset);
    fields
      .u32(ZIP64_LOCATOR)
      .u32(0)
      .u64(offset + directoryBytes)
      .u32(1);
  }
  const count = Math.min(entries, MOST_16);
  fields.u32(END).u16(0).u16(0).u16(count).u16(count);
  return fields.u32(Math.min(directoryBytes, MOST_32)).u32(Math.min(offset, MOST_32)).u16(0).bytes;
}

interface Zip64 {
  /** The numbers in 32 bits; all bits are set if the number is in the extra field. */
  readonly words: readonly number[];
  /** Empty if all numbers fit. */
  readonly extra: Uint8Array<ArrayBuffer>;
}

function zip64Of(numbers: readonly number[]): Zip64 {
  const large = numbers.filter((number) => number >= MOST_32);
  if (large.length === 0) return { words: numbers, extra: new Uint8Array(0) };
  const extra = new Fields().u16(ZIP64_EXTRA).u16(8 * large.length);
  for (const number of large) extra.u64(number);
  return { words: numbers.map((number) => Math.min(number, MOST_32)), extra: extra.bytes };
}

function versionFor({ extra }: Zip64): number {
  return extra.length > 0 ? VERSION_WITH_ZIP64 : VERSION_WITH_FOLDERS;
}

/** Appends little-endian fields. */
class Fields {
  readonly #bytes: number[] = [];

  get bytes(): Uint8Array<ArrayBuffer> {
    return Uint8Array.from(this.#bytes);
  }

  u16(value: number): this {
    this.#bytes.push(value & 0xff, (value >>> 8) & 0xff);
    return this;
  }

  u32(value: number): this {
    return this.u16(value & 0xffff).u16(value >>> 16);
  }

  u64(value: number): this {
    return this.u32(value % 2 ** 32).u32(Math.floor(value / 2 ** 32));
  }

  text(ascii: string): this {
    return this.append(new TextEncoder().encode(ascii));
  }

  append(bytes: Uint8Array): this {
    this.#bytes.push(...bytes);
    return this;
  }
}
