import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addWords, count } from '../../src/engine/aggregates/count';
import { COUNT } from '../../src/engine/frame/recording';

test('counts of parts add up, and a counter that overflows wraps as on a GPU', () => {
  const into = Uint32Array.of(1, 0, 0xffff_ffff);
  count.merge(COUNT[0], into, Uint32Array.of(2, 7, 1));
  assert.deepEqual([...into], [3, 7, 0]);
  addWords(into, Uint32Array.of(0, 1, 2));
  assert.deepEqual([...into], [3, 8, 2]);
});

test('a row of a sample counts for the rows that it represents', () => {
  const words = Uint32Array.of(0, 4, 5);
  count.weigh(COUNT[0], words, 3);
  assert.deepEqual([...words], [0, 12, 15]);
});
