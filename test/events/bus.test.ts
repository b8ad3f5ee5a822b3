import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { test } from 'node:test';
import { Bus } from '../../src/engine/events/bus';
import type { EventOf, Kind } from '../../src/engine/events/lane';
import { PikaError } from '../../src/engine/errors';
import { Random } from '../harness/random';

interface TestEvents {
  cancel: Kind<'control', number>;
  error: Kind<'control', number>;
  selection: Kind<'state', number>;
  data: Kind<'state', number>;
  progress: Kind<'progress', number>;
}

/** A bus with a clock moved by hand. */
function harness(): { bus: Bus<TestEvents>; pass: (durationMs: number) => void; thrown: unknown[] } {
  const thrown: unknown[] = [];
  let nowMs = 0;
  let due: { readonly atMs: number; readonly work: () => void }[] = [];
  const bus = new Bus<TestEvents>(
    { cancel: 'control', error: 'control', selection: 'state', data: 'state', progress: 'progress' },
    {
      after: (delayMs, work) => void due.push({ atMs: nowMs + delayMs, work }),
      report: (what) => void thrown.push(what),
    },
  );
  const pass = (durationMs: number): void => {
    for (const endMs = nowMs + durationMs; nowMs < endMs;) {
      nowMs++;
      const now = due.filter(({ atMs }) => atMs <= nowMs);
      due = due.filter(({ atMs }) => atMs > nowMs);
      for (const { work } of now) work();
    }
  };
  return { bus, pass, thrown };
}

const textOf = ({ name, source, detail }: EventOf<TestEvents>): string => `${source} ${name} ${detail}`;
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('delivers control synchronously and first, state once per frame, progress every 100 ms, the latest of each', () => {
  const { bus, pass } = harness();
  const delivered: string[] = [];
  for (const lane of ['control', 'state', 'progress'] as const) bus.on(lane, (event) => delivered.push(textOf(event)));
  for (let i = 0; i <= 10; i++) {
    bus.publish('progress', 'a', i);
    bus.publish('selection', 'a', i);
    bus.publish('selection', 'b', i);
  }
  assert.deepEqual(delivered, []);
  bus.publish('cancel', 'a', 1);
  assert.deepEqual(delivered.splice(0), ['a cancel 1']);
  pass(15);
  assert.deepEqual(delivered, []);
  pass(1);
  assert.deepEqual(delivered.splice(0), ['a selection 10', 'b selection 10']);
  pass(83);
  assert.deepEqual(delivered, []);
  pass(1);
  assert.deepEqual(delivered.splice(0), ['a progress 10']);
  pass(1000);
  assert.deepEqual(delivered, [], 'once');
});

test('delivers a control event published by a listener after the current one, to all listeners', () => {
  const { bus } = harness();
  const delivered: string[] = [];
  bus.on('cancel', ({ detail }) => detail < 3 && bus.publish('cancel', 'a', detail + 1));
  bus.on('control', (event) => delivered.push(textOf(event)));
  bus.publish('cancel', 'a', 1);
  assert.deepEqual(delivered, ['a cancel 1', 'a cancel 2', 'a cancel 3']);
});

test('delivers, per source and lane, an ordered subset of what was published, ending with the latest', () => {
  const { bus, pass } = harness();
  const random = new Random(5);
  const published = new Map<string, string[]>();
  const delivered = new Map<string, string[]>();
  const note = (log: Map<string, string[]>, lane: string, source: string, what: string): void => {
    const key = `${lane} ${source}`;
    log.set(key, [...(log.get(key) ?? []), what]);
  };
  for (const lane of ['control', 'state', 'progress'] as const)
    bus.on(lane, (event) => note(delivered, lane, event.source, textOf(event)));
  const names = {
    cancel: 'control',
    error: 'control',
    selection: 'state',
    data: 'state',
    progress: 'progress',
  } as const;
  for (let i = 0; i < 5000; i++) {
    const name = (Object.keys(names) as (keyof typeof names)[])[random.integer(0, 5)]!;
    const source = 'abc'[random.integer(0, 3)]!;
    note(published, names[name], source, `${source} ${name} ${i}`);
    bus.publish(name, source, i);
    if (random.integer(0, 20) === 0) pass(random.integer(0, 60));
  }
  pass(100);
  for (const [key, all] of published) {
    const heard = delivered.get(key)!;
    let at = -1;
    for (const what of heard) {
      const next = all.indexOf(what);
      assert.ok(next > at, `${key}: ${what} came after ${all[at]}`);
      at = next;
    }
    assert.equal(heard.at(-1), all.at(-1), key);
    if (key.startsWith('control')) assert.deepEqual(heard, all);
    else assert.ok(heard.length < all.length / 2, `${key}: ${heard.length} of ${all.length}`);
  }
});

