import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { Bus } from '../../src/engine/events/bus';
import type { Kind } from '../../src/engine/events/lane';
import { heapBytes } from '../harness/heap';

interface TestEvents {
  cancel: Kind<'control', number>;
  progress: Kind<'progress', number>;
}

const EVENTS = 1_000_000;
const SOURCES = Array.from({ length: 64 }, (_, i) => `source ${i}`);
const LISTENERS = 200;
/** Events published between two yields to the page. */
const EVENTS_PER_YIELD = 1000;

/** Not at a yield to the page, so that the cancel waits for nothing. */
const CANCEL_AT = EVENTS / 2 + 437;

test('a million progress events for 200 listeners: a cancel arrives at once, the last of each source arrives, memory stays', async () => {
  let thrown = 0;
  const bus = new Bus<TestEvents>({ cancel: 'control', progress: 'progress' }, { report: () => thrown++ });
  const latest = new Map<string, number>();
  let delivered = 0;
  for (let i = 0; i < LISTENERS; i++) {
    bus.on('progress', ({ source, detail }) => {
      delivered++;
      latest.set(source, detail);
    });
  }
  // Two listeners that would block all others, if any could.
  let calls = 0;
  for (const lane of ['control', 'progress'] as const) {
    bus.on(lane, () => {
      calls++;
      throw new Error('no');
    });
    bus.on(lane, () => new Promise(() => undefined));
  }
  let published = 0;
  const cancelledAt: number[] = [];
  bus.on('cancel', () => cancelledAt.push(published));
  const stream = bus.stream('control');
  const loop = stream.next().then(() => published);
  const slow = bus.stream('progress');

  const beforeBytes = heapBytes();
  let grownBytes = 0;
  for (let i = 0; i < EVENTS; i++) {
    published = i;
    bus.publish('progress', SOURCES[i % SOURCES.length]!, i, i >= EVENTS - SOURCES.length);
    if (i === CANCEL_AT) bus.publish('cancel', SOURCES[0]!, i);
    // As often as workers' messages let the page run.
    if (i % EVENTS_PER_YIELD === 0) await turn();
    if (i % 100_000 === 99_999) grownBytes = Math.max(grownBytes, heapBytes() - beforeBytes);
  }
  while (latest.get(SOURCES.at(-1)!) !== EVENTS - 1) await turn();

  assert.deepEqual(cancelledAt, [CANCEL_AT], 'delivered before anything else is published');
  assert.ok(
    (await loop) - CANCEL_AT < EVENTS_PER_YIELD,
    `the loop got it ${(await loop) - CANCEL_AT} events later: before the next yield`,
  );
  assert.deepEqual(
    SOURCES.map((source) => latest.get(source)),
    SOURCES.map((_, i) => EVENTS - SOURCES.length + i),
  );
  assert.ok(delivered < EVENTS, `${delivered} calls instead of ${EVENTS * LISTENERS}`);
  assert.ok(thrown === calls && calls > SOURCES.length, `${thrown} reports of ${calls} throws`);
  assert.ok(grownBytes < 1e6, `grew by ${grownBytes} bytes`);
  const lasts: number[] = [];
  for (let i = 0; i < SOURCES.length; i++) lasts.push((await slow.next()).value!.detail);
  assert.deepEqual(
    lasts,
    SOURCES.map((_, i) => EVENTS - SOURCES.length + i),
    'a loop that slept until the end sees the last of each',
  );
});
