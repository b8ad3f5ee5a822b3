import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ColumnType } from '../../src/engine/columns/column';
import type { ScaleSpec } from '../../src/engine/grammar/scale-spec';
import { scaleFor } from '../../src/engine/scales/scale-for';
import type { Span } from '../../src/engine/scales/scale-methods';

const NUMBER: ColumnType = { kind: 'number', integer: false };
const SCALES: readonly (readonly [ColumnType, Span, ScaleSpec | null])[] = [
  [NUMBER, [-3, 17], null],
  [NUMBER, [0.5, 2000], { kind: 'log', base: 10 }],
  [NUMBER, [-50, 2000], { kind: 'symlog', constant: 2 }],
  [NUMBER, [-50, 2000], { kind: 'sqrt' }],
  [NUMBER, [1500, 2000], { kind: 'pow', exponent: 3 }],
  [{ kind: 'time', ticksPerMs: 1 }, [0, 1e9], null],
  [{ kind: 'category', labels: ['a', 'b', 'c'] }, [0, 3], null],
];

test('a reversed scale mirrors positions, and keeps ticks and texts', () => {
  for (const [type, domain, spec] of SCALES) {
    const [forward, reversed] = [scaleFor(type, domain, spec), scaleFor(type, domain, spec, true)];
    const where = `${forward.kind} over ${domain.join()}`;
    assert.deepEqual([forward.reversed, reversed.reversed], [false, true], where);
    const [lo, hi] = domain;
    for (let i = 0; i <= 20; i++) {
      const value = lo + ((hi - lo) * i) / 20;
      assert.equal(reversed.position(value), 1 - forward.position(value), where);
      assert.equal(reversed.format(value), forward.format(value), where);
      assert.equal(reversed.invert(i / 20), forward.invert(1 - i / 20), where);
    }
    assert.deepEqual(
      [reversed.invert(0), reversed.invert(1), reversed.invert(-1), reversed.invert(2)],
      [hi, lo, hi, lo],
    );
    assert.deepEqual(reversed.ticks(5).values, forward.ticks(5).values, where);
    assert.ok(reversed.over([lo, hi]).reversed, where);
  }
});