test('delivers the last event of some work despite newer ones, and nothing that was withdrawn', () => {
  const { bus, pass } = harness();
  const delivered: number[] = [];
  bus.on('progress', ({ detail }) => delivered.push(detail));
  bus.publish('progress', 'a', 50);
  bus.publish('progress', 'a', 100, true);
  bus.publish('progress', 'a', 1);
  pass(100);
  assert.deepEqual(delivered.splice(0), [100, 1]);
  for (let i = 0; i < 1000; i++) bus.publish('progress', 'a', i, true);
  pass(100);
  assert.deepEqual(delivered.splice(0), [999], 'only the last of newer work');
  bus.publish('progress', 'a', 2);
  bus.withdraw('progress', 'a');
  pass(100);
  assert.deepEqual(delivered, []);
});

test('delivers at most one event per interval, plus the last of some work, even after a withdrawal', () => {
  const { bus, pass } = harness();
  const random = new Random(11);
  const intervals = { selection: 16, progress: 100 } as const;
  const delivered = new Map<string, number[]>();
  let nowMs = 0;
  for (const name of ['selection', 'progress'] as const) {
    bus.on(name, ({ source, isLast }) => {
      const key = `${name} ${source}${isLast ? ' last' : ''}`;
      delivered.set(key, [...(delivered.get(key) ?? []), nowMs]);
    });
  }
  while (nowMs < 20_000) {
    const name = (['selection', 'progress'] as const)[random.integer(0, 2)]!;
    const source = 'ab'[random.integer(0, 2)]!;
    if (random.integer(0, 3) === 0) bus.withdraw(name, source);
    else bus.publish(name, source, nowMs, name === 'progress' && random.integer(0, 4) === 0);
    for (let ms = random.integer(0, 12); ms > 0; ms--) {
      nowMs++;
      pass(1);
    }
  }
  for (const [key, times] of delivered) {
    const intervalMs = intervals[key.split(' ')[0] as keyof typeof intervals];
    assert.ok(times.length > 20, `${key}: delivered ${times.length} times`);
    times.slice(1).forEach((ms, i) => assert.ok(ms - times[i]! >= intervalMs, `${key} at ${times[i]} and at ${ms}`));
  }
});

test('reports a listener that throws or rejects, and still calls the others', async () => {
  const { bus, thrown } = harness();
  const delivered: number[] = [];
  bus.on('cancel', () => {
    throw new Error('one');
  });
  bus.on('cancel', async () => {
    throw new Error('two');
  });
  bus.on('cancel', ({ detail }) => delivered.push(detail));
  bus.publish('cancel', 'a', 1);
  bus.publish('cancel', 'a', 2);
  await settled();
  assert.deepEqual(delivered, [1, 2]);
  assert.deepEqual(thrown.map((error) => (error as Error).message).sort(), ['one', 'one', 'two', 'two']);
});

