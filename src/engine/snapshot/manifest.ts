import { VERSION } from '../version';
import { badSnapshot } from './bad-snapshot';
import { migrate } from './migrate';
import { array, count, optional, record, text } from './parse';

/** The version of the format. Readers migrate older ones. */
export const SNAPSHOT_VERSION = 1;
export const MANIFEST = 'manifest.json';
/** The manifest once more, after the content: either may be damaged. */
export const MANIFEST_COPY = 'manifest-copy.json';

/** What kind of content each folder or file of a snapshot holds. */
export type EntryKind = 'query' | 'plot' | 'layout' | 'state' | 'theme' | 'rows';

/** Which rows a snapshot holds. */
export type SavedRows = 'all' | 'drawn' | 'selected' | 'none';
export const SAVED_ROWS: readonly SavedRows[] = ['all', 'drawn', 'selected', 'none'];

/** One entry, as the manifest lists it. */
export interface ManifestEntry {
  readonly path: string;
  readonly kind: EntryKind;
  /** The name of a query, or the id of a plot. */
  readonly name: string | null;
  /** Of the content after inflating. */
  readonly sizeBytes: number;
  /** See {@link Digest.sha256}. */
  readonly sha256: readonly string[];
}

export interface Manifest {
  readonly version: number;
  /** The version of the package that wrote it. */
  readonly savedWith: string;
  readonly rows: SavedRows;
  readonly entries: readonly ManifestEntry[];
}

const KINDS: Readonly<Record<string, EntryKind>> = {
  queries: 'query',
  plots: 'plot',
  rows: 'rows',
  'layout.json': 'layout',
  'state.json': 'state',
  'theme.json': 'theme',
};
const PATH = /^(?:(?:queries|plots)\/\d{1,5}\.json|rows\/\d{1,5}-\d{1,5}\.[a-z]{1,10}|(?:layout|state|theme)\.json)$/;

/** The kind of the entry with this path; null for paths that this release does not know. */
export function kindOf(path: string): EntryKind | null {
  return PATH.test(path) ? KINDS[path.split('/')[0]!]! : null;
}

export function manifestText({ rows, entries }: Pick<Manifest, 'rows' | 'entries'>): string {
  const listed = entries.map(({ path, name, sizeBytes, sha256 }) => ({
    path,
    ...(name !== null && { name }),
    bytes: sizeBytes,
    sha256,
  }));
  return JSON.stringify(
    { format: 'pika-snapshot', version: SNAPSHOT_VERSION, savedWith: VERSION, rows, entries: listed },
    null,
    1,
  );
}

/**
 * Entries of later releases, which this one can't read, are left out.
 * @throws PikaError `snapshot/bad-file`
 */
export function parseManifest(json: unknown): Manifest {
  const found = record(json, MANIFEST);
  if (found.format !== 'pika-snapshot') throw badSnapshot(MANIFEST, 'the format "pika-snapshot"', found.format);
  const version = count(found.version, `version in ${MANIFEST}`);
  const { savedWith, rows, entries } = version < SNAPSHOT_VERSION ? migrate(found, version) : found;
  return {
    version,
    savedWith: optional(savedWith, text, `savedWith in ${MANIFEST}`) ?? '',
    rows: SAVED_ROWS.find((known) => known === rows) ?? 'none',
    entries: array(entries, `entries in ${MANIFEST}`).flatMap((entry, i) => {
      const subject = `entry ${i} in ${MANIFEST}`;
      const { path, name, bytes, sha256 } = record(entry, subject);
      const known = text(path, `path of ${subject}`);
      const kind = kindOf(known);
      if (!kind) return [];
      return {
        path: known,
        kind,
        name: optional(name, text, `name of ${subject}`),
        sizeBytes: count(bytes, `bytes of ${subject}`),
        sha256: array(sha256, `sha256 of ${subject}`).map((hash) => text(hash, `sha256 of ${subject}`)),
      };
    }),
  };
}
