import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ColumnId } from '../../src/engine/columns/column';
import type { Capabilities } from '../../src/engine/frame/backend';
import { LinkedViews, type FilterPart, type LinkedView } from '../../src/engine/link/linked-views';
import {
  COUNT,
  type Sample,
  type Bins,
  type IndexCall,
  type IndexId,
  type RangeClause,
  type Recording,
  type SlotId,
} from '../../src/engine/frame/recording';

const bins = (name: string, count = 4): Bins => ({
  column: name as ColumnId,
  lane: 'u32',
  count,
  keys: new Uint32Array(count + 1),
  uniform: true,
});
const clause = (name: string): RangeClause => ({
  kind: 'range',
  column: name as ColumnId,
  lane: 'u32',
  keys: Uint32Array.of(0, 1),
});

type Pixels = readonly (readonly [number, number])[];

/** Views that filter each other, as in a crossfilter. */
class TestView implements LinkedView {
  target: LinkedView['target'];
  sample: Sample | null = null;
  uncounted = false;
  readonly brushable: LinkedView['brushable'];
  readonly painted: boolean[] = [];
  readonly selection = null;
  pixels: Pixels | null = null;
  brush: FilterPart | null = null;
  others: readonly TestView[] = [];
  resident = true;
  readonly recounts: (readonly string[])[] = [];

  constructor(readonly name: string) {
    this.target = {
      bins: [bins(name)],
      accumulators: COUNT,
      total: `${name}.total` as SlotId,
      selected: `${name}.selected` as SlotId,
    };
    this.brushable = [bins(name, 100)];
  }

  get filterParts(): readonly FilterPart[] {
    return this.others.flatMap(({ brush }) => (brush ? [brush] : []));
  }

  needsTotal(): boolean {
    return this.uncounted;
  }

  isFilteredBy(other: LinkedView): boolean {
    return this.others.includes(other as TestView);
  }

  recount(conditions: readonly string[]): boolean {
    this.recounts.push(conditions);
    return false;
  }

  paint(filtered: boolean): null {
    this.painted.push(filtered);
    return null;
  }

  failed(): void {}
}

function group(
  index: boolean | Capabilities,
  ...views: TestView[]
): {
  links: LinkedViews;
  dropped: string[];
  brush: (view: TestView, pixels: Pixels | null, byValue?: boolean) => void;
} {
  const dropped: string[] = [];
  let serial = 0;
  const links = new LinkedViews(
    typeof index === 'boolean' ? { frameRows: Infinity, prefersIndex: () => index } : index,
    () => undefined,
    { next: () => `index-${++serial}` as IndexId, release: (id) => void dropped.push(id) },
  );
  for (const view of views) {
    links.add(view);
    view.others = views.filter((other) => other !== view);
  }
  const brush = (view: TestView, pixels: Pixels | null, byValue = false): void => {
    view.pixels = byValue ? null : pixels;
    view.brush = pixels && { source: view, filter: [clause(view.name)], sql: view.name, resident: view.resident };
    for (const other of view.others) links.invalidate(other, view);
  };
  return { links, dropped, brush };
}

const kinds = ({ kernels }: Recording): string[] =>
  kernels.map((call) =>
    call.kernel === 'aggregate' ? `count by ${call.dimensions.length}, ${call.out}` : call.kernel,
  );
const columnsOf = (clauses: readonly unknown[]): string[] =>
  (clauses as readonly RangeClause[]).map(({ column }) => column);

test('a brush filters the other views, never its own', () => {
  const [a, b, c] = [new TestView('a'), new TestView('b'), new TestView('c')];
  const { links, brush } = group(false, a, b, c);
  brush(a, [[0, 5]]);
  assert.deepEqual(kinds(links.record()), ['count by 1, b.selected', 'count by 1, c.selected']);
  assert.deepEqual([a.painted, b.painted, c.painted], [[], [true], [true]]);
  brush(b, [[0, 5]]);
  const second = links.record();
  assert.deepEqual(kinds(second), ['count by 1, a.selected', 'count by 1, c.selected']);
  assert.deepEqual(
    second.kernels.map((call) => ('clauses' in call ? columnsOf(call.clauses) : null)),
    [['b'], ['a', 'b']],
  );
  brush(a, null);
  brush(b, null);
  assert.deepEqual(kinds(links.record()), [], 'unfiltered counts are already there');
  assert.equal(a.painted.at(-1), false);
});

test('a drag builds the index once, then only slices it', () => {
  const [a, b, c] = [new TestView('a'), new TestView('b'), new TestView('c')];
  const { links, brush } = group(true, a, b, c);
  links.prepareIndex(a);
  assert.deepEqual(kinds(links.record()), ['index']);
  for (let i = 0; i < 3; i++) {
    brush(a, [[i, i + 5]]);
    const { kernels } = links.record();
    assert.deepEqual(
      kernels.map(({ kernel }) => kernel),
      ['slice'],
    );
    assert.deepEqual(kernels[0]!.kernel === 'slice' && kernels[0]!.pixels, [[i, i + 5]]);
  }
});

test('a view that joins during a brush is scanned; the next move builds the index for all', () => {
  const [a, b, c] = [new TestView('a'), new TestView('b'), new TestView('c')];
  const { links, brush } = group(true, a, b);
  brush(a, [[0, 5]]);
  assert.deepEqual(kinds(links.record()), ['index', 'slice']);
  links.invalidate(b);
  assert.deepEqual(kinds(links.record()), ['slice'], 'the index still answers for views that it has');
  links.add(c);
  c.others = [a, b];
  links.invalidate(c);
  assert.deepEqual(kinds(links.record()), ['count by 1, c.selected']);
  a.others = [b, c];
  brush(a, [[1, 6]]);
  assert.deepEqual(kinds(links.record()), ['index', 'slice']);
});

