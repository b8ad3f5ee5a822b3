import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PikaError } from '../../src/engine/errors';
import type { FromWorker, ToWorker } from '../../src/engine/rows/messages';
import type { FileRef } from '../../src/engine/rows/rows';
import { RowsClient } from '../../src/engine/rows/rows-client';

/** A worker that only remembers what it was told. */
class DeafWorker extends EventTarget {
  readonly told: ToWorker[] = [];
  ended = false;

  postMessage(message: ToWorker): void {
    this.told.push(message);
  }

  terminate(): void {
    this.ended = true;
  }

  say(message: FromWorker): void {
    this.dispatchEvent(Object.assign(new Event('message'), { data: message }));
  }

  die(message: string): void {
    this.dispatchEvent(Object.assign(new Event('error', { cancelable: true }), { message }));
  }
}

const FILE: FileRef = { key: 'k', format: 'parquet', parts: [{ name: 'k.parquet', data: new Blob([]) }], query: 'q' };

function setUp(): { client: RowsClient; workers: DeafWorker[] } {
  const workers: DeafWorker[] = [];
  const client = new RowsClient(() => {
    workers.push(new DeafWorker());
    return workers.at(-1) as unknown as Worker;
  });
  return { client, workers };
}

function rejectsWith(promise: Promise<unknown>, code: string): Promise<void> {
  return assert.rejects(promise, (thrown) => thrown instanceof PikaError && thrown.code === code);
}

function idOf(message: ToWorker | undefined): number {
  assert.ok(message && 'id' in message);
  return message.id;
}

test('no worker before the first request; answers go to who asked', async () => {
  const { client, workers } = setUp();
  assert.equal(workers.length, 0);
  const progress: number[][] = [];
  const first = client.openFile(FILE);
  const second = client.columnsFromFile(FILE, ['a'], { onProgress: (...step) => progress.push(step) });
  const [worker] = workers as [DeafWorker];
  const [a, b] = worker.told.map(idOf) as [number, number];
  worker.say({ kind: 'progress', id: b, done: 1, total: 2 });
  worker.say({ kind: 'answer', id: b, answer: 'second' });
  worker.say({ kind: 'answer', id: a, answer: 'first' });
  assert.deepEqual([await first, await second, progress, workers.length], ['first', 'second', [[1, 2]], 1]);
});

test('a dead worker rejects all that waits, and the next request starts another', async () => {
  const { client, workers } = setUp();
  const waiting = [client.openFile(FILE), client.rowGroup(FILE, 0, ['a'])];
  workers[0]!.die('out of memory');
  for (const request of waiting) await assert.rejects(request, /out of memory/);
  assert.ok(workers[0]!.ended);
  const next = client.openFile(FILE);
  workers[1]!.say({ kind: 'answer', id: idOf(workers[1]!.told[0]), answer: 'well' });
  assert.equal(await next, 'well');
  workers[0]!.die('again');
  assert.ok(!workers[1]!.ended);
});

test('a fatal error is told to who asked, and ends the worker', async () => {
  const { client, workers } = setUp();
  const [asked, other] = [client.openFile(FILE), client.openFile({ ...FILE, key: 'l' })];
  const error = new PikaError('source/bad-file', { subject: 's', expected: 'e', found: 'f', next: 'n' });
  workers[0]!.say({ kind: 'error', id: idOf(workers[0]!.told[0]), error: error.toJSON(), fatal: true });
  await rejectsWith(asked, 'source/bad-file');
  await rejectsWith(other, 'engine/internal');
  assert.ok(workers[0]!.ended);
});

test('a signal rejects at once and tells the worker', async () => {
  const { client, workers } = setUp();
  const stop = new AbortController();
  const request = client.openFile(FILE, { signal: stop.signal });
  stop.abort();
  await rejectsWith(request, 'source/aborted');
  assert.deepEqual(workers[0]!.told.at(-1), { kind: 'abort', id: idOf(workers[0]!.told[0]) });
  workers[0]!.say({ kind: 'answer', id: idOf(workers[0]!.told[0]), answer: 'late' });
  await rejectsWith(client.openFile(FILE, { signal: AbortSignal.abort() }), 'source/aborted');
  const left = client.openFile(FILE);
  client.dispose();
  await rejectsWith(left, 'source/aborted');
});
