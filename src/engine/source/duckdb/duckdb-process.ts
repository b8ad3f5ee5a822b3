import type { AsyncDuckDB } from '@duckdb/duckdb-wasm';
import { wasmFailure } from '../../browser/wasm';
import { placeOf, type PackageFile } from '../../browser/package-files';
import { explainMissingWorker, explainWorkerError, startWorker, type WorkerFile } from '../../browser/workers';
import { PikaError } from '../../errors';
import { countOf } from '../../rows/arrow/small-results';
import type { Priority } from './request-queue';
import { TimeSupport } from './time-support';
import { Watchdog } from './watchdog';

/** The virtual directory of files that DuckDB may read. */
export const FILES = 'pika/';
/**
 * Without external access, DuckDB loads no extensions and opens no URLs. Disabling autoload is not enough: functions
 * that belong to an extension still request it over the network, and if that fails, the WebAssembly crashes.
 */
export const SETTINGS = [
  'autoinstall_known_extensions=false',
  'autoload_known_extensions=false',
  `allowed_directories=['${FILES}']`,
  'enable_external_access=false',
];
/** Extra time to fetch and compile 34 MB, during which the worker sends no messages. */
const BOOT_MS = 60_000;
const SCRIPT: WorkerFile = {
  name: 'duckdb-browser-eh.worker.js',
  type: 'classic',
  url: () => new URL('@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js', import.meta.url),
};
const WASM: PackageFile = {
  name: 'duckdb-eh.wasm',
  url: () => new URL('@duckdb/duckdb-wasm/dist/duckdb-eh.wasm', import.meta.url),
};
const USED_BYTES = 'SELECT sum(memory_usage_bytes)::BIGINT FROM duckdb_memory()';

/**
 * One worker running DuckDB, from its start to its end. It ends by {@link end}, a WebAssembly crash, a worker error, or
 * a timeout; then all its pending requests reject.
 */
export class DuckDbProcess {
  /** One per priority, and `keeper` for housekeeping, such as measuring memory, while those are busy. */
  readonly connections: Record<Priority | 'keeper', number> = { interactive: -1, background: -1, keeper: -1 };
  /** Open snapshots: they end with the process. */
  readonly readers = new Set<object>();
  readonly times = new TimeSupport((sql) => this.ask((bindings) => bindings.runQuery(this.connections.keeper, sql)));
  readonly #bindings: AsyncDuckDB;
  readonly #worker: Worker;
  readonly #watchdog: Watchdog;
  readonly #onEnd: () => void;
  #ended: PikaError | null = null;
  #booted = false;
  #peakBytes = 0;

