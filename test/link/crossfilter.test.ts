import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ColumnId } from '../../src/engine/columns/column';
import type { RangePredicate } from '../../src/engine/columns/range-predicate';
import { Crossfilter, type Brush, type Member } from '../../src/engine/link/crossfilter';
import type { Bins, IndexCall, RangeClause, Recording, SlotId } from '../../src/engine/frame/recording';

const bins = (name: string, count = 4): Bins => ({ column: name as ColumnId, lane: 'u32', count, keys: new Uint32Array(count + 1), even: true });
const clause = (name: string): RangeClause => ({ kind: 'range', column: name as ColumnId, lane: 'u32', keys: Uint32Array.of(0, 1) });

interface TestMember extends Member {
  target: Member['target'];
  resident: boolean;
  readonly recounts: (readonly string[])[];
  readonly painted: boolean[];
}

function member(name: string): TestMember {
  const painted: boolean[] = [];
  const recounts: (readonly string[])[] = [];
  return {
    target: { bins: [bins(name)], total: `${name}.total` as SlotId, selected: `${name}.selected` as SlotId },
    brushable: [bins(name, 100)],
    resident: true,
    recounts,
    recount: (ranges) => {
      recounts.push(ranges.map(({ expression }) => expression));
      return false;
    },
    paint: (filtered) => {
      painted.push(filtered);
      return null;
    },
    failed: () => undefined,
    painted,
  };
}

function group(index: boolean, ...members: Member[]): { filter: Crossfilter; dropped: string[] } {
  const dropped: string[] = [];
  const filter = new Crossfilter({ index }, () => undefined, (ids) => void dropped.push(...ids));
  for (const one of members) filter.add(one);
  return { filter, dropped };
}

const ranges = (name: string): RangePredicate[] => [{ expression: name, type: { kind: 'number', integer: true }, lo: 0, hi: 2 }];
const drag = (name: string, from: number, to: number): Brush => ({ clauses: [clause(name)], ranges: ranges(name), pixels: [[from, to]] });
const kinds = ({ kernels }: Recording): string[] => kernels.map((call) => `${call.kernel}${'out' in call ? ` ${call.out}` : ''}`);

test('a brush filters the others and never its own view', () => {
  const [a, b, c] = [member('a'), member('b'), member('c')];
  const { filter } = group(false, a, b, c);
  filter.brush(a, drag('a', 0, 5));
  assert.deepEqual(kinds(filter.record()), ['bin1d b.selected', 'bin1d c.selected']);
  assert.deepEqual([a.painted, b.painted, c.painted], [[], [true], [true]]);
  filter.brush(b, drag('b', 0, 5));
  const second = filter.record();
  assert.deepEqual(kinds(second), ['bin1d a.selected', 'bin1d c.selected']);
  assert.deepEqual(second.kernels.map((call) => ('clauses' in call ? call.clauses.map(({ column }) => column) : null)), [['b'], ['a', 'b']]);
  filter.brush(a, null);
  filter.brush(b, null);
  assert.deepEqual(kinds(filter.record()), [], 'unfiltered counts are already there');
  assert.equal(a.painted.at(-1), false);
});

test('where the backend has an index, a drag builds it once and then only slices', () => {
  const [a, b, c] = [member('a'), member('b'), member('c')];
  const { filter } = group(true, a, b, c);
  filter.prepare(a);
  assert.deepEqual(kinds(filter.record()), ['index']);
  for (let i = 0; i < 3; i++) {
    filter.brush(a, drag('a', i, i + 5));
    const { kernels } = filter.record();
    assert.deepEqual(kernels.map(({ kernel }) => kernel), ['slice']);
    assert.deepEqual(kernels[0]!.kernel === 'slice' && kernels[0]!.pixels, [[i, i + 5]]);
  }
});

test('the index honours the brushes that stand still, per view, and is rebuilt when one changes', () => {
  const [a, b, c] = [member('a'), member('b'), member('c')];
  const { filter, dropped } = group(true, a, b, c);
  filter.brush(b, drag('b', 0, 5));
  filter.record();
  filter.brush(a, drag('a', 0, 5));
  const index = filter.record().kernels.find((call): call is IndexCall => call.kernel === 'index')!;
  assert.deepEqual(index.views.map(({ out, clauses }) => [out, clauses.map(({ column }) => column)]), [['b.selected', []], ['c.selected', ['b']]]);
  assert.equal(dropped.length, 1, 'the index of the other view is given back');
  c.target = { ...c.target!, bins: [bins('c', 9)] };
  filter.brush(a, drag('a', 1, 6));
  assert.deepEqual(filter.record().kernels.map(({ kernel }) => kernel), ['index', 'slice'], 'a view was cut anew');
});

test('a brush set by value is an exact scan', () => {
  const [a, b] = [member('a'), member('b')];
  const { filter } = group(true, a, b);
  filter.brush(a, { clauses: [clause('a')], ranges: ranges('a'), pixels: null });
  assert.deepEqual(kinds(filter.record()), ['bin1d b.selected']);
});

test('a view that goes takes its brush with it', () => {
  const [a, b] = [member('a'), member('b')];
  const { filter, dropped } = group(true, a, b);
  filter.brush(a, drag('a', 0, 5));
  filter.record();
  filter.remove(a);
  assert.deepEqual(kinds(filter.record()), []);
  assert.equal(b.painted.at(-1), false);
  assert.equal(dropped.length, 1);
});

test('what is not resident is counted elsewhere: the view itself, and whatever its brush filters', () => {
  const [a, b, c] = [member('a'), member('b'), member('c')];
  const { filter } = group(true, a, b, c);
  c.resident = false;
  filter.brush(a, drag('a', 0, 5));
  const first = filter.record();
  const index = first.kernels.find((call): call is IndexCall => call.kernel === 'index')!;
  assert.deepEqual(index.views.map(({ out }) => out), ['b.selected'], 'kernels count what they can');
  assert.deepEqual([c.recounts, c.painted, b.painted], [[['a']], [], [true]], 'the last picture stays until the counts have come');
  filter.show(c);
  assert.deepEqual(kinds(filter.record()), []);
  assert.deepEqual(c.painted, [true]);
  filter.brush(c, drag('c', 0, 5));
  assert.deepEqual(kinds(filter.record()), [], 'no kernel knows the column');
  assert.deepEqual([a.recounts, b.recounts], [[['c']], [['a', 'c']]]);
  filter.brush(c, null);
  assert.deepEqual(kinds(filter.record()), ['bin1d b.selected'], 'and back');
});
