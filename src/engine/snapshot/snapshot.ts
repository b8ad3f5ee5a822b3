import { PikaError } from '../errors';
import type { ByteSource } from '../rows/parquet/byte-source';
import { EMPTY_STATE, parseState, type WorkspaceState } from '../workspace/workspace-state';
import { Archive } from './archive';
import { badSnapshot } from './bad-snapshot';
import { Damage } from './damage';
import {
  kindOf,
  MANIFEST,
  MANIFEST_COPY,
  parseManifest,
  SNAPSHOT_VERSION,
  type EntryKind,
  type Manifest,
  type ManifestEntry,
} from './manifest';
import { textsOf, type Parse } from './parse';
import { parseLayout, parsePlot, type SavedNode, type SavedPlot } from './saved-node';
import { parseQuery, type SavedQuery } from './saved-query';
import type { ZipPlace } from './zip/zip-headers';

/** A part of a snapshot that can't be read. */
export interface LostPart {
  /** Such as `queries/0.json`. */
  readonly path: string;
  /** The name of the query or the id of the plot; null if it is not known. */
  readonly name: string | null;
  /** Why, without a capital letter or full stop. */
  readonly reason: string;
}

export interface SnapshotLimits {
  /** The most bytes to read and inflate; rows of a Blob, which are not read at once, don't count. Default: 2 GiB. */
  readonly mostBytes?: number;
}

const DEFAULT_MOST_BYTES = 2 ** 31;
/** Most entries of one path to try: a hostile file may have thousands. */
const MOST_TRIES = 4;
/** Most clauses of a selection. */
const MOST_CLAUSES = 1000;

/** What the manifest says of an entry; hashes are null if the manifest is lost. */
type Known = Pick<ManifestEntry, 'path' | 'kind' | 'name'> & Partial<Pick<ManifestEntry, 'sizeBytes' | 'sha256'>>;

/**
 * An opened snapshot, which anyone may have written or damaged. Each part is read only when it is asked for, and
 * checked against the SHA-256 in the manifest. A part that can't be read is null, and listed in `lost`.
 */
export class Snapshot {
  readonly #archive: Archive;
  readonly #manifest: Manifest | null;
  readonly #known: ReadonlyMap<string, Known>;
  readonly #lost = new Map<string, LostPart>();

  private constructor(archive: Archive, manifest: Manifest | null) {
    this.#archive = archive;
    this.#manifest = manifest;
    const entries: readonly Known[] = manifest?.entries ?? archive.paths.flatMap(knownByPath);
    this.#known = new Map(entries.map((entry) => [entry.path, entry]));
    if (!manifest) this.#lose({ path: MANIFEST, name: null }, 'both copies are damaged or missing');
  }

