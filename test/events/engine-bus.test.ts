import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EngineBus } from '../../src/engine/engine-events';
import type { Progress } from '../../src/engine/source/source';

const QUICK: Progress = { stage: 'read', done: 1, total: 2, unit: 'rows' };

test('who follows a request hears its end before the answer, and nothing after, however quick it was', async () => {
  const bus = new EngineBus({ after: () => undefined });
  const heard: (Progress | string)[] = [];
  await bus.follow('q', 'query "q"', { onProgress: (progress) => heard.push(progress) }, async (report) =>
    report(QUICK),
  );
  heard.push('answer');
  assert.deepEqual(heard, [{ ...QUICK, done: 2 }, 'answer']);
});

test('of a request that failed, or told nothing, no end is told', async () => {
  const bus = new EngineBus({ after: () => undefined });
  const heard: Progress[] = [];
  const onProgress = (progress: Progress): void => void heard.push(progress);
  await assert.rejects(
    bus.follow('q', 'query "q"', { onProgress }, async (report) => {
      report(QUICK);
      throw new Error('no');
    }),
  );
  await bus.follow('q', 'query "q"', { onProgress }, async () => undefined);
  assert.deepEqual(heard, []);
});

test('what somebody throws who is told of progress is reported, and the answer comes', async () => {
  const reported: unknown[] = [];
  const bus = new EngineBus({ after: () => undefined, report: (thrown) => reported.push(thrown) });
  const answer = await bus.follow(
    'q',
    'query "q"',
    {
      onProgress: () => {
        throw new Error('page');
      },
    },
    async (report) => {
      report(QUICK);
      return 7;
    },
  );
  assert.equal(answer, 7);
  assert.deepEqual(
    reported.map((thrown) => (thrown as Error).message),
    ['page'],
  );
});
