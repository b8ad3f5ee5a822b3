import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { test } from 'node:test';
import { ChildAbort, unlessAborted } from '../../src/engine/abort';
import { ColumnCache, type ColumnSource } from '../../src/engine/columns/column-cache';
import type { Column } from '../../src/engine/columns/column';
import { EngineBus } from '../../src/engine/engine-events';
import { PikaError } from '../../src/engine/errors';
import type { Backend } from '../../src/engine/frame/backend';
import { Memory } from '../../src/engine/memory/memory';
import { FrameScheduler } from '../../src/engine/frame/frame-scheduler';
import type { KernelCall, Recording, SlotId } from '../../src/engine/frame/recording';
import { RowsClient } from '../../src/engine/rows/rows-client';
import { StallGuard } from '../../src/engine/rows/stall-guard';
import { SharedTask } from '../../src/engine/source/shared-task';
import type { Progress } from '../../src/engine/source/source';
import { RequestQueue } from '../../src/engine/source/duckdb/request-queue';
import { extentOf } from '../harness/aggregate-calls';
import { heapBytes } from '../harness/heap';

const REQUESTS = 100_000;
/** If the bus kept one listener for each of them, it would hold over three times as much. */
const MAX_GROWN_BYTES = 5e6;

const call: KernelCall = extentOf('c' as never, 'u32', [], 's' as SlotId);
const column: Omit<Column, 'id'> = {
  rows: 1,
  encoding: { kind: 'f32' },
  type: { kind: 'number', integer: false },
  pages: [],
};
const isAborted = (error: unknown): boolean => error instanceof PikaError && error.code === 'source/aborted';
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const listeners = (signal: AbortSignal): number => getEventListeners(signal, 'abort').length;
const backendOf = (execute: (recording: Recording) => Promise<void> | void): Backend =>
  ({ execute }) as unknown as Backend;

test('100,000 requests leave no listener on their parent signal', async () => {
  const page = new AbortController();
  const bus = new EngineBus();
  const beforeBytes = heapBytes();
  for (let i = 0; i < REQUESTS; i++) {
    const request = new ChildAbort(page.signal);
    bus.on('progress', () => undefined, { signal: request.signal });
    const off = bus.on('control', () => undefined, { signal: page.signal });
    request.abort();
    off();
  }
  assert.equal(listeners(page.signal), 0);
  assert.ok(heapBytes() - beforeBytes < MAX_GROWN_BYTES, `${heapBytes() - beforeBytes} bytes stay`);
  // Keeps the bus alive, and with it what it might have leaked.
  assert.deepEqual(bus.dropped, { control: 0, state: 0, progress: 0 });
});

test('requests that run from an element to a kernel leave no listener either', async () => {
  const page = new AbortController();
  const bus = new EngineBus();
  const queue = new RequestQueue();
  const scheduler = new FrameScheduler(
    backendOf(() => undefined),
    (callback) => void setImmediate(callback),
  );
  let [answered, cancelled, left] = [0, 0, 0];
  const request = async (i: number): Promise<void> => {
    const element = new ChildAbort(page.signal);
    const { signal } = element;
    const asked = bus.follow('q', 'request', { signal, onProgress: () => undefined }, (report) =>
      new SharedTask('q', ({ signal: own }) =>
        queue.enter({ priority: i % 2 ? 'interactive' : 'background', subject: 'q', signal: own }, async (stop) => {
          report({ stage: 'read', done: 1, total: 2, unit: 'rows' });
          await unlessAborted(scheduler.computeFor(stop, call), stop, 'q');
        }),
      ).wait({ signal }),
    );
    if (i % 3 === 0) element.abort();
    await asked.then(
      () => answered++,
      () => cancelled++,
    );
    left += listeners(signal);
    element.release();
  };
  const askAll = async (requests: number): Promise<void> => {
    for (let i = 0; i < requests; i += 4)
      await Promise.all([request(i), request(i + 1), request(i + 2), request(i + 3)]);
  };
  // What the first requests compile and create once is no leak.
  await askAll(1000);
  [answered, cancelled] = [0, 0];
  const beforeBytes = heapBytes();
  await askAll(REQUESTS);
  assert.ok(
    answered + cancelled === REQUESTS && cancelled === Math.ceil(REQUESTS / 3),
    `${answered} answered, ${cancelled} cancelled`,
  );
  assert.equal(listeners(page.signal), 0);
  assert.equal(left, 0, 'on the signals of the requests themselves');
  assert.ok(heapBytes() - beforeBytes < MAX_GROWN_BYTES, `${heapBytes() - beforeBytes} bytes stay`);
  assert.deepEqual(queue.load, { waiting: 0, running: 0 });
});

