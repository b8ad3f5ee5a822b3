import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Comparison } from '../../src/engine/plan/count-plan';
import { comparedValues } from '../../src/engine/plot/compared-values';
import { textLocale } from '../../src/engine/locale/text-locale';
import { PLAIN } from '../../src/engine/scales/presentation';

const NUMBER = { kind: 'number', integer: false } as const;

function compared(comparison: Comparison, selected: number, all: number, lang: string | null = null): unknown {
  const of = (value: number) => ({ type: NUMBER, value });
  const found = comparedValues(comparison, of(selected), of(all), { ...PLAIN, locale: textLocale(lang) });
  return found && [found.text, found.direction];
}

describe('comparing values', () => {
  it('shares have three digits', () => {
    assert.deepEqual(compared('share', 274, 1000), ['27.4%', null]);
    assert.deepEqual(compared('share', 1, 3_000_000), ['0.0000333%', null]);
    assert.deepEqual(compared('share', 0, 7), ['0%', null]);
    assert.deepEqual(compared('share', 7, 7), ['100%', null]);
  });
  it('a part is never written as the whole', () => {
    assert.deepEqual(compared('share', 999_999, 1_000_000), ['99.9999%', null]);
    assert.deepEqual(compared('change', 1.999_999, 1), ['+99.9999%', 'up']);
  });
  it('changes are relative to the size of the value of all rows', () => {
    assert.deepEqual(compared('change', 15, 10), ['+50%', 'up']);
    assert.deepEqual(compared('change', 5, 10), ['−50%', 'down']);
    assert.deepEqual(compared('change', -15, -10), ['−50%', 'down']);
    assert.deepEqual(compared('change', 10, 10), ['0%', 'same']);
    assert.deepEqual(compared('change', 1500, 10), ['+14,900%', 'up']);
  });
  it('differences are written as the values', () => {
    assert.deepEqual(compared('difference', 1234.5, 0), ['+1,235', 'up']);
    assert.deepEqual(compared('difference', -2, 1), ['−3', 'down']);
  });
  it('follows the language', () => {
    assert.deepEqual(compared('share', 274, 1000, 'de'), ['27,4\u00a0%', null]);
  });
  it('nothing is compared with no value, or relative to zero', () => {
    for (const comparison of ['share', 'change', 'difference'] as const)
      assert.equal(compared(comparison, NaN, 10), null);
    assert.equal(compared('change', 5, 0), null);
    assert.equal(compared('share', 0, 0), null);
    assert.equal(compared('value', 5, 10), null);
  });
  it('times have no difference', () => {
    const day = { type: { kind: 'time', ticksPerMs: 1 / 86_400_000 } as const, value: 1 };
    assert.equal(comparedValues('difference', day as never, day as never, PLAIN), null);
  });
});
