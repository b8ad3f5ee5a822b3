/// <reference types="node" />
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ColumnId } from '../../../src/engine/columns/column';
import { PageStore } from '../../../src/engine/cpu/columns/page-store';
import { scan } from '../../../src/engine/cpu/kernels/scan';
import type { Clause, SlotId } from '../../../src/engine/frame/recording';
import { countBy } from '../../harness/aggregate-calls';
import { binsOf, clauseOf, wordsOf } from '../../harness/columns';

const X = 'x' as ColumnId;
const Y = 'y' as ColumnId;
const ENCODING = { kind: 'f32' } as const;
const ROWS = 500;

function load(store: PageStore, value: (row: number) => number, id = X): void {
  store.load(
    id,
    ENCODING,
    [0, 1].map((index) => ({ index, rows: ROWS, keys: Float32Array.from({ length: ROWS }, (_, row) => value(row)) })),
  );
}

/** The number of rows that pass. Each call is a new request with new clause objects. */
function passing(store: PageStore, ...clauses: Clause[]): number {
  const x = binsOf(ENCODING, { column: 'x', edges: [-1, 1000] });
  return scan(store, [countBy([x], structuredClone(clauses), 's' as SlotId)])[0]![0]!;
}

const range = (lo: number, hi: number): Clause => clauseOf(ENCODING, { column: 'x', lo, hi });

describe('cached masks of clauses', () => {
  it('are computed once for equal clauses, even from different requests', () => {
    const store = new PageStore();
    load(store, (row) => row % 100);
    assert.equal(passing(store, range(0, 10)), 100);
    assert.equal(store.masks.sizeBytes, 2 * ROWS);
    assert.equal(passing(store, range(0, 10)), 100);
    assert.equal(store.masks.sizeBytes, 2 * ROWS);
    assert.equal(passing(store, range(0, 10), range(5, 20)), 50);
    assert.equal(store.masks.sizeBytes, 4 * ROWS);
    assert.equal(passing(store, range(0, 10)), 100, 'combining masks does not change them');
  });

  it('are separate for different clauses of every kind', () => {
    const store = new PageStore();
    load(store, (row) => row % 100);
    const bins = binsOf(ENCODING, { column: 'x', edges: [0, 25, 50, 75, 100] });
    const cells = (...marked: number[]): Clause => ({ kind: 'cells', bins: [bins], words: wordsOf(marked, 4) });
    const found = [
      cells(0),
      cells(0, 2),
      { kind: 'not', of: [cells(0)] },
      { kind: 'any', of: [[cells(0)], [range(20, 30)]] },
      { kind: 'any', of: [[cells(0), range(20, 30)]] },
    ] as const satisfies readonly Clause[];
    for (const round of [1, 2])
      assert.deepEqual(
        found.map((clause) => passing(store, clause)),
        [250, 500, 750, 300, 50],
        `round ${round}`,
      );
  });

  it('are dropped with the columns that they read', () => {
    const store = new PageStore();
    load(store, (row) => row % 100);
    load(store, (row) => (row < 3 ? 1 : 0), Y);
    const clause: Clause = { kind: 'not', of: [clauseOf(ENCODING, { column: 'y', lo: 1, hi: 2 }), range(0, 3)] };
    assert.equal(passing(store, clause), 994);
    load(store, (row) => (row < 1 ? 1 : 0), Y);
    assert.equal(passing(store, clause), 998);
    load(store, () => 50);
    assert.equal(passing(store, clause), 1000);
    store.unload(Y);
    assert.equal(store.masks.sizeBytes, 0);
    assert.throws(() => passing(store, clause), { code: 'engine/internal' });
  });

  it('stay within their budget over many brushes', () => {
    const store = new PageStore();
    load(store, (row) => row % 100);
    for (let i = 0; i < 600; i++)
      assert.equal(passing(store, range(0, 1 + i / 10)), 10 * Math.ceil(1 + i / 10), `clause ${i}`);
    assert.ok(store.masks.sizeBytes <= 256 * 2 * ROWS);
  });
});
