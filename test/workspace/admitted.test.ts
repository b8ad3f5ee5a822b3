import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SelectedRange, SelectionClause } from '../../src/engine/grammar/selection-clause';
import { isAdmitted } from '../../src/engine/workspace/admitted';

const range = (expression: string): SelectedRange => ({ channel: 'x', expression, kind: 'number', lo: 0, hi: 1 });
const interval = (...expressions: string[]): SelectionClause => ({
  kind: 'interval',
  from: 'rows',
  ranges: expressions.map(range),
});
const side = (expression: string) => ({ channel: 'x', expression, kind: 'number', lo: 0, hi: 1, count: 9 }) as const;
const polygon = (first: string, second: string, within?: string): SelectionClause => ({
  kind: 'polygon',
  from: 'rows',
  sides: [side(first), side(second)],
  vertices: [],
  ...(within !== undefined && { within: [range(within)] }),
});

const TEXTS = ['bin(delay / 60, step=5)', 'origin', 'count()'];

test('a link may bring the expressions of the page, wherever they are in a clause', () => {
  const page = { texts: TEXTS, showsAllColumns: false };
  const admitted = (clause: SelectionClause): boolean => isAdmitted(clause, page);
  assert.ok(admitted(interval('delay / 60')));
  assert.ok(admitted(interval(' origin ', 'delay')));
  assert.ok(admitted(polygon('origin', 'delay', 'origin')));
  assert.ok(admitted({ kind: 'points', from: 'rows', boxes: [[range('origin')], []] }));
  for (const other of ['distance', 'delay / 61', 'upper(origin)', '', ' ']) {
    assert.ok(!admitted(interval(other)), other);
    assert.ok(!admitted(interval('origin', other)), other);
    assert.ok(!admitted(polygon('origin', other)), other);
    assert.ok(!admitted(polygon('origin', 'delay', other)), other);
    assert.ok(!admitted({ kind: 'points', from: 'rows', boxes: [[range('origin')], [range(other)]] }), other);
  }
  assert.ok(!admitted({ kind: 'sql', from: 'rows', predicate: 'origin' }));
});

test('where an element shows all columns, names of columns are expressions of the page', () => {
  const page = { texts: TEXTS, showsAllColumns: true };
  for (const name of ['distance', '"we ""ird"', 'unit price']) assert.ok(isAdmitted(interval(name), page), name);
  for (const other of ['distance + 1', 'upper(origin)', '(SELECT 1)', ''])
    assert.ok(!isAdmitted(interval(other), page));
});
