import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PikaError } from '../../src/engine/errors';
import { parseClauses } from '../../src/engine/grammar/parse-clauses';

const side = { expression: 'v', kind: 'number', lo: 1, hi: 1000, count: 200 };
const lasso = (x: object): unknown[] => [
  {
    version: 2,
    kind: 'polygon',
    from: 't',
    sides: [
      { ...x, channel: 'x' },
      { ...side, expression: 'w', channel: 'y' },
    ],
    vertices: [
      [1, 2],
      [30, 4],
      [5, 60],
    ],
  },
];

test('a lasso on linear scales has no scale, and keeps none', () => {
  assert.deepEqual(parseClauses(lasso(side)), lasso(side));
});

test('a lasso keeps the scales that it was drawn on', () => {
  for (const scale of [
    { kind: 'log', base: 10 },
    { kind: 'symlog', constant: 0.5 },
    { kind: 'sqrt' },
    { kind: 'pow', exponent: 3 },
  ])
    assert.deepEqual(parseClauses(lasso({ ...side, scale })), lasso({ ...side, scale }));
});

const bad: readonly [what: string, x: object][] = [
  ['another kind', { ...side, scale: { kind: 'cubic' } }],
  ['no object', { ...side, scale: 'log' }],
  ['null', { ...side, scale: null }],
  ['a base of 1', { ...side, scale: { kind: 'log', base: 1 } }],
  ['no base', { ...side, scale: { kind: 'log' } }],
  ['a constant of 0', { ...side, scale: { kind: 'symlog', constant: 0 } }],
  ['an infinite exponent', { ...side, scale: { kind: 'pow', exponent: Infinity } }],
  ['a negative exponent', { ...side, scale: { kind: 'pow', exponent: -1 } }],
  ['a domain without a place on a log scale', { ...side, lo: 0, scale: { kind: 'log', base: 10 } }],
  ['an open end of a linear scale', { ...side, hi: null }],
  ['an open end', { ...side, hi: null, scale: { kind: 'sqrt' } }],
  ['ends in the wrong order', { ...side, lo: 7, hi: 7, scale: { kind: 'sqrt' } }],
  ['a scale of times', { ...side, kind: 'time', scale: { kind: 'log', base: 10 } }],
];
for (const [what, x] of bad) {
  test(`a scale of a lasso is refused: ${what}`, () => {
    assert.throws(
      () => parseClauses(lasso(x)),
      (thrown) =>
        thrown instanceof PikaError && thrown.code === 'spec/bad-selection' && /scale|lo and hi/.test(thrown.message),
    );
  });
}

test('a lasso too large to draw is refused before anything is allocated', () => {
  const [clause] = lasso(side) as [{ readonly sides: readonly object[] }];
  const large = clause.sides.map((one) => ({ ...one, count: 10_000 }));
  assert.throws(() => parseClauses([{ ...clause, sides: large }]), /expected a grid of at most 67108864 cells/);
  const vertices = Array.from({ length: 20_001 }, () => [0, 0]);
  assert.throws(() => parseClauses([{ ...clause, vertices }]), /expected at most 20000/);
});
