import { appendBatches } from '../rows/arrow/append-batches';
import type { RecordBatches } from '../rows/arrow/arrow-layout';
import { abortedError } from '../abort';
import { readWithCodecs } from '../rows/in-memory/in-memory';

/** Shows what came, and resolves when it is shown. */
export type Publish = (rows: RecordBatches) => Promise<void>;

/**
 * Between one publication and the next: as long as the last one took, for each loads all columns anew, but within
 * these.
 */
const LEAST_PAUSE_MS = 100;
const MOST_PAUSE_MS = 2000;
/** A source that never waits must not take the page's frames. */
const SLICE_MS = 8;

/**
 * Rows that go on arriving: takes batches out of an async iterable as they come, and publishes all there is from time
 * to time. Batches are kept as they are; the iterable is read once, and closed by {@link DataFeed.stop}.
 */
export class DataFeed {
  /**
   * Rows of the first batch that has any, or none when the end came first. Rejects with what the iterable threw before
   * that.
   */
  readonly opened: Promise<RecordBatches>;
  /**
   * Resolves when the last row is shown; rejects with source/bad-data or what the iterable threw. What came before
   * stays.
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
    this.#iterator = data[Symbol.asyncIterator]();
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
    // A generator under way answers only after its next batch: nobody waits for that.
    void Promise.resolve(this.#iterator.return?.()).catch(() => undefined);
  }

  /** All rows that are shown by now, once there are any. */
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
      const step = await this.#iterator.next();
      if (this.#stopped) throw abortedError(this.#subject);
      if (step.done) break;
      this.#rows = appendBatches(this.#rows, await readWithCodecs(step.value, this.#subject), this.#subject);
      if (this.#rows.batches.length > 0) this.#show();
      if (performance.now() - sliceStart > SLICE_MS) {
        await pause(0);
        sliceStart = performance.now();
      }
    }
  }

  /**
   * The first rows open the relation; later ones are published when the last publication is done and its pause over.
   */
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
      // The last rows wait for nothing.
      await Promise.race([pause(pauseMs), this.#ended]);
      const startMs = performance.now();
      this.#published = this.#rows;
      await this.#publish(this.#rows);
      pauseMs = Math.min(MOST_PAUSE_MS, Math.max(LEAST_PAUSE_MS, performance.now() - startMs));
    }
  }
}

/**
 * What batches arrive from: an async iterable, or a ReadableStream where those are none yet. Null when the data is no
 * such thing.
 */
export function arrivingBatches(data: unknown): AsyncIterable<unknown> | null {
  if (typeof data !== 'object' || data === null) return null;
  if (Symbol.asyncIterator in data) return data as AsyncIterable<unknown>;
  return data instanceof ReadableStream ? chunksOf(data as ReadableStream<unknown>) : null;
}

async function* chunksOf(stream: ReadableStream<unknown>): AsyncGenerator {
  const reader = stream.getReader();
  try {
    for (let step = await reader.read(); !step.done; step = await reader.read()) yield step.value;
  } finally {
    await reader.cancel();
  }
}

function pause(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs));
}
