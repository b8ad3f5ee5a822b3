import { deflateSync } from 'fflate';
import type { SnapshotContents } from './contents';
import { digestOf } from './digest';
import { kindOf, MANIFEST, MANIFEST_COPY, manifestText, type ManifestEntry } from './manifest';
import { layoutJson, plotJson } from './saved-node';
import { queryJson } from './saved-query';
import { zipOf, type ZipEntry } from './zip/zip-writer';

export const SNAPSHOT_TYPE = 'application/vnd.pika+zip';

interface Part {
  readonly path: string;
  readonly name: string | null;
  readonly content: Blob | string;
}

/**
 * Writes a snapshot: a zip archive that `docs/snapshot-format.md` specifies. Rows are stored as they are, so that a
 * reader can read a part of a file; JSON is deflated.
 */
export async function writeSnapshot(contents: SnapshotContents): Promise<Blob> {
  const entries: ZipEntry[] = [];
  const listed: ManifestEntry[] = [];
  for (const { path, name, content } of partsOf(contents)) {
    const blob = typeof content === 'string' ? new Blob([content]) : content;
    const { crc, sha256 } = await digestOf(blob);
    listed.push({ path, kind: kindOf(path)!, name, sizeBytes: blob.size, sha256 });
    entries.push(
      typeof content === 'string'
        ? deflated(path, content, crc)
        : { path, stored: blob, isDeflated: false, sizeBytes: blob.size, crc },
    );
  }
  const manifest = manifestText({ rows: contents.savedRows, entries: listed });
  const { crc } = await digestOf(new Blob([manifest]));
  return zipOf([deflated(MANIFEST, manifest, crc), ...entries, deflated(MANIFEST_COPY, manifest, crc)]).slice(
    0,
    undefined,
    SNAPSHOT_TYPE,
  );
}

function* partsOf({ queries, plots, layout, state, theme, rows }: SnapshotContents): Generator<Part> {
  yield { path: 'layout.json', name: null, content: JSON.stringify(layoutJson(layout)) };
  yield { path: 'state.json', name: null, content: JSON.stringify(state) };
  yield { path: 'theme.json', name: null, content: JSON.stringify(theme) };
  for (const [i, query] of queries.entries())
    yield { path: `queries/${i}.json`, name: query.name, content: JSON.stringify(queryJson(query)) };
  for (const [i, plot] of plots.entries())
    yield { path: `plots/${i}.json`, name: plot.attributes.id ?? null, content: JSON.stringify(plotJson(plot)) };
  for (const [path, content] of rows) yield { path, name: null, content };
}

function deflated(path: string, text: string, crc: number): ZipEntry {
  const bytes = new TextEncoder().encode(text);
  return { path, stored: new Blob([deflateSync(bytes)]), isDeflated: true, sizeBytes: bytes.length, crc };
}
