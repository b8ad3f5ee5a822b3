import { PikaError } from '../../errors';
import { abortedError, throwIfAborted, unlessAborted } from '../../abort';
import type { TakeStream } from '../../rows/rows';
import type { CsvArguments } from '../csv/csv-arguments';
import { makeCsvTable } from '../csv/csv-table';
import type { CsvFile, Database, SqlOptions, TableRead, Transaction } from '../database';
import { databaseError, DuckDbProcess, FILES } from './duckdb-process';
import { runSlices, runWhole, type Session } from './duckdb-session';
import { sqlError } from './sql-error';
import type { RequestOptions, SourceNote } from '../source';
import { readPieces } from './table-pieces';
import { RequestQueue } from './request-queue';

export interface DuckDbOptions {
  /**
   * How long a worker that owes an answer may be silent before it is taken for hung, ended and started anew, in
   * milliseconds.
   */
  readonly patienceMs?: number;
}

/**
 * Far above a slice, which takes 0.1 s, and above the longest step seen that can't be sliced (the end of a sort of all
 * memory holds).
 */
const PATIENCE_MS = 60_000;
/** Of Arrow bytes taken in at once a worker may be busy this much longer: a hundredth of the speed measured. */
const INGEST_BYTES_PER_MS = 1000;
/** A heap of which less than this part is used is worth starting anew. */
const MOSTLY_FREE = 0.5;

/**
 * The one DuckDB of an engine, in a worker of its own. An actor: {@link RequestQueue} says which request runs, at most
 * one on a connection, because a second query would silently cut off the first one's stream. The worker has one thread:
 * a request in slices or pieces lets one of the other priority in between, one that is not holds it up. Only bytes
 * cross; of duckdb-wasm's classes none but its bindings are used. When the worker ends, whatever was asked of it
 * rejects, what still waits is asked of the next one, and tables are gone: {@link epoch}.
 */
export class DuckDb implements Database {
  readonly #patienceMs: number;
  readonly #turns = new RequestQueue();
  #starting: Promise<DuckDbProcess> | null = null;
  #process: DuckDbProcess | null = null;
  #serial = 0;
  #epoch = 0;
  #mostBytes: number | null = null;
  #disposed = false;

  constructor({ patienceMs = PATIENCE_MS }: DuckDbOptions = {}) {
    this.#patienceMs = patienceMs;
  }

  get epoch(): number {
    return this.#epoch;
  }

