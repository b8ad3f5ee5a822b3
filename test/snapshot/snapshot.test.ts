import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { unzipSync, zipSync } from 'fflate';
import { writeSnapshot } from '../../src/engine/snapshot/write-snapshot';
import { CONTENTS, openBlob, readAll } from './snapshot-files';

const bytesOf = async (blob: Blob): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await blob.arrayBuffer());
const { rows, plots, queries, layout, state, theme } = CONTENTS;

test('a snapshot opens as it was saved', async () => {
  const snapshot = await openBlob(await writeSnapshot(CONTENTS));
  const read = await readAll(snapshot);
  assert.deepEqual(read.queries, new Map(queries.entries()));
  assert.deepEqual(read.plots, new Map(plots.entries()));
  assert.deepEqual(read.layout, layout);
  assert.deepEqual(JSON.parse(JSON.stringify(read.state)), state);
  assert.deepEqual({ ...(read.theme as object) }, theme);
  assert.deepEqual(read.rows, new Map([['rows/0-0.csv', await rows.get('rows/0-0.csv')!.text()]]));
  assert.deepEqual([snapshot.lost, snapshot.isNewer], [[], false]);
});

test('equal contents make equal files, which other programs read', async () => {
  const [once, again] = [await bytesOf(await writeSnapshot(CONTENTS)), await bytesOf(await writeSnapshot(CONTENTS))];
  assert.deepEqual(once, again);
  const files = unzipSync(once);
  assert.deepEqual(Object.keys(files).sort(), [
    'layout.json',
    'manifest-copy.json',
    'manifest.json',
    'plots/0.json',
    'plots/1.json',
    'queries/0.json',
    'queries/1.json',
    'rows/0-0.csv',
    'state.json',
    'theme.json',
  ]);
  assert.equal(new TextDecoder().decode(files['rows/0-0.csv']), await rows.get('rows/0-0.csv')!.text());
});

test('a file that another program has zipped again still opens', async () => {
  const files = unzipSync(await bytesOf(await writeSnapshot(CONTENTS)));
  const snapshot = await openBlob(new Blob([zipSync(files, { level: 9 }) as Uint8Array<ArrayBuffer>]));
  assert.deepEqual(
    (await readAll(snapshot)).rows,
    new Map([['rows/0-0.csv', files['rows/0-0.csv'] && new TextDecoder().decode(files['rows/0-0.csv'])]]),
  );
  assert.deepEqual(snapshot.lost, []);
});
