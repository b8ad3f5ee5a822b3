import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualClock } from '../../src/testing/index';

test('calls back in order of time, then of asking; never what was taken back', async () => {
  const clock = new VirtualClock();
  const heard: string[] = [];
  const say = (word: string) => () => void heard.push(`${word} at ${Math.round(clock.now())}`);
  clock.after(20, say('later'));
  clock.after(10, say('first'));
  clock.after(10, say('second'));
  clock.frame(say('frame'));
  clock.after(5, say('never'))();
  await clock.advance(9);
  assert.deepEqual(heard, []);
  await clock.advance(11);
  assert.deepEqual(heard, ['first at 10', 'second at 10', 'frame at 17', 'later at 20']);
  assert.deepEqual([clock.now(), clock.waiting], [20, 0]);
});

test('what is asked for on the way comes on the way, promises between', async () => {
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

test('sixty frames to a second, however often it is asked', async () => {
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

test('moves until a promise is settled, answers as it does, and says when it never is', async () => {
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
