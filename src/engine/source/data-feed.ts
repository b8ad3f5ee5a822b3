import { appendBatches } from '../rows/arrow/append-batches';
import type { RecordBatches } from '../rows/arrow/arrow-layout';
import { abortedError } from '../abort';
import { PikaError } from '../errors';
import { readInMemory } from '../rows/in-memory/in-memory';

/** Called with all rows so far; resolves when they are shown. */
export type Publish = (rows: RecordBatches) => Promise<void>;

/** Limits of the pause between publications. It lasts as long as the last publication: each reloads all columns. */
const LEAST_PAUSE_MS = 100;
const MAX_PAUSE_MS = 2000;
/** A source that never waits must not block the page's frames. */
const SLICE_MS = 8;

/**
 * Streamed rows: collects batches from an async iterable, and publishes all of them from time to time. It keeps the
 * batches without copying. The iterable is read once; {@link DataFeed.stop} closes it.
 */
export class DataFeed {
  /** Resolves with the first non-empty batch, or no rows if the iterable ends; rejects if it throws before that. */
  readonly opened: Promise<RecordBatches>;
  /**
   * Resolves when the last row is shown; rejects with source/bad-data, or source/stream-failed if the iterable throws.
   * Earlier rows stay.
   */
  readonly finished: Promise<void>;
  readonly #subject: string;
  readonly #iterator: AsyncIterator<unknown>;
  readonly #publish: Publish;
  #open: (rows: RecordBatches) => void = () => undefined;
  #rows: RecordBatches = { fields: [], batches: [] };
  #published: RecordBatches | null = null;
  #publishing: Promise<void> | null = null;
  #stopped = false;
  #end: () => void = () => undefined;
  readonly #ended = new Promise<void>((resolve) => {
    this.#end = resolve;
  });

  constructor(name: string, data: AsyncIterable<unknown>, publish: Publish) {
    this.#subject = `query "${name}"`;
    this.#iterator = iteratorOf(data, this.#subject);
    this.#publish = publish;
    const first = new Promise<RecordBatches>((resolve) => {
      this.#open = resolve;
    });
    this.finished = this.#pump();
    this.opened = Promise.race([first, this.finished.then(() => first)]);
    this.opened.catch(() => undefined);
  }

  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    // Not awaited: a running generator returns only after its next batch.
    void Promise.resolve(this.#iterator.return?.()).catch(() => undefined);
  }

  /** All rows published so far; waits for the first. */
  async rows(): Promise<RecordBatches> {
    const first = await this.opened;
    return this.#published ?? first;
  }

  async #pump(): Promise<void> {
    try {
      await this.#takeAll();
    } finally {
      this.#end();
      if (!this.#stopped && this.#rows.batches.length > 0) this.#show();
      await this.#publishing;
    }
    if (this.#published === null) this.#show();
  }

  async #takeAll(): Promise<void> {
    let sliceStart = performance.now();
    for (;;) {
      const step = await this.#next();
      if (this.#stopped) throw abortedError(this.#subject);
      if (step.done) break;
      this.#rows = appendBatches(this.#rows, await readInMemory(step.value, this.#subject), this.#subject);
      if (this.#rows.batches.length > 0) this.#show();
      if (performance.now() - sliceStart > SLICE_MS) {
        await pause(0);
        sliceStart = performance.now();
      }
    }
  }

  async #next(): Promise<IteratorResult<unknown>> {
    try {
      return await this.#iterator.next();
    } catch (thrown) {
      throw streamError(thrown, this.#subject, this.#rows.batches.length > 0);
    }
  }

  /** The first rows open the relation; later ones wait for the previous publication and the pause after it. */
  #show(): void {
    if (this.#published === null) {
      this.#published = this.#rows;
      this.#open(this.#rows);
    }
    this.#publishing ??= this.#publishSoon().finally(() => {
      this.#publishing = null;
    });
  }

  async #publishSoon(): Promise<void> {
    let pauseMs = LEAST_PAUSE_MS;
    while (this.#published !== this.#rows && !this.#stopped) {
      // The end of the stream cuts the pause short.
      await Promise.race([pause(pauseMs), this.#ended]);
      const startMs = performance.now();
      this.#published = this.#rows;
      await this.#publish(this.#rows);
      pauseMs = Math.min(MAX_PAUSE_MS, Math.max(LEAST_PAUSE_MS, performance.now() - startMs));
    }
  }
}

/** @throws PikaError `source/stream-failed` */
function iteratorOf(data: AsyncIterable<unknown>, subject: string): AsyncIterator<unknown> {
  try {
    return data[Symbol.asyncIterator]();
  } catch (thrown) {
    throw streamError(thrown, subject, false);
  }
}

/** The author's iterable has thrown. */
function streamError(thrown: unknown, subject: string, hasRows: boolean): PikaError {
  if (thrown instanceof PikaError) return thrown;
  const kept = hasRows ? 'The rows that came before are shown. ' : '';
  const found = thrown instanceof Error ? thrown.message || thrown.name : String(thrown);
  return new PikaError(
    'source/stream-failed',
    {
      subject: `data of ${subject}`,
      expected: 'a stream or async iterator that ends',
      found: `that it threw: ${found}`,
      next: `${kept}Correct the stream, or read it again: set data to a new one.`,
    },
    thrown,
  );
}

function pause(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs));
}
