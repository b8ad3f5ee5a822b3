import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Column, ColumnId } from '../../src/engine/columns/column';
import { ColumnCache, type ColumnSource } from '../../src/engine/columns/column-cache';
import { PikaError } from '../../src/engine/errors';
import { Memory } from '../../src/engine/memory/memory';
import { VirtualClock } from '../../src/testing/index';

const column: Omit<Column, 'id'> = {
  rows: 1,
  encoding: { kind: 'f32' },
  type: { kind: 'number', integer: false },
  pages: [],
};
const quiet = (): void => undefined;
const never = new AbortController().signal;

interface Harness {
  readonly cache: ColumnCache<number>;
  readonly source: ColumnSource<number>;
  readonly requests: string[][];
  readonly resident: Set<ColumnId>;
  readonly signals: AbortSignal[];
  readonly memory: Memory;
}

type Read = (expressions: readonly string[]) => Promise<Omit<Column, 'id'>[]>;

function harness({
  read = async (all) => all.map(() => column),
  clock = new VirtualClock(),
}: { read?: Read; clock?: VirtualClock } = {}): Harness {
  const requests: string[][] = [];
  const resident = new Set<ColumnId>();
  const signals: AbortSignal[] = [];
  const memory = new Memory();
  const cache = new ColumnCache<number>({
    memory,
    kind: 'js',
    load: async ({ id }) => void resident.add(id),
    unload: (id) => void resident.delete(id),
    measure: async () => [0, 1],
    graceMs: 1000,
    clock,
  });
  const source: ColumnSource<number> = {
    isStale: false,
    name: 'q',
    columns: async (expressions, { signal }) => {
      requests.push([...expressions]);
      signals.push(signal);
      return read(expressions);
    },
  };
  return { cache, source, requests, resident, signals, memory };
}

test('reads columns requested in one microtask together, each once', async () => {
  const { cache, source, requests, resident } = harness();
  const leases = await Promise.all(['a', 'b', 'a'].map((name) => cache.acquire(source, name, quiet, never)));
  assert.deepEqual(requests, [['a', 'b']]);
  assert.equal(resident.size, 2);
  assert.equal(leases[0]!.meta, leases[2]!.meta);
  await cache.acquire(source, 'b', quiet, never);
  assert.equal(requests.length, 1);
});

test('frees an unused column after the grace period', async () => {
  const clock = new VirtualClock();
  const { cache, source, requests, resident } = harness({ clock });
  const first = await cache.acquire(source, 'a', quiet, never);
  const second = await cache.acquire(source, 'a', quiet, never);
  first.release();
  first.release();
  await clock.advance(5000);
  assert.equal(resident.size, 1, 'the second lease keeps it');
  second.release();
  await clock.advance(500);
  const third = await cache.acquire(source, 'a', quiet, never);
  await clock.advance(5000);
  assert.equal(requests.length, 1, 'reused within the grace period');
  third.release();
  await clock.advance(999);
  assert.equal(resident.size, 1);
  await clock.advance(1);
  assert.equal(resident.size, 0);
  assert.equal(cache.size, 0);
});

test('aborts a request once its last caller has canceled, not before', async () => {
  let finish = quiet;
  const { cache, source, signals } = harness({
    read: (all) => new Promise((resolve) => (finish = () => resolve(all.map(() => column)))),
  });
  const [mine, yours] = [new AbortController(), new AbortController()];
  const one = cache.acquire(source, 'a', quiet, mine.signal);
  const two = cache.acquire(source, 'b', quiet, yours.signal);
  await Promise.resolve();
  mine.abort();
  await assert.rejects(one, (error) => error instanceof PikaError && error.code === 'source/aborted');
  assert.equal(signals[0]!.aborted, false);
  yours.abort();
  await assert.rejects(two, PikaError);
  assert.equal(signals[0]!.aborted, true);
  finish();
});

test('a failure rejects all callers and is not cached', async () => {
  let fails = true;
  const { cache, source, requests } = harness({
    read: async (all) => {
      if (fails) throw new Error('no');
      return all.map(() => column);
    },
  });
  const both = await Promise.allSettled([
    cache.acquire(source, 'a', quiet, never),
    cache.acquire(source, 'b', quiet, never),
  ]);
  assert.deepEqual(
    both.map(({ status }) => status),
    ['rejected', 'rejected'],
  );
  fails = false;
  const before = requests.length;
  await cache.acquire(source, 'a', quiet, never);
  assert.equal(requests.length, before + 1);
});

test('one bad expression does not fail the others of its request', async () => {
  const { cache, source, requests } = harness({
    read: async (all) => {
      if (all.includes('bad')) throw new Error('no such column');
      return all.map(() => column);
    },
  });
  const [good, bad] = await Promise.allSettled(
    ['good', 'bad'].map((name) => cache.acquire(source, name, quiet, never)),
  );
  assert.equal(good!.status, 'fulfilled');
  assert.equal(bad!.status, 'rejected');
  assert.deepEqual(requests, [['good', 'bad'], ['good'], ['bad']]);
});
