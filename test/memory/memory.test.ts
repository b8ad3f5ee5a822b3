/// <reference types="node" />
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { PikaError } from '../../src/engine/errors';
import { bytesText, defaultBudgets } from '../../src/engine/memory/budgets';
import type { Leak } from '../../src/engine/memory/lease';
import { Memory } from '../../src/engine/memory/memory';
import { until } from '../harness/patience.mjs';

const column = (name: string) => ({ module: 'columns', query: 'q', column: name });

/** An unused allocation that takes `restoreMs` to restore. */
function idle(memory: Memory, name: string, sizeBytes: number, restoreMs: number, gone: string[]) {
  const allocation = memory.reserve('js', column(name), sizeBytes);
  allocation.setEviction({
    restoreMs,
    evict: () => {
      gone.push(name);
      allocation.release();
    },
  });
  return allocation;
}

describe('the memory coordinator', () => {
  it('records bytes by owner and kind until they are released', () => {
    const memory = new Memory({ jsBytes: 1000, gpuBytes: 1000 });
    const [a, b] = [
      memory.track('js', column('a'), 300),
      memory.track('gpu', { module: 'gpu', element: 'pika.view.1', part: 'counts' }, 40),
    ];
    memory.track('js', column('a'), 5);
    assert.deepEqual(memory.report().owners, [
      { kind: 'js', ...column('a'), sizeBytes: 305 },
      { kind: 'gpu', module: 'gpu', element: 'pika.view.1', part: 'counts', sizeBytes: 40 },
    ]);
    a.resize(100);
    b.release();
    b.release();
    b.resize(70);
    assert.deepEqual([memory.usedBytes('js'), memory.usedBytes('gpu')], [105, 0]);
  });

  it('evicts free lists first, then what is large, cheap and long unused; never what is in use', () => {
    const memory = new Memory({ jsBytes: 1000 });
    const gone: string[] = [];
    memory.reserve('js', column('in use'), 300);
    idle(memory, 'dear', 100, 1000, gone);
    idle(memory, 'cheap', 100, 10, gone);
    idle(memory, 'large', 300, 20, gone);
    const free = memory.track('js', { module: 'gpu', part: 'free buffers' }, 100, {
      restoreMs: 0,
      evict: () => {
        gone.push('free');
        free.resize(0);
      },
    });
    memory.reserve('js', column('new'), 150);
    assert.deepEqual(gone, ['free'], '100 bytes were free');
    memory.reserve('js', column('newer'), 200);
    assert.deepEqual(gone, ['free', 'large']);
    memory.reserve('js', column('newest'), 290);
    assert.deepEqual(gone, ['free', 'large', 'cheap', 'dear']);
  });

  it('ages: evicts an expensive allocation unused for long before one in regular use', () => {
    const memory = new Memory({ jsBytes: 1000 });
    const gone: string[] = [];
    idle(memory, 'old and dear', 100, 50, gone);
    for (let i = 0; i < 400; i++) {
      idle(memory, `passing ${i}`, 300, 3 + 0.5 * i, gone);
      if (gone.includes('old and dear')) break;
    }
    assert.ok(gone.includes('old and dear'), 'the rank floor rises with every eviction');
    const used = idle(memory, 'used', 100, 50, gone);
    const before = gone.length;
    for (let i = 0; i < 20; i++) {
      used.touch();
      idle(memory, `later ${i}`, 300, 3, gone);
    }
    assert.ok(gone.length > before && !gone.includes('used'));
  });

  it('reports what does not fit, evicts nothing in vain, and records nothing', () => {
    const memory = new Memory({ jsBytes: 1000 });
    const gone: string[] = [];
    memory.reserve('js', column('in use'), 700);
    idle(memory, 'idle', 200, 10, gone);
    assert.throws(
      () => memory.reserve('js', column('b'), 400),
      (thrown) =>
        thrown instanceof PikaError &&
        thrown.code === 'memory/over-budget' &&
        thrown.message.includes(
          'column "b" of query "q": expected 400 bytes in a page memory budget of 1 kB, found 900 bytes of it in use',
        ) &&
        thrown.message.includes('jsBytes'),
    );
    assert.throws(() => memory.reserve('js', column('b'), 4000), /more than the whole budget/);
    assert.deepEqual([gone, memory.usedBytes('js')], [[], 900]);
    memory.configure({ jsBytes: 800 });
    assert.deepEqual(gone, ['idle'], 'a smaller budget applies at once, as far as possible');
    memory.configure({ jsBytes: 100 });
    assert.equal(memory.usedBytes('js'), 700);
  });

  it('has sensible defaults', () => {
    const { gpuBytes, jsBytes, wasmBytes } = defaultBudgets(256 * 2 ** 20);
    assert.ok(gpuBytes === 2 ** 30 && jsBytes >= 2 ** 28 && wasmBytes < 2 ** 32);
    assert.deepEqual([0, 999, 1000, 1234, 99_949, 1.2e9, 5.55e10].map(bytesText), [
      '0 bytes',
      '999 bytes',
      '1 kB',
      '1.2 kB',
      '100 kB',
      '1.2 GB',
      '56 GB',
    ]);
  });

  it('reports a lease garbage-collected before its release, with its stack, and does not release it', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const leaks: Leak[] = [];
    let released = 0;
    const memory = new Memory({ traceLeases: true }, (leak) => leaks.push(leak));
    (function leak() {
      memory.lease(column('leaked'), () => released++);
    })();
    memory.lease(column('kept'), () => released++).release();
    {
      using _lease = memory.lease(column('used'), () => released++);
    }
    await until('the leak is collected', () => {
      collect();
      return leaks.length > 0;
    });
    assert.deepEqual(
      leaks.map(({ subject }) => subject),
      ['column "leaked" of query "q"'],
    );
    assert.match(leaks[0]!.stack, /leak.*memory\.test/s);
    assert.equal(released, 2);
  });
});
