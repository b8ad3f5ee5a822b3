import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ProgressTracker } from '../../src/engine/events/progress-tracker';

function harness(): { activities: ProgressTracker<{ done: number; total: number | null }>; reported: string[] } {
  const reported: string[] = [];
  const activities = new ProgressTracker<{ done: number; total: number | null }>({
    progress: (source, { done, total }, isLast) => reported.push(`${source} ${done}/${total}${isLast ? ' last' : ''}`),
    stopped: (source) => reported.push(`${source} stopped`),
  });
  return { activities, reported };
}

test('reports 100 % once, when the last piece of work finishes', () => {
  const { activities, reported } = harness();
  const [file, columns] = [activities.begin('q'), activities.begin('q')];
  file.report({ done: 1, total: 2 });
  file.report({ done: 2, total: 2 });
  assert.deepEqual(file.finish(), { done: 2, total: 2 }, 'its own final progress');
  file.finish();
  assert.deepEqual(reported, ['q 1/2'], 'other work is still running');
  columns.report({ done: 8, total: 9 });
  columns.report({ done: 9, total: 9 });
  assert.deepEqual(reported, ['q 1/2', 'q 8/9']);
  assert.deepEqual(columns.finish(), { done: 9, total: 9 });
  columns.report({ done: 1, total: 9 });
  assert.deepEqual(reported, ['q 1/2', 'q 8/9', 'q 9/9 last']);
});

test('reports no final progress for work that stopped or never reported any', () => {
  const { activities, reported } = harness();
  assert.equal(activities.begin('idle').finish(), null);
  const failing = activities.begin('q');
  failing.report({ done: 1, total: null });
  failing.stop();
  assert.deepEqual(reported, ['q 1/null', 'q stopped']);
});
