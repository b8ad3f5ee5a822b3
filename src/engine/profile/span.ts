/** One interval of time, in milliseconds of the page's `performance.now()`. */
export interface Span {
  /**
   * Where the time was spent: a module of the engine, a worker (`rows worker`, `cpu worker 1`), or {@link GPU_TRACK}.
   * Each is a track of the timeline.
   */
  readonly module: string;
  readonly name: string;
  readonly startMs: number;
  readonly endMs: number;
}

/** GPU passes, timed by the GPU's own clock: durations are measured, positions are approximate (see GpuTimer). */
export const GPU_TRACK = 'GPU passes (approximate: placed by submission)';

/** An interval on the clock shared by a page and its workers: milliseconds since 1970. */
export interface SharedInterval {
  readonly startMs: number;
  readonly endMs: number;
}

/** The current time on that shared clock: each thread's `performance.now()` counts from an origin of its own. */
export function sharedNowMs(): number {
  return performance.timeOrigin + performance.now();
}

/** Converts an interval measured by a worker to a span of this thread. */
export function workerSpan(module: string, name: string, { startMs, endMs }: SharedInterval): Span {
  return { module: module, name, startMs: startMs - performance.timeOrigin, endMs: endMs - performance.timeOrigin };
}
