/**
 * Events per second of the engine's bus, of mitt and of EventTarget: `node bench/events.mjs` (after `npm ci` here, for
 * mitt; Node alone, no browser). A million progress events from 64 sources, with a cancel among them. The
 * others call every listener for every event; the bus delivers each source's latest every 100 ms, and its last at once.
 * The lane `control` is the fair comparison: it delivers each event to each listener.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { setMaxListeners } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { register } from 'tsx/esm/api';

register();
const { Bus } = await import('../src/engine/events/bus.ts');
const mitt = await import('mitt').then(
  ({ default: make }) => make,
  () => null,
);

const SOURCES = Array.from({ length: 64 }, (_, i) => `source ${i}`);
const ROUNDS = 5;
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

/** One interface for every emitter. */
const PEERS = {
  'bus, progress': () => busOf('progress'),
  'bus, control': () => busOf('control'),
  ...(mitt && { mitt: () => mittOf(mitt()) }),
  EventTarget: () => targetOf(new EventTarget()),
};

function busOf(lane) {
  const bus = new Bus({ progress: lane, cancel: 'control' });
  return {
    on: (name, listener) => bus.on(name, listener),
    emit: (name, source, detail, isLast) => bus.publish(name, source, detail, isLast),
  };
}

function mittOf(emitter) {
  return {
    on: (name, listener) => emitter.on(name, listener),
    emit: (name, source, detail) => emitter.emit(name, { source, detail }),
  };
}

function targetOf(target) {
  setMaxListeners(0, target);
  return {
    on: (name, listener) => target.addEventListener(name, listener),
    emit: (name, source, detail) => target.dispatchEvent(new CustomEvent(name, { detail: { source, detail } })),
  };
}

async function measure(make, events, listeners) {
  const { on, emit } = make();
  let calls = 0;
  let cancelledMs = 0;
  for (let i = 0; i < listeners; i++)
    on('progress', () => {
      calls++;
    });
  on('cancel', () => {
    cancelledMs = performance.now();
  });
  collect();
  const before = process.memoryUsage().heapUsed;
  const startMs = performance.now();
  let cancelMs = 0;
  for (let i = 0; i < events; i++) {
    emit('progress', SOURCES[i % 64], i, i >= events - SOURCES.length);
    if (i === events / 2) {
      cancelMs = performance.now();
      emit('cancel', SOURCES[0], i);
    }
    if (i % 1000 === 0) await turn();
  }
  await turn();
  const tookMs = performance.now() - startMs;
  collect();
  return {
    perSecond: events / (tookMs / 1000),
    calls,
    cancelMs: cancelledMs - cancelMs,
    heapMB: (process.memoryUsage().heapUsed - before) / 1e6,
  };
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

for (const listeners of [1, 200]) {
  console.log(
    `\n${listeners} listener${listeners > 1 ? 's' : ''}`.padEnd(20),
    'million events/s',
    'calls',
    'cancel delivered after, ms',
    'heap retained, MB',
  );
  for (const [name, make] of Object.entries(PEERS)) {
    // Without merging, fewer events show the same.
    const events = listeners > 1 && name !== 'bus, progress' ? 50_000 : 1_000_000;
    const rounds = [];
    for (let round = 0; round < ROUNDS; round++) rounds.push(await measure(make, events, listeners));
    console.log(
      name.padEnd(20),
      median(rounds.map(({ perSecond }) => perSecond / 1e6))
        .toFixed(3)
        .padStart(10),
      median(rounds.map(({ calls }) => calls)),
      Math.max(...rounds.map(({ cancelMs }) => cancelMs)).toFixed(3),
      Math.max(...rounds.map(({ heapMB }) => heapMB)).toFixed(2),
    );
  }
}
