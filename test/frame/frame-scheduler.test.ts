import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PikaError } from '../../src/engine/errors';
import type { Backend } from '../../src/engine/frame/backend';
import { FrameScheduler, type FrameClient } from '../../src/engine/frame/frame-scheduler';
import type { IndexId, KernelCall, Recording, SlotId } from '../../src/engine/frame/recording';
import { extentOf } from '../harness/aggregate-calls';

const call = (name: string): KernelCall => extentOf('c' as never, 'u32', [], name as SlotId);
const names = (recording: Recording): string[] =>
  recording.kernels.map((kernel) => ('out' in kernel ? kernel.out : kernel.id));

/** A backend that keeps the recordings it gets and finishes one when the test calls `finish`. */
function recorded(): { backend: Backend; seen: Recording[]; finish: (error?: unknown) => void } {
  const seen: Recording[] = [];
  let settle: { resolve: () => void; reject: (error: unknown) => void } | null = null;
  const execute = (recording: Recording): Promise<void> => {
    assert.equal(settle, null, 'one recording at a time');
    seen.push(recording);
    return new Promise((resolve, reject) => (settle = { resolve, reject }));
  };
  const finish = (error?: unknown): void => {
    const waiting = settle!;
    settle = null;
    if (error) waiting.reject(error);
    else waiting.resolve();
  };
  return { backend: { execute } as unknown as Backend, seen, finish };
}

