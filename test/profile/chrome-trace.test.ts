import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chromeTrace } from '../../src/engine/profile/chrome-trace';
import { zeroCounters } from '../../src/engine/profile/counters';
import { GPU_TRACK, type Span } from '../../src/engine/profile/span';
import { Random } from '../harness/random';
import { traceFaults, tracksOf } from '../harness/trace-events.mjs';

const FACTS = { counters: zeroCounters(), lost: 0, timeOriginMs: 0 };
const span = (module: string, name: string, startMs: number, endMs: number): Span => ({
  module: module,
  name,
  startMs,
  endMs,
});

test('modules, workers and the GPU are tracks of three processes, in data-flow order', () => {
  const trace = chromeTrace(
    [
      span(GPU_TRACK, 'bin1d', 5, 6),
      span('frame', 'frame', 1, 4),
      span('cpu worker 1', 'scanned', 2, 3),
      span('source', 'open', 0, 9),
    ],
    [{ name: 'dispatches', atMs: 3, value: 7 }],
    FACTS,
  );
  assert.deepEqual(traceFaults(trace), []);
  assert.deepEqual([...tracksOf(trace).keys()], ['source', 'frame', GPU_TRACK, 'cpu worker 1']);
  assert.equal(new Set(trace.traceEvents.flatMap((event) => (event.ph === 'X' ? [event.pid] : []))).size, 3);
  assert.deepEqual(
    tracksOf(trace)
      .get('frame')!
      .map(({ ts, dur, name }) => [name, ts, dur]),
    [['frame', 1000, 3000]],
  );
  assert.deepEqual(
    trace.traceEvents.filter(({ ph }) => ph === 'C'),
    [{ ph: 'C', pid: 1, tid: 0, name: 'dispatches', cat: 'counter', ts: 3000, args: { value: 7 } }],
  );
  assert.match(GPU_TRACK, /approximate/);
});

test('overlapping spans get separate tracks; nested spans share one', () => {
  const trace = chromeTrace(
    [
      span('source', 'a', 0, 10),
      span('source', 'b', 5, 15),
      span('source', 'inside a', 1, 2),
      span('source', 'c', 10, 20),
    ],
    [],
    FACTS,
  );
  assert.deepEqual(traceFaults(trace), []);
  assert.deepEqual(
    [...tracksOf(trace)].map(([name, spans]) => [name, spans.map((one) => one.name)]),
    [
      ['source', ['a', 'inside a', 'c']],
      ['source (2)', ['b']],
    ],
  );
});

test('any set of spans makes a valid trace, and none is lost', () => {
  const random = new Random(4);
  const spans = Array.from({ length: 2000 }, (_, i) => {
    const startMs = random.next() * 100;
    return span(
      ['source', 'gpu', GPU_TRACK, 'cpu worker 2'][i % 4]!,
      `s${i}`,
      startMs,
      startMs + (i % 7 === 0 ? 0 : random.next() * 10),
    );
  });
  const trace = JSON.parse(JSON.stringify(chromeTrace(spans, [], FACTS))) as ReturnType<typeof chromeTrace>;
  assert.deepEqual(traceFaults(trace), []);
  assert.equal(trace.traceEvents.filter(({ ph }) => ph === 'X').length, spans.length);
});