  /**
   * Reads the directory and the manifest. If they are damaged, scans the file for its entries.
   * @param blob the bytes of `source`, if the page has them
   * @throws PikaError `snapshot/bad-file` if there is nothing of a snapshot in the file, `source/…` if it can't be read
   */
  static async open(source: ByteSource, blob: Blob | null, { mostBytes }: SnapshotLimits = {}): Promise<Snapshot> {
    const archive = await Archive.open(source, blob, mostBytes ?? DEFAULT_MOST_BYTES);
    let manifest = await manifestOf(archive);
    if (!manifest) {
      await archive.scan();
      manifest = await manifestOf(archive);
    }
    const snapshot = new Snapshot(archive, manifest);
    if (snapshot.#known.size > 0) return snapshot;
    throw badSnapshot(
      'the snapshot',
      'a file that pika-plot has saved',
      source.size === 0 ? 'an empty file' : 'a file with no part of a snapshot',
      'Choose a .pika file.',
    );
  }

  /** Whether a later release wrote it. Parts that this release does not know are left out. */
  get isNewer(): boolean {
    return (this.#manifest?.version ?? 0) > SNAPSHOT_VERSION;
  }

  /** The parts that could not be read so far. */
  get lost(): readonly LostPart[] {
    return [...this.#lost.values()];
  }

  /** All queries that can be read, by the number of their entry. */
  queries(): Promise<ReadonlyMap<number, SavedQuery>> {
    return this.#all('query', parseQuery);
  }

  /** All plots that can be read, by the number of their entry. */
  plots(): Promise<ReadonlyMap<number, SavedPlot>> {
    return this.#all('plot', parsePlot);
  }

  /** Reads one query, and no other entry. */
  query(name: string): Promise<SavedQuery | null> {
    return this.#named('query', name, parseQuery, (query) => query.name);
  }

  /** Reads the plot of an id, and no other entry. */
  plot(id: string): Promise<SavedPlot | null> {
    return this.#named('plot', id, parsePlot, ({ attributes }) => attributes.id ?? null);
  }

  layout(): Promise<readonly SavedNode[] | null> {
    return this.#json('layout.json', parseLayout);
  }

  async state(): Promise<WorkspaceState> {
    return (await this.#json('state.json', parseSavedState)) ?? EMPTY_STATE;
  }

  async theme(): Promise<Readonly<Record<string, string>>> {
    return (await this.#json('theme.json', textsOf)) ?? {};
  }

  /** A file of rows, by the path that a query names. */
  rows(path: string): Promise<Blob | null> {
    return this.#read(path, (place, { sha256 }) => this.#archive.blobOf(place, sha256 ?? null));
  }

  async #all<T>(kind: EntryKind, parse: Parse<T>): Promise<ReadonlyMap<number, T>> {
    const found: (readonly [number, T])[] = [];
    for (const { path, kind: known } of this.#known.values()) {
      const part = known === kind ? await this.#json(path, parse) : null;
      if (part) found.push([numberOf(path), part]);
    }
    return new Map(found.sort(([a], [b]) => a - b));
  }

  async #named<T>(
    kind: EntryKind,
    name: string,
    parse: Parse<T>,
    nameOf: (part: T) => string | null,
  ): Promise<T | null> {
    for (const { path, kind: known, name: listed } of this.#known.values()) {
      if (known !== kind || (this.#manifest && listed !== name)) continue;
      const part = await this.#json(path, parse);
      if (part && nameOf(part) === name) return part;
    }
    return null;
  }

  #json<T>(path: string, parse: Parse<T>): Promise<T | null> {
    return this.#read(path, async (place, { sha256 }) => {
      const bytes = await this.#archive.bytesOf(place, sha256 ?? null);
      return parse(JSON.parse(new TextDecoder().decode(bytes)), path);
    });
  }

  async #read<T>(path: string, read: (place: ZipPlace, known: Known) => Promise<T>): Promise<T | null> {
    const known = this.#known.get(path);
    if (!known) return this.#lose({ path, name: null }, 'the file does not hold it');
    const tried = new Set<ZipPlace>();
    let reason = 'it is missing';
    for (let isScanned = false; ; isScanned = true) {
      for (const place of this.#archive.placesOf(path)) {
        if (tried.has(place) || tried.size === MOST_TRIES) continue;
        tried.add(place);
        try {
          if (known.sizeBytes !== undefined && known.sizeBytes !== place.sizeBytes)
            throw new Damage(`it has ${place.sizeBytes} bytes, and had ${known.sizeBytes}`);
          const part = await read(place, known);
          this.#lost.delete(path);
          return part;
        } catch (thrown) {
          reason = reasonOf(thrown);
        }
      }
      if (isScanned) return this.#lose(known, reason);
      // The directory may be wrong about its place.
      await this.#archive.scan();
    }
  }

  #lose({ path, name }: Pick<LostPart, 'path' | 'name'>, reason: string): null {
    this.#lost.set(path, { path, name, reason });
    return null;
  }
}

/** Every element compares its clause with all of the state. */
function parseSavedState(json: unknown, subject: string): WorkspaceState {
  const state = parseState(json);
  for (const [name, { length }] of Object.entries(state.selections))
    if (length > MOST_CLAUSES)
      throw badSnapshot(`selection "${name}" in ${subject}`, `${MOST_CLAUSES} clauses`, length);
  return state;
}

async function manifestOf(archive: Archive): Promise<Manifest | null> {
  for (const place of [MANIFEST, MANIFEST_COPY].flatMap((path) => archive.placesOf(path))) {
    try {
      return parseManifest(JSON.parse(new TextDecoder().decode(await archive.bytesOf(place, null))));
    } catch (thrown) {
      // The other copy may be whole.
      reasonOf(thrown);
    }
  }
  return null;
}

/**
 * Why a part can't be read.
 * @throws what a source throws that can't be read at all
 */
function reasonOf(thrown: unknown): string {
  if (thrown instanceof Damage) return thrown.message;
  if (thrown instanceof SyntaxError) return `it is not JSON (${thrown.message})`;
  // Nested too deep, or too long.
  if (thrown instanceof RangeError) return `it can't be parsed (${thrown.message})`;
  if (!(thrown instanceof PikaError) || thrown.code.startsWith('source/')) throw thrown;
  const { subject, expected, found } = thrown.detail;
  return `${subject}: expected ${expected}, found ${found}`;
}

function knownByPath(path: string): readonly Known[] {
  const kind = kindOf(path);
  return kind ? [{ path, kind, name: null }] : [];
}

/** `queries/3.json` is 3. */
function numberOf(path: string): number {
  return Number(/\d+/.exec(path)?.[0]);
}
