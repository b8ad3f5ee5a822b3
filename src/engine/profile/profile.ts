import { chromeTrace } from './chrome-trace';
import { zeroCounters, type CounterName, type Counters, type CounterSample } from './counters';
import { showInDevtools } from './devtools';
import { Ring } from './ring';
import type { Span } from './span';

/** What happened between {@link Profile.start} and {@link Profile.stop}, in milliseconds of `performance.now()`. */
export interface ProfileRecording {
  readonly startMs: number;
  /** Null while it still records. */
  readonly endMs: number | null;
  readonly spans: readonly Span[];
  readonly samples: readonly CounterSample[];
  /** Spans and samples that no longer fitted: the oldest went. */
  readonly lost: number;
}

export interface ProfileOptions {
  /**
   * Shows spans in the browser's performance panel too, as tracks of the group "pika-plot", while it records. Default
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
/** Some minutes of dragging; about 20 MB. */
const KEPT_SPANS = 2 ** 17;
const NOTHING = (): void => undefined;

/**
 * The engine's clock book. Three things are always kept, for they cost a clock read or an addition: stages (waits of
 * which there are a few per plot), the times of the last frames, and counters. Spans of what happens in every frame are
 * kept only while it records.
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

  /** Begins a recording; an earlier one is forgotten. */
  start({ devtools = true }: ProfileOptions = {}): void {
    this.#recorded = {
      startMs: performance.now(),
      endMs: null,
      spans: new Ring(KEPT_SPANS),
      samples: new Ring(KEPT_SPANS),
      devtools,
    };
  }

  /** Ends the recording. Resolves when what was under way then (a GPU's times come late) is in it. */
  async stop(): Promise<void> {
    if (this.#recorded) this.#recorded.endMs ??= performance.now();
    await Promise.allSettled(this.#late);
  }

  /** What was recorded since the last start; null before the first. */
  get recording(): ProfileRecording | null {
    if (!this.#recorded) return null;
    const { startMs, endMs, spans, samples } = this.#recorded;
    return { startMs, endMs, spans: spans.items, samples: samples.items, lost: spans.lost + samples.lost };
  }

  /**
   * The recording as Chrome trace JSON, which ui.perfetto.dev and chrome://tracing open; of the stages kept, when
   * nothing was recorded.
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

  /** The last stages of the engine's life (downloads, columns, compiles), oldest first, recorded or not. */
  get spans(): readonly Span[] {
    return this.#stages.items;
  }

  /**
   * The last frames with a picture: from their beginning until the backend had done, or a GPU had been sent, all of it.
   */
  get frames(): readonly Span[] {
    return this.#frames.items;
  }

  get counters(): Counters {
    return { ...this.#counters };
  }

  /** Starts a span of something that happens often; the function returned ends it. Free while nothing records. */
  begin(room: string, name: string): () => void {
    if (!this.isRecording) return NOTHING;
    const startMs = performance.now();
    return () => this.add({ room, name, startMs, endMs: performance.now() });
  }

  /** Notes how long a stage took; always kept. */
  async time<T>(room: string, name: string, work: () => Promise<T>): Promise<T> {
    const startMs = performance.now();
    try {
      return await work();
    } finally {
      const span = { room, name, startMs, endMs: performance.now() };
      this.#stages.push(span);
      this.add(span);
    }
  }

  /**
   * Takes in a span that was measured elsewhere, if it was asked for in the recording; left out, that is when it began.
   */
  add(span: Span, askedMs = span.startMs): void {
    const recorded = this.#recorded;
    if (!recorded || span.endMs < recorded.startMs || (recorded.endMs !== null && askedMs > recorded.endMs)) return;
    recorded.spans.push(span);
    if (recorded.devtools) showInDevtools(span);
  }

  addFrame(startMs: number, endMs: number): void {
    this.#frames.push({ room: 'frame', name: 'frame', startMs, endMs });
    this.count('frames');
  }

  count(name: CounterName, by = 1): void {
    if (by === 0) return;
    this.#counters[name] += by;
    if (this.isRecording) this.#recorded!.samples.push({ name, atMs: performance.now(), value: this.#counters[name] });
  }

  /** Spans of the recording are still to come when this settles; {@link stop} waits for them. */
  expect(late: Promise<unknown>): void {
    this.#late.add(late);
    const forget = (): void => void this.#late.delete(late);
    late.then(forget, forget);
  }
}
