import assert from 'node:assert/strict';
import { test } from 'node:test';
import { greatest, least } from '../../src/engine/aggregates/extremes';
import type { ColumnId, Lane } from '../../src/engine/columns/column';

const NULL = 0xffff_ffff;
const column = 'c' as ColumnId;
const floats = (...keys: readonly number[]): Uint32Array<ArrayBuffer> =>
  new Uint32Array(Float32Array.from(keys).buffer).map((word, i) => (Number.isNaN(keys[i]!) ? NULL : word));

function check(lane: Lane, a: Uint32Array, b: Uint32Array, min: Uint32Array, max: Uint32Array): void {
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const) {
    const [lower, upper] = [one.slice(), one.slice()];
    least.merge({ op: 'min', column, lane }, lower, other.slice());
    greatest.merge({ op: 'max', column, lane }, upper, other.slice());
    assert.deepEqual([...lower], [...min], `min, ${lane}`);
    assert.deepEqual([...upper], [...max], `max, ${lane}`);
  }
}

test('extremes of parts are those of all their rows, cell by cell; a part without rows changes nothing', () => {
  check(
    'f32',
    floats(-2, 5, NaN, NaN, -Infinity),
    floats(-1, -5, 3, NaN, Infinity),
    floats(-2, -5, 3, NaN, -Infinity),
    floats(-1, 5, 3, NaN, Infinity),
  );
  const words = (...all: readonly number[]) => Uint32Array.from(all);
  check('u32', words(0, 7, NULL, NULL), words(9, NULL, 0, NULL), words(0, 7, 0, NULL), words(9, 7, 0, NULL));
  // Pairs, low word first: the first two cells differ in the high word, the third in the low word.
  check(
    'u64',
    words(9, 1, 0, 2, 5, 3, NULL, NULL),
    words(1, 2, 8, 1, 6, 3, 0, NULL),
    words(9, 1, 8, 1, 5, 3, 0, NULL),
    words(1, 2, 0, 2, 6, 3, 0, NULL),
  );
});

test('a sample does not change extremes', () => {
  const words = Uint32Array.of(3, 4);
  least.weigh({ op: 'min', column, lane: 'u32' }, words, 5);
  greatest.weigh({ op: 'max', column, lane: 'u32' }, words, 5);
  assert.deepEqual([...words], [3, 4]);
});
