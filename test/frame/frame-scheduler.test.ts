import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PikaError } from '../../src/engine/errors';
import type { Backend } from '../../src/engine/frame/backend';
import { FrameScheduler, type FrameClient } from '../../src/engine/frame/frame-scheduler';
import type { KernelCall, Recording, SlotId } from '../../src/engine/frame/recording';
import { extentOf } from '../harness/aggregate-calls';

const call = (name: string): KernelCall => extentOf('c' as never, 'u32', [], name as SlotId);
const names = (recording: Recording): string[] =>
  recording.kernels.map((kernel) => ('out' in kernel ? kernel.out : kernel.id));

/** A backend that keeps what it is asked, and answers when told. */
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

/** Frames that come when asked for. */
function frames(): { next: (callback: () => void) => void; tick: () => void } {
  const waiting: (() => void)[] = [];
  return {
    next: (callback) => void waiting.push(callback),
    tick: () => waiting.splice(0).forEach((callback) => callback()),
  };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function performer(name: string, failures: PikaError[] = []): FrameClient & { frames: number } {
  return {
    frames: 0,
    record() {
      this.frames++;
      return { kernels: [call(`${name}-${this.frames}`)], paints: [] };
    },
    failed: (error) => void failures.push(error),
  };
}

test('kernels and a first picture go at once, together; what is asked for before the frame waits for it and is merged', async () => {
  const { backend, seen, finish } = recorded();
  const clock = frames();
  const conductor = new FrameScheduler(backend, clock.next);
  const both = Promise.all([conductor.compute(call('a')), conductor.compute(call('b'))]);
  await settled();
  assert.deepEqual(seen.map(names), [['a', 'b']]);
  finish();
  await both;

  const view = performer('view');
  for (let i = 0; i < 5; i++) conductor.invalidate(view);
  assert.equal(view.frames, 0, 'all of an event is merged');
  await settled();
  assert.deepEqual(seen.map(names)[1], ['view-1']);
  finish();
  await settled();
  for (let i = 0; i < 5; i++) conductor.invalidate(view);
  await settled();
  assert.equal(view.frames, 1, 'one picture a frame');
  clock.tick();
  await settled();
  assert.deepEqual(seen.map(names)[2], ['view-2']);
  finish();
  await settled();
  clock.tick();
  conductor.invalidate(view);
  await settled();
  assert.equal(view.frames, 3, 'after a frame without work the next goes at once');
  finish();
});

test('while the backend is busy nothing queues up: the latest state is recorded once it is free', async () => {
  const { backend, seen, finish } = recorded();
  const clock = frames();
  const conductor = new FrameScheduler(backend, clock.next);
  const view = performer('view');
  conductor.invalidate(view);
  await settled();
  for (let i = 0; i < 10; i++) {
    conductor.invalidate(view);
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

test('a failure reaches those who asked, and the next frame works', async () => {
  const { backend, seen, finish } = recorded();
  const clock = frames();
  const conductor = new FrameScheduler(backend, clock.next);
  const failures: PikaError[] = [];
  conductor.invalidate(performer('view', failures));
  const asked = conductor.compute(call('lone'));
  asked.catch(() => undefined);
  await settled();
  finish(new Error('broken'));
  await assert.rejects(asked, PikaError);
  assert.equal(failures.length, 1);
  const again = performer('again');
  conductor.invalidate(again);
  clock.tick();
  await settled();
  assert.equal(again.frames, 1);
  assert.equal(seen.length, 2);
});

test('painted resolves with the picture, not before', async () => {
  const { backend, finish } = recorded();
  const clock = frames();
  const conductor = new FrameScheduler(backend, clock.next);
  let painted = false;
  void conductor.painted().then(() => (painted = true));
  const lone = conductor.compute(call('a'));
  await settled();
  finish();
  await lone;
  assert.equal(painted, false);
  conductor.invalidate(performer('view'));
  await settled();
  assert.equal(painted, false);
  finish();
  await settled();
  assert.equal(painted, true);
});

test('settled waits for what was asked, painted or not', async () => {
  const { backend, finish } = recorded();
  const clock = frames();
  const conductor = new FrameScheduler(backend, clock.next);
  await conductor.settled();
  let settledCount = 0;
  const count = (): void => void settledCount++;
  const lone = conductor.compute(call('a'));
  await settled();
  conductor.invalidate(performer('view'));
  void conductor.settled().then(count);
  finish();
  await lone;
  await settled();
  assert.equal(settledCount, 0, 'a picture is still owed');
  clock.tick();
  await settled();
  finish();
  await settled();
  assert.equal(settledCount, 1);
});

test('a closed conductor refuses with the reason what waits and what is asked later: nobody waits for ever', async () => {
  const { backend } = recorded();
  const conductor = new FrameScheduler(backend, frames().next);
  const reason = new PikaError('cpu/worker', {
    subject: 'the CPU backend',
    expected: 'workers',
    found: 'none',
    next: 'Serve them.',
  });
  void conductor.compute(call('under way'));
  await settled();
  const waiting = conductor.compute(call('waiting'));
  conductor.close(reason);
  await assert.rejects(waiting, reason);
  await assert.rejects(conductor.compute(call('later')), reason);
});
