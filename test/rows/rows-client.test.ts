import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tableFromArrays, tableToIPC } from 'apache-arrow';
import { PikaError } from '../../src/engine/errors';
import type { FromWorker, ToWorker } from '../../src/engine/rows/messages';
import type { FileRef } from '../../src/engine/rows/rows';
import { readInMemory } from '../../src/engine/rows/in-memory/in-memory';
import { RowsClient } from '../../src/engine/rows/rows-client';
import { RowsService } from '../../src/engine/rows/rows-service';
import { until } from '../harness/patience.mjs';

/** A worker that only records its messages. */
class DeafWorker extends EventTarget {
  readonly received: ToWorker[] = [];
  ended = false;

  postMessage(message: ToWorker): void {
    this.received.push(message);
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

test('starts the worker at the first request; responses reach their requests', async () => {
  const { client, workers } = setUp();
  assert.equal(workers.length, 0);
  const progress: number[][] = [];
  const first = client.openFile(FILE);
  const second = client.columnsFromFile(FILE, ['a'], { onProgress: (...step) => progress.push(step) });
  const [worker] = workers as [DeafWorker];
  const [a, b] = worker.received.map(idOf) as [number, number];
  worker.say({ kind: 'progress', id: b, done: 1, total: 2 });
  worker.say({ kind: 'answer', id: b, answer: 'second' });
  worker.say({ kind: 'answer', id: a, answer: 'first' });
  assert.deepEqual([await first, await second, progress, workers.length], ['first', 'second', [[1, 2]], 1]);
});

test('a dead worker rejects all pending requests, and the next one starts a new worker', async () => {
  const { client, workers } = setUp();
  const waiting = [client.openFile(FILE), client.rowGroup(FILE, 0, ['a'])];
  workers[0]!.die('out of memory');
  for (const request of waiting) await assert.rejects(request, /out of memory/);
  assert.ok(workers[0]!.ended);
  const next = client.openFile(FILE);
  workers[1]!.say({ kind: 'answer', id: idOf(workers[1]!.received[0]), answer: 'well' });
  assert.equal(await next, 'well');
  workers[0]!.die('again');
  assert.ok(!workers[1]!.ended);
});

test('a crash rejects a request that ran alone, and the next one starts a new worker', async () => {
  const { client, workers } = setUp();
  const asked = client.openFile(FILE);
  workers[0]!.say({ kind: 'crash', message: 'unreachable' });
  await assert.rejects(asked, /source\/bad-file\] file "k.parquet" of query "q".*crashed \(unreachable\)/);
  assert.ok(workers[0]!.ended);
  const next = client.openFile(FILE);
  workers[1]!.say({ kind: 'answer', id: idOf(workers[1]!.received[0]), answer: 'well' });
  assert.equal(await next, 'well');
});

test('requests columns again without WebAssembly after a crash, and reports a second crash', async () => {
  const { client, workers } = setUp();
  const columns = client.columnsFromFile(FILE, ['a']);
  workers[0]!.say({ kind: 'crash', message: 'unreachable' });
  assert.deepEqual(workers[1]!.received[0], { ...workers[0]!.received[0], args: [{ ...FILE, avoid: ['a'] }, ['a']] });
  workers[1]!.say({ kind: 'answer', id: idOf(workers[1]!.received[0]), answer: 'columns' });
  assert.equal(await columns, 'columns');
  // Another column of the file, and one of another file, are read as before.
  const more = client.rowGroup(FILE, 0, ['a', 'b']);
  assert.deepEqual(workers[1]!.received.at(-1), {
    kind: 'call',
    id: idOf(workers[1]!.received.at(-1)),
    method: 'rowGroup',
    args: [{ ...FILE, avoid: ['a'] }, 0, ['a', 'b']],
  });
  workers[1]!.say({ kind: 'crash', message: 'unreachable' });
  assert.deepEqual((workers[2]!.received[0] as { readonly args: unknown }).args, [
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
  assert.deepEqual((workers[3]!.received.at(-1) as { readonly args: unknown }).args, [{ ...FILE, key: 'other' }]);
  client.dispose();
});

test('repeats each request after a crash, alone, and reports the one that crashes again', async () => {
  const { client, workers } = setUp();
  const [good, bad, ugly] = ['good', 'bad', 'ugly'].map((query) => client.openFile({ ...FILE, key: query, query })) as [
    Promise<unknown>,
    Promise<unknown>,
    Promise<unknown>,
  ];
  const bytes = client.columnsFromIpc(new Uint8Array(100_000), 'arrow');
  const idOfBytes = idOf(workers[0]!.received[3]);
  workers[0]!.say({ kind: 'crash', message: 'unreachable' });
  // The old worker, which has the Arrow bytes, still responds.
  assert.ok(!workers[0]!.ended);
  workers[0]!.say({ kind: 'answer', id: idOfBytes, answer: 'rows' });
  assert.equal(await bytes, 'rows');
  assert.ok(workers[0]!.ended);
  const late = client.openFile({ ...FILE, key: 'late', query: 'late' });
  assert.equal(workers[1]!.received.length, 1);
  workers[1]!.say({ kind: 'answer', id: idOf(workers[1]!.received[0]), answer: 'good' });
  assert.equal(await good, 'good');
  assert.equal(workers[1]!.received.length, 2);
  workers[1]!.say({ kind: 'crash', message: 'unreachable' });
  await assert.rejects(bad, /source\/bad-file.*query "bad"/);
  workers[2]!.say({ kind: 'answer', id: idOf(workers[2]!.received[0]), answer: 'ugly' });
  assert.equal(await ugly, 'ugly');
  workers[2]!.say({ kind: 'answer', id: idOf(workers[2]!.received[1]), answer: 'late' });
  assert.equal(await late, 'late');
  assert.equal(workers.length, 3);
});

test('aborting rejects at once and notifies the worker', async () => {
  const { client, workers } = setUp();
  const stop = new AbortController();
  const request = client.openFile(FILE, { signal: stop.signal });
  stop.abort();
  await rejectsWith(request, 'source/aborted');
  assert.deepEqual(workers[0]!.received.at(-1), { kind: 'abort', id: idOf(workers[0]!.received[0]) });
  workers[0]!.say({ kind: 'answer', id: idOf(workers[0]!.received[0]), answer: 'late' });
  await rejectsWith(client.openFile(FILE, { signal: AbortSignal.abort() }), 'source/aborted');
  const left = client.openFile(FILE);
  client.dispose();
  await rejectsWith(left, 'source/aborted');
});

test('sends Arrow bytes to the worker as they arrive, and gets the response after the last', async () => {
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
    { expectedRows: 3000 },
  );
  const [worker] = workers as [DeafWorker];
  const id = idOf(worker.received[0]);
  assert.deepEqual(worker.received, [
    { kind: 'call', id, method: 'columnsFromIpc', args: ['q', ['a'], 3000] },
    { kind: 'piece', id, piece: new Uint8Array(8) },
  ]);
  go();
  await new Promise(setImmediate);
  assert.deepEqual(worker.received.slice(2), [
    { kind: 'piece', id, piece: new Uint8Array(16) },
    { kind: 'piece', id, piece: null },
  ]);
  worker.say({ kind: 'answer', id, answer: 'columns' });
  assert.equal(await answer, 'columns');
});

test('an aborted request for rows in memory sends nothing to the worker', async () => {
  const { client, workers } = setUp();
  const { batches, fields } = await readInMemory({ a: new Int32Array(3000) }, 'query "q"');
  const other = client.columnsFromBatches({ fields, batches }, [0], 'other');
  await until('the worker has the rows', () => workers[0]?.received.length === 4);
  const [worker] = workers as [DeafWorker];
  const stop = new AbortController();
  const aborted = client.columnsFromBatches({ fields, batches }, [0], 'q', { signal: stop.signal });
  stop.abort();
  await rejectsWith(aborted, 'source/aborted');
  await new Promise(setImmediate);
  // The request and its pieces: the schema, the rows, the end.
  assert.deepEqual(
    worker.received.map(({ kind }) => kind),
    ['call', 'piece', 'piece', 'piece'],
  );
  worker.say({ kind: 'answer', id: idOf(worker.received[0]), answer: 'columns' });
  assert.equal(await other, 'columns');
});

test('encodes few rows in the page, without a worker', async () => {
  const { client, workers } = setUp();
  const stream = new Uint8Array(tableToIPC(tableFromArrays({ v: [3, null, 1] }), 'stream'));
  const fromBytes = await client.columnsFromIpc(stream.slice(), 'q', ['a']);
  const fromSource = await client.columnsFromIpc((take) => Promise.resolve(take(stream.slice())), 'q', ['a'], {
    expectedRows: 3,
  });
  const service = new RowsService(() => Promise.reject(new Error('no Parquet here')));
  assert.deepEqual(fromBytes, await service.columnsFromIpc(stream, 'q', ['a']));
  assert.deepEqual(fromSource, fromBytes);
  assert.equal(fromBytes[0]!.rows, 3);
  assert.equal(workers.length, 0);
  await rejectsWith(client.columnsFromIpc(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), 'q'), 'rows/bad-bytes');
  await rejectsWith(client.columnsFromIpc(stream, 'q', [], { signal: AbortSignal.abort() }), 'source/aborted');
});

test('notifies the worker when the source fails, and stops the source when the worker refuses', async () => {
  const { client, workers } = setUp();
  const failure = new PikaError('source/sql', { subject: 's', expected: 'e', found: 'f', next: 'n' });
  await assert.rejects(
    client.columnsFromIpc(() => Promise.reject(failure), 'q'),
    (thrown) => thrown === failure,
  );
  assert.equal(workers[0]!.received.at(-1)!.kind, 'abort');
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
  workers[0]!.say({ kind: 'error', id: idOf(workers[0]!.received.at(-1)), error: failure.toJSON() });
  await rejectsWith(refused, 'source/sql');
  await over;
  assert.ok(refusedMore instanceof PikaError && refusedMore.code === 'source/aborted');
  // A request canceled before it was sent has no id: it must not use the id of another.
  const other = client.openFile(FILE);
  await rejectsWith(
    client.columnsFromIpc(new Uint8Array(8), 'q', undefined, { signal: AbortSignal.abort() }),
    'source/aborted',
  );
  assert.equal(workers[0]!.received.at(-1)!.kind, 'call');
  client.dispose();
  await rejectsWith(other, 'source/aborted');
});
