import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { Watchdog } from '../../../src/engine/source/duckdb/watchdog';

const PATIENCE_MS = 1000;
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A watchdog over a clock that is moved by hand, and somebody who answers when told. */
function watched(): {
  watchdog: Watchdog;
  silences: number[];
  owe: (extraMs?: number) => { answered: Promise<unknown>; answer: () => Promise<void> };
} {
  const silences: number[] = [];
  const watchdog: Watchdog = new Watchdog(PATIENCE_MS, (silentMs) => {
    silences.push(silentMs);
    watchdog.giveUp(new Error('hung'));
  });
  return {
    watchdog,
    silences,
    owe: (extraMs) => {
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

clocked('who owes an answer and is silent is given up, and all that is owed rejects', async () => {
  const { silences, owe } = watched();
  const [one, two] = [owe(), owe()];
  mock.timers.tick(PATIENCE_MS);
  assert.deepEqual(silences, []);
  mock.timers.tick(PATIENCE_MS / 8);
  assert.equal(silences.length, 1);
  assert.deepEqual(await Promise.all([one.answered, two.answered]), ['hung', 'hung']);
});

clocked('any answer is a sign of life for the others, for they wait for it', async () => {
  const { silences, owe } = watched();
  const last = owe();
  for (let i = 0; i < 5; i++) {
    const early = owe();
    mock.timers.tick(PATIENCE_MS * 0.9);
    await early.answer();
  }
  assert.deepEqual(silences, []);
  await last.answer();
  assert.equal(await last.answered, 'here');
});

clocked('who owes nothing may be silent, and what takes longer by right has longer', async () => {
  const { silences, owe } = watched();
  await owe().answer();
  mock.timers.tick(PATIENCE_MS * 10);
  const long = owe(PATIENCE_MS);
  mock.timers.tick(PATIENCE_MS * 1.9);
  assert.deepEqual(silences, []);
  mock.timers.tick(PATIENCE_MS / 4);
  assert.equal(silences.length, 1);
  assert.equal(await long.answered, 'hung');
});