test('the index includes the other brushes, per view, and is rebuilt when one of them changes', () => {
  const [a, b, c] = [new TestView('a'), new TestView('b'), new TestView('c')];
  const { links, dropped, brush } = group(true, a, b, c);
  brush(b, [[0, 5]]);
  links.record();
  brush(a, [[0, 5]]);
  const index = links.record().kernels.find((call): call is IndexCall => call.kernel === 'index')!;
  assert.deepEqual(
    index.views.map(({ out, clauses }) => [out, columnsOf(clauses)]),
    [
      ['b.selected', []],
      ['c.selected', ['b']],
    ],
  );
  assert.equal(dropped.length, 1, 'the index of the other view is dropped');
  c.target = { ...c.target!, bins: [bins('c', 9)] };
  brush(a, [[1, 6]]);
  assert.deepEqual(
    links.record().kernels.map(({ kernel }) => kernel),
    ['index', 'slice'],
    'the bins of a view changed',
  );
});

test('a view that the brush does not filter is left out of the index', () => {
  const [a, b, c] = [new TestView('a'), new TestView('b'), new TestView('c')];
  const { links, brush } = group(true, a, b, c);
  c.others = [];
  brush(a, [[0, 5]]);
  const { kernels } = links.record();
  assert.deepEqual(
    kernels.map(({ kernel }) => kernel),
    ['index', 'slice'],
  );
  assert.deepEqual(kernels[0]!.kernel === 'index' && kernels[0]!.views.map(({ out }) => out), ['b.selected']);
  assert.deepEqual(c.painted, [false]);
});

test('a view that the index does not support is scanned, while the index counts the others', () => {
  const [a, b, c] = [new TestView('a'), new TestView('b'), new TestView('c')];
  c.target = { ...c.target!, bins: [bins('c'), bins('d')] };
  const { links, brush } = group(
    { frameRows: Infinity, prefersIndex: (active, view) => active.length === 1 && view.bins.length === 1 },
    a,
    b,
    c,
  );
  brush(a, [[0, 5]]);
  const { kernels } = links.record();
  assert.deepEqual(kinds({ kernels, paints: [] }), ['index', 'slice', 'count by 2, c.selected']);
  assert.deepEqual(kernels[0]!.kernel === 'index' && kernels[0]!.views.map(({ out }) => out), ['b.selected']);
});

test('a brush set by value is counted by an exact scan', () => {
  const [a, b] = [new TestView('a'), new TestView('b')];
  const { links, brush } = group(true, a, b);
  brush(a, [[0, 5]], true);
  assert.deepEqual(kinds(links.record()), ['count by 1, b.selected']);
});

test('drops the index of a removed view', () => {
  const [a, b] = [new TestView('a'), new TestView('b')];
  const { links, dropped, brush } = group(true, a, b);
  brush(a, [[0, 5]]);
  links.record();
  links.remove(a);
  brush(a, null);
  assert.deepEqual(kinds(links.record()), []);
  assert.equal(b.painted.at(-1), false);
  assert.equal(dropped.length, 1);
});

test('a view that is not resident is counted elsewhere, and so are the views that its brush filters', () => {
  const [a, b, c] = [new TestView('a'), new TestView('b'), new TestView('c')];
  const { links, brush } = group(true, a, b, c);
  c.resident = false;
  brush(a, [[0, 5]]);
  const first = links.record();
  const index = first.kernels.find((call): call is IndexCall => call.kernel === 'index')!;
  assert.deepEqual(
    index.views.map(({ out }) => out),
    ['b.selected'],
    'kernels count what they can',
  );
  assert.deepEqual(
    [c.recounts, c.painted, b.painted],
    [[['a']], [], [true]],
    'the previous picture stays until the counts arrive',
  );
  links.paint(c);
  assert.deepEqual(kinds(links.record()), []);
  assert.deepEqual(c.painted, [true]);
  brush(c, [[0, 5]]);
  assert.deepEqual(kinds(links.record()), [], 'kernels lack the column');
  assert.deepEqual([a.recounts, b.recounts], [[['c']], [['a', 'c']]]);
  brush(c, null);
  assert.deepEqual(kinds(links.record()), ['count by 1, b.selected'], 'and back');
});

test('a view zoomed while others are brushed is sampled: all its counts in one recording, without an index', () => {
  const [a, b, c] = [new TestView('a'), new TestView('b'), new TestView('c')];
  const { links, brush } = group(true, a, b, c);
  brush(a, [[0, 5]]);
  assert.deepEqual(
    kinds(links.record()).map((kind) => kind.split(' ')[0]),
    ['index', 'slice'],
  );
  Object.assign(b, { target: { ...b.target!, bins: [bins('b', 7)] }, sample: { stride: 5 }, uncounted: true });
  links.invalidate(b);
  const { kernels } = links.record();
  assert.deepEqual(kinds({ kernels, paints: [] }), ['count by 1, b.total', 'count by 1, b.selected']);
  assert.deepEqual(
    kernels.map((call) => ('sample' in call ? call.sample : null)),
    [{ stride: 5 }, { stride: 5 }],
  );
});
