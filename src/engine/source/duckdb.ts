import type { AsyncDuckDB } from '@duckdb/duckdb-wasm';
import { PikaError } from '../errors';
import { abortedError, unlessAborted } from '../abort';
import { csvError, differingColumns } from './csv-error';
import type { CsvFile, Database, SqlOptions } from './database';
import { countOf, describedFields } from '../rows/small-answer';
import { quoteName } from './sql-tokens';
import { sqlError } from './sql-error';
import type { RequestOptions } from './source';
import { Turns, type Priority } from './turns';

/** The bindings of one running database: raw connections, raw bytes. */
interface Running {
  readonly bindings: AsyncDuckDB;
  readonly worker: Worker;
  /** One for each priority. Ingestion takes one of its own each time: bad bytes spoil a connection for good. */
  readonly connections: Readonly<Record<Priority, number>>;
}

/** What a request has in its turn: the bindings, the connection of its priority, and a signal that tells it to stop. */
interface Turned {
  readonly bindings: AsyncDuckDB;
  readonly connection: number;
  readonly signal: AbortSignal;
}

const SETTINGS = ['autoinstall_known_extensions=false', 'autoload_known_extensions=false'];

/**
 * The one DuckDB of an engine, in a worker of its own. An actor: {@link Turns} says which request runs, at most one on a connection,
 * because a second query would silently cut off the first one's stream. The worker has one thread: a request in slices lets one of the
 * other priority in between, one that is not holds it up. Only bytes cross; of duckdb-wasm's classes none but its bindings are used.
 * Its heap never shrinks: only {@link DuckDb.dispose} gives memory back.
 */
export class DuckDb implements Database {
  #starting: Promise<Running> | null = null;
  readonly #turns = new Turns();
  #worker: Worker | null = null;
  /** Rejects with the reason when the worker dies: every request races it. */
  #died: Promise<never> = new Promise(() => {});
  #die: (error: PikaError) => void = () => {};
  #serial = 0;
  #epoch = 0;
  #mostBytes: number | null = null;

  get epoch(): number {
    return this.#epoch;
  }

