import { PikaError } from '../../errors';
import { abortedError, throwIfAborted, unlessAborted } from '../../abort';
import type { TakeStream } from '../../rows/rows';
import type { CsvArguments } from '../csv/csv-arguments';
import { makeCsvTable } from '../csv/csv-table';
import type { CsvFile, Database, SqlOptions, TableRead, Transaction } from '../database';
import { databaseError, DuckDbProcess, FILES } from './duckdb-process';
import { runSlices, runWhole, type Session } from './duckdb-session';
import { lostSnapshot, openReader } from './snapshot-reader';
import { sqlError } from './sql-error';
import type { RequestOptions, SourceNote } from '../source';
import type { Snapshot } from '../snapshot';
import { readPieces } from './table-pieces';
import { RequestQueue } from './request-queue';

export interface DuckDbOptions {
  /** Milliseconds without a message after which a worker with pending requests counts as hung and is restarted. */
  readonly patienceMs?: number;
}

/**
 * Far longer than a slice (0.1 s), and far longer than the slowest step that can't be sliced: the last phase of a sort
 * that fills memory.
 */
const PATIENCE_MS = 60_000;
/** Extra time for inserting a large Arrow stream, which is one step. This is a hundredth of the measured speed. */
const INGEST_BYTES_PER_MS = 1000;
/** Below this used fraction of the heap, a restart is worthwhile. */
const MOSTLY_FREE = 0.5;

/**
 * The engine's DuckDB, in its own worker. {@link RequestQueue} schedules the requests, at most one per connection: a
 * second query on a connection would silently truncate the first one's stream. The worker has one thread: a request
 * that runs in slices or pieces lets one of the other priority run in between, any other request blocks it. Only bytes
 * are exchanged, through duckdb-wasm's bindings; its other classes are unused. When the worker ends, its running
 * requests reject, queued ones go to the next worker, and all tables are lost: see {@link epoch}.
 */
export class DuckDb implements Database {
  readonly #patienceMs: number;
  readonly #queue = new RequestQueue();
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
      // Used once: invalid Arrow bytes break a connection for good, and disconnecting rolls back.
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

  snapshot(probe: string, options: SqlOptions): Promise<Snapshot> {
    return this.#enqueue(options, probe, async ({ process }) => {
      const { subject } = options;
      const reader = await openReader(process, probe, subject);
      process.readers.add(reader);
      return {
        run: async (sql, signal) => {
          const isLost = (): boolean => process !== this.#process && !this.#disposed;
          if (isLost()) throw lostSnapshot(subject);
          try {
            return await this.#enqueue({ ...options, signal }, sql, () => reader.run(sql));
          } catch (thrown) {
            throw isLost() && !signal?.aborted ? lostSnapshot(subject, thrown) : thrown;
          }
        },
        close: () => {
          process.readers.delete(reader);
          reader.close();
        },
      };
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
          // The worker's file reader reads it in parts: the whole text is never in memory.
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
    const { waiting, running } = this.#queue.load;
    if (!process || waiting + running + process.readers.size > 0) return false;
    return this.#queue.enter({ priority: 'background', barrier: true, subject: 'database' }, async () => {
      const { usedBytes, peakBytes } = await process.measure();
      if (
        this.#queue.load.waiting > 0 ||
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
    this.#onEnd();
  }

  #enqueue<T>(options: SqlOptions, sql: string, work: (session: Session) => Promise<T>): Promise<T> {
    const { priority = 'background', writes, signal, replaces, subject, onProgress, written } = options;
    return this.#queue.enter({ priority, barrier: writes, signal, replaces, subject }, async (stop) => {
      const process = await this.#running();
      throwIfAborted(stop, subject);
      try {
        const connection = process.connections[priority];
        const times = process.times.forRequest((text) =>
          process.ask((bindings) => bindings.runQuery(connection, text)),
        );
        const answer = await work({ process, connection, times, signal: stop, onProgress, subject });
        // Memory use grows only after writes, and during slices.
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
        if (process === this.#process) this.#onEnd();
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

  /** The worker has ended, and its tables are lost; the next request starts another one. */
  #onEnd(): void {
    this.#process = null;
    this.#starting = null;
    this.#epoch++;
  }
}

function limitSql(mostBytes: number): string {
  return `SET GLOBAL memory_limit = '${Math.max(1, Math.floor(mostBytes / 1024))}KiB'`;
}
