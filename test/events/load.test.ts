import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { Bus } from '../../src/engine/events/bus';
import type { Kind } from '../../src/engine/events/lane';
import { heapBytes } from '../harness/heap';

interface Spoken {
  cancel: Kind<'control', number>;
  progress: Kind<'progress', number>;
}

const EVENTS = 1_000_000;
const SOURCES = Array.from({ length: 64 }, (_, i) => `source ${i}`);
const LISTENERS = 200;
/** Events published before the page is let in between. */
const A_TURN = 1000;

/** Not where the page is let in between: the cancel waits for nothing. */
const CANCEL_AT = EVENTS / 2 + 437;

test('a million progress events for 200 listeners: a cancel in the midst is told at once, the last of each source is told, memory stays', async () => {
  let thrown = 0;
  const bus = new Bus<Spoken>({ cancel: 'control', progress: 'progress' }, { report: () => thrown++ });
  const latest = new Map<string, number>();
  let told = 0;
  for (let i = 0; i < LISTENERS; i++) {
    bus.on('progress', ({ source, detail }) => {
      told++;
      latest.set(source, detail);
    });
  }
  // Two who would stand in the way of all others, if anybody could.
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
    // As often as workers' messages let the page in between.
    if (i % A_TURN === 0) await turn();
    if (i % 100_000 === 99_999) grownBytes = Math.max(grownBytes, heapBytes() - beforeBytes);
  }
  while (latest.get(SOURCES.at(-1)!) !== EVENTS - 1) await turn();

  assert.deepEqual(cancelledAt, [CANCEL_AT], 'told before anything else is published');
  assert.ok(
    (await loop) - CANCEL_AT < A_TURN,
    `the loop ${(await loop) - CANCEL_AT} events later: in the same turn of the page`,
  );
  assert.deepEqual(
    SOURCES.map((source) => latest.get(source)),
    SOURCES.map((_, i) => EVENTS - SOURCES.length + i),
  );
  assert.ok(told < EVENTS, `${told} calls for what would have been ${EVENTS * LISTENERS}`);
  assert.ok(thrown === calls && calls > SOURCES.length, `${thrown} reports of ${calls} throws`);
  assert.ok(grownBytes < 1e6, `grew by ${grownBytes} bytes`);
  const lasts: number[] = [];
  for (let i = 0; i < SOURCES.length; i++) lasts.push((await slow.next()).value!.detail);
  assert.deepEqual(
    lasts,
    SOURCES.map((_, i) => EVENTS - SOURCES.length + i),
    'a loop that slept till the end sees the last of each',
  );
});
