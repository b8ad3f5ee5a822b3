import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ColumnId } from '../../src/engine/columns/column';
import type { Capabilities } from '../../src/engine/frame/backend';
import { LinkedViews, type FilterPart, type LinkedView } from '../../src/engine/link/linked-views';
import type { Sample, Bins, IndexCall, RangeClause, Recording, SlotId } from '../../src/engine/frame/recording';

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

/** Views that filter one another as crossfilters do. */
class TestMember implements LinkedView {
  target: LinkedView['target'];
  sample: Sample | null = null;
  uncounted = false;
  readonly brushable: LinkedView['brushable'];
  readonly painted: boolean[] = [];
  readonly selection = null;
  pixels: Pixels | null = null;
  said: FilterPart | null = null;
  others: readonly TestMember[] = [];
  resident = true;
  readonly recounts: (readonly string[])[] = [];

  constructor(readonly name: string) {
    this.target = { bins: [bins(name)], total: `${name}.total` as SlotId, selected: `${name}.selected` as SlotId };
    this.brushable = [bins(name, 100)];
  }

  get parts(): readonly FilterPart[] {
    return this.others.flatMap(({ said }) => (said ? [said] : []));
  }

  wantsTotal(): boolean {
    return this.uncounted;
  }

  isFilteredBy(other: LinkedView): boolean {
    return this.others.includes(other as TestMember);
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
  ...members: TestMember[]
): {
  links: LinkedViews;
  dropped: string[];
  brush: (member: TestMember, pixels: Pixels | null, byValue?: boolean) => void;
} {
  const dropped: string[] = [];
  const links = new LinkedViews(
    typeof index === 'boolean' ? { index, frameRows: Infinity } : index,
    () => undefined,
    (ids) => void dropped.push(...ids),
  );
  for (const one of members) {
    links.add(one);
    one.others = members.filter((other) => other !== one);
  }
  const brush = (member: TestMember, pixels: Pixels | null, byValue = false): void => {
    member.pixels = byValue ? null : pixels;
    member.said = pixels && {
      source: member,
      filter: [clause(member.name)],
      sql: member.name,
      resident: member.resident,
    };
    for (const other of member.others) links.touch(other, member);
  };
  return { links, dropped, brush };
}

const kinds = ({ kernels }: Recording): string[] =>
  kernels.map((call) =>
    call.kernel === 'aggregate' ? `count by ${call.dimensions.length}, ${call.out}` : call.kernel,
  );
const columnsOf = (clauses: readonly unknown[]): string[] =>
  (clauses as readonly RangeClause[]).map(({ column }) => column);

test('a brush filters the others and never its own view', () => {
  const [a, b, c] = [new TestMember('a'), new TestMember('b'), new TestMember('c')];
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

test('where the backend has an index, a drag builds it once and then only slices', () => {
  const [a, b, c] = [new TestMember('a'), new TestMember('b'), new TestMember('c')];
  const { links, brush } = group(true, a, b, c);
  links.prepare(a);
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

test('the index honours the brushes that stand still, per view, and is rebuilt when one changes', () => {
  const [a, b, c] = [new TestMember('a'), new TestMember('b'), new TestMember('c')];
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
  assert.equal(dropped.length, 1, 'the index of the other view is given back');
  c.target = { ...c.target!, bins: [bins('c', 9)] };
  brush(a, [[1, 6]]);
  assert.deepEqual(
    links.record().kernels.map(({ kernel }) => kernel),
    ['index', 'slice'],
    'a view was cut anew',
  );
});

test('a view that heeds others only is counted by a scan, beside those that the index answers', () => {
  const [a, b, c] = [new TestMember('a'), new TestMember('b'), new TestMember('c')];
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

test('a view that no index answers well is counted by a scan, beside those that it answers', () => {
  const [a, b, c] = [new TestMember('a'), new TestMember('b'), new TestMember('c')];
  c.target = { ...c.target!, bins: [bins('c'), bins('d')] };
  const { links, brush } = group(
    { index: true, frameRows: Infinity, indexes: (active, view) => active.length === 1 && view.length === 1 },
    a,
    b,
    c,
  );
  brush(a, [[0, 5]]);
  const { kernels } = links.record();
  assert.deepEqual(kinds({ kernels, paints: [] }), ['index', 'slice', 'count by 2, c.selected']);
  assert.deepEqual(kernels[0]!.kernel === 'index' && kernels[0]!.views.map(({ out }) => out), ['b.selected']);
});

test('a brush set by value is an exact scan', () => {
  const [a, b] = [new TestMember('a'), new TestMember('b')];
  const { links, brush } = group(true, a, b);
  brush(a, [[0, 5]], true);
  assert.deepEqual(kinds(links.record()), ['count by 1, b.selected']);
});

test('the index of a view that goes is given back', () => {
  const [a, b] = [new TestMember('a'), new TestMember('b')];
  const { links, dropped, brush } = group(true, a, b);
  brush(a, [[0, 5]]);
  links.record();
  links.remove(a);
  brush(a, null);
  assert.deepEqual(kinds(links.record()), []);
  assert.equal(b.painted.at(-1), false);
  assert.equal(dropped.length, 1);
});

test('what is not resident is counted elsewhere: the view itself, and whatever its brush filters', () => {
  const [a, b, c] = [new TestMember('a'), new TestMember('b'), new TestMember('c')];
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
    'the last picture stays until the counts have come',
  );
  links.show(c);
  assert.deepEqual(kinds(links.record()), []);
  assert.deepEqual(c.painted, [true]);
  brush(c, [[0, 5]]);
  assert.deepEqual(kinds(links.record()), [], 'no kernel knows the column');
  assert.deepEqual([a.recounts, b.recounts], [[['c']], [['a', 'c']]]);
  brush(c, null);
  assert.deepEqual(kinds(links.record()), ['count by 1, b.selected'], 'and back');
});

test('a view that is zoomed while others are brushed is glanced at, all its counts in one recording, and no index is built for it', () => {
  const [a, b, c] = [new TestMember('a'), new TestMember('b'), new TestMember('c')];
  const { links, brush } = group(true, a, b, c);
  brush(a, [[0, 5]]);
  assert.deepEqual(
    kinds(links.record()).map((kind) => kind.split(' ')[0]),
    ['index', 'slice'],
  );
  Object.assign(b, { target: { ...b.target!, bins: [bins('b', 7)] }, sample: { stride: 5 }, uncounted: true });
  links.touch(b);
  const { kernels } = links.record();
  assert.deepEqual(kinds({ kernels, paints: [] }), ['count by 1, b.total', 'count by 1, b.selected']);
  assert.deepEqual(
    kernels.map((call) => ('sample' in call ? call.sample : null)),
    [{ stride: 5 }, { stride: 5 }],
  );
});
