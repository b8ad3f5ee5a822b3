import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EngineBus } from '../../src/engine/engine-events';
import type { Progress } from '../../src/engine/source/source';

const QUICK: Progress = { stage: 'read', done: 1, total: 2, unit: 'rows' };

test('reports the final progress of a request before its result, and nothing later, even if it was quick', async () => {
  const bus = new EngineBus({ after: () => undefined });
  const received: (Progress | string)[] = [];
  await bus.follow('q', 'query "q"', { onProgress: (progress) => received.push(progress) }, async (report) =>
    report(QUICK),
  );
  received.push('answer');
  assert.deepEqual(received, [{ ...QUICK, done: 2 }, 'answer']);
});

test('reports no final progress for a request that failed or reported none', async () => {
  const bus = new EngineBus({ after: () => undefined });
  const received: Progress[] = [];
  const onProgress = (progress: Progress): void => void received.push(progress);
  await assert.rejects(
    bus.follow('q', 'query "q"', { onProgress }, async (report) => {
      report(QUICK);
      throw new Error('no');
    }),
  );
  await bus.follow('q', 'query "q"', { onProgress }, async () => undefined);
  assert.deepEqual(received, []);
});

test('reports what a progress listener throws, and still returns the result', async () => {
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