  async boot({ signal, onProgress }: RequestOptions = {}): Promise<void> {
    onProgress?.({ stage: 'database', done: 0, total: 1, unit: 'steps' });
    await unlessAborted(this.#running(), signal, 'database');
    onProgress?.({ stage: 'database', done: 1, total: 1, unit: 'steps' });
  }

  run(sql: string, options: SqlOptions): Promise<Uint8Array<ArrayBuffer>> {
    return this.#enqueue(options, ({ bindings, connection }) => this.#guard(sql, options, () => bindings.runQuery(connection, sql)));
  }

  runInSlices(sql: string, options: SqlOptions): Promise<Uint8Array<ArrayBuffer>> {
    return this.#enqueue(options, (turned) => this.#guard(sql, options, () => this.#slices(turned, sql, options)));
  }

  ingest(table: string, streams: AsyncIterable<Uint8Array<ArrayBuffer>>, rowCount: number, options: SqlOptions): Promise<void> {
    return this.#enqueue({ ...options, writes: true }, async ({ bindings, connection, signal }) => {
      // Under a name of its own until it is whole; and duckdb-wasm does not quote the name it is given.
      const draft = `pika_draft_${++this.#serial}`;
      const run = (sql: string): Promise<Uint8Array> => this.#guard(sql, options, () => bindings.runQuery(connection, sql));
      const own = await bindings.connectInternal();
      try {
        let create = true;
        for await (const stream of streams) {
          if (signal.aborted) throw abortedError(options.subject);
          await this.#guard(`ingest ${table}`, options, () => bindings.insertArrowFromIPCStream(own, stream, { name: draft, create }));
          create = false;
        }
        const found = countOf(await run(`SELECT count(*) AS n FROM ${draft}`));
        if (found !== rowCount) throw lostRows(options.subject, rowCount, found);
        await run(`DROP TABLE IF EXISTS ${quoteName(table)}`);
        await run(`ALTER TABLE ${draft} RENAME TO ${quoteName(table)}`);
      } catch (thrown) {
        await bindings.runQuery(connection, `DROP TABLE IF EXISTS ${draft}`).catch(() => undefined);
        throw thrown;
      } finally {
        void bindings.disconnect(own).catch(() => undefined);
      }
    });
  }

  readCsv(table: string, files: readonly CsvFile[], args: string, options: SqlOptions): Promise<void> {
    return this.#enqueue({ ...options, writes: true }, async (turned) => {
      const { bindings } = turned;
      const { DuckDBDataProtocol } = await import('@duckdb/duckdb-wasm');
      const serial = ++this.#serial;
      const paths = files.map((_, i) => `pika_${serial}_${i}.csv`);
      const source = (names: readonly string[]): string => `read_csv([${names.map((name) => `'${name}'`).join(', ')}], union_by_name = true${args})`;
      const run = (sql: string): Promise<Uint8Array> => this.#guard(sql, options, () => this.#slices(turned, sql, options));
      try {
        // Read through the worker's file reader, piece by piece: the text is never whole in memory.
        for (const [i, { data }] of files.entries()) await bindings.registerFileHandle(paths[i]!, data, DuckDBDataProtocol.BROWSER_FILEREADER, true);
        if (files.length > 1) {
          const columns: string[][] = [];
          for (const path of paths) columns.push(describedFields(await run(`DESCRIBE SELECT * FROM ${source([path])}`)).map(({ name }) => name));
          const differing = differingColumns(columns, files, options.subject);
          if (differing) throw differing;
        }
        await run(`CREATE OR REPLACE TABLE ${quoteName(table)} AS SELECT * FROM ${source(paths)}`);
      } catch (thrown) {
        throw csvError(thrown, files, paths, options.subject);
      } finally {
        await Promise.all(paths.map((path) => bindings.dropFile(path).catch(() => undefined)));
      }
    });
  }

  /** DuckDB's own account: of the heap of its WebAssembly, which only grows, no page can ask. */
  async usedBytes(): Promise<number> {
    if (!this.#starting) return 0;
    return countOf(await this.run('SELECT sum(memory_usage_bytes)::DOUBLE FROM duckdb_memory()', { subject: 'memory of the database', priority: 'interactive' }));
  }

  limit(mostBytes: number): void {
    if (this.#mostBytes === mostBytes) return;
    this.#mostBytes = mostBytes;
    if (this.#starting) this.run(limitSql(mostBytes), { subject: 'memory of the database', writes: true }).catch(() => undefined);
  }

  dispose(): void {
    this.#stop(abortedError('database'));
  }

  #enqueue<T>({ priority = 'background', writes, signal, replaces, subject }: SqlOptions, work: (turned: Turned) => Promise<T>): Promise<T> {
    return this.#turns.enter({ priority, barrier: writes, signal, replaces, subject }, async (stop) => {
      const { bindings, connections } = await this.#running();
      return Promise.race([work({ bindings, connection: connections[priority], signal: stop }), this.#died]);
    });
  }

  async #guard<T>(sql: string, { subject, written }: SqlOptions, work: () => Promise<T>): Promise<T extends Uint8Array ? Uint8Array<ArrayBuffer> : T> {
    try {
      return await work() as T extends Uint8Array ? Uint8Array<ArrayBuffer> : T;
    } catch (thrown) {
      if (thrown instanceof PikaError) throw thrown;
      if (isCrash(thrown)) {
        const error = databaseError('a database that goes on running', `that it crashed (${thrown.message})`, 'Too much data is the usual reason: select fewer rows or columns. The next request starts it anew.', thrown);
        this.#stop(error);
        throw error;
      }
      throw sqlError(thrown, subject, written ?? sql);
    }
  }

  async #slices({ bindings, connection, signal }: Turned, sql: string, { subject }: SqlOptions): Promise<Uint8Array<ArrayBuffer>> {
    const stopIfAborted = async (): Promise<void> => {
      if (!signal.aborted) return;
      await bindings.cancelPendingQuery(connection);
      throw abortedError(subject);
    };
    let header = await bindings.startPendingQuery(connection, sql, false);
    while (header === null) {
      await stopIfAborted();
      header = await bindings.pollPendingQuery(connection);
    }
    const parts = [header];
    for (;;) {
      await stopIfAborted();
      const chunk = await bindings.fetchQueryResults(connection);
      if (chunk === null) continue;
      if (chunk.length === 0) break;
      parts.push(chunk);
    }
    return joined(parts);
  }

  #running(): Promise<Running> {
    this.#starting ??= this.#start().catch((thrown: unknown) => {
      this.#stop(null);
      throw thrown instanceof PikaError ? thrown
        : databaseError('DuckDB to start', thrown instanceof Error ? thrown.message : String(thrown), 'Check that duckdb-eh.wasm and duckdb-browser-eh.worker.js are served beside the scripts.', thrown);
    });
    return this.#starting;
  }

  async #start(): Promise<Running> {
    this.#died = new Promise((_resolve, reject) => { this.#die = reject; });
    this.#died.catch(() => undefined);
    // Loaded with the first need: it brings apache-arrow along, which nothing else here wants.
    const { AsyncDuckDB, VoidLogger } = await import('@duckdb/duckdb-wasm');
    const worker = new Worker(new URL('@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js', import.meta.url), { name: 'pika.duckdb' });
    this.#worker = worker;
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      if (worker === this.#worker) this.#stop(databaseError('its worker to run', event.message || 'that its script did not load', 'Check that duckdb-browser-eh.worker.js is served beside the scripts.'));
    });
    const bindings = new AsyncDuckDB(new VoidLogger(), worker);
    const booting = (async (): Promise<Running> => {
      await bindings.instantiate(new URL('@duckdb/duckdb-wasm/dist/duckdb-eh.wasm', import.meta.url).href);
      await bindings.open({ path: ':memory:', query: { castBigIntToDouble: false, castDecimalToDouble: false, castTimestampToDate: false } });
      const connections = { interactive: await bindings.connectInternal(), background: await bindings.connectInternal() };
      for (const setting of SETTINGS) await bindings.runQuery(connections.background, `SET GLOBAL ${setting}`);
      if (this.#mostBytes !== null) await bindings.runQuery(connections.background, limitSql(this.#mostBytes));
      return { bindings, worker, connections };
    })();
    return Promise.race([booting, this.#died]);
  }

  #stop(error: PikaError | null): void {
    this.#worker?.terminate();
    this.#worker = null;
    this.#starting = null;
    if (error) this.#die(error);
    this.#epoch++;
  }
}

function limitSql(mostBytes: number): string {
  return `SET GLOBAL memory_limit = '${Math.max(1, Math.floor(mostBytes / 1024))}KiB'`;
}

function isCrash(thrown: unknown): thrown is Error {
  return thrown instanceof Error && (thrown.name === 'RuntimeError' || /memory access out of bounds|table index is out of bounds|unreachable|function signature mismatch/.test(thrown.message));
}

function databaseError(expected: string, found: string, next: string, cause?: unknown): PikaError {
  return new PikaError('source/database', { subject: 'database', expected, found, next }, cause);
}

function lostRows(subject: string, expected: number, found: number): PikaError {
  return new PikaError('source/database', {
    subject, expected: `${expected.toLocaleString('en')} rows in the database`, found: found.toLocaleString('en'), next: 'A column may be of a type DuckDB does not take from Arrow: leave it out of the file.',
  });
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
