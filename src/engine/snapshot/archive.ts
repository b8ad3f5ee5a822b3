import { Inflate } from 'fflate';
import type { ByteSource } from '../rows/parquet/byte-source';
import { crc32 } from '../rows/parquet/crc32';
import { Damage } from './damage';
import { PIECE_BYTES, sha256Of } from './digest';
import type { ZipPlace } from './zip/zip-headers';
import { contentRange, readDirectory, scanEntries } from './zip/zip-reader';

/** The most bytes of an entry that is inflated. Rows are not: they are stored as they are. */
const MOST_INFLATED_BYTES = 2 ** 24;
/** One step of inflating can return a thousand times as many bytes. */
const INFLATE_STEP_BYTES = 2 ** 14;

/** The entries of a zip archive that anyone may have written. Believes no header, and reads only what is asked for. */
export class Archive {
  readonly #source: ByteSource;
  readonly #blob: Blob | null;
  #leftBytes: number;
  readonly #places = new Map<string, ZipPlace[]>();
  #scanning: Promise<void> | null = null;

  private constructor(source: ByteSource, blob: Blob | null, mostBytes: number) {
    this.#source = source;
    this.#blob = blob;
    this.#leftBytes = mostBytes;
  }

  /**
   * @param blob the bytes of `source`, if the page has them: the content of entries is then a part of it
   * @param mostBytes the most bytes to read and inflate in all
   */
  static async open(source: ByteSource, blob: Blob | null, mostBytes: number): Promise<Archive> {
    const archive = new Archive(source, blob, mostBytes);
    const directory = await readDirectory(source);
    if (directory) archive.#add(directory);
    else await archive.scan();
    return archive;
  }

  get paths(): readonly string[] {
    return [...this.#places.keys()];
  }

  /** Where entries of this path may be: a damaged archive may have several. */
  placesOf(path: string): readonly ZipPlace[] {
    return this.#places.get(path) ?? [];
  }

  /** Finds the entries that the directory does not list, or lists wrongly. Reads the whole archive, once. */
  scan(): Promise<void> {
    this.#scanning ??= scanEntries(this.#source).then((places) => this.#add(places));
    return this.#scanning;
  }

  /**
   * The content of an entry of JSON.
   * @param sha256 that of each piece; null if the manifest is lost
   * @throws Damage
   */
  async bytesOf(place: ZipPlace, sha256: readonly string[] | null): Promise<Uint8Array<ArrayBuffer>> {
    const [start, end] = await this.#rangeOf(place);
    this.#take(place.storedBytes + place.sizeBytes, MOST_INFLATED_BYTES);
    const stored = new Uint8Array(start < end ? await this.#source.read(start, end) : []);
    const bytes = place.isDeflated ? inflated(stored, place.sizeBytes) : stored;
    if (sha256) await check(bytes, sha256[0]);
    else checkCrc(crc32(bytes), place);
    return bytes;
  }

  /**
   * The content of an entry of rows. Reads it in pieces, to check them; memory holds one.
   * @throws Damage
   */
  async blobOf(place: ZipPlace, sha256: readonly string[] | null): Promise<Blob> {
    // Other programs deflate all entries when they write an archive again.
    if (place.isDeflated) return new Blob([await this.bytesOf(place, sha256)]);
    const [start, end] = await this.#rangeOf(place);
    if (!this.#blob) this.#take(place.storedBytes, Infinity);
    const pieces: Blob[] = [];
    let crc = 0;
    for (let at = start, i = 0; at < end; at += PIECE_BYTES, i++) {
      const piece = new Uint8Array(await this.#source.read(at, Math.min(end, at + PIECE_BYTES)));
      if (sha256) await check(piece, sha256[i]);
      else crc = crc32(piece, crc);
      if (!this.#blob) pieces.push(new Blob([piece]));
    }
    if (!sha256) checkCrc(crc, place);
    return this.#blob ? this.#blob.slice(start, end) : new Blob(pieces);
  }

  #add(places: readonly ZipPlace[]): void {
    for (const place of places) {
      const known = this.#places.get(place.path) ?? [];
      if (!known.some((other) => isSame(other, place))) this.#places.set(place.path, [...known, place]);
    }
  }

  async #rangeOf(place: ZipPlace): Promise<readonly [start: number, end: number]> {
    const range = await contentRange(this.#source, place);
    if (!range) throw new Damage('its header is damaged, or it was cut off');
    return range;
  }

  #take(bytes: number, most: number): void {
    if (bytes > most) throw new Damage(`it has ${bytes} bytes, more than the ${most} that it may have`);
    if (bytes > this.#leftBytes) throw new Damage('the limit of bytes to read is reached');
    this.#leftBytes -= bytes;
  }
}

/** A damaged directory may describe the content of a whole entry wrongly. */
function isSame(a: ZipPlace, b: ZipPlace): boolean {
  return (['offset', 'storedBytes', 'sizeBytes', 'crc', 'isDeflated'] as const).every((name) => a[name] === b[name]);
}

/** Never returns more bytes than the header claims. */
function inflated(stored: Uint8Array<ArrayBuffer>, sizeBytes: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(sizeBytes);
  let length = 0;
  const inflate = new Inflate((part) => {
    if (length + part.length > sizeBytes) throw new Damage('it inflates to more bytes than it claims');
    bytes.set(part, length);
    length += part.length;
  });
  try {
    for (let at = 0; at < stored.length; at += INFLATE_STEP_BYTES) {
      const end = at + INFLATE_STEP_BYTES;
      inflate.push(stored.subarray(at, end), end >= stored.length);
    }
  } catch (thrown) {
    throw thrown instanceof Damage ? thrown : new Damage('it can not be inflated');
  }
  if (length < sizeBytes) throw new Damage('it inflates to fewer bytes than it claims');
  return bytes;
}

async function check(bytes: Uint8Array<ArrayBuffer>, sha256: string | undefined): Promise<void> {
  if ((await sha256Of(bytes)) !== sha256) throw new Damage('its bytes were changed');
}

/** The only check without a manifest. It finds accidental damage. */
function checkCrc(crc: number, place: ZipPlace): void {
  if (crc !== place.crc) throw new Damage('its bytes were changed');
}
