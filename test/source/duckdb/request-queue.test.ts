import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PikaError } from '../../../src/engine/errors';
import { RequestQueue, type Priority, type QueuedRequest } from '../../../src/engine/source/duckdb/request-queue';
import { Random } from '../../harness/random';

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const turn = (priority: Priority, more: Partial<QueuedRequest> = {}): QueuedRequest => ({
  priority,
  subject: 'query',
  ...more,
});
const isAborted = (error: unknown): boolean => error instanceof PikaError && error.code === 'source/aborted';

/** Requests that end when told. */
function requests(turns: RequestQueue): {
  log: string[];
  ask: (name: string, wanted: QueuedRequest) => Promise<string>;
  end: (name: string) => Promise<void>;
} {
  const log: string[] = [];
  const ends = new Map<string, () => void>();
  return {
    log,
    ask: (name, wanted) =>
      turns.enter(wanted, () => {
        log.push(name);
        return new Promise((resolve) => ends.set(name, () => resolve(name)));
      }),
    end: async (name) => {
      ends.get(name)!();
      await settled();
    },
  };
}

test('an interactive request does not wait for a background one; each priority is first come first served', async () => {
  const { log, ask, end } = requests(new RequestQueue());
  void ask('b1', turn('background'));
  void ask('b2', turn('background'));
  void ask('i1', turn('interactive'));
  void ask('i2', turn('interactive'));
  assert.deepEqual(log, ['b1', 'i1']);
  await end('i1');
  assert.deepEqual(log, ['b1', 'i1', 'i2']);
  await end('b1');
  assert.deepEqual(log, ['b1', 'i1', 'i2', 'b2']);
});

test('a barrier runs alone, after all before it and before all after it', async () => {
  const { log, ask, end } = requests(new RequestQueue());
  void ask('b1', turn('background'));
  void ask('exec', turn('background', { barrier: true }));
  void ask('i1', turn('interactive'));
  assert.deepEqual(log, ['b1'], 'even an interactive one waits: it may read what the barrier writes');
  await end('b1');
  assert.deepEqual(log, ['b1', 'exec']);
  await end('exec');
  assert.deepEqual(log, ['b1', 'exec', 'i1']);
});

test('a cancelled request that waits never runs, and one that runs rejects at once but keeps its connection until it ends', async () => {
  const turns = new RequestQueue();
  const { log, ask, end } = requests(turns);
  const [running, waiting] = [new AbortController(), new AbortController()];
  const one = ask('one', turn('interactive', { signal: running.signal }));
  const two = ask('two', turn('interactive', { signal: waiting.signal }));
  void ask('three', turn('interactive'));
  waiting.abort();
  running.abort();
  await assert.rejects(one, isAborted);
  await assert.rejects(two, isAborted);
  assert.deepEqual(log, ['one']);
  await end('one');
  assert.deepEqual(log, ['one', 'three']);
  await assert.rejects(ask('late', turn('interactive', { signal: running.signal })), isAborted);
});

test('latest wins under a key', async () => {
  const { log, ask, end } = requests(new RequestQueue());
  const first = ask('first', turn('interactive', { replaces: 'plot' }));
  const second = ask('second', turn('interactive', { replaces: 'plot' }));
  const other = ask('other', turn('interactive', { replaces: 'another plot' }));
  const third = ask('third', turn('interactive', { replaces: 'plot' }));
  await assert.rejects(first, isAborted);
  await assert.rejects(second, isAborted);
  await end('first');
  await end('other');
  await end('third');
  assert.equal(await third, 'third');
  assert.equal(await other, 'other');
  assert.deepEqual(log, ['first', 'other', 'third']);
});

test('a failure is its own, and the next runs', async () => {
  const turns = new RequestQueue();
  await assert.rejects(
    turns.enter(turn('background'), () => Promise.reject(new Error('no'))),
    /no/,
  );
  assert.equal(await turns.enter(turn('background'), async () => 7), 7);
});

test('200 requests of mixed priority, half of them cancelled at random: none lost, none out of order in its lane, no cancelled one answers', async () => {
  for (let seed = 1; seed <= 20; seed++) {
    const random = new Random(seed);
    const turns = new RequestQueue();
    const started: { i: number; priority: Priority }[] = [];
    let atOnce = 0;
    const all = Array.from({ length: 200 }, (_, i) => {
      const abort = new AbortController();
      const priority: Priority = random.next() < 0.5 ? 'interactive' : 'background';
      const barrier = random.next() < 0.1;
      const answer = turns.enter(turn(priority, { barrier, signal: abort.signal }), async () => {
        started.push({ i, priority });
        atOnce++;
        assert.ok(atOnce <= (barrier ? 1 : 2), 'never more than one of each');
        for (let step = random.integer(0, 4); step > 0; step--) await settled();
        atOnce--;
        return i;
      });
      return {
        i,
        abort,
        answer: answer.then(
          (value) => ({ value }),
          (error: unknown) => ({ error }),
        ),
        cancelled: false,
      };
    });
    for (const request of all) {
      if (random.next() < 0.5) {
        request.cancelled = true;
        void (async () => {
          for (let step = random.integer(0, 100); step > 0; step--) await settled();
          request.abort.abort();
        })();
      }
    }
    for (const { i, answer, cancelled, abort } of all) {
      const end = await answer;
      if ('value' in end) assert.equal(end.value, i);
      else assert.ok(isAborted(end.error) && cancelled && abort.signal.aborted);
    }
    for (const priority of ['interactive', 'background'] as const) {
      const order = started.filter((one) => one.priority === priority).map(({ i }) => i);
      assert.deepEqual(
        order,
        [...order].sort((a, b) => a - b),
      );
    }
    await settled();
    while (turns.load.running > 0) await settled();
    assert.deepEqual(turns.load, { waiting: 0, running: 0 });
  }
});
