/// <reference types="node" />
/** Indexes that a scan counts and the host slices, without a GPU: the CPU kernels do its work. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PageStore } from '../../../src/engine/cpu/columns/page-store';
import { scan } from '../../../src/engine/cpu/kernels/scan';
import type { ColumnId, Encoding } from '../../../src/engine/columns/column';
import {
  COUNT,
  type Bins,
  type CellAccumulator,
  type IndexCall,
  type IndexId,
  type SlotId,
} from '../../../src/engine/frame/recording';
import { BrushIndexes } from '../../../src/engine/gpu/brush-index/brush-indexes';
import { Memory } from '../../../src/engine/memory/memory';
import { binsOf, columnOf } from '../../harness/columns';

const F32: Encoding = { kind: 'f32' };
const ROWS = 1000;
const VALUES = Array.from({ length: ROWS }, (_, i) => (i * 37) % 100);
const PIXELS = 10;

function bins(column: string, count: number): Bins {
  const edges = Array.from({ length: count + 1 }, (_, i) => (100 * i) / count);
  return binsOf(F32, { column, edges, even: true });
}

const CALL: IndexCall = {
  kernel: 'index',
  id: 'i' as IndexId,
  active: [bins('x', PIXELS)],
  views: [{ bins: [bins('x', 5)], accumulators: COUNT, clauses: [], out: 'out' as SlotId }],
};

/** Indexes over one column of 1,000 values from 0 to 99, ten of each. */
function indexes({ fewestRows = 0, memory = new Memory() } = {}) {
  const store = new PageStore();
  const { id, encoding, pages } = columnOf('x', { encoding: F32, values: VALUES });
  store.load(
    id as ColumnId,
    encoding,
    pages.map((page, index) => ({ ...page, index })),
  );
  const slots = new Map<SlotId, Uint32Array<ArrayBuffer>>();
  const state = { counted: 0, slots, failing: null as Error | null };
  const made = new BrushIndexes({
    count: async (calls) => {
      state.counted++;
      scan(store, calls).forEach((words, i) => slots.set(calls[i]!.out, words));
    },
    read: async (slot) => {
      if (state.failing) throw state.failing;
      return slots.get(slot)!;
    },
    drop: (ids) => ids.forEach((slot) => slots.delete(slot)),
    rowsOf: () => ROWS,
    encodingOf: () => F32,
    memory,
    fewestRows,
  });
  const slice = async (from: number, to: number) =>
    (await made.slice({ kernel: 'slice', id: CALL.id, pixels: [[from, to]] })).map(({ out, words }) => [
      out,
      [...words],
    ]);
  return { made, state, slice };
}

describe('indexes of brushes on the GPU', () => {
  it('count once; each move is a slice, and the slots of the tables are dropped', async () => {
    const { made, state, slice } = indexes();
    await made.build(CALL);
    assert.deepEqual(await slice(0, 10), [['out', [200, 200, 200, 200, 200]]]);
    assert.deepEqual(await slice(1, 4), [['out', [100, 200, 0, 0, 0]]]);
    assert.deepEqual([state.counted, state.slots.size], [1, 0]);
  });

  it('are counted again after an eviction, and release their memory when they are dropped', async () => {
    const memory = new Memory();
    const { made, state, slice } = indexes({ memory });
    await made.build(CALL);
    await slice(0, 1);
    assert.ok(memory.report().js.usedBytes > 0);
    memory.trim('js');
    assert.equal(memory.report().js.usedBytes, 0);
    assert.deepEqual(await slice(1, 4), [['out', [100, 200, 0, 0, 0]]]);
    assert.equal(state.counted, 2);
    made.drop(CALL.id);
    assert.deepEqual(memory.report().owners, []);
    await assert.rejects(slice(0, 1), /index "i"/);
  });

  it('report a failure to the slice that waits for them', async () => {
    const { made, state, slice } = indexes();
    state.failing = new Error('no memory');
    await made.build(CALL);
    await assert.rejects(slice(0, 1), /no memory/);
    assert.equal(state.slots.size, 0);
  });

  it('are preferred for sums and counts of many rows whose table is small', () => {
    const { made } = indexes();
    const view = CALL.views[0]!;
    const prefers = (accumulators: readonly [CellAccumulator, ...CellAccumulator[]], own = view.bins): boolean =>
      made.prefers(CALL.active, { bins: own, accumulators });
    assert.equal(prefers(COUNT), true);
    assert.equal(prefers([{ op: 'min', column: 'x' as ColumnId, lane: 'f32' }]), false);
    const four = [bins('x', 2), bins('x', 2), bins('x', 2), bins('x', 2)] as const;
    assert.deepEqual([prefers(COUNT, [four[0], four[1], four[2]]), prefers(COUNT, four)], [true, false]);
    assert.deepEqual([prefers(COUNT, [bins('x', 200_000)]), prefers(COUNT, [bins('x', 300_000)])], [true, false]);
    assert.equal(indexes({ fewestRows: ROWS + 1 }).made.prefers(CALL.active, view), false);
  });
});
