import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualClock } from '../../src/testing/index';

test('calls back in order of due time, then of request; never what was canceled', async () => {
  const clock = new VirtualClock();
  const called: string[] = [];
  const say = (word: string) => () => void called.push(`${word} at ${Math.round(clock.now())}`);
  clock.after(20, say('later'));
  clock.after(10, say('first'));
  clock.after(10, say('second'));
  clock.frame(say('frame'));
  clock.after(5, say('never'))();
  await clock.advance(9);
  assert.deepEqual(called, []);
  await clock.advance(11);
  assert.deepEqual(called, ['first at 10', 'second at 10', 'frame at 17', 'later at 20']);
  assert.deepEqual([clock.now(), clock.waiting], [20, 0]);
});

test('runs callbacks requested while advancing, with promises in between', async () => {
  const clock = new VirtualClock();
  const frames: number[] = [];
  const next = (): void =>
    clock.frame(() => {
      frames.push(Math.round(clock.now()));
      void Promise.resolve().then(next);
    });
  next();
  await clock.advance(100);
  assert.deepEqual(frames, [17, 33, 50, 67, 83, 100]);
});

test('runs sixty frames per second, however small the steps', async () => {
  const clock = new VirtualClock();
  let frames = 0;
  const next = (): void =>
    clock.frame(() => {
      frames++;
      next();
    });
  next();
  for (let step = 0; step < 100; step++) await clock.advance(10);
  assert.equal(frames, 60);
});

test('advances until a promise settles, and throws if it never does', async () => {
  const clock = new VirtualClock();
  const after = (delayMs: number): Promise<string> =>
    new Promise((resolve) => {
      clock.after(delayMs, () => resolve('here'));
    });
  assert.equal(await clock.until(after(500)), 'here');
  assert.ok(clock.now() >= 500 && clock.now() < 520, `${clock.now()}`);
  await assert.rejects(clock.until(Promise.reject(new Error('its own'))), /its own/);
  await assert.rejects(
    clock.until(after(5000), 100),
    /within 100 ms of this clock, found it pending, with 1 frames and delays/,
  );
});
