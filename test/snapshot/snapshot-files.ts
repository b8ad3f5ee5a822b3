import type { SnapshotContents } from '../../src/engine/snapshot/contents';
import { BlobSource } from '../../src/engine/rows/parquet/byte-source';
import { Snapshot, type SnapshotLimits } from '../../src/engine/snapshot/snapshot';
import { EMPTY_STATE } from '../../src/engine/workspace/workspace-state';

/** Two queries, two plots and a heading. */
export const CONTENTS: SnapshotContents = {
  savedRows: 'all',
  queries: [
    {
      name: 'sales',
      attributes: { delimiter: ';' },
      source: { kind: 'files', files: [{ kind: 'entry', path: 'rows/0-0.csv', name: 'sales.csv' }] },
    },
    {
      name: '__proto__',
      attributes: {},
      source: {
        kind: 'sql',
        sql: 'SELECT * FROM sales WHERE amount > $least',
        params: { least: 3n, since: new Date('2024-01-02T03:04:05.678Z'), odd: [NaN, -0, null, 'it\'s "so"'] },
      },
    },
  ],
  plots: [
    {
      tag: 'pika-plot',
      attributes: { id: 'amounts' },
      style: { height: '200px' },
      spec: { from: 'sales', mark: 'bar' },
      marks: [],
    },
    { tag: 'pika-plot', attributes: {}, style: {}, spec: { from: '__proto__', mark: 'point' }, marks: [] },
  ],
  layout: [
    {
      kind: 'element',
      tag: 'section',
      attributes: {},
      style: { display: 'grid' },
      children: [
        { kind: 'element', tag: 'h1', attributes: {}, style: {}, children: [{ kind: 'text', text: '<b>Sales</b> €' }] },
        { kind: 'query', query: 0 },
        { kind: 'query', query: 1 },
        { kind: 'plot', plot: 0 },
        { kind: 'plot', plot: 1 },
      ],
    },
  ],
  state: { ...EMPTY_STATE, domains: { amounts: { x: [0, 1e-300] } }, inputs: { year: { bigint: '9007199254740993' } } },
  theme: { '--pika-accent': '#123456' },
  rows: new Map([['rows/0-0.csv', new Blob(['amount;day\n1;2024-01-01\n5;2024-01-02\n'])]]),
};

export function openBlob(blob: Blob, limits?: SnapshotLimits): Promise<Snapshot> {
  return Snapshot.open(new BlobSource(blob, 'test.pika'), blob, limits);
}

/** All that can be read of a snapshot, as plain data; rows as text. */
export async function readAll(snapshot: Snapshot): Promise<Readonly<Record<string, unknown>>> {
  const queries = await snapshot.queries();
  const rows = new Map<string, string>();
  for (const { source } of queries.values())
    for (const file of source.kind === 'files' ? source.files : []) {
      const content = file.kind === 'entry' ? await snapshot.rows(file.path) : null;
      if (file.kind === 'entry' && content) rows.set(file.path, await content.text());
    }
  return structuredClone({
    queries,
    plots: await snapshot.plots(),
    layout: await snapshot.layout(),
    state: await snapshot.state(),
    theme: await snapshot.theme(),
    rows,
  });
}
