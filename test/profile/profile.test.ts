import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Profile } from '../../src/engine/profile/profile';
import { Ring } from '../../src/engine/profile/ring';
import { sharedNowMs, workerSpan } from '../../src/engine/profile/span';
import type { ChromeTrace } from '../../src/engine/profile/chrome-trace';
import { traceFaults, tracksOf } from '../harness/trace-events.mjs';

test('a ring keeps the latest items, oldest first, and counts the lost ones', () => {
  const ring = new Ring<number>(3);
  for (const item of [1, 2, 3, 4, 5]) ring.push(item);
  assert.deepEqual([ring.items, ring.lost], [[3, 4, 5], 2]);
});

test('keeps stages, frames and counters always, spans only while recording', async () => {
  const profile = new Profile();
  profile.begin('frame', 'before')();
  await profile.time('source', 'open', () => Promise.resolve());
  await assert.rejects(profile.time('source', 'fails', () => Promise.reject(new Error('no'))));
  profile.count('dispatches', 3);
  profile.addFrame(1, 2);
  assert.deepEqual(
    profile.spans.map(({ name }) => name),
    ['open', 'fails'],
  );
  assert.deepEqual(
    [profile.recording, profile.counters.dispatches, profile.counters.frames, profile.frames.length],
    [null, 3, 1, 1],
  );

  profile.start();
  profile.begin('frame', 'during')();
  profile.count('dispatches', 2);
  await profile.stop();
  profile.begin('frame', 'after')();
  profile.count('dispatches', 2);
  assert.deepEqual(
    profile.recording!.spans.map(({ name }) => name),
    ['during'],
  );
  assert.deepEqual(
    profile.recording!.samples.map(({ name, value }) => [name, value]),
    [['dispatches', 5]],
  );
});

test('stop() waits for late times and keeps only what was requested while recording', async () => {
  const profile = new Profile();
  profile.start();
  let arrive!: () => void;
  profile.waitFor(
    new Promise<void>((resolve) => (arrive = resolve)).then(() => {
      const { startMs } = profile.recording!;
      profile.add({ module: 'gpu', name: 'late', startMs, endMs: startMs + 1 });
      profile.add({ module: 'gpu', name: 'too early', startMs: startMs - 2, endMs: startMs - 1 });
      profile.add({ module: 'gpu', name: 'too late', startMs: startMs + 1e6, endMs: startMs + 1e6 });
      profile.add({ module: 'gpu', name: 'requested in time', startMs: startMs + 1e6, endMs: startMs + 1e6 }, startMs);
    }),
  );
  profile.waitFor(Promise.reject(new Error('the device went')));
  const stopped = profile.stop();
  arrive();
  await stopped;
  assert.deepEqual(
    profile.recording!.spans.map(({ name }) => name),
    ['late', 'requested in time'],
  );
});

test("converts a worker's interval to this thread's clock", () => {
  const beforeMs = performance.now();
  const startMs = sharedNowMs();
  const span = workerSpan('cpu worker 1', 'scanned', { startMs, endMs: startMs + 5 });
  const afterMs = performance.now();
  assert.ok(span.startMs >= beforeMs - 0.01 && span.startMs <= afterMs + 0.01, `${span.startMs}`);
  assert.ok(Math.abs(span.endMs - span.startMs - 5) < 0.01);
});

test('exports the recording, or the stages if there is none', async () => {
  const profile = new Profile();
  await profile.time('source', 'open', () => Promise.resolve());
  const exported = (): ChromeTrace => JSON.parse(profile.export()) as ChromeTrace;
  assert.deepEqual([...tracksOf(exported()).keys()], ['source']);
  profile.start();
  const ended = profile.begin('frame', 'outer');
  profile.begin('frame', 'inner')();
  ended();
  await profile.stop();
  assert.deepEqual(
    tracksOf(exported())
      .get('frame')!
      .map(({ name }) => name),
    ['outer', 'inner'],
  );
  assert.deepEqual(traceFaults(exported()), []);
});

test("shows spans as tracks of the performance panel without leaving entries in the page's timeline", () => {
  const seen: PerformanceMeasureOptions[] = [];
  const own = performance.measure.bind(performance);
  performance.measure = (name: string, options?: string | PerformanceMeasureOptions) => {
    seen.push(options as PerformanceMeasureOptions);
    return own(name, options as PerformanceMeasureOptions);
  };
  try {
    const profile = new Profile();
    profile.start({ devtools: false });
    profile.begin('frame', 'quiet')();
    profile.start();
    profile.begin('frame', 'shown')();
  } finally {
    performance.measure = own;
  }
  assert.deepEqual(
    seen.map(({ detail }) => (detail as { devtools: unknown }).devtools),
    [{ dataType: 'track-entry', track: 'frame', trackGroup: 'pika-plot', color: 'primary' }],
  );
  assert.equal(performance.getEntriesByType('measure').length, 0);
});
