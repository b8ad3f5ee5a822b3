import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PikaError } from '../../src/engine/errors';
import type { Backend } from '../../src/engine/frame/backend';
import { Conductor, type Performer } from '../../src/engine/frame/conductor';
import type { ExtentCall, Recording, SlotId } from '../../src/engine/frame/recording';

const call = (name: string): ExtentCall => ({ kernel: 'extent', column: 'c' as never, lane: 'u32', clauses: [], out: name as SlotId });
const names = (recording: Recording): string[] => recording.kernels.map((kernel) => ('out' in kernel ? kernel.out : kernel.id));

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
  return { next: (callback) => void waiting.push(callback), tick: () => waiting.splice(0).forEach((callback) => callback()) };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function performer(name: string, failures: PikaError[] = []): Performer & { frames: number } {
  return { frames: 0, record() { this.frames++; return { kernels: [call(`${name}-${this.frames}`)], paints: [] }; }, failed: (error) => void failures.push(error) };
}

test('lone kernels go at once, together; pictures wait for a frame and are merged', async () => {
  const { backend, seen, finish } = recorded();
  const clock = frames();
  const conductor = new Conductor(backend, clock.next);
  const both = Promise.all([conductor.compute(call('a')), conductor.compute(call('b'))]);
  await settled();
  assert.deepEqual(seen.map(names), [['a', 'b']]);
  finish();
  await both;

  const view = performer('view');
  for (let i = 0; i < 5; i++) conductor.invalidate(view);
  assert.equal(view.frames, 0);
  clock.tick();
  assert.deepEqual(seen.map(names)[1], ['view-1']);
  finish();
});

test('while the backend is busy nothing queues up: the latest state is recorded once it is free', async () => {
  const { backend, seen, finish } = recorded();
  const clock = frames();
  const conductor = new Conductor(backend, clock.next);
  const view = performer('view');
  conductor.invalidate(view);
  clock.tick();
  for (let i = 0; i < 10; i++) {
    conductor.invalidate(view);
    clock.tick();
  }
  assert.equal(seen.length, 1);
  finish();
  await settled();
  clock.tick();
  assert.deepEqual(seen.map(names), [['view-1'], ['view-2']]);
  finish();
});

test('a failure reaches those who asked, and the next frame works', async () => {
  const { backend, seen, finish } = recorded();
  const clock = frames();
  const conductor = new Conductor(backend, clock.next);
  const failures: PikaError[] = [];
  conductor.invalidate(performer('view', failures));
  const asked = conductor.compute(call('lone'));
  asked.catch(() => undefined);
  clock.tick();
  finish(new Error('broken'));
  await assert.rejects(asked, PikaError);
  assert.equal(failures.length, 1);
  const again = performer('again');
  conductor.invalidate(again);
  clock.tick();
  assert.equal(again.frames, 1);
  assert.equal(seen.length, 2);
});

test('painted resolves with the frame, not before', async () => {
  const { backend, finish } = recorded();
  const clock = frames();
  const conductor = new Conductor(backend, clock.next);
  let painted = false;
  void conductor.painted().then(() => (painted = true));
  const lone = conductor.compute(call('a'));
  await settled();
  finish();
  await lone;
  assert.equal(painted, false);
  conductor.invalidate(performer('view'));
  clock.tick();
  finish();
  await settled();
  assert.equal(painted, true);
});

test('settled waits for what was asked, painted or not', async () => {
  const { backend, finish } = recorded();
  const clock = frames();
  const conductor = new Conductor(backend, clock.next);
  await conductor.settled();
  let settledCount = 0;
  const count = (): void => void settledCount++;
  void conductor.compute(call('a'));
  conductor.invalidate(performer('view'));
  void conductor.settled().then(count);
  await settled();
  finish();
  await settled();
  assert.equal(settledCount, 0, 'a frame is still owed');
  clock.tick();
  finish();
  await settled();
  assert.equal(settledCount, 1);
});
