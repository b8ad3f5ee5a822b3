import assert from 'node:assert/strict';
import { test } from 'node:test';
import { History } from '../../src/components/pika-workspace/history';

const make = (first: number): History<number> => new History(first, (a, b) => a === b);

test('moves back and forward; a new step drops the steps that could be redone', () => {
  const history = make(0);
  assert.deepEqual([history.move(-1), history.canUndo, history.canRedo], [null, false, false]);
  history.push(1);
  history.push(2);
  assert.equal(history.push(2), false);
  assert.deepEqual([history.move(-1), history.move(-1), history.move(-1)], [1, 0, null]);
  assert.deepEqual([history.move(1), history.canRedo], [1, true]);
  history.push(5);
  assert.deepEqual([history.canRedo, history.move(1), history.move(-1), history.move(1)], [false, null, 1, 5]);
});

test('replacing the current value adds no step', () => {
  const history = make(0);
  assert.equal(history.replace(0), false);
  assert.equal(history.replace(7), true);
  assert.equal(history.canUndo, false);
  history.push(8);
  history.move(-1);
  history.replace(9);
  assert.deepEqual([history.current, history.move(1)], [9, 8]);
});

test('drops the oldest steps beyond the limit', () => {
  const history = make(0);
  for (let i = 1; i <= 1000; i++) history.push(i);
  let steps = 0;
  while (history.move(-1) !== null) steps++;
  assert.deepEqual([steps, history.current], [199, 801]);
});

test('visiting a value that is already a step keeps the steps around it', () => {
  const history = make(0);
  for (const value of [1, 0, 2]) history.push(value);
  history.visit(0);
  assert.deepEqual([history.move(-1), history.move(1), history.move(1), history.canRedo], [1, 0, 2, false]);
  history.visit(7);
  assert.deepEqual([history.current, history.move(-1)], [7, 2]);
});

test('a step that changes nothing any more is dropped', () => {
  const history = make(0);
  history.push(1);
  history.push(2);
  assert.equal(history.replace(1), true);
  assert.deepEqual([history.steps, history.canUndo, history.canRedo], [[0, 1], true, false]);
  history.move(-1);
  history.replace(1);
  assert.deepEqual([history.steps, history.canUndo, history.canRedo], [[1], false, false]);
});
