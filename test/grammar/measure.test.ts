import assert from 'node:assert/strict';
import { test } from 'node:test';
import { measureExpressions, measureText, valueExpression, type Measure } from '../../src/engine/grammar/measure';
import { parseFormula } from '../../src/engine/grammar/parse-formula';

test('a measure reads as in a channel, and names the expressions that it reads', () => {
  const cases: readonly (readonly [Measure, string, readonly string[]])[] = [
    [{ op: 'count' }, 'count()', []],
    [{ op: 'count-of', expression: 'a' }, 'count(a)', ['a']],
    [{ op: 'distinct', expression: 'a + 1' }, 'distinct(a + 1)', ['a + 1']],
    [{ op: 'quantile', expression: 'a', fraction: 0.9 }, 'quantile(a, 0.9)', ['a']],
    [{ op: 'corr', y: 'b', x: 'a' }, 'corr(b, a)', ['b', 'a']],
    [{ op: 'slope', y: 'b', x: 'a' }, 'slope(b, a)', ['b', 'a']],
  ];
  for (const [measure, text, expressions] of cases) {
    assert.equal(measureText(measure), text);
    assert.deepEqual(measureExpressions(measure), expressions);
  }
});

test('a formula lies among the values of its aggregates if shifting them shifts it by as much', () => {
  for (const [text, expression] of [
    ['avg(a) - 2 * stddev(a)', 'a'],
    ['(min(a) + max(a)) / 2', 'a'],
    ['-(stddev(a) * 2 - median(a))', 'a'],
    ['max(a) - min(a)', null],
    ['avg(a) + stddev(b)', null],
    ['avg(a) + 1', null],
    ['avg(a) / count()', null],
    ['2 * sum(a)', null],
    ['stddev(a) + sum(a)', null],
    ['round(avg(a))', null],
  ] as const)
    assert.equal(valueExpression(parseFormula('y', text)!), expression, text);
});
