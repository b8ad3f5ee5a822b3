/** The database under load: priorities, cancellation, crashes. With real DuckDB in a real worker. */
import { tableFromIPC } from '@uwdata/flechette';
import { PikaError } from '../../src/engine/errors';
import { createCatalog } from '../../src/engine/source/catalog';
import { laneOf } from '../../src/engine/columns/column';
import { keyAt, valueOf } from '../../src/engine/columns/keys';
import type { Catalog, Progress, SourceColumn, SqlRequestOptions } from '../../src/engine/source/source';
import type { Priority } from '../../src/engine/source/duckdb/request-queue';
import { awaiting } from '../harness/patience.mjs';
import { Random } from '../harness/random';

/** Takes days. */
const LONG = 'SELECT sum(hash(i)::HUGEINT % 7)::DOUBLE AS n FROM range(40000000000000) t(i)';
/** More messages than it takes to cancel a query and answer another; a query that keeps running is polled forever. */
const FEW_MESSAGES = 40;
const owner = {};

function check(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

async function one(catalog: Catalog, sql: string, options?: SqlRequestOptions): Promise<number> {
  return Number(
    tableFromIPC(await catalog.sql(sql, options))
      .getChildAt(0)
      .at(0),
  );
}

const isAborted = (thrown: unknown): boolean => thrown instanceof PikaError && thrown.code === 'source/aborted';

describe('the database under load', () => {
  let catalog: Catalog;
  const workers: Worker[] = [];
  const PageWorker = globalThis.Worker;
  /** Number of messages sent to the database. */
  let asked = 0;

  before(async () => {
    globalThis.Worker = class extends PageWorker {
      constructor(...wanted: ConstructorParameters<typeof Worker>) {
        super(...wanted);
        if (wanted[1]?.name === 'pika.duckdb') workers.push(this);
      }

      override postMessage(message: unknown, transfer?: Transferable[] | StructuredSerializeOptions): void {
        if (workers.includes(this)) asked++;
        super.postMessage(message, transfer as StructuredSerializeOptions);
      }
    };
    catalog = createCatalog();
    await one(catalog, 'SELECT 1');
  });
  after(() => {
    catalog.dispose();
    globalThis.Worker = PageWorker;
  });

  /** Starts a query that takes days; resolves when it runs. */
  async function startLong(
    options: SqlRequestOptions = {},
  ): Promise<{ readonly long: Promise<Uint8Array>; readonly hasEnded: () => boolean }> {
    let ended = false;
    let long: Promise<Uint8Array>;
    await awaiting(
      'the long query to start',
      new Promise<void>((resolve) => {
        long = catalog
          .sql(LONG, {
            ...options,
            onProgress: ({ unit }) => {
              if (unit === 'seconds') resolve();
            },
          })
          .finally(() => {
            ended = true;
          });
        long.catch(() => undefined);
      }),
    );
    return { long: long!, hasEnded: () => ended };
  }

  /**
   * Cancels the query on the background connection. Its rejection does not prove that it stopped; an answer to the next
   * query on that connection does.
   */
  async function stops(running: Promise<unknown>, abort: AbortController): Promise<void> {
    const before = asked;
    abort.abort();
    check(await running.then(() => false, isAborted), 'rejects with source/aborted');
    check(
      (await awaiting('the connection to be free', one(catalog, 'SELECT 7', { priority: 'background' }))) === 7,
      'the next background query',
    );
    check(asked - before < FEW_MESSAGES, `${asked - before} messages until it stopped`);
  }

  it('answers an interactive query while a background one runs, and cancels a running query', async () => {
    const abort = new AbortController();
    const { long, hasEnded } = await startLong({ priority: 'background', signal: abort.signal });
    check((await awaiting('an answer beside the long query', one(catalog, 'SELECT 42'))) === 42, 'the right answer');
    check(!hasEnded(), 'the long query still runs');
    await stops(long, abort);
  });

  it('keeps only the latest request with a key', async () => {
    const answers = await Promise.allSettled(
      [1, 2, 3, 4, 5].map((n) => one(catalog, `SELECT ${n}`, { replaces: 'plot' })),
    );
    check(answers.at(-1)!.status === 'fulfilled', 'the last is answered');
    check(
      answers.slice(0, -1).every((answer) => answer.status === 'rejected' && isAborted(answer.reason)),
      'the others are not',
    );
  });

  it('cancels a column query midway, while it answers others', async () => {
    catalog.define({ name: 'numbers', sql: 'SELECT range AS n FROM range(6000000)' }, owner);
    const numbers = await catalog.open('numbers');
    // Many minutes of work: three expressions that are computed differently (row by row, window, subquery).
    const hashes = Array.from({ length: 20 }, (_, i) => `length(sha256(n::VARCHAR || '${i}'))`).join(' + ');
    for (const slow of [
      hashes,
      'sum(n) OVER (ORDER BY hash(n) ROWS 8000 PRECEDING)',
      'n + (SELECT sum(hash(i)::HUGEINT % 7)::BIGINT FROM range(40000000000000) t(i))',
    ]) {
      const stop = new AbortController();
      let hear: (progress: Progress) => void = () => undefined;
      const underWay = new Promise<void>((resolve) => {
        hear = ({ unit, done, total }) => {
          if (unit === 'rows' ? done > 0 && total === 6_000_000 : unit === 'seconds' && done > 0) resolve();
        };
      });
      let ended = false;
      const columns = numbers
        .columns([slow], { signal: stop.signal, onProgress: (progress) => hear(progress) })
        .finally(() => {
          ended = true;
        });
      columns.catch(() => undefined);
      await awaiting(
        `progress of ${slow.slice(0, 30)}`,
        Promise.race([
          underWay,
          columns.then(() => {
            throw new Error('ended before it reported progress');
          }),
        ]),
      );
      check((await one(catalog, 'SELECT 42')) === 42 && !ended, 'another is answered while it runs');
      await stops(columns, stop);
    }
    catalog.remove('numbers', owner);
  });

  it('computes the same columns in pieces as SQL does: across pieces, with windows, with a column named rowid', async () => {
    catalog.define(
      { name: 'odd', sql: 'SELECT (n * 7919) % 100003 AS v, 1000000 - n AS rowid FROM range(1000000) t(n)' },
      owner,
    );
    catalog.define({ name: 'even', sql: 'SELECT v FROM odd' }, owner);
    for (const [name, expression] of [
      ['odd', 'v * 3 + 1'],
      ['even', 'v * 3 + 1'],
      ['even', 'row_number() OVER ()'],
      ['even', 'v - lag(v, 1, v) OVER ()'],
      ['even', 'rowid * 2'],
      ['even', 'v - (SELECT min(v) + 5 FROM even)'],
    ] as const) {
      const [column] = (await (await catalog.open(name)).columns([expression])) as [SourceColumn];
      check(column.rows === 1_000_000, `${column.rows} rows`);
      const wanted = tableFromIPC(await catalog.sql(`SELECT (${expression})::DOUBLE AS x FROM ${name}`))
        .getChildAt(0)
        .toArray() as Float64Array;
      let row = 0;
      for (const { keys, rows } of column.pages)
        for (let at = 0; at < rows; at++, row++) {
          const key = keyAt(laneOf(column.encoding), keys, at)!;
          const value =
            laneOf(column.encoding) === 'u32' && column.encoding.kind === 'u32'
              ? Number(column.encoding.origin) + (key as number) * Number(column.encoding.step)
              : valueOf(column.encoding, key);
          if (value !== wanted[row])
            throw new Error(`${expression} of ${name}, row ${row}: ${value}, not ${wanted[row]}`);
        }
    }
  });

  it('runs 200 queries of mixed priority, half of them canceled at random: none lost, each priority in order, no answer after canceling', async () => {
    const random = new Random(5);
    const order: { priority: Priority; n: number }[] = [];
    // Canceled after a number of answers, not after a time, which would depend on the machine's speed.
    const due: { readonly after: number; readonly abort: AbortController }[] = [];
    let ended = 0;
    const cancelDue = (): void => {
      for (const { after, abort } of due) if (after <= ended) abort.abort();
    };
    const all = Array.from({ length: 200 }, (_, n) => {
      const abort = new AbortController();
      const priority: Priority = random.next() < 0.5 ? 'interactive' : 'background';
      const cancel = random.next() < 0.5;
      const sql = `SELECT sum(i)::DOUBLE + ${n} - sum(i)::DOUBLE FROM range(${random.integer(1, 300_000)}) t(i)`;
      const answer = one(catalog, sql, { priority, signal: abort.signal })
        .then((value) => {
          check(!abort.signal.aborted, `query ${n} was cancelled and answered`);
          order.push({ priority, n });
          return { value };
        })
        .catch((error: unknown) => ({ error }));
      if (cancel) due.push({ abort, after: random.integer(0, Math.max(1, Math.floor(n / 2))) });
      void answer.then(() => {
        ended++;
        cancelDue();
      });
      return { n, abort, cancel, answer };
    });
    let cancelled = 0;
    for (const { n, abort, cancel, answer } of all) {
      const end = await answer;
      if ('value' in end) check(end.value === n, `query ${n} answered ${end.value}`);
      else check(cancel && abort.signal.aborted && isAborted(end.error), `query ${n}: ${String(end.error)}`);
      if ('error' in end) cancelled++;
    }
    check(cancelled > 20, `only ${cancelled} were cancelled in time`);
    for (const lane of ['interactive', 'background']) {
      const answered = order.filter(({ priority }) => priority === lane).map(({ n }) => n);
      check(
        answered.every((n, i) => i === 0 || n > answered[i - 1]!),
        `${lane}: ${answered.join(' ')}`,
      );
    }
  });

  it('runs a statement that changes tables after all earlier ones and before all later ones', async () => {
    const [, , sum] = await Promise.all([
      catalog.sql('CREATE OR REPLACE TABLE t AS SELECT 1 AS a'),
      catalog.sql('INSERT INTO t SELECT range FROM range(10)'),
      one(catalog, 'SELECT sum(a)::DOUBLE FROM t'),
    ]);
    check(sum === 46, `sum is ${sum}`);
  });

  it('rejects the running query if the worker crashes; the next query starts another, which reloads the files', async () => {
    catalog.define({ name: 'flights', src: new URL('/data/flights-3m.parquet', location.href).href }, owner);
    check((await one(catalog, 'SELECT count(*)::DOUBLE FROM flights')) === 3_000_000, 'before');
    const { long } = await startLong();
    // The event that a browser sends when it kills a worker that is out of memory.
    workers.at(-1)!.dispatchEvent(new ErrorEvent('error', { message: 'killed by the test' }));
    let found: unknown = null;
    await long.catch((thrown: unknown) => {
      found = thrown;
    });
    check(found instanceof PikaError && found.code === 'source/database', `rejects: ${String(found)}`);
    check((await one(catalog, 'SELECT count(*)::DOUBLE FROM flights')) === 3_000_000, 'after');
    check(workers.length === 2, 'another worker');
  });
});
