/// <reference types="node" />
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mergeScans, mergeViews } from '../../../src/engine/cpu/merging/merge-calls';
import { readShare } from '../../../src/engine/cpu/merging/merge-histograms';
import { COUNT, type Bins, type IndexId, type ScanCall, type SlotId } from '../../../src/engine/frame/recording';
import { countAll, countBy } from '../../harness/aggregate-calls';
import { binsOf, clauseOf } from '../../harness/columns';

const F32 = { kind: 'f32' } as const;
const bins = (edges: readonly number[], column = 'x', lastInclusive = false): Bins =>
  binsOf(F32, { column, edges, lastInclusive });
const out = (name: string) => name as SlotId;
const tens = bins([0, 10, 20, 30]);
const fives = bins([5, 10, 15, 20, 25], 'x', true);
const brush = (lo: number, hi: number) => clauseOf(F32, { column: 'y', lo, hi });

/** The sizes of the merged calls' axes, and which of them each call reads. */
function merged(...calls: ScanCall[]): { readonly cells: (number | undefined)[]; readonly of: number[] } {
  const result = mergeScans(calls);
  return {
    cells: result.merged.map((call) => (call.kernel === 'aggregate' ? call.dimensions[0]?.count : undefined)),
    of: result.shares.map((share) => share.of),
  };
}

describe('merging calls', () => {
  it('counts one column once, cut at the thresholds of all its histograms', () => {
    const [a, b] = [countBy([tens], [], out('a')), countBy([fives], [], out('b'))];
    const { merged: calls, shares } = mergeScans([a, b]);
    assert.equal(calls.length, 1);
    const [call] = calls;
    assert.ok(call?.kernel === 'aggregate');
    // Cut at 0, 5, 10, 15, 20, the float after 25, and 30.
    assert.equal(call.dimensions[0]!.count, 6);
    const cells = Uint32Array.of(1, 2, 4, 8, 16, 32);
    const counts = shares.map(({ starts }) => {
      const own = new Uint32Array(starts!.length - 1);
      readShare(starts!, cells, own);
      return [...own];
    });
    assert.deepEqual(counts, [
      [3, 12, 48],
      [2, 4, 8, 16],
    ]);
  });

  it('merges only what counts the same rows of the same column', () => {
    const a = countBy([tens], [], out('a'));
    const others = [
      countBy([bins([0, 10, 20], 'other')], [], out('b')),
      countBy([fives], [brush(0, 1)], out('c')),
      countBy([fives], [brush(0, 1), brush(1, 2)], out('d')),
      countBy([fives, tens], [], out('e')),
      countAll(tens.column, [], out('f')),
      countBy([fives], [], out('g'), { stride: 2 }),
    ];
    assert.deepEqual(merged(a, ...others).of, [0, 1, 2, 3, 4, 5, 6]);
    // Equal filters need not be the same objects.
    assert.deepEqual(merged(others[1]!, a, countBy([tens], [brush(0, 1)], out('h'))).of, [0, 1, 0]);
  });

  it('leaves a call alone that has nothing to share', () => {
    const call = countBy([tens], [], out('a'));
    const { merged: calls, shares } = mergeScans([call]);
    assert.equal(calls[0], call);
    assert.deepEqual(shares, [{ of: 0, starts: null }]);
  });

  it('opens another histogram when one has too many cells', () => {
    const fine = (shift: number) => bins(Array.from({ length: 600 }, (_, i) => i + shift));
    const calls = [fine(0), fine(0.5), tens].map((axis, i) => countBy([axis], [], out(String(i))));
    assert.deepEqual(merged(...calls), { cells: [599, 599], of: [0, 1, 0] });
  });

  it('merges views of an index, fewer for a longer brush', () => {
    const axis = (count: number, column: string) =>
      bins(
        Array.from({ length: count + 1 }, (_, i) => i),
        column,
      );
    const halves = bins(Array.from({ length: 201 }, (_, i) => i + 0.5));
    const views = [axis(200, 'x'), halves].map((own, i) => ({
      bins: [own] as const,
      accumulators: COUNT,
      clauses: [],
      out: out(String(i)),
    }));
    const index = (pixels: number) =>
      ({ kernel: 'index', id: 'i' as IndexId, active: [axis(pixels, 'y')], views }) as const;
    assert.deepEqual(
      [100, 5000].map((pixels) => mergeViews(index(pixels)).merged.length),
      [1, 2],
    );
  });
});
