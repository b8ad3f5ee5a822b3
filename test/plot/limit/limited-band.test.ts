import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limitedBand } from '../../../src/engine/plot/limit/limited-band';
import type { BandLimit } from '../../../src/engine/plot/limit/band-limit';

const LABELS = ['a', 'b', 'c', 'd', 'e'];

function labelsOf(limit: Partial<BandLimit>, values: readonly number[]): readonly string[] {
  const whole: BandLimit = { channel: 'x', count: 9, by: { channel: null }, descending: true, ...limit };
  const band = limitedBand(whole, new Map(values.entries()), { kind: 'category', labels: LABELS });
  return band.codes.map((code) => LABELS[code]!);
}

test('labels come by their values, equal ones in the order of their codes, and NULL last either way', () => {
  const values = [2, NaN, 5, 2, NaN];
  assert.deepEqual(labelsOf({}, values), ['c', 'a', 'd', 'b', 'e']);
  assert.deepEqual(labelsOf({ descending: false }, values), ['a', 'd', 'c', 'b', 'e']);
  assert.deepEqual(labelsOf({ count: 2 }, values), ['c', 'a']);
});

test('the first label has the first slot, on either axis', () => {
  assert.deepEqual(labelsOf({ count: 2, channel: 'y' }, [1, 2, 3]), ['c', 'b']);
  assert.deepEqual(labelsOf({ count: 2, by: null }, [1, 2, 3]), ['a', 'b']);
  assert.deepEqual(labelsOf({ count: 2, by: null, channel: 'y' }, [1, 2, 3]), ['a', 'b']);
});
