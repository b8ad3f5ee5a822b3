/// <reference types="node" />
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PAGE_ROWS, type ColumnId } from '../../src/engine/columns/column';
import { buildIndex } from '../../src/engine/cpu/kernels/index-build';
import { PageStore } from '../../src/engine/cpu/columns/page-store';
import { COUNT, type IndexCall, type IndexedView, type IndexId, type SlotId } from '../../src/engine/frame/recording';
import { binsOf, columnOf, type TestColumn } from '../harness/columns';

const ROWS = 3 * PAGE_ROWS;
const column: TestColumn = { encoding: { kind: 'f32' }, values: Array.from({ length: ROWS }, (_, i) => i % 100) };
const bins = (count: number) =>
  binsOf(column.encoding, {
    column: 'x',
    edges: Array.from({ length: count + 1 }, (_, i) => (i * 100) / count),
    even: true,
  });
const view = (...counts: [number] | [number, number]): IndexedView => ({
  bins: counts.length === 1 ? [bins(counts[0])] : [bins(counts[0]), bins(counts[1])],
  accumulators: COUNT,
  clauses: [],
  out: 'out' as SlotId,
});
const call = (...views: IndexedView[]): IndexCall => ({
  kernel: 'index',
  id: 'i' as IndexId,
  active: [bins(600)],
  views,
});

function store(): PageStore {
  const { id, encoding, pages } = columnOf('x', column);
  const pageStore = new PageStore();
  pageStore.load(
    id as ColumnId,
    encoding,
    pages.map((page, index) => ({ ...page, index })),
  );
  return pageStore;
}

describe('building an index', () => {
  it('builds each view by its strategy', async () => {
    const small = view(64);
    const large = view(512, 300);
    const parts = await buildIndex(store(), call(small, large), ['tile', 'delta'], ROWS, async () => true);
    assert.deepEqual(
      parts?.map(({ kind }) => kind),
      ['tile', 'delta'],
    );
  });

  it('stops at the next page when canceled', async () => {
    let breaths = 0;
    assert.equal(await buildIndex(store(), call(view(64)), ['tile'], ROWS, async () => ++breaths < 2), null);
    assert.equal(breaths, 2);
  });

  it('stores cells in the narrowest type that fits', async () => {
    const views = [view(100, 100), view(300, 300)];
    const parts = await buildIndex(store(), call(...views), ['delta', 'delta'], ROWS, async () => true);
    assert.deepEqual(
      parts?.map((part) => (part.kind === 'delta' ? part.cells.BYTES_PER_ELEMENT : 0)),
      [2, 4],
    );
  });
});
