import { chromeTrace } from './chrome-trace';
import { zeroCounters, type CounterName, type Counters, type CounterSample } from './counters';
import { showInDevtools } from './devtools';
import { Ring } from './ring';
import type { Span } from './span';

/**
 * Everything recorded between {@link Profile.start} and {@link Profile.stop}, in milliseconds of `performance.now()`.
 */
export interface ProfileRecording {
  readonly startMs: number;
  /** Null while recording. */
  readonly endMs: number | null;
  readonly spans: readonly Span[];
  readonly samples: readonly CounterSample[];
  /** Spans and samples dropped, oldest first, because the buffer was full. */
  readonly lost: number;
}

export interface ProfileOptions {
  /**
   * Also shows spans in the browser's performance panel while recording, as tracks of the group "pika-plot". Default
   * true.
   */
  readonly devtools?: boolean;
}

interface Recorded {
  readonly startMs: number;
  endMs: number | null;
  readonly spans: Ring<Span>;
  readonly samples: Ring<CounterSample>;
  readonly devtools: boolean;
}

const KEPT_STAGES = 512;
const KEPT_FRAMES = 240;
/** A few minutes of dragging; about 20 MB. */
const KEPT_SPANS = 2 ** 17;
const NOTHING = (): void => undefined;

/**
 * The engine's timings. Three things are always kept, because they cost only a clock read or an addition: stages
 * (waits, a few per plot), the times of recent frames, and counters. Spans of per-frame work are kept only while
 * recording.
 */
export class Profile {
  readonly #stages = new Ring<Span>(KEPT_STAGES);
  readonly #frames = new Ring<Span>(KEPT_FRAMES);
  readonly #counters = zeroCounters();
  readonly #late = new Set<Promise<unknown>>();
  #recorded: Recorded | null = null;

  get isRecording(): boolean {
    return this.#recorded !== null && this.#recorded.endMs === null;
  }

  /** Starts a recording and discards an earlier one. */
  start({ devtools = true }: ProfileOptions = {}): void {
    this.#recorded = {
      startMs: performance.now(),
      endMs: null,
      spans: new Ring(KEPT_SPANS),
      samples: new Ring(KEPT_SPANS),
      devtools,
    };
  }

  /** Ends the recording. Resolves when the results of work in progress are in it: GPU times arrive late. */
  async stop(): Promise<void> {
    if (this.#recorded) this.#recorded.endMs ??= performance.now();
    await Promise.allSettled(this.#late);
  }

  /** The latest recording, finished or not; null before the first {@link start}. */
  get recording(): ProfileRecording | null {
    if (!this.#recorded) return null;
    const { startMs, endMs, spans, samples } = this.#recorded;
    return { startMs, endMs, spans: spans.items, samples: samples.items, lost: spans.lost + samples.lost };
  }

  /**
   * The recording as Chrome trace JSON, for ui.perfetto.dev and chrome://tracing. If nothing was recorded, the trace
   * holds the stages so far.
   */
  export(): string {
    const { recording } = this;
    return JSON.stringify(
      chromeTrace(recording?.spans ?? this.spans, recording?.samples ?? [], {
        counters: this.counters,
        lost: recording?.lost ?? 0,
        timeOriginMs: performance.timeOrigin,
      }),
    );
  }

  /** The most recent stages (downloads, columns, compiles), oldest first, recorded or not. */
  get spans(): readonly Span[] {
    return this.#stages.items;
  }

  /**
   * Recent frames that drew something, from their start until the backend finished, or submitted all work to the GPU.
   */
  get frames(): readonly Span[] {
    return this.#frames.items;
  }

  get counters(): Counters {
    return { ...this.#counters };
  }

  /** Starts a span of frequent work; the function returned ends it. Costs nothing while not recording. */
  begin(module: string, name: string): () => void {
    if (!this.isRecording) return NOTHING;
    const startMs = performance.now();
    return () => this.add({ module: module, name, startMs, endMs: performance.now() });
  }

  /** Times a stage; always kept. */
  async time<T>(module: string, name: string, work: () => Promise<T>): Promise<T> {
    const startMs = performance.now();
    try {
      return await work();
    } finally {
      const span = { module, name, startMs, endMs: performance.now() };
      this.#stages.push(span);
      this.add(span);
    }
  }

  /**
   * Adds a span measured elsewhere, unless it ended before the recording started or was requested after the recording
   * ended. `askedMs` is the time of the request; by default the start of the span.
   */
  add(span: Span, askedMs = span.startMs): void {
    const recorded = this.#recorded;
    if (!recorded || span.endMs < recorded.startMs || (recorded.endMs !== null && askedMs > recorded.endMs)) return;
    recorded.spans.push(span);
    if (recorded.devtools) showInDevtools(span);
  }

  addFrame(startMs: number, endMs: number): void {
    this.#frames.push({ module: 'frame', name: 'frame', startMs, endMs });
    this.count('frames');
  }

  count(name: CounterName, by = 1): void {
    if (by === 0) return;
    this.#counters[name] += by;
    if (this.isRecording) this.#recorded!.samples.push({ name, atMs: performance.now(), value: this.#counters[name] });
  }

  /** Makes {@link stop} wait for this promise, because spans of the recording arrive with it. */
  waitFor(late: Promise<unknown>): void {
    this.#late.add(late);
    const forget = (): void => void this.#late.delete(late);
    late.then(forget, forget);
  }
}
