import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PikaError } from '../../../src/engine/errors';
import { RequestQueue, type Priority, type QueuedRequest } from '../../../src/engine/source/duckdb/request-queue';
import { Random } from '../../harness/random';

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const request = (priority: Priority, more: Partial<QueuedRequest> = {}): QueuedRequest => ({
  priority,
  subject: 'query',
  ...more,
});
const isAborted = (error: unknown): boolean => error instanceof PikaError && error.code === 'source/aborted';

/** Requests that the test ends. */
function requests(queue: RequestQueue): {
  log: string[];
  ask: (name: string, wanted: QueuedRequest) => Promise<string>;
  end: (name: string) => Promise<void>;
} {
  const log: string[] = [];
  const ends = new Map<string, () => void>();
  return {
    log,
    ask: (name, wanted) =>
      queue.enter(wanted, () => {
        log.push(name);
        return new Promise((resolve) => ends.set(name, () => resolve(name)));
      }),
    end: async (name) => {
      ends.get(name)!();
      await settled();
    },
  };
}

test('runs one request of each priority at once, each priority in the order of arrival', async () => {
  const { log, ask, end } = requests(new RequestQueue());
  void ask('b1', request('background'));
  void ask('b2', request('background'));
  void ask('i1', request('interactive'));
  void ask('i2', request('interactive'));
  assert.deepEqual(log, ['b1', 'i1']);
  await end('i1');
  assert.deepEqual(log, ['b1', 'i1', 'i2']);
  await end('b1');
  assert.deepEqual(log, ['b1', 'i1', 'i2', 'b2']);
});

test('runs a barrier alone, after all earlier and before all later requests', async () => {
  const { log, ask, end } = requests(new RequestQueue());
  void ask('b1', request('background'));
  void ask('exec', request('background', { barrier: true }));
  void ask('i1', request('interactive'));
  assert.deepEqual(log, ['b1'], 'interactive requests wait too: they may read what the barrier writes');
  await end('b1');
  assert.deepEqual(log, ['b1', 'exec']);
  await end('exec');
  assert.deepEqual(log, ['b1', 'exec', 'i1']);
});

test('never runs a request canceled in the queue; a canceled running one rejects and keeps its connection until it ends', async () => {
  const { log, ask, end } = requests(new RequestQueue());
  const [running, waiting] = [new AbortController(), new AbortController()];
  const one = ask('one', request('interactive', { signal: running.signal }));
  const two = ask('two', request('interactive', { signal: waiting.signal }));
  void ask('three', request('interactive'));
  waiting.abort();
  running.abort();
  await assert.rejects(one, isAborted);
  await assert.rejects(two, isAborted);
  assert.deepEqual(log, ['one']);
  await end('one');
  assert.deepEqual(log, ['one', 'three']);
  await assert.rejects(ask('late', request('interactive', { signal: running.signal })), isAborted);
});

test('keeps only the latest request with a key', async () => {
  const { log, ask, end } = requests(new RequestQueue());
  const first = ask('first', request('interactive', { replaces: 'plot' }));
  const second = ask('second', request('interactive', { replaces: 'plot' }));
  const other = ask('other', request('interactive', { replaces: 'another plot' }));
  const third = ask('third', request('interactive', { replaces: 'plot' }));
  await assert.rejects(first, isAborted);
  await assert.rejects(second, isAborted);
  await end('first');
  await end('other');
  await end('third');
  assert.equal(await third, 'third');
  assert.equal(await other, 'other');
  assert.deepEqual(log, ['first', 'other', 'third']);
});

test('runs the next request after a failure', async () => {
  const queue = new RequestQueue();
  await assert.rejects(
    queue.enter(request('background'), () => Promise.reject(new Error('no'))),
    /no/,
  );
  assert.equal(await queue.enter(request('background'), async () => 7), 7);
});

test('runs 200 requests of mixed priority, half of them canceled at random: none lost, each priority in order, no answer after canceling', async () => {
  for (let seed = 1; seed <= 20; seed++) {
    const random = new Random(seed);
    const queue = new RequestQueue();
    const started: { i: number; priority: Priority }[] = [];
    let atOnce = 0;
    const all = Array.from({ length: 200 }, (_, i) => {
      const abort = new AbortController();
      const priority: Priority = random.next() < 0.5 ? 'interactive' : 'background';
      const barrier = random.next() < 0.1;
      const answer = queue.enter(request(priority, { barrier, signal: abort.signal }), async () => {
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
    for (const entry of all) {
      if (random.next() < 0.5) {
        entry.cancelled = true;
        void (async () => {
          for (let step = random.integer(0, 100); step > 0; step--) await settled();
          entry.abort.abort();
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
    while (queue.load.running > 0) await settled();
    assert.deepEqual(queue.load, { waiting: 0, running: 0 });
  }
});
