import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerMoves, median, quantile } from '../../bench/answers.mjs';

const frameEndsMs = Array.from({ length: 20 }, (_, i) => 10 + 16 * i);
const moves = [0, 1, 2, 3].map((k) => ({ k, sentMs: 16 * k, dispatchedMs: 16 * k + 4 }));
const album = [
  new Map(),
  new Map([
    ['a', [0]],
    ['b', [1]],
    ['c', [2]],
    ['d', [3]],
  ]),
  new Map([
    ['A', [0, 1]],
    ['C', [2, 3]],
  ]),
];
const answers = (pictures, passive = [1, 2]) => answerMoves({ moves, pictures, frameEndsMs, album, passive });
const ends = ({ answered }) => answered.map(({ fromEventMs }, i) => fromEventMs + moves[i].sentMs);
const shown = (plot, digests) => digests.map(([frame, digest]) => ({ plot, digest, endMs: frameEndsMs[frame] }));
const inOrder = (...pictures) => pictures.flat().sort((a, b) => a.endMs - b.endMs);

test('every move answered in its own frame', () => {
  const result = answers(
    inOrder(
      shown(1, [
        [0, 'a'],
        [1, 'b'],
        [2, 'c'],
        [3, 'd'],
      ]),
      shown(2, [
        [0, 'A'],
        [2, 'C'],
      ]),
    ),
  );
  assert.deepEqual(ends(result), [10, 26, 42, 58]);
  assert.equal(result.unknown, 0);
});

test('the slower plot decides', () => {
  assert.deepEqual(
    ends(
      answers(
        inOrder(
          shown(1, [
            [0, 'a'],
            [1, 'b'],
            [2, 'c'],
            [3, 'd'],
          ]),
          shown(2, [
            [1, 'A'],
            [5, 'C'],
          ]),
        ),
      ),
    ),
    [26, 26, 90, 90],
  );
});

test('moves that are skipped wait for a later one', () => {
  assert.deepEqual(
    ends(
      answers(
        shown(1, [
          [2, 'a'],
          [6, 'd'],
        ]),
        [1],
      ),
    ),
    [42, 106, 106, 106],
  );
});

test('an old picture that comes late answers only itself', () => {
  assert.deepEqual(
    ends(
      answers(
        shown(1, [
          [4, 'b'],
          [5, 'a'],
          [6, 'd'],
        ]),
        [1],
      ),
    ),
    [74, 74, 106, 106],
  );
});

test('reports a picture of an unknown position, which is no answer', () => {
  const result = answers(
    shown(1, [
      [0, 'a'],
      [1, '?'],
      [4, 'd'],
    ]),
    [1],
  );
  assert.deepEqual(ends(result), [10, 74, 74, 74]);
  assert.equal(result.unknown, 1);
});

test('a move that is never answered is not lost', () => {
  assert.deepEqual(ends(answers(shown(1, [[0, 'a']]), [1])), [10, Infinity, Infinity, Infinity]);
});

test('quantiles', () => {
  assert.equal(median([3, 1, 2, 10]), 2.5);
  assert.equal(quantile([1, 2, 3, 4, 5], 0.95), 4.8);
  assert.ok(Number.isNaN(median([])));
  assert.equal(median([1, Infinity, Infinity]), Infinity);
});
