import { ChildAbort } from '../abort';
import { pageClock, type Clock } from '../clock';
import type { EncodedColumn, FileRef, FileSummary, IpcOptions, IpcSource, Rows, RowsOptions } from './rows';
import type { RecordBatches } from './arrow/arrow-layout';

type Reader = Rows & { dispose?(): void };

/** Half of the processors, but two even where the page needs one of two: it waits for its rows. */
export function workersForFiles(): number {
  return Math.min(4, Math.max(2, Math.floor((globalThis.navigator?.hardwareConcurrency ?? 2) / 2)));
}

/** A worker that reads fewer values than this takes longer to start than it saves. */
const FEWEST_VALUES = 4_000_000;
/** Other plots of the page soon ask for more columns. Later, the memory of a worker is worth more than its start. */
const IDLE_MS = 5000;

/**
 * {@link Rows} that reads the columns of a large Parquet file in several workers at once, some columns in each. The
 * first one does all else; the others end when they have nothing to do.
 */
export class RowsPool implements Rows {
  readonly #start: () => Reader;
  readonly #most: number;
  readonly #first: Reader;
  readonly #clock: Clock;
  #others: Reader[] = [];
  /** Requests that run in several workers. */
  #running = 0;
  #cancelEnd: (() => void) | null = null;
  /** Of open files, by key. */
  readonly #rowCounts = new Map<string, number>();

  /**
   * @param start makes a reader with a worker of its own
   * @param most the number of workers
   */
  constructor(start: () => Reader, most: number, clock: Clock = pageClock) {
    this.#start = start;
    this.#most = most;
    this.#clock = clock;
    this.#first = start();
  }

  prepare(): void {
    this.#first.prepare();
  }

  async openFile(file: FileRef, options?: RowsOptions): Promise<FileSummary> {
    const summary = await this.#first.openFile(file, options);
    this.#rowCounts.set(file.key, summary.rowCount);
    return summary;
  }

  async columnsFromFile(file: FileRef, names: readonly string[], options: RowsOptions = {}): Promise<EncodedColumn[]> {
    const { signal, onProgress } = options;
    const readers = this.#readersOf(file, names);
    if (readers.length === 1) return this.#first.columnsFromFile(file, names, options);
    const perReader = names.length / readers.length;
    const stop = new ChildAbort(signal);
    const doneRows = readers.map(() => 0);
    this.#begin();
    try {
      const parts = await Promise.all(
        readers.map((reader, i) =>
          reader.columnsFromFile(file, names.slice(Math.round(i * perReader), Math.round((i + 1) * perReader)), {
            signal: stop.signal,
            onProgress: (done, total) => {
              doneRows[i] = done;
              onProgress?.(Math.floor(doneRows.reduce((sum, rows) => sum + rows) / readers.length), total);
            },
          }),
        ),
      );
      return parts.flat();
    } catch (thrown) {
      stop.abort();
      throw thrown;
    } finally {
      stop.release();
      this.#end();
    }
  }

  rowGroup(
    file: FileRef,
    index: number,
    names: readonly string[],
    options?: RowsOptions,
  ): Promise<Uint8Array<ArrayBuffer>> {
    return this.#first.rowGroup(file, index, names, options);
  }

  row(file: FileRef, number: number, options?: RowsOptions): Promise<readonly (string | null)[]> {
    return this.#first.row(file, number, options);
  }

  columnsFromIpc(
    source: IpcSource,
    query: string,
    labels?: readonly string[],
    options?: IpcOptions,
  ): Promise<EncodedColumn[]> {
    return this.#first.columnsFromIpc(source, query, labels, options);
  }

  columnsFromBatches(
    rows: RecordBatches,
    places: readonly number[],
    query: string,
    options?: RowsOptions,
  ): Promise<EncodedColumn[]> {
    return this.#first.columnsFromBatches(rows, places, query, options);
  }

  parquetOf(stream: Uint8Array<ArrayBuffer>, query: string, options?: RowsOptions): Promise<Uint8Array<ArrayBuffer>> {
    return this.#first.parquetOf(stream, query, options);
  }

  close(key: string): void {
    this.#rowCounts.delete(key);
    for (const reader of [this.#first, ...this.#others]) reader.close(key);
  }

  dispose(): void {
    this.#cancelEnd?.();
    for (const reader of [this.#first, ...this.#others]) reader.dispose?.();
  }

  #begin(): void {
    this.#running++;
    this.#cancelEnd?.();
    this.#cancelEnd = null;
  }

  #end(): void {
    if (--this.#running > 0) return;
    this.#cancelEnd = this.#clock.after(IDLE_MS, () => {
      for (const reader of this.#others) reader.dispose?.();
      this.#others = [];
    });
  }

  /** As many as pay. A name requested twice stays with one reader, which copies its column. */
  #readersOf({ key, format }: FileRef, names: readonly string[]): readonly [Reader, ...Reader[]] {
    if (format !== 'parquet' || new Set(names).size < names.length) return [this.#first];
    const values = (this.#rowCounts.get(key) ?? 0) * names.length;
    const others = Math.min(this.#most, names.length, Math.floor(values / FEWEST_VALUES)) - 1;
    while (this.#others.length < others) this.#others.push(this.#start());
    return [this.#first, ...this.#others.slice(0, Math.max(0, others))];
  }
}
