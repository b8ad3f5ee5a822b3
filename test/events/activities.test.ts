import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Activities } from '../../src/engine/events/activities';

function harness(): { activities: Activities<{ done: number; total: number | null }>; told: string[] } {
  const told: string[] = [];
  const activities = new Activities<{ done: number; total: number | null }>({
    progress: (source, { done, total }, isLast) => told.push(`${source} ${done}/${total}${isLast ? ' last' : ''}`),
    stopped: (source) => told.push(`${source} stopped`),
  });
  return { activities, told };
}

test('no 100 % before the last piece of work is done, and then exactly that, once', () => {
  const { activities, told } = harness();
  const [file, columns] = [activities.begin('q'), activities.begin('q')];
  file.report({ done: 1, total: 2 });
  file.report({ done: 2, total: 2 });
  assert.deepEqual(file.finish(), { done: 2, total: 2 }, 'its own end');
  file.finish();
  assert.deepEqual(told, ['q 1/2'], 'others go on');
  columns.report({ done: 8, total: 9 });
  columns.report({ done: 9, total: 9 });
  assert.deepEqual(told, ['q 1/2', 'q 8/9']);
  assert.deepEqual(columns.finish(), { done: 9, total: 9 });
  columns.report({ done: 1, total: 9 });
  assert.deepEqual(told, ['q 1/2', 'q 8/9', 'q 9/9 last']);
});

test('work that stops, or of which nothing is known, tells no end', () => {
  const { activities, told } = harness();
  assert.equal(activities.begin('idle').finish(), null);
  const failing = activities.begin('q');
  failing.report({ done: 1, total: null });
  failing.stop();
  assert.deepEqual(told, ['q 1/null', 'q stopped']);
});
