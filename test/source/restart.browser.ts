/** Requests, tables and memory when the database's worker crashes, hangs, or is recycled to free memory. */
import { tableFromIPC } from '@uwdata/flechette';
import { PikaError, type PikaErrorCode } from '../../src/engine/errors';
import { createCatalog } from '../../src/engine/source/catalog';
import { DuckDb } from '../../src/engine/source/duckdb/duckdb';
import { ingest } from '../../src/engine/source/duckdb/ingest';
import { Results } from '../../src/engine/source/results';
import type { Catalog } from '../../src/engine/source/source';
import { arrowBytes } from '../harness/arrow-bytes';
import { until } from '../harness/patience.mjs';

/** Takes days. */
const LONG = 'SELECT sum(hash(i)::HUGEINT % 7)::DOUBLE AS n FROM range(40000000000000) t(i)';
/** A delay that identifies the watchdog's timer: the test fires that by hand, so it works on slow machines too. */
const PATIENCE_MS = 60_008;
/** Checks after which a silent worker counts as hung; twice as many for calls that may take a minute longer. */
const LOOKS = 9;
const FLIGHTS = new URL('/data/flights-3m.parquet', location.href).href;

function check(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

async function numberOf(answer: Promise<Uint8Array>): Promise<number> {
  return Number(
    tableFromIPC(await answer)
      .getChildAt(0)
      .at(0),
  );
}

async function failure(work: Promise<unknown>, code: PikaErrorCode, ...patterns: RegExp[]): Promise<void> {
  const thrown = await work.then(
    () => 'an answer',
    (reason: unknown) => reason,
  );
  check(thrown instanceof PikaError && thrown.code === code, `expected ${code}, found ${String(thrown)}`);
  for (const pattern of patterns)
    check(pattern.test((thrown as PikaError).message), `expected ${pattern}, found ${String(thrown)}`);
}

describe('a database restart', () => {
  const PageWorker = globalThis.Worker;
  const { setInterval: pageInterval, clearInterval: clearPageInterval } = window;
  const owner = {};
  let workers: Worker[];
  let ended: Set<Worker>;
  /** Messages sent to the worker, and the number of its answers. */
  let sent: string[];
  let heard: number;
  /** Delays the worker's first message, which makes it fetch and compile, until `sendHeld`: a slow connection. */
  let holds: boolean;
  let sendHeld: () => void;
  /** The watchdog's timer callbacks. */
  let looks: Map<number, () => void>;
  let database: DuckDb;
  let catalog: Catalog;

  beforeEach(() => {
    workers = [];
    ended = new Set();
    [sent, heard, holds] = [[], 0, false];
    looks = new Map();
    window.setInterval = ((act: () => void, delayMs: number) => {
      const id = pageInterval(act, delayMs === PATIENCE_MS / 8 ? 2 ** 31 - 1 : delayMs);
      if (delayMs === PATIENCE_MS / 8) looks.set(id, act);
      return id;
    }) as typeof setInterval;
    window.clearInterval = (id) => {
      looks.delete(id as number);
      clearPageInterval(id);
    };
    globalThis.Worker = class extends PageWorker {
      constructor(...wanted: ConstructorParameters<typeof Worker>) {
        super(...wanted);
        if (wanted[1]?.name !== 'pika.duckdb') return;
        workers.push(this);
        this.addEventListener('message', () => heard++);
      }

      override postMessage(message: unknown, transfer?: Transferable[] | StructuredSerializeOptions): void {
        const { type, data } = message as { readonly type: string; readonly data: unknown };
        if (workers.includes(this))
          sent.push([type, ...(Array.isArray(data) ? data.filter((part) => typeof part === 'string') : [])].join(' '));
        const send = (): void => super.postMessage(message, transfer as StructuredSerializeOptions);
        if (holds) sendHeld = send;
        else send();
        holds = false;
      }

      override terminate(): void {
        ended.add(this);
        super.terminate();
      }
    };
    database = new DuckDb({ patienceMs: PATIENCE_MS });
    catalog = createCatalog({ database });
  });
  afterEach(() => {
    catalog.dispose();
    Object.assign(window, { setInterval: pageInterval, clearInterval: clearPageInterval });
    globalThis.Worker = PageWorker;
  });

  /** Fires the watchdog's timers, without giving a worker time to answer. */
  const look = (times: number): void => {
    for (let time = 0; time < times; time++) for (const act of [...looks.values()]) act();
  };
  const isSent = (text: string): Promise<boolean> =>
    until(`the worker is sent ${text}`, () => sent.some((message) => message.includes(text)));
  const sql = (text: string): Promise<number> => numberOf(catalog.sql(text));
  /** The event that a browser sends when it kills a worker that is out of memory. */
  const crash = (): unknown =>
    workers.at(-1)!.dispatchEvent(new ErrorEvent('error', { message: 'killed by the test' }));

  it('ends a stream with an error that says so; while one is open, only a crash ends the database', async () => {
    catalog.define({ name: 'many', sql: 'SELECT i FROM range(300000) t(i)' }, owner);
    const results = new Results(catalog);
    const reader = (await results.toStream('many', { type: 'arrow' })).getReader();
    await reader.read();
    check(!(await database.recycle()), 'expected an open stream to keep the database');
    crash();
    await failure(
      (async () => {
        while (!(await reader.read()).done);
      })(),
      'source/table-lost',
      /query "many": expected a database that runs until the last row is read/,
    );
    const again = tableFromIPC(
      new Uint8Array(await new Response(await results.toStream('many', { type: 'arrow' })).arrayBuffer()),
    );
    check(again.numRows === 300_000, `${again.numRows} rows after the restart`);
    await (await results.toStream('many', { type: 'csv' })).cancel();
    check((await numberOf(catalog.sql('SELECT count(*) FROM many'))) === 300_000, 'expected the database to go on');
  });

  it('measures its memory only once it has a connection: while it starts, it uses nothing', async () => {
    let isRunning = false;
    const booting = database.boot().then(() => (isRunning = true));
    const measured: number[] = [];
    while (!isRunning) {
      measured.push(await database.usedBytes());
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await booting;
    check(measured[0] === 0 && measured.length > 1, measured.join());
  });

  it('terminates a hung worker: its request rejects, queued ones are answered, tables are reloaded', async () => {
    catalog.define({ name: 'flights', src: FLIGHTS }, owner);
    catalog.define({ name: 'late', sql: 'SELECT * FROM flights WHERE delay > 0' }, owner);
    const late = await sql('SELECT count(*)::DOUBLE FROM late');
    // Not sliced, so the worker processes no other message.
    const hanging = database.run(LONG, { subject: 'the hanging query' });
    const waiting = [
      numberOf(database.run('SELECT 7', { subject: 'waits' })),
      sql('SELECT count(*)::DOUBLE FROM late'),
    ].map((answer) => answer.catch((thrown: unknown) => String(thrown)));
    await isSent(LONG);
    look(LOOKS);
    await failure(hanging, 'source/database', /progress within 60 s/, /restarts the database/);
    const [seven, again] = await Promise.all(waiting);
    check(seven === 7, `the queued request: ${seven}`);
    // It was sent to the hung worker, or queued; the next one must be right in both cases.
    check(again === late || /answer or progress/.test(String(again)), `over tables: ${again}`);
    check((await sql('SELECT count(*)::DOUBLE FROM late')) === late, 'after');
    const [hour] = await (await catalog.open('late')).columns(['hour(date)']);
    check(hour!.rows === late, 'columns of remade tables');
    check(workers.length === 2, `${workers.length} workers`);
  });

  it('allows a start more time than a step of a query', async () => {
    holds = true;
    const answer = sql('SELECT 42');
    await isSent('INSTANTIATE');
    look(LOOKS + 3);
    sendHeld();
    check((await answer) === 42 && workers.length === 1, 'the first worker answers');
  });

  it('leaves no worker behind if it is disposed of while it starts', async () => {
    const starting = database.boot();
    database.dispose();
    await failure(starting, 'source/aborted');
    check(workers.length === ended.size, `${workers.length} workers, ${ended.size} of them terminated`);
  });

  it('detects a worker that ended without an event', async () => {
    await sql('SELECT 1');
    const running = catalog.sql(LONG);
    await isSent(LONG);
    workers.at(-1)!.terminate();
    look(LOOKS);
    await failure(running, 'source/database', /hangs/);
    check((await sql('SELECT 42')) === 42, 'the next is answered');
  });

  it('does not restart during long sliced queries, or while it is idle', async () => {
    const stop = new AbortController();
    const long = catalog.sql(LONG, { signal: stop.signal });
    long.catch(() => undefined);
    await isSent(LONG);
    for (let turn = 0; turn < 5; turn++) {
      look(LOOKS - 2);
      const before = heard;
      await until('the worker sends a message', () => heard > before);
    }
    stop.abort();
    await failure(long, 'source/aborted');
    await until('no answer is pending', () => looks.size === 0);
    look(2 * LOOKS);
    check((await sql('SELECT 3')) === 3 && workers.length === 1, 'the same worker answers');
  });

  it('names lost tables that only the page can recreate, and remakes those of queries', async () => {
    catalog.define({ name: 'rows', data: [{ v: 1 }, { v: 2 }] }, owner);
    catalog.define({ name: 'over', sql: 'SELECT * FROM "Mine"' }, owner);
    await catalog.sql('CREATE TABLE "Mine" AS SELECT sum(v) AS total FROM rows');
    check((await sql('SELECT total::DOUBLE FROM mine')) === 3, 'before');
    crash();
    await failure(
      catalog.sql('SELECT * FROM MINE'),
      'source/table-lost',
      /table "MINE"/,
      /was restarted/,
      /Run the SQL/,
    );
    await failure(catalog.open('over'), 'source/table-lost', /table "Mine"/i);
    await failure(catalog.sql('SELECT * FROM never'), 'plan/unknown-query');
    check((await sql('SELECT sum(v)::DOUBLE FROM rows')) === 3, 'rows in memory');
    await catalog.sql('CREATE TABLE mine AS SELECT 5 AS total');
    check((await sql('SELECT total::DOUBLE FROM mine')) === 5, 'recreated');
  });

  it('rejects a remade table whose rows differ from those drawn', async () => {
    catalog.define({ name: 'numbers', sql: 'SELECT range FROM mine' }, owner);
    await catalog.sql('CREATE TABLE mine AS SELECT range FROM range(3)');
    const numbers = await catalog.open('numbers');
    crash();
    await catalog.sql('CREATE TABLE mine AS SELECT 1 AS other');
    await failure(numbers.columns(['range + 1']), 'source/table-lost', /query "numbers"/, /"range" not found/);
    await catalog.sql('CREATE OR REPLACE TABLE mine AS SELECT range FROM range(4)');
    await failure(numbers.columns(['range + 1']), 'source/table-lost', /query "numbers"/, /4 rows instead of 3/);
  });

  it('frees its memory if most of it is unused, unless a request runs or waits, or tables would be lost', async () => {
    check(!(await catalog.recycle()), 'not started yet');
    catalog.define({ name: 'flights', src: FLIGHTS }, owner);
    catalog.define({ name: 'large', sql: 'SELECT a.*, i FROM flights a, range(8) r(i)' }, owner);
    check((await sql('SELECT count(*)::DOUBLE FROM large')) === 24_000_000, 'a large table');
    check(!(await catalog.recycle()), 'it is in use');
    catalog.remove('large', owner);
    await sql('SELECT 1');
    const [answer, recycled] = await Promise.all([sql('SELECT sum(delay)::DOUBLE FROM flights'), catalog.recycle()]);
    check(!recycled && workers.length === 1, 'not while a query runs');
    check(!(await catalog.recycle(2 ** 40)), 'below leastBytes');
    check(await catalog.recycle(), 'most of it is free');
    check(!(await catalog.recycle()), 'it is not running');
    check((await sql('SELECT sum(delay)::DOUBLE FROM flights')) === answer, 'tables are remade');
    check(workers.length === 2, 'in another worker, with a new heap');
    await catalog.sql('CREATE TABLE mine AS SELECT i FROM range(20000000) r(i)');
    await catalog.sql('DELETE FROM mine');
    check(!(await catalog.recycle()), 'not tables that only the page can recreate');
  });

  it('runs a transaction alone on its connection, and rolls back if it fails or is canceled', async () => {
    const options = { subject: 'a transaction' };
    const count = (): Promise<number> => numberOf(database.run('SELECT count(*) FROM t', options));
    await database.transaction(async ({ run }) => {
      await run('CREATE TABLE t AS SELECT 1 AS a');
      await run('INSERT INTO t VALUES (2)');
    }, options);
    check((await count()) === 2, 'committed');
    await failure(
      database.transaction(async ({ run }) => {
        await run('DELETE FROM t');
        await run('DROP TABLE nothing');
      }, options),
      'source/sql',
      /nothing/,
    );
    check((await count()) === 2, 'rolled back by an error');
    const stop = new AbortController();
    let meanwhile: Promise<number> | null = null;
    await failure(
      database.transaction(
        async ({ run }) => {
          await run('DELETE FROM t');
          meanwhile = count();
          stop.abort();
        },
        { ...options, signal: stop.signal },
      ),
      'source/aborted',
    );
    check((await meanwhile!) === 2, 'rolled back by a signal, and the partial state was never visible');
    const bytes = (): Uint8Array<ArrayBuffer> =>
      arrowBytes({ a: { sqlType: 'DOUBLE', values: [1, 2, 3] } }) as Uint8Array<ArrayBuffer>;
    const streams = async function* (...all: Uint8Array<ArrayBuffer>[]): AsyncGenerator<Uint8Array<ArrayBuffer>> {
      yield* all;
    };
    await failure(ingest(database, 't', streams(bytes(), bytes()), 7, options), 'source/database', /7 rows.*found 6/);
    await failure(ingest(database, 't', streams(bytes(), bytes().subarray(0, 40)), 6, options), 'source/database');
    check((await count()) === 2, 'a table that could not be replaced is unchanged');
    await ingest(database, 't', streams(bytes(), bytes()), 6, options);
    check((await count()) === 6, 'replaced');
  });
});
