import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BandScale } from '../../src/engine/scales/band-scale';
import { checkScale } from './check-scale';

test('each label has a band, in the given order', () => {
  const scale = new BandScale([0, 3], ['low', 'middle', 'high']);
  checkScale(scale, 'three labels');
  assert.deepEqual(
    [scale.format(0), scale.format(1.9), scale.format(2), scale.format(9)],
    ['low', 'middle', 'high', 'high'],
  );
  assert.equal(scale.position(1.5), 0.5);
  const part = scale.over([1, 3]).ticks();
  assert.deepEqual(part.labels(part.values), ['middle', 'high']);
});
