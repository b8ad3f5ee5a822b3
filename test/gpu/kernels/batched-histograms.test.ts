/// <reference types="node" />
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ColumnId } from '../../../src/engine/columns/column';
import type { Clause, SlotId } from '../../../src/engine/frame/recording';
import { planCalls } from '../../../src/engine/gpu/kernels/batched-histograms';
import type { ScanCall } from '../../../src/engine/frame/recording';
import { countAll, countBy } from '../../harness/aggregate-calls';
import { binsOf, clauseOf } from '../../harness/columns';

const F32 = { kind: 'f32' } as const;
const clause = (name: string): Clause => clauseOf(F32, { column: name, lo: 0, hi: 1 });
const count = (name: string, clauses: readonly Clause[], cells = 10, out = name): ScanCall =>
  countBy(
    [binsOf(F32, { column: name, edges: Array.from({ length: cells + 1 }, (_, i) => i) })],
    clauses,
    out as SlotId,
  );
const outs = (calls: readonly ScanCall[], maxInputs = 16) =>
  planCalls(calls, maxInputs).map((call) =>
    call.kernel === 'histograms' ? call.calls.map(({ out }) => out).join('+') : call.out,
  );

describe('batching histograms', () => {
  const [a, b, c] = ['a', 'b', 'c'].map(clause) as [Clause, Clause, Clause];

  it('batches the views of a crossfilter and tests each clause once', () => {
    const [joined] = planCalls([count('a', [b, c]), count('b', [a, c], 20), count('c', [a, b])], 16);
    assert.ok(joined?.kernel === 'histograms');
    assert.deepEqual(joined.clauses, [b, c, a]);
    assert.deepEqual(
      joined.calls.map(({ need, base }) => [need, base]),
      [
        [0b011, 0],
        [0b110, 10],
        [0b101, 30],
      ],
    );
    assert.deepEqual([joined.cells, joined.inputs.length], [40, 3]);
  });

  it('does not batch calls without a common column, or slots that are written twice', () => {
    assert.deepEqual(outs([count('a', []), count('b', []), count('c', [c])]), ['a', 'b', 'c']);
    assert.deepEqual(outs([count('a', [b]), count('b', [a]), count('b', [a, c], 5, 'a')]), ['a', 'b', 'a']);
  });

  it('batches counts without dimensions, but not those that share a slot', () => {
    const rows = countAll('a' as ColumnId, [a, b], 'rows' as SlotId);
    assert.deepEqual(outs([count('a', [b]), rows]), ['a+rows']);
    const [joined] = planCalls([count('a', [b]), rows], 16);
    assert.ok(joined?.kernel === 'histograms');
    assert.deepEqual([joined.cells, joined.calls[1]!.base, joined.calls[1]!.need], [11, 10, 0b11]);
    const shared: ScanCall = {
      ...rows,
      accumulators: [{ op: 'count' }, { op: 'extent', column: rows.rows, lane: 'f32' }],
    };
    assert.deepEqual(outs([count('a', [b]), shared]), ['a', 'rows', 'rows']);
  });

  it('respects the limits on bindings and counters of a pass', () => {
    assert.deepEqual(outs([count('a', [b]), count('b', [a]), count('c', [a, b])], 2), ['a+b', 'c']);
    assert.deepEqual(outs([count('a', [b], 4000), count('b', [a], 97), count('c', [a], 96)]), ['a+c', 'b']);
  });

  it('reserves one bit of a word for rows that do not exist', () => {
    const many = Array.from({ length: 40 }, () => clause('a'));
    const calls = many.map((one, i) => count('a', [one], 2, `v${i}`));
    const sizes = planCalls(calls, 16).map((call) => (call.kernel === 'histograms' ? call.clauses.length : 1));
    assert.deepEqual(sizes, [31, 9]);
  });
});
