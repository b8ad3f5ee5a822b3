import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeSnapshot } from '../../src/engine/snapshot/write-snapshot';
import type { ZipPlace } from '../../src/engine/snapshot/zip/zip-headers';
import { contentRange, readDirectory } from '../../src/engine/snapshot/zip/zip-reader';
import { BlobSource } from '../../src/engine/rows/parquet/byte-source';
import { CONTENTS, openBlob, readAll } from './snapshot-files';

/** `PIKA_DAMAGED` is the number of damaged files; 10,000 take about a minute. */
const FILES = Number(process.env.PIKA_DAMAGED ?? 1500);

/** Deterministic numbers in [0, 1). Source: mulberry32. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Span {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

/** The bytes of each entry, with its local header. */
async function spansOf(blob: Blob): Promise<readonly Span[]> {
  const source = new BlobSource(blob, 'test.pika');
  const places = (await readDirectory(source)) as readonly ZipPlace[];
  return Promise.all(
    places.map(async (place) => ({
      path: place.path,
      start: place.offset,
      end: (await contentRange(source, place))![1],
    })),
  );
}

/** Damages bytes in place, cuts the end or the start off, or takes a part out. Returns what is damaged, too. */
function damage(
  bytes: Uint8Array,
  random: () => number,
): { damaged: Uint8Array<ArrayBuffer>; isWhole: (span: Span) => boolean } {
  const at = Math.floor(random() * bytes.length);
  const length = 1 + Math.floor(random() ** 4 * 2000);
  const end = Math.min(bytes.length, at + length);
  const isApart = (span: Span): boolean => span.end <= at || span.start >= end;
  switch (Math.floor(random() * 4)) {
    case 0: {
      const damaged = Uint8Array.from(bytes);
      for (let i = at; i < end; i++) damaged[i]! ^= 1 + Math.floor(random() * 255);
      return { damaged, isWhole: isApart };
    }
    case 1:
      return { damaged: bytes.slice(0, at), isWhole: (span) => span.end <= at };
    case 2:
      return { damaged: bytes.slice(at), isWhole: (span) => span.start >= at };
    default: {
      const damaged = new Uint8Array(bytes.length - (end - at));
      damaged.set(bytes.subarray(0, at));
      damaged.set(bytes.subarray(end), at);
      return { damaged, isWhole: isApart };
    }
  }
}

/** What `readAll` returns of an entry. */
function partOf(all: Readonly<Record<string, unknown>>, path: string): unknown {
  const [folder, file] = path.split('/');
  if (file === undefined) return all[path.replace('.json', '')];
  const key = folder === 'rows' ? path : Number.parseInt(file, 10);
  return (all[folder!] as ReadonlyMap<unknown, unknown>).get(key);
}

test(`${FILES} damaged snapshots: every entry that is whole opens as it was, and none is read wrongly`, async () => {
  const whole = await writeSnapshot(CONTENTS);
  const bytes = new Uint8Array(await whole.arrayBuffer());
  const spans = (await spansOf(whole)).filter(({ path }) => !path.startsWith('manifest'));
  const expected = await readAll(await openBlob(whole));
  for (let seed = 0; seed < FILES; seed++) {
    const { damaged, isWhole } = damage(bytes, randomOf(seed));
    const kept = spans.filter(isWhole);
    const opened = await openBlob(new Blob([damaged])).catch((thrown: unknown) => thrown as { code: string });
    if ('code' in opened) {
      assert.deepEqual([kept, opened.code], [[], 'snapshot/bad-file'], `seed ${seed}`);
      continue;
    }
    const found = await readAll(opened);
    for (const span of spans) {
      const [now, before] = [partOf(found, span.path), partOf(expected, span.path)];
      // The rows are found by their query.
      const isReachable = span.path !== 'rows/0-0.csv' || kept.some(({ path }) => path === 'queries/0.json');
      if (kept.includes(span) && isReachable) assert.deepEqual(now, before, `${span.path}, seed ${seed}`);
      const isLost = now === undefined || now === null || opened.lost.some(({ path }) => path === span.path);
      if (!isLost) assert.deepEqual(now, before, `${span.path}, seed ${seed}`);
    }
  }
});

test('a file that inflates to more than it claims, or claims more than a snapshot may have, is lost alone', async () => {
  const bytes = new Uint8Array(await (await writeSnapshot(CONTENTS)).arrayBuffer());
  const spans = await spansOf(new Blob([bytes]));
  const { start } = spans.find(({ path }) => path === 'theme.json')!;
  for (const claimed of [1, 2 ** 31]) {
    const changed = Uint8Array.from(bytes);
    new DataView(changed.buffer).setUint32(start + 22, claimed, true);
    const central = indexOf(changed, 'theme.json', start + 40) - 46;
    new DataView(changed.buffer).setUint32(central + 24, claimed, true);
    const snapshot = await openBlob(new Blob([changed]));
    const { theme, state } = await readAll(snapshot);
    assert.deepEqual(theme, {});
    assert.deepEqual(JSON.parse(JSON.stringify(state)), CONTENTS.state);
    assert.deepEqual(
      snapshot.lost.map(({ path }) => path),
      ['theme.json'],
    );
  }
});

test('nothing is read beyond the limit', async () => {
  const snapshot = await openBlob(await writeSnapshot(CONTENTS), { mostBytes: 2500 });
  await readAll(snapshot);
  assert.ok(
    snapshot.lost.some(({ reason }) => reason.includes('limit')),
    JSON.stringify(snapshot.lost),
  );
});

function indexOf(bytes: Uint8Array, text: string, from: number): number {
  return Buffer.from(bytes.buffer).indexOf(text, from);
}