test('gives a slow async listener one event at a time, then the latest; others do not wait for it', async () => {
  const { bus, pass } = harness();
  const slow: string[] = [];
  const quick: string[] = [];
  let free: () => void = () => undefined;
  for (const lane of ['state', 'control', 'progress'] as const) bus.on(lane, (event) => quick.push(textOf(event)));
  const hear = async (event: EventOf<TestEvents>): Promise<void> => {
    slow.push(textOf(event));
    await new Promise<void>((resolve) => {
      free = resolve;
    });
  };
  const off = bus.on('state', hear);
  bus.publish('selection', 'a', 0);
  pass(16);
  for (let i = 1; i <= 5; i++) {
    bus.publish('selection', 'a', i);
    bus.publish('data', 'a', i);
    pass(16);
  }
  assert.equal(quick.length, 11);
  assert.deepEqual(slow, ['a selection 0']);
  for (let i = 0; i < 3; i++) {
    free();
    await settled();
  }
  assert.deepEqual(slow, ['a selection 0', 'a selection 5', 'a data 5']);
  assert.deepEqual(bus.dropped, { control: 0, state: 8, progress: 0 });
  bus.publish('selection', 'a', 6);
  pass(16);
  off();
  free();
  await settled();
  assert.deepEqual(slow.at(-1), 'a selection 6');
  bus.publish('selection', 'a', 7);
  pass(16);
  await settled();
  assert.deepEqual(slow.at(-1), 'a selection 6', 'no event after removal');
});

test('for await: a busy loop gets the latest events and the number it missed; control overtakes', async () => {
  const { bus, pass } = harness();
  const stream = bus.stream('progress', { capacity: 4 });
  const all = bus.stream('control');
  for (let i = 0; i < 10; i++) {
    for (const source of 'abcdefgh') bus.publish('progress', source, i);
    pass(100);
  }
  bus.publish('cancel', 'a', 1);
  const seen: string[] = [];
  for (let i = 0; i < 4; i++) seen.push(textOf((await stream.next()).value as EventOf<TestEvents>));
  assert.deepEqual(seen, ['e progress 9', 'f progress 9', 'g progress 9', 'h progress 9']);
  assert.deepEqual(stream.dropped, { control: 0, state: 0, progress: 76 });
  assert.equal((await all.next()).value?.detail, 1);
  const next = stream.next();
  bus.publish('progress', 'z', 5);
  pass(100);
  assert.equal((await next).value?.detail, 5, 'a waiting loop gets it at once');
});

test('for await: keeps the last event of some work beyond the capacity', async () => {
  const { bus, pass } = harness();
  const stream = bus.stream('progress', { capacity: 2 });
  bus.publish('progress', 'a', 100, true);
  bus.publish('progress', 'b', 1);
  bus.publish('progress', 'c', 1);
  pass(100);
  assert.deepEqual([(await stream.next()).value?.source, (await stream.next()).value?.source], ['a', 'c']);
});

test('for await: ends with an error rather than drop a control event', async () => {
  const { bus } = harness();
  const stream = bus.stream('control', { capacity: 3 });
  for (let i = 0; i < 5; i++) bus.publish('error', 'a', i);
  const seen: number[] = [];
  await assert.rejects(
    async () => {
      for await (const { detail } of stream) seen.push(detail);
    },
    (thrown) => thrown instanceof PikaError && thrown.code === 'engine/slow-listener',
  );
  assert.deepEqual(seen, [0, 1, 2]);
});

test('for await: ends on abort and on break, and removes its listeners', async () => {
  const { bus } = harness();
  const abort = new AbortController();
  const loop = (async () => {
    let count = 0;
    for await (const event of bus.stream('cancel', { signal: abort.signal })) count += event.detail;
    return count;
  })();
  bus.publish('cancel', 'a', 1);
  await settled();
  abort.abort();
  assert.equal(await loop, 1);

  const { signal } = new AbortController();
  const stream = bus.stream('cancel', { signal });
  bus.publish('cancel', 'a', 1);
  for await (const event of stream) {
    assert.equal(event.source, 'a');
    break;
  }
  assert.equal(getEventListeners(signal, 'abort').length, 0);
  assert.equal((await stream.next()).done, true);
  assert.equal((await bus.stream('cancel', { signal: AbortSignal.abort() }).next()).done, true);
});

test('filters by source; a removed listener is not called, even during an event', () => {
  const { bus } = harness();
  const delivered: string[] = [];
  bus.on('cancel', () => off());
  const off = bus.on('cancel', () => delivered.push('never'));
  const abort = new AbortController();
  bus.on('cancel', (event) => delivered.push(textOf(event)), { source: 'b', signal: abort.signal });
  bus.publish('cancel', 'a', 1);
  bus.publish('cancel', 'b', 2);
  abort.abort();
  bus.publish('cancel', 'b', 3);
  assert.deepEqual(delivered, ['b cancel 2']);
});
