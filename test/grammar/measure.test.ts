import assert from 'node:assert/strict';
import { test } from 'node:test';
import { measureExpressions, measureText, type Measure } from '../../src/engine/grammar/measure';

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
