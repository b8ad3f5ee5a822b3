import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Selection, type Contribution } from '../../src/engine/link/selection';
import type { SelectionClause } from '../../src/engine/grammar/selection-clause';

const over = (expression: string, from = 'q'): SelectionClause => ({
  kind: 'interval',
  from,
  ranges: [{ channel: 'x', expression, kind: 'number', lo: 0, hi: 1 }],
});
const contribution = (expression: string): Contribution => ({
  clause: over(expression),
  kernel: null,
  isUnclaimed: false,
});
const expressions = (clauses: readonly SelectionClause[]): string[] =>
  clauses.map((clause) => (clause.kind === 'interval' ? clause.ranges[0]!.expression : clause.kind));
const filtering = (selection: Selection, listener: object): [string, string[]] => {
  const { of, contributions } = selection.filtering(listener);
  return [of, expressions(contributions.map(({ clause }) => clause))];
};

test('filters according to the mode', () => {
  const selection = new Selection('s');
  const [a, b] = [{}, {}];
  selection.update(a, contribution('a'));
  selection.update(b, contribution('b'));
  assert.deepEqual(
    [filtering(selection, a), filtering(selection, {})],
    [
      ['all', ['b']],
      ['all', ['a', 'b']],
    ],
  );
  selection.mode = 'intersect';
  assert.deepEqual(filtering(selection, a), ['all', ['a', 'b']]);
  selection.mode = 'union';
  assert.deepEqual(filtering(selection, a), ['any', ['a', 'b']]);
  selection.mode = 'single';
  assert.deepEqual([filtering(selection, a), selection.owns(a)], [['all', ['b']], false]);
  selection.update(a, contribution('c'));
  assert.deepEqual([expressions(selection.clauses), selection.owns(b)], [['c'], false]);
});

test('notifies listeners of the source of a change, and only of changes', () => {
  const selection = new Selection('s');
  const sources: (object | null)[] = [];
  selection.onChange((source) => sources.push(source));
  const a = {};
  selection.update(a, null);
  selection.update(a, contribution('a'));
  selection.update(a, null);
  selection.clear();
  selection.mode = 'crossfilter';
  selection.mode = 'union';
  assert.deepEqual(sources, [a, a, null]);
});

test('keeps restored clauses until a plot claims them', () => {
  const selection = new Selection('s');
  selection.update({}, contribution('old'));
  selection.restore([over('a'), over('b')]);
  assert.deepEqual(expressions(selection.clauses), ['a', 'b']);
  assert.ok(selection.filtering({}).contributions.every(({ isUnclaimed }) => isUnclaimed));
  const plot = {};
  const taken: string[] = [];
  selection.offerUnclaimed(plot, (clause) => {
    const [expression] = expressions([clause]);
    if (expression !== 'b') return false;
    taken.push(expression);
    selection.update(plot, { clause, kernel: null, isUnclaimed: false });
    return true;
  });
  assert.deepEqual(
    [taken, selection.owns(plot), [...expressions(selection.clauses)].sort()],
    [['b'], true, ['a', 'b']],
  );
  selection.update(plot, null);
  assert.deepEqual(expressions(JSON.parse(JSON.stringify(selection)).clauses), ['a']);
});

test('a source claims one clause and has it at once; the others stay for other sources', () => {
  const selection = new Selection('s');
  selection.restore([over('a'), over('b')]);
  const [one, two, three] = [{}, {}, {}];
  for (const source of [one, one, two, three]) selection.offerUnclaimed(source, () => true);
  const owned = [one, two].map((source) => [selection.owns(source), filtering(selection, source)[1]]);
  assert.deepEqual(owned, [
    [true, ['b']],
    [true, ['a']],
  ]);
  assert.equal(selection.owns(three), false);
  assert.deepEqual(expressions(selection.clauses), ['a', 'b']);
});

test('a claim is a change for the view that claims, which the clause filtered until then', () => {
  const selection = new Selection('s');
  selection.restore([over('a')]);
  const view = {};
  const changes: (object | null)[] = [];
  selection.onChange((source) => changes.push(source));
  selection.offerUnclaimed(view, (clause) => {
    selection.update(view, { clause, kernel: null, isUnclaimed: false });
    return true;
  });
  // Views don't follow changes of their own clause.
  assert.ok(changes.some((source) => source !== view));
});

