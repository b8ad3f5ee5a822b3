import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { Watchdog } from '../../../src/engine/source/duckdb/watchdog';

const PATIENCE_MS = 1000;
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A watchdog with a mocked clock; `ask` starts a request that the test answers. */
function watched(): {
  watchdog: Watchdog;
  silences: number[];
  ask: (extraMs?: number) => { answered: Promise<unknown>; answer: () => Promise<void> };
} {
  const silences: number[] = [];
  const watchdog: Watchdog = new Watchdog(PATIENCE_MS, (silentMs) => {
    silences.push(silentMs);
    watchdog.fail(new Error('hung'));
  });
  return {
    watchdog,
    silences,
    ask: (extraMs) => {
      let resolve: (value: string) => void = () => undefined;
      const answered = watchdog
        .watch(
          new Promise<string>((done) => {
            resolve = done;
          }),
          extraMs,
        )
        .catch((error: Error) => error.message);
      return {
        answered,
        answer: async () => {
          resolve('here');
          await settled();
        },
      };
    },
  };
}

function clocked(name: string, body: () => Promise<void>): void {
  void test(name, async () => {
    mock.timers.enable({ apis: ['setInterval'] });
    try {
      await body();
    } finally {
      mock.timers.reset();
    }
  });
}

clocked('rejects all pending answers after a silence longer than the timeout', async () => {
  const { silences, ask } = watched();
  const [one, two] = [ask(), ask()];
  mock.timers.tick(PATIENCE_MS);
  assert.deepEqual(silences, []);
  mock.timers.tick(PATIENCE_MS / 8);
  assert.equal(silences.length, 1);
  assert.deepEqual(await Promise.all([one.answered, two.answered]), ['hung', 'hung']);
});

clocked('restarts the timeout with every answer', async () => {
  const { silences, ask } = watched();
  const last = ask();
  for (let i = 0; i < 5; i++) {
    const early = ask();
    mock.timers.tick(PATIENCE_MS * 0.9);
    await early.answer();
  }
  assert.deepEqual(silences, []);
  await last.answer();
  assert.equal(await last.answered, 'here');
});

clocked('ignores silence while nothing is pending, and allows extra time where it is given', async () => {
  const { silences, ask } = watched();
  await ask().answer();
  mock.timers.tick(PATIENCE_MS * 10);
  const long = ask(PATIENCE_MS);
  mock.timers.tick(PATIENCE_MS * 1.9);
  assert.deepEqual(silences, []);
  mock.timers.tick(PATIENCE_MS / 4);
  assert.equal(silences.length, 1);
  assert.equal(await long.answered, 'hung');
});
