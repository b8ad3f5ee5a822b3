/// <reference types="node" />
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ColumnId } from '../../../src/engine/columns/column';
import { CodeCache } from '../../../src/engine/cpu/columns/code-cache';
import { buildIndex } from '../../../src/engine/cpu/kernels/index-build';
import { PageStore } from '../../../src/engine/cpu/columns/page-store';
import { storePage } from '../../../src/engine/cpu/columns/stored-page';
import { scan } from '../../../src/engine/cpu/kernels/scan';
import { COUNT, type Bins, type IndexId, type SlotId } from '../../../src/engine/frame/recording';
import { countBy } from '../../harness/aggregate-calls';
import { binsOf } from '../../harness/columns';

const X = 'x' as ColumnId;
const ROWS = 500;
const PAGE_BYTES = 2 * ROWS;
const ENCODING = { kind: 'f32' } as const;
const sawtooth = (row: number) => row % 100;
const zeros = () => 0;
type Values = (row: number) => number;

/** Two short pages of a column. */
function load(store: PageStore, value: Values): void {
  store.load(
    X,
    ENCODING,
    [0, 1].map((index) => ({ index, rows: ROWS, keys: Float32Array.from({ length: ROWS }, (_, row) => value(row)) })),
  );
}

function binsTo(...edges: number[]): Bins {
  return binsOf(ENCODING, { column: X, edges });
}

function counts(store: PageStore, x: Bins): number[] {
  return [...scan(store, [countBy([structuredClone(x)], [], 's' as SlotId)])[0]!];
}

/** Results of a new store, with empty caches. */
function fresh(column: Values, x: Bins): number[] {
  const store = new PageStore();
  load(store, column);
  return counts(store, x);
}

describe('cached bin codes', () => {
  it('are computed once for equal bins, even from different requests', () => {
    const store = new PageStore();
    load(store, sawtooth);
    const first = counts(store, binsTo(0, 50, 100));
    assert.equal(store.codes.sizeBytes, 2 * PAGE_BYTES);
    assert.deepEqual(counts(store, binsTo(0, 50, 100)), first);
    assert.equal(store.codes.sizeBytes, 2 * PAGE_BYTES);
    assert.deepEqual(first, fresh(sawtooth, binsTo(0, 50, 100)));
  });

  it('of many axes of a column are kept from their second use on, for the last ones', () => {
    const store = new PageStore();
    load(store, sawtooth);
    const axes = Array.from({ length: 7 }, (_, i) => binsTo(0, 10 + i, 100));
    const kept = () => axes.map((axis) => (store.codes.known(axis)?.pages.length ?? 0) > 0);
    for (const axis of axes) assert.deepEqual(counts(store, axis), fresh(sawtooth, axis));
    assert.deepEqual(kept(), [false, true, false, false, false, false, true], 'each was used once');
    assert.equal(store.codes.sizeBytes, 2 * 2 * PAGE_BYTES);
    for (const axis of axes.slice(1)) assert.deepEqual(counts(store, axis), fresh(sawtooth, axis));
    assert.deepEqual(kept(), [false, true, true, true, true, true, true], 'twice');
    assert.equal(store.codes.sizeBytes, 6 * 2 * PAGE_BYTES);
  });

  it('stay as they are when those of another page are requested, kept or not', () => {
    const cache = new CodeCache();
    const pages = [0, 1].map((first) => {
      const keys = Float32Array.from({ length: ROWS }, (_, row) => (first + row) % 2);
      return storePage(ENCODING, { rows: ROWS, keys });
    });
    for (const last of [2, 3, 4]) {
      const axis = cache.axis(binsTo(0, 1, last));
      const [even, odd] = pages.map((page, place) => cache.codes(axis, place, page));
      assert.deepEqual([even![0], odd![0]], [0, 1], `the axis to ${last}`);
    }
  });

  it('are not used for other thresholds', () => {
    const store = new PageStore();
    load(store, sawtooth);
    const all = [
      binsTo(0, 50, 100),
      binsTo(0, 51, 100),
      binsTo(0, 50, 99),
      binsTo(1, 50, 100),
      binsTo(0, 25, 50, 100),
      binsTo(0, 50),
    ];
    for (const round of [1, 2])
      for (const bins of all)
        assert.deepEqual(counts(store, bins), fresh(sawtooth, bins), `round ${round}: ${bins.keys.join()}`);
  });

  it('are dropped with their column, and when another replaces it', () => {
    const store = new PageStore();
    const bins = binsTo(0, 50, 100);
    load(store, sawtooth);
    counts(store, bins);
    store.unload(X);
    assert.equal(store.codes.sizeBytes, 0);
    assert.throws(() => counts(store, bins), { code: 'engine/internal' });
    load(store, sawtooth);
    counts(store, bins);
    load(store, zeros);
    assert.deepEqual(counts(store, bins), [2 * ROWS, 0]);
  });

  it('are not cached by an index build that outlives its column', async () => {
    const store = new PageStore();
    load(store, sawtooth);
    const bins = binsTo(0, 50, 100);
    let breaths = 0;
    const parts = await buildIndex(
      store,
      {
        kernel: 'index',
        id: 'i' as IndexId,
        active: [bins],
        views: [{ bins: [bins], accumulators: COUNT, clauses: [], out: 's' as SlotId }],
      },
      ['tile'],
      2 * ROWS,
      async () => {
        if (++breaths === 1) {
          store.unload(X);
          load(store, zeros);
        }
        return true;
      },
    );
    assert.ok(parts);
    assert.equal(store.codes.sizeBytes, 0);
    assert.deepEqual(counts(store, bins), [2 * ROWS, 0]);
  });

  it('stay within the budget: evicts the least recently used and recomputes pages that do not fit', () => {
    const store = new PageStore(new CodeCache(4 * PAGE_BYTES));
    load(store, sawtooth);
    const [a, b, c] = [binsTo(0, 50, 100), binsTo(0, 60, 100), binsTo(0, 70, 100)];
    const axes = () => [a, b, c].map((bins) => store.codes.axis(bins).pages.length > 0);
    counts(store, a);
    counts(store, b);
    counts(store, a);
    for (let use = 1; use <= 2; use++) counts(store, c);
    assert.equal(store.codes.sizeBytes, 4 * PAGE_BYTES);
    assert.deepEqual(axes(), [true, false, true]);
    const tiny = new PageStore(new CodeCache(PAGE_BYTES));
    load(tiny, sawtooth);
    for (const bins of [a, b, a]) assert.deepEqual(counts(tiny, bins), fresh(sawtooth, bins));
    assert.ok(tiny.codes.sizeBytes <= PAGE_BYTES);
  });
});