/** Animation frames under the test's control. */
function frames(): { next: (callback: () => void) => void; tick: () => void } {
  const waiting: (() => void)[] = [];
  return {
    next: (callback) => void waiting.push(callback),
    tick: () => waiting.splice(0).forEach((callback) => callback()),
  };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function client(name: string, failures: PikaError[] = []): FrameClient & { frames: number } {
  return {
    frames: 0,
    record() {
      this.frames++;
      return { kernels: [call(`${name}-${this.frames}`)], paints: [] };
    },
    failed: (error) => void failures.push(error),
  };
}

test('runs kernels and the first picture immediately, together; batches later requests into the next frame', async () => {
  const { backend, seen, finish } = recorded();
  const clock = frames();
  const scheduler = new FrameScheduler(backend, clock.next);
  const both = Promise.all([scheduler.compute(call('a')), scheduler.compute(call('b'))]);
  await settled();
  assert.deepEqual(seen.map(names), [['a', 'b']]);
  finish();
  await both;

  const view = client('view');
  for (let i = 0; i < 5; i++) scheduler.invalidate(view);
  assert.equal(view.frames, 0, 'everything in one event is merged');
  await settled();
  assert.deepEqual(seen.map(names)[1], ['view-1']);
  finish();
  await settled();
  for (let i = 0; i < 5; i++) scheduler.invalidate(view);
  await settled();
  assert.equal(view.frames, 1, 'one picture per frame');
  clock.tick();
  await settled();
  assert.deepEqual(seen.map(names)[2], ['view-2']);
  finish();
  await settled();
  clock.tick();
  scheduler.invalidate(view);
  await settled();
  assert.equal(view.frames, 3, 'after a frame without work the next request runs immediately');
  finish();
});

test('while the backend is busy nothing queues up: records the latest state once it is free', async () => {
  const { backend, seen, finish } = recorded();
  const clock = frames();
  const scheduler = new FrameScheduler(backend, clock.next);
  const view = client('view');
  scheduler.invalidate(view);
  await settled();
  for (let i = 0; i < 10; i++) {
    scheduler.invalidate(view);
    clock.tick();
    await settled();
  }
  assert.equal(seen.length, 1);
  finish();
  await settled();
  clock.tick();
  await settled();
  assert.deepEqual(seen.map(names), [['view-1'], ['view-2']]);
  finish();
});

test('reports a failure to its requests and clients, and the next frame works', async () => {
  const { backend, seen, finish } = recorded();
  const clock = frames();
  const scheduler = new FrameScheduler(backend, clock.next);
  const failures: PikaError[] = [];
  scheduler.invalidate(client('view', failures));
  const asked = scheduler.compute(call('lone'));
  asked.catch(() => undefined);
  await settled();
  finish(new Error('broken'));
  await assert.rejects(asked, PikaError);
  assert.equal(failures.length, 1);
  const again = client('again');
  scheduler.invalidate(again);
  clock.tick();
  await settled();
  assert.equal(again.frames, 1);
  assert.equal(seen.length, 2);
});

test('a client that fails while it records stops no other, and no request', async () => {
  const { backend, seen, finish } = recorded();
  const scheduler = new FrameScheduler(backend, frames().next);
  const failures: PikaError[] = [];
  const broken: FrameClient = {
    record: () => {
      throw new Error('broken');
    },
    failed: (error) => void failures.push(error),
  };
  const view = client('view');
  for (const one of [broken, view]) scheduler.invalidate(one);
  const asked = scheduler.compute(call('lone'));
  await settled();
  finish();
  await asked;
  assert.deepEqual(seen.map(names), [['lone', 'view-1']]);
  assert.equal(failures.length, 1);
});

test('resolves `painted` with the picture, not before', async () => {
  const { backend, finish } = recorded();
  const clock = frames();
  const scheduler = new FrameScheduler(backend, clock.next);
  let painted = false;
  void scheduler.painted().then(() => (painted = true));
  const lone = scheduler.compute(call('a'));
  await settled();
  finish();
  await lone;
  assert.equal(painted, false);
  scheduler.invalidate(client('view'));
  await settled();
  assert.equal(painted, false);
  finish();
  await settled();
  assert.equal(painted, true);
});

test('resolves `settled` after all requests, with or without paints', async () => {
  const { backend, finish } = recorded();
  const clock = frames();
  const scheduler = new FrameScheduler(backend, clock.next);
  await scheduler.settled();
  let settledCount = 0;
  const count = (): void => void settledCount++;
  const lone = scheduler.compute(call('a'));
  await settled();
  scheduler.invalidate(client('view'));
  void scheduler.settled().then(count);
  finish();
  await lone;
  await settled();
  assert.equal(settledCount, 0, 'a picture is still pending');
  clock.tick();
  await settled();
  finish();
  await settled();
  assert.equal(settledCount, 1);
});

test('runs work that is not needed yet after all other work, one request at a time', async () => {
  const { backend, seen, finish } = recorded();
  const clock = frames();
  const scheduler = new FrameScheduler(backend, clock.next);
  const lone = scheduler.compute(call('a'));
  await settled();
  const spare = ['b', 'c'].map((name) => scheduler.computeWhenSettled(undefined, call(name)));
  const canceled = new AbortController();
  const never = scheduler.computeWhenSettled(canceled.signal, call('never'));
  never.catch(() => undefined);
  scheduler.invalidate(client('view'));
  finish();
  await lone;
  await settled();
  clock.tick();
  await settled();
  assert.deepEqual(seen.map(names), [['a'], ['view-1']], 'the picture comes first');
  finish();
  await settled();
  assert.deepEqual(seen.map(names).slice(2), [['b']]);
  scheduler.invalidate(client('next'));
  clock.tick();
  finish();
  await settled();
  clock.tick();
  await settled();
  assert.deepEqual(seen.map(names).slice(3), [['next-1']], 'a frame waits for one of them at most');
  canceled.abort();
  finish();
  await settled();
  finish();
  await Promise.all(spare);
  await assert.rejects(never, { code: 'source/aborted' });
  assert.deepEqual(seen.map(names).slice(4), [['c']]);
});

test('rejects waiting and later requests with the reason once it is closed; no promise stays pending', async () => {
  const { backend } = recorded();
  const scheduler = new FrameScheduler(backend, frames().next);
  const reason = new PikaError('cpu/worker', {
    subject: 'the CPU backend',
    expected: 'workers',
    found: 'none',
    next: 'Serve them.',
  });
  void scheduler.compute(call('under way'));
  await settled();
  const waiting = scheduler.compute(call('waiting'));
  scheduler.close(reason);
  await assert.rejects(waiting, reason);
  await assert.rejects(scheduler.compute(call('later')), reason);
});

test('calls back when free after the kernels asked for before, but not after those that were aborted', async () => {
  const { backend, seen, finish } = recorded();
  const scheduler = new FrameScheduler(backend, frames().next);
  let freed = 0;
  const free = (): void => void freed++;
  scheduler.whenFree(free);
  assert.equal(freed, 1, 'an idle scheduler calls at once');

  const running = scheduler.compute(call('a'));
  await settled();
  const waiting = scheduler.compute(call('b'));
  scheduler.whenFree(free);
  finish();
  await running;
  await settled();
  assert.deepEqual([seen.map(names), freed], [[['a'], ['b']], 1], 'b still reads what would be freed');
  finish();
  await waiting;
  await settled();
  assert.equal(freed, 2);

  const last = scheduler.compute(call('c'));
  await settled();
  const abort = new AbortController();
  const aborted = scheduler.computeFor(abort.signal, call('d'));
  scheduler.whenFree(free);
  abort.abort();
  await assert.rejects(aborted);
  assert.equal(freed, 2, 'c is still running');
  finish();
  await last;
  await settled();
  assert.equal(freed, 3);
});

test('a slot is read once the recording that fills it has been executed', async () => {
  const { backend, seen, finish } = recorded();
  const read: string[] = [];
  backend.read = async (slot) => {
    read.push(slot);
    return Uint32Array.of(1);
  };
  const scheduler = new FrameScheduler(backend, frames().next);
  const running = scheduler.compute(call('a'));
  await settled();
  assert.deepEqual(await scheduler.read('other' as SlotId), Uint32Array.of(1), 'what it does not fill needs no wait');
  read.pop();
  const words = scheduler.read('a' as SlotId);
  await settled();
  assert.deepEqual([seen.map(names), read], [[['a']], []], 'the picture shows a slot that no kernel has filled');
  finish();
  await running;
  assert.deepEqual(await words, Uint32Array.of(1));

  const failing = scheduler.compute(call('b'));
  await settled();
  const afterFailure = scheduler.read('b' as SlotId);
  finish(new Error('no memory'));
  await assert.rejects(failing);
  assert.deepEqual(await afterFailure, Uint32Array.of(1), 'a recording that failed does not block reads');
});

test('a slice may fill any slot: a read waits for it', async () => {
  const { backend, finish } = recorded();
  const read: string[] = [];
  backend.read = async (slot) => {
    read.push(slot);
    return Uint32Array.of(1);
  };
  const scheduler = new FrameScheduler(backend, frames().next);
  const running = scheduler.compute({ kernel: 'slice', id: 'index' as IndexId, pixels: [[0, 1]] });
  await settled();
  const words = scheduler.read('a' as SlotId);
  await settled();
  assert.deepEqual(read, []);
  finish();
  await Promise.all([running, words]);
  assert.deepEqual(read, ['a']);
});

test('clients read their slots while they answer', async () => {
  const { backend, finish } = recorded();
  backend.read = async () => Uint32Array.of(7);
  const scheduler = new FrameScheduler(backend, frames().next);
  const read: number[] = [];
  scheduler.invalidate({
    ...client('p'),
    answer: async () => {
      read.push((await scheduler.read('p-1' as SlotId))[0]!);
      return [];
    },
  });
  await settled();
  finish();
  await settled();
  assert.deepEqual(read, [7]);
  finish();
});