  private constructor(
    { AsyncDuckDB: Bindings, VoidLogger }: typeof import('@duckdb/duckdb-wasm'),
    patienceMs: number,
    onEnd: () => void,
  ) {
    this.#onEnd = onEnd;
    this.#watchdog = new Watchdog(patienceMs, (silentMs) =>
      this.end(
        databaseError(
          `an answer or progress within ${Math.round(patienceMs / 1000)} s`,
          `none for ${Math.round(silentMs / 1000)} s: its worker hangs, or one step of the query takes that long`,
          'Simplify the query or select fewer rows. The next request restarts the database.',
        ),
      ),
    );
    this.#worker = startedWorker();
    this.#worker.addEventListener('message', () => this.#watchdog.noteReply());
    this.#worker.addEventListener('error', (event) => {
      event.preventDefault();
      void this.#explain(event.message).then((error) => this.end(error));
    });
    this.#bindings = new Bindings(new VoidLogger(), this.#worker);
  }

  /** `onEnd` is called before pending requests reject. */
  static async launch(patienceMs: number, onEnd: () => void): Promise<DuckDbProcess> {
    // Imported on first use: it depends on apache-arrow, which nothing else here needs.
    return new DuckDbProcess(await import('@duckdb/duckdb-wasm'), patienceMs, onEnd);
  }

  /** The error for the worker's `error` event. During startup, its script or its WebAssembly file failed to load. */
  async #explain(message: string | undefined): Promise<PikaError> {
    const why = this.#booted
      ? null
      : ((await explainMissingWorker(this.#worker)) ??
        (message ? wasmFailure(WASM.name, message, placeOf(WASM).advice) : null));
    const { found, next } = why ?? { found: message || 'that it stopped', next: 'The next request restarts it.' };
    return databaseError(this.#booted ? 'its worker to keep running' : 'its worker to start', found, next);
  }

  async boot(): Promise<void> {
    const wasm = new URL(placeOf(WASM).url, globalThis.location?.href).href;
    await this.ask((bindings) => bindings.instantiate(wasm), BOOT_MS);
    this.#booted = true;
    await this.ask((bindings) =>
      bindings.open({
        path: ':memory:',
        query: { castBigIntToDouble: false, castDecimalToDouble: false, castTimestampToDate: false },
      }),
    );
    for (const use of ['interactive', 'background', 'keeper'] as const)
      this.connections[use] = await this.ask((bindings) => bindings.connectInternal());
    for (const setting of SETTINGS)
      await this.ask((bindings) => bindings.runQuery(this.connections.background, `SET GLOBAL ${setting}`));
  }

  /**
   * Sends one message to the worker and awaits its answer. `extraMs` is added to the timeout, for calls longer than a
   * slice. Rejects when the worker ends.
   */
  async ask<T>(call: (bindings: AsyncDuckDB) => Promise<T>, extraMs = 0): Promise<T> {
    if (this.#ended) throw this.#ended;
    try {
      return await this.#watchdog.watch(call(this.#bindings), extraMs);
    } catch (thrown) {
      if (!isCrash(thrown)) throw thrown;
      const error = databaseError(
        'a database that keeps running',
        `that it crashed (${thrown.message})`,
        `${crashAdvice(thrown)} The next request restarts it.`,
        thrown,
      );
      this.end(error);
      throw error;
    }
  }

  /**
   * Bytes that tables and running queries use now, and the maximum measured so far. The heap never shrinks, so it is at
   * least as large as that maximum.
   */
  async measure(): Promise<{ readonly usedBytes: number; readonly peakBytes: number }> {
    // While it starts, there is no connection to ask, and nothing in use.
    if (this.connections.keeper < 0) return { usedBytes: 0, peakBytes: this.#peakBytes };
    const usedBytes = countOf(await this.ask((bindings) => bindings.runQuery(this.connections.keeper, USED_BYTES)));
    this.#peakBytes = Math.max(this.#peakBytes, usedBytes);
    return { usedBytes, peakBytes: this.#peakBytes };
  }

  /** Terminates the worker, which frees all its memory, and rejects pending requests. */
  end(error: PikaError): void {
    if (this.#ended) return;
    this.#ended = error;
    this.#worker.terminate();
    this.#onEnd();
    this.#watchdog.fail(error);
  }
}

function startedWorker(): Worker {
  try {
    return startWorker(SCRIPT, 'pika.duckdb');
  } catch (thrown) {
    const { found, next } = explainWorkerError(thrown);
    throw databaseError('its worker to start', found, next, thrown);
  }
}

function isCrash(thrown: unknown): thrown is Error {
  return (
    thrown instanceof Error &&
    (thrown.name === 'RuntimeError' ||
      /memory access out of bounds|table index is out of bounds|unreachable|function signature mismatch/.test(
        thrown.message,
      ))
  );
}

function crashAdvice({ message }: Error): string {
  return /function signature|table index/.test(message)
    ? 'The SQL needs a feature that DuckDB-WASM lacks: write it another way.'
    : 'The usual reason is too much data: select fewer rows or columns.';
}

export function databaseError(expected: string, found: string, next: string, cause?: unknown): PikaError {
  return new PikaError('source/database', { subject: 'database', expected, found, next }, cause);
}
