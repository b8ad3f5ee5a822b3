/** Arithmetic of aggregates: what the host computes is what DuckDB computes from the same SQL. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arithmeticSql, computeArithmetic, isWhole } from '../../src/engine/grammar/arithmetic';
import type { Formula } from '../../src/engine/grammar/measure';
import { parseFormula } from '../../src/engine/grammar/parse-formula';
import { usePlots } from '../harness/plots';

const { rows } = usePlots({});

function formulaOf(text: string): Formula {
  const measure = parseFormula('y', text);
  assert.ok(measure?.op === 'formula');
  return measure;
}

/** With the operands a, b and c, in this order. */
const TEXTS = [
  'sum(a) / sum(b) * sum(c)',
  'sum(a) - sum(b) - sum(c)',
  'sum(a) - (sum(b) - sum(c))',
  '-sum(a) * sum(b) + 0.1 + 0.2 - sum(c)',
  '100 * sum(a) / (sum(b) + +3) / -sum(c)',
  'sum(a) / (sum(b) - sum(b)) + sum(c) * 0',
  '1_000.5e-3 * (sum(a) + sum(b)) / 0.5 - - sum(c)',
];
const VALUES = [
  [1, 3, 7],
  [0.1, 0.2, 0.3],
  [-5, 1e300, 1e-300],
  [2 ** 53, 1, -1],
  [0, 0, 0],
] as const;

for (const text of TEXTS)
  test(`${text} is what SQL says`, async () => {
    // The same operand may be in a formula twice.
    const { arithmetic, aggregates } = formulaOf(text);
    const names = aggregates.map((aggregate) => ('expression' in aggregate ? aggregate.expression : ''));
    for (const [a, b, c] of VALUES) {
      const operands = names.map((name) => ({ a, b, c })[name as 'a']);
      const [found] = computeArithmetic(
        arithmetic!,
        operands.map((value) => Float64Array.of(value)),
      );
      const literals = operands.map((value) => `'${value}'::DOUBLE`);
      const [row] = await rows(`SELECT ${arithmeticSql(arithmetic!, literals)} AS y`);
      const expected = row!.y as number | null;
      assert.equal(Number.isNaN(found) ? null : found, expected === null ? null : expected + 0, String([a, b, c]));
    }
  });

test('is whole where its operands are and nothing is divided', () => {
  const whole = (text: string): boolean => isWhole(formulaOf(text).arithmetic!, [true, true]);
  assert.deepEqual(['sum(a) - 2 * sum(b)', '-sum(a)', 'sum(a) / sum(b)', 'sum(a) * 0.5'].map(whole), [
    true,
    true,
    false,
    false,
  ]);
});