test('columns, files and downloads remove their listeners, whether they succeeded, failed or were canceled', async () => {
  const page = new AbortController();
  const cache = new ColumnCache<Progress>({
    memory: new Memory(),
    kind: 'js',
    load: async () => undefined,
    unload: () => undefined,
    measure: async () => null,
    graceMs: 0,
  });
  const source = (answer: () => Promise<Omit<Column, 'id'>[]>): ColumnSource<Progress> => ({
    isStale: false,
    name: 'q',
    columns: answer,
  });
  const worker = Object.assign(new EventTarget(), { postMessage: () => undefined, terminate: () => undefined });
  const queue = new RequestQueue();
  const rows = new RowsClient(() => worker as unknown as Worker);
  for (let i = 0; i < 1000; i++) {
    const child = new ChildAbort(page.signal);
    const all = Promise.allSettled([
      queue.enter({ priority: 'interactive', subject: 'q', signal: page.signal }, async () => 1),
      cache
        .acquire(
          source(async () => [column]),
          'v',
          () => undefined,
          page.signal,
        )
        .then((lease) => lease.release()),
      cache.acquire(
        source(() => Promise.reject(new Error('no'))),
        'v',
        () => undefined,
        page.signal,
      ),
      cache.acquire(
        source(() => new Promise(() => undefined)),
        'v',
        () => undefined,
        child.signal,
      ),
      rows.openFile({ key: 'k', format: 'parquet', parts: [], query: 'q' }, { signal: child.signal }),
    ]);
    new StallGuard(1000, page.signal).stop();
    await settled();
    child.abort();
    await all;
  }
  assert.equal(listeners(page.signal), 0);
  rows.dispose();
});

test('kernels aborted before dispatch never run; dispatched ones run to the end', async () => {
  const seen: Recording[] = [];
  let finish: () => void = () => undefined;
  const scheduler = new FrameScheduler(
    backendOf((recording) => {
      seen.push(recording);
      return new Promise((resolve) => {
        finish = resolve;
      });
    }),
    () => undefined,
  );
  const abort = new AbortController();
  const running = scheduler.computeFor(abort.signal, call);
  await settled();
  const waiting = scheduler.computeFor(abort.signal, call);
  const other = scheduler.compute(call);
  abort.abort();
  await assert.rejects(waiting, isAborted);
  finish();
  await running;
  await settled();
  assert.deepEqual(
    seen.map(({ kernels }) => kernels.length),
    [1, 1],
    'the other one runs alone',
  );
  finish();
  await other;
  await assert.rejects(scheduler.computeFor(abort.signal, call), isAborted);
  await scheduler.settled();
});

test('settled() does not wait for canceled kernels', async () => {
  const scheduler = new FrameScheduler(
    backendOf(() => undefined),
    () => undefined,
  );
  const abort = new AbortController();
  const waiting = scheduler.computeFor(abort.signal, call);
  const all = scheduler.settled();
  abort.abort();
  await assert.rejects(waiting, isAborted);
  await all;
});

test('a column whose request was canceled is requested again, and not loaded when it arrives late', async () => {
  const loaded: unknown[] = [];
  let asked = 0;
  let come: (columns: Omit<Column, 'id'>[]) => void = () => undefined;
  const cache = new ColumnCache<Progress>({
    memory: new Memory(),
    kind: 'js',
    load: async ({ id }) => void loaded.push(id),
    unload: () => undefined,
    measure: async () => null,
    graceMs: 0,
  });
  const source: ColumnSource<Progress> = {
    isStale: false,
    name: 'q',
    columns: () =>
      new Promise((resolve) => {
        asked++;
        come = resolve;
      }),
  };
  const abort = new AbortController();
  const first = cache.acquire(source, 'v', () => undefined, abort.signal);
  await settled();
  const answer = come;
  abort.abort();
  await assert.rejects(first, isAborted);
  const second = cache.acquire(source, 'v', () => undefined, new AbortController().signal);
  await settled();
  answer([column]);
  await settled();
  assert.deepEqual([asked, loaded.length], [2, 0]);
  come([column]);
  (await second).release();
  assert.equal(loaded.length, 1);
});

test('canceling aborts an upload in progress and frees its memory, even if another column of its request arrived', async () => {
  const memory = new Memory();
  const element = new ChildAbort(undefined);
  const uploads = new Map<string, AbortSignal>();
  const unloaded: unknown[] = [];
  const cache = new ColumnCache<Progress>({
    memory,
    kind: 'gpu',
    graceMs: 1e6,
    unload: (id) => void unloaded.push(id),
    measure: async () => null,
    load: ({ id }, signal) => {
      const name = id.slice('q:'.length, id.indexOf('#'));
      uploads.set(name, signal);
      return name === 'short' ? Promise.resolve() : unlessAborted(new Promise(() => undefined), signal, 'upload');
    },
  });
  const source: ColumnSource<Progress> = {
    isStale: false,
    name: 'q',
    columns: async (expressions) => expressions.map(() => column),
  };
  const [short, long] = ['short', 'long'].map((name) => cache.acquire(source, name, () => undefined, element.signal));
  const lease = await short!;
  const upload = uploads.get('long')!;
  assert.ok(!upload.aborted);
  const [oneBytes, bothBytes] = [memory.report().gpu.usedBytes / 2, memory.report().gpu.usedBytes];
  assert.ok(bothBytes > 0);
  element.abort();
  await assert.rejects(long!, isAborted);
  await settled();
  assert.ok(upload.aborted);
  assert.deepEqual(
    [unloaded.length, memory.report().gpu.usedBytes, cache.size, listeners(upload)],
    [1, oneBytes, 1, 0],
  );
  lease.release();
  assert.equal(cache.size, 1, 'the column that arrived stays');
  cache.forget();
});
