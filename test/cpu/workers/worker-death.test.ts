/// <reference types="node" />
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import type { ColumnId } from '../../../src/engine/columns/column';
import { createCpuBackend } from '../../../src/engine/cpu/cpu-backend';
import { PikaError } from '../../../src/engine/errors';
import type { Backend } from '../../../src/engine/frame/backend';
import { COUNT, type IndexId, type Recording, type SlotId } from '../../../src/engine/frame/recording';
import { countBy } from '../../harness/aggregate-calls';
import { binsOf, columnOf, type TestColumn } from '../../harness/columns';
import { nodeWorker, type NodeWorker } from '../../harness/node-worker';

const column: TestColumn = { encoding: { kind: 'f32' }, values: Array.from({ length: 600_000 }, (_, i) => i % 100) };
const bins = binsOf(column.encoding, { column: 'x', edges: [0, 50, 100] });
const scan: Recording = { kernels: [countBy([bins], [], 's' as SlotId)], paints: [] };
const index: Recording = {
  kernels: [
    {
      kernel: 'index',
      id: 'i' as IndexId,
      active: [bins],
      views: [{ bins: [bins], accumulators: COUNT, clauses: [], out: 's' as SlotId }],
    },
  ],
  paints: [],
};

describe('CPU workers', () => {
  const backends: Backend[] = [];
  after(() => backends.forEach((backend) => backend.dispose()));

  async function start(): Promise<{ backend: Backend; workers: NodeWorker[] }> {
    const workers: NodeWorker[] = [];
    const backend = createCpuBackend({
      workers: 2,
      spawn: () => {
        const worker = nodeWorker();
        workers.push(worker);
        return worker;
      },
    });
    backends.push(backend);
    await backend.load(columnOf('x', column));
    return { backend, workers };
  }

  it('count in real threads', async () => {
    const { backend } = await start();
    await backend.execute(scan);
    assert.deepEqual([...(await backend.read('s' as SlotId))], [300_000, 300_000]);
  });

  for (const [what, recording] of [
    ['a scan', scan],
    ['an index build', index],
  ] as const) {
    it(`report their death during ${what} without hanging`, async () => {
      const { backend, workers } = await start();
      // From here on the worker does not answer; the backend learns of its death later.
      const gone = workers[1]!.thread.terminate();
      const pending = backend.execute(recording) as Promise<void>;
      const rejected = assert.rejects(
        pending,
        (error: unknown) => error instanceof PikaError && error.code === 'cpu/worker',
      );
      await gone;
      assert.match(await backend.lost, /worker 2 of 2 stopped/);
      await rejected;
      assert.throws(() => backend.execute(scan), { code: 'cpu/worker' });
      await assert.rejects(backend.load(columnOf('y', column)), { code: 'cpu/worker' });
      backend.unload('x' as ColumnId);
      backend.drop(['s' as SlotId]);
    });
  }

  it('throw an error with a next step if they cannot be started', async () => {
    const backend = createCpuBackend({
      spawn: () => {
        throw new Error('blocked by policy');
      },
    });
    const refusal = /cpu\/worker.*blocked by policy.*worker-src/;
    assert.throws(() => backend.prepare(), refusal);
    await assert.rejects(backend.load(columnOf('x', column)), refusal);
    backend.dispose();
  });

  it('end those that started if another one cannot', () => {
    const started: { ended: boolean }[] = [];
    const backend = createCpuBackend({
      workers: 2,
      spawn: () => {
        if (started.length === 1) throw new Error('no more threads');
        const worker = Object.assign(new EventTarget(), {
          ended: false,
          postMessage: () => undefined,
          terminate: () => void (worker.ended = true),
        });
        started.push(worker);
        return worker as unknown as NodeWorker;
      },
    });
    assert.throws(() => backend.prepare(), /no more threads/);
    assert.deepEqual(
      started.map(({ ended }) => ended),
      [true],
    );
    backend.dispose();
  });

  it('reject pending work when disposed of, and do not report a loss', async () => {
    const { backend } = await start();
    const pending = backend.execute(scan) as Promise<void>;
    const rejected = assert.rejects(pending, { code: 'cpu/worker' });
    backend.dispose();
    await rejected;
    const winner = await Promise.race([
      backend.lost,
      new Promise((resolve) => {
        setTimeout(resolve, 50, 'quiet');
      }),
    ]);
    assert.equal(winner, 'quiet');
  });
});