test('converts to SQL over one query', () => {
  const selection = new Selection('s');
  assert.equal(selection.toSQL('q'), 'TRUE');
  selection.update({}, contribution('a'));
  selection.update({}, { clause: over('z', 'other'), kernel: null, isUnclaimed: false });
  assert.equal(selection.toSQL('q'), '(("a") >= CAST(\'0\' AS DOUBLE) AND ("a") < CAST(\'1\' AS DOUBLE))');
  selection.update(
    {},
    { clause: { kind: 'sql', from: 'q', predicate: 'b > 1 -- all of it' }, kernel: null, isUnclaimed: true },
  );
  selection.mode = 'union';
  assert.equal(
    selection.toSQL('q'),
    '((("a") >= CAST(\'0\' AS DOUBLE) AND ("a") < CAST(\'1\' AS DOUBLE)) OR (b > 1 -- all of it\n))',
  );
});

test('converts a nearest clause to JSON and SQL: one value per channel', () => {
  const clause: SelectionClause = {
    kind: 'nearest',
    from: 'q',
    ranges: [
      { channel: 'x', expression: 'a', kind: 'integer', lo: 7, hi: 8, ticks: ['7', '8'] },
      { channel: 'y', expression: 'b', kind: 'category', lo: 1, hi: 2, labels: ["O'Hare"] },
    ],
  };
  const selection = new Selection('s');
  selection.restore(JSON.parse(JSON.stringify([clause])));
  assert.deepEqual(selection.clauses, [{ version: 2, ...clause }]);
  assert.equal(
    selection.toSQL('q').replaceAll('\n', ''),
    '((("a") >= (7) AND ("a") < (8)) AND CAST(("b") AS VARCHAR) IN (\'O\'\'Hare\'))',
  );
  assert.throws(() => selection.restore([{ ...clause, ranges: 7 }]), /ranges of clause 1/);
});

test('does nothing when it is assigned the clauses that it has, as a framework that binds them does', () => {
  const selection = new Selection('s');
  selection.restore([over('a'), over('b')]);
  let changes = 0;
  selection.onChange(() => changes++);
  selection.restore(JSON.parse(JSON.stringify(selection.clauses)));
  assert.equal(changes, 0);
  selection.restore([over('b'), over('a')]);
  assert.equal(changes, 1);
});

test('a proposed clause filters nothing until a view takes it over, and others stay proposed', () => {
  const selection = new Selection('s');
  let changes = 0;
  selection.onChange(() => changes++);
  selection.propose([over('a'), over('b'), { kind: 'sql', from: 'q', predicate: 'c' }]);
  assert.equal(changes, 1);
  assert.deepEqual([selection.clauses, filtering(selection, {})], [[], ['all', []]]);
  assert.equal(selection.toSQL('q'), 'TRUE');
  const view = {};
  selection.offerUnclaimed(view, (clause) => {
    if (clause.kind !== 'interval' || clause.ranges[0]!.expression !== 'b') return false;
    selection.update(view, { clause, kernel: null, isUnclaimed: false });
    return true;
  });
  assert.deepEqual([expressions(selection.clauses), expressions(selection.proposed)], [['b'], ['a', 'sql']]);
  selection.admit((clause) => clause.kind === 'interval');
  assert.deepEqual([expressions(selection.clauses), expressions(selection.proposed)], [['b', 'a'], ['sql']]);
  selection.restore([over('d')]);
  assert.deepEqual([expressions(selection.clauses), selection.proposed], [['d'], []]);
  selection.propose([over('a')]);
  selection.clear();
  assert.deepEqual([selection.clauses, selection.proposed], [[], []]);
});

test('restored clauses return to the sources that had them, while these exist', () => {
  const selection = new Selection('s');
  const [first, second] = [{}, {}];
  const claimed: object[] = [];
  const present = [first, second];
  selection.onChange(() => {
    for (const source of present)
      selection.offerUnclaimed(source, (clause) => {
        claimed.push(source);
        selection.update(source, { clause, kernel: null, isUnclaimed: false });
        return true;
      });
  });
  const clauses = [over('a')];
  selection.restore(clauses, [second]);
  assert.deepEqual([claimed, selection.sources], [[second], [second]]);
  selection.clear();
  present.pop();
  selection.restore(clauses, [second]);
  assert.deepEqual(selection.sources, [first]);
  // Of two equal clauses, each stays with its source.
  present.push(second);
  selection.restore([over('a'), over('a')], [first, second]);
  selection.restore([over('a'), over('a'), over('b')], [second, first]);
  assert.deepEqual(selection.sources.slice(0, 2), [second, first]);
});