  async boot({ signal, onProgress }: RequestOptions = {}): Promise<void> {
    onProgress?.({ stage: 'database', done: 0, total: 1, unit: 'steps' });
    await unlessAborted(this.#running(), signal, 'database');
    onProgress?.({ stage: 'database', done: 1, total: 1, unit: 'steps' });
  }

  run(sql: string, options: SqlOptions): Promise<Uint8Array<ArrayBuffer>> {
    return this.#enqueue(options, sql, (session) => runWhole(session, sql) as Promise<Uint8Array<ArrayBuffer>>);
  }

  runInSlices(sql: string, options: SqlOptions): Promise<Uint8Array<ArrayBuffer>> {
    return this.#enqueue(options, sql, (session) => runSlices(session, sql));
  }

  readTable(read: TableRead, take: TakeStream, options: SqlOptions): Promise<void> {
    return this.#enqueue(options, read.columns, (session) => readPieces(session, read, take));
  }

  transaction<T>(work: (transaction: Transaction) => Promise<T>, options: SqlOptions): Promise<T> {
    return this.#enqueue({ ...options, writes: true }, 'transaction', async ({ process, signal }) => {
      // Thrown away after: bad bytes spoil a connection for good, and leaving rolls back what was not committed.
      const own = await process.ask((bindings) => bindings.connectInternal());
      const run = (sql: string): Promise<Uint8Array> => process.ask((bindings) => bindings.runQuery(own, sql));
      const insert = (table: string, stream: Uint8Array, create: boolean): Promise<void> =>
        process.ask(
          (bindings) => bindings.insertArrowFromIPCStream(own, stream, { name: table, create }),
          stream.length / INGEST_BYTES_PER_MS,
        );
      try {
        await run('BEGIN');
        const answer = await work({ run, insert, signal });
        if (signal.aborted) throw abortedError(options.subject);
        await run('COMMIT');
        return answer;
      } finally {
        await process.ask((bindings) => bindings.disconnect(own)).catch(() => undefined);
      }
    });
  }

  async readCsv(
    table: string,
    files: readonly CsvFile[],
    args: CsvArguments,
    options: SqlOptions,
  ): Promise<readonly SourceNote[]> {
    const serial = ++this.#serial;
    const paths = files.map((_, i) => `${FILES}${serial}_${i}.csv`);
    const {
      DuckDBDataProtocol: { BROWSER_FILEREADER },
    } = await import('@duckdb/duckdb-wasm');
    return this.#enqueue({ ...options, writes: true }, `read_csv ${table}`, (session) =>
      makeCsvTable(
        {
          // Read through the worker's file reader, piece by piece: the text is never whole in memory.
          register: (path, data) =>
            session.process.ask((bindings) => bindings.registerFileHandle(path, data, BROWSER_FILEREADER, true)),
          drop: async (path) => void (await session.process.ask((bindings) => bindings.dropFile(path))),
          query: (sql) => runSlices(session, sql),
        },
        { table, files, paths, args, subject: options.subject },
      ),
    );
  }

  async recycle(leastBytes = 0): Promise<boolean> {
    const process = this.#process;
    const { waiting, running } = this.#turns.load;
    if (!process || waiting + running > 0) return false;
    return this.#turns.enter({ priority: 'background', barrier: true, subject: 'database' }, async () => {
      const { usedBytes, peakBytes } = await process.measure();
      if (
        this.#turns.load.waiting > 0 ||
        process !== this.#process ||
        peakBytes === 0 ||
        peakBytes < leastBytes ||
        usedBytes >= MOSTLY_FREE * peakBytes
      )
        return false;
      process.end(abortedError('database'));
      return true;
    });
  }

  async usedBytes(): Promise<number> {
    return (await this.#process?.measure())?.usedBytes ?? 0;
  }

  limit(mostBytes: number): void {
    if (this.#mostBytes === mostBytes) return;
    this.#mostBytes = mostBytes;
    if (this.#starting)
      this.run(limitSql(mostBytes), { subject: 'memory of the database', writes: true }).catch(() => undefined);
  }

  dispose(): void {
    this.#disposed = true;
    this.#process?.end(abortedError('database'));
    this.#leave();
  }

  #enqueue<T>(options: SqlOptions, sql: string, work: (session: Session) => Promise<T>): Promise<T> {
    const { priority = 'background', writes, signal, replaces, subject, onProgress, written } = options;
    return this.#turns.enter({ priority, barrier: writes, signal, replaces, subject }, async (stop) => {
      const process = await this.#running();
      throwIfAborted(stop, subject);
      try {
        const connection = process.connections[priority];
        const times = process.times.forRequest((text) =>
          process.ask((bindings) => bindings.runQuery(connection, text)),
        );
        const answer = await work({ process, connection, times, signal: stop, onProgress, subject });
        // Only now, and in slices, is more held than before.
        if (writes) await process.measure();
        return answer;
      } catch (thrown) {
        throw thrown instanceof PikaError ? thrown : sqlError(thrown, subject, written ?? sql);
      }
    });
  }

  #running(): Promise<DuckDbProcess> {
    if (this.#disposed) return Promise.reject(abortedError('database'));
    this.#starting ??= this.#start();
    return this.#starting;
  }

  async #start(): Promise<DuckDbProcess> {
    const epoch = this.#epoch;
    try {
      const process = await DuckDbProcess.launch(this.#patienceMs, () => {
        if (process === this.#process) this.#leave();
      });
      if (epoch !== this.#epoch) {
        process.end(abortedError('database'));
        throw abortedError('database');
      }
      this.#process = process;
      await process.boot();
      const limit = this.#mostBytes;
      if (limit !== null)
        await process.ask((bindings) => bindings.runQuery(process.connections.background, limitSql(limit)));
      return process;
    } catch (thrown) {
      const error =
        thrown instanceof PikaError
          ? thrown
          : databaseError(
              'DuckDB to start',
              thrown instanceof Error ? thrown.message : String(thrown),
              'Check that duckdb-eh.wasm and duckdb-browser-eh.worker.js are served beside the scripts.',
              thrown,
            );
      if (epoch === this.#epoch) {
        this.#process?.end(error);
        this.#starting = null;
      }
      throw error;
    }
  }

  /** Whatever tables there were are gone; the next request starts another. */
  #leave(): void {
    this.#process = null;
    this.#starting = null;
    this.#epoch++;
  }
}

function limitSql(mostBytes: number): string {
  return `SET GLOBAL memory_limit = '${Math.max(1, Math.floor(mostBytes / 1024))}KiB'`;
}
