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

test('who is alone with a crash did it, and the next request starts another worker', async () => {
  const { client, workers } = setUp();
  const asked = client.openFile(FILE);
  workers[0]!.say({ kind: 'crash', message: 'unreachable' });
  await assert.rejects(asked, /source\/bad-file\] file "k.parquet" of query "q".*crashed \(unreachable\)/);
  assert.ok(workers[0]!.ended);
  const next = client.openFile(FILE);
  workers[1]!.say({ kind: 'answer', id: idOf(workers[1]!.told[0]), answer: 'well' });
  assert.equal(await next, 'well');
});

test('columns on which the WebAssembly crashed are asked for once more, to be read without it; a second crash is told', async () => {
  const { client, workers } = setUp();
  const columns = client.columnsFromFile(FILE, ['a']);
  workers[0]!.say({ kind: 'crash', message: 'unreachable' });
  assert.deepEqual(workers[1]!.told[0], { ...workers[0]!.told[0], args: [{ ...FILE, avoid: ['a'] }, ['a']] });
  workers[1]!.say({ kind: 'answer', id: idOf(workers[1]!.told[0]), answer: 'columns' });
  assert.equal(await columns, 'columns');
  // Another column of the file, and one of another file, are read as ever.
  const more = client.rowGroup(FILE, 0, ['a', 'b']);
  assert.deepEqual(workers[1]!.told.at(-1), {
    kind: 'call',
    id: idOf(workers[1]!.told.at(-1)),
    method: 'rowGroup',
    args: [{ ...FILE, avoid: ['a'] }, 0, ['a', 'b']],
  });
  workers[1]!.say({ kind: 'crash', message: 'unreachable' });
  assert.deepEqual((workers[2]!.told[0] as { readonly args: unknown }).args, [
    { ...FILE, avoid: ['a', 'b'] },
    0,
    ['a', 'b'],
  ]);
  workers[2]!.say({ kind: 'crash', message: 'unreachable' });
  await assert.rejects(
    more,
    (thrown: Error) =>
      /source\/bad-file\] file "k.parquet" of query "q".*crashed/.test(thrown.message) &&
      !/damaged|too large/.test(thrown.message),
  );
  client.close(FILE.key);
  void client.openFile({ ...FILE, key: 'other' }).catch(() => undefined);
  assert.deepEqual((workers[3]!.told.at(-1) as { readonly args: unknown }).args, [{ ...FILE, key: 'other' }]);
  client.dispose();
});

test('of several at a crash each is asked again, alone; the one that crashes again is told', async () => {
  const { client, workers } = setUp();
  const [good, bad, ugly] = ['good', 'bad', 'ugly'].map((query) => client.openFile({ ...FILE, key: query, query })) as [
    Promise<unknown>,
    Promise<unknown>,
    Promise<unknown>,
  ];
  const bytes = client.columnsFromIpc(new Uint8Array(8), 'arrow');
  const idOfBytes = idOf(workers[0]!.told[3]);
  workers[0]!.say({ kind: 'crash', message: 'unreachable' });
  // Arrow bytes are still answered by the worker that has them.
  assert.ok(!workers[0]!.ended);
  workers[0]!.say({ kind: 'answer', id: idOfBytes, answer: 'rows' });
  assert.equal(await bytes, 'rows');
  assert.ok(workers[0]!.ended);
  const late = client.openFile({ ...FILE, key: 'late', query: 'late' });
  assert.equal(workers[1]!.told.length, 1);
  workers[1]!.say({ kind: 'answer', id: idOf(workers[1]!.told[0]), answer: 'good' });
  assert.equal(await good, 'good');
  assert.equal(workers[1]!.told.length, 2);
  workers[1]!.say({ kind: 'crash', message: 'unreachable' });
  await assert.rejects(bad, /source\/bad-file.*query "bad"/);
  workers[2]!.say({ kind: 'answer', id: idOf(workers[2]!.told[0]), answer: 'ugly' });
  assert.equal(await ugly, 'ugly');
  workers[2]!.say({ kind: 'answer', id: idOf(workers[2]!.told[1]), answer: 'late' });
  assert.equal(await late, 'late');
  assert.equal(workers.length, 3);
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

test('Arrow bytes go to the worker as they come, and the answer comes after the last', async () => {
  const { client, workers } = setUp();
  let go = (): void => undefined;
  const answer = client.columnsFromIpc(
    async (take) => {
      take(new Uint8Array(8));
      await new Promise<void>((resolve) => {
        go = resolve;
      });
      take(new Uint8Array(16));
    },
    'q',
    ['a'],
    { expectedRows: 3 },
  );
  const [worker] = workers as [DeafWorker];
  const id = idOf(worker.told[0]);
  assert.deepEqual(worker.told, [
    { kind: 'call', id, method: 'columnsFromIpc', args: ['q', ['a'], 3] },
    { kind: 'stream', id, bytes: new Uint8Array(8) },
  ]);
  go();
  await new Promise(setImmediate);
  assert.deepEqual(worker.told.slice(2), [
    { kind: 'stream', id, bytes: new Uint8Array(16) },
    { kind: 'stream', id, bytes: null },
  ]);
  worker.say({ kind: 'answer', id, answer: 'columns' });
  assert.equal(await answer, 'columns');
});

test('where bytes stop coming the worker is told; where it refuses them no more are taken', async () => {
  const { client, workers } = setUp();
  const failure = new PikaError('source/sql', { subject: 's', expected: 'e', found: 'f', next: 'n' });
  await assert.rejects(
    client.columnsFromIpc(() => Promise.reject(failure), 'q'),
    (thrown) => thrown === failure,
  );
  assert.equal(workers[0]!.told.at(-1)!.kind, 'abort');
  let refusedMore: unknown = null;
  let tried = (): void => undefined;
  const over = new Promise<void>((resolve) => {
    tried = resolve;
  });
  const refused = client.columnsFromIpc(async (take) => {
    take(new Uint8Array(8));
    await Promise.resolve();
    try {
      take(new Uint8Array(8));
    } catch (thrown) {
      refusedMore = thrown;
    }
    tried();
  }, 'q');
  workers[0]!.say({ kind: 'error', id: idOf(workers[0]!.told.at(-1)), error: failure.toJSON() });
  await rejectsWith(refused, 'source/sql');
  await over;
  assert.ok(refusedMore instanceof PikaError && refusedMore.code === 'source/aborted');
  // A request cancelled before it was made is nobody's: the number of another must not be taken for its own.
  const other = client.openFile(FILE);
  await rejectsWith(
    client.columnsFromIpc(new Uint8Array(8), 'q', undefined, { signal: AbortSignal.abort() }),
    'source/aborted',
  );
  assert.equal(workers[0]!.told.at(-1)!.kind, 'call');
  client.dispose();
  await rejectsWith(other, 'source/aborted');
});
