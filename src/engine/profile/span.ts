/** One stretch of time, in milliseconds of the page's `performance.now()`. */
export interface Span {
  /**
   * Who spent it: a room of the engine, a worker (`rows worker`, `cpu worker 1`), or {@link GPU_TRACK}. Each is a track
   * of the timeline.
   */
  readonly room: string;
  readonly name: string;
  readonly startMs: number;
  readonly endMs: number;
}

/** GPU passes. Their clock is the GPU's: lengths are measured, places are not (see GpuTimer). */
export const GPU_TRACK = 'GPU passes (approximate: placed by submission)';

/** A stretch of time on the one clock that a page and its workers share: milliseconds since 1970. */
export interface SharedInterval {
  readonly startMs: number;
  readonly endMs: number;
}

/** Now, on the clock that a page and its workers share; each counts `performance.now()` from a moment of its own. */
export function sharedNowMs(): number {
  return performance.timeOrigin + performance.now();
}

/** A stretch that a worker measured, as a span of this thread. */
export function spanOfWorker(room: string, name: string, { startMs, endMs }: SharedInterval): Span {
  return { room, name, startMs: startMs - performance.timeOrigin, endMs: endMs - performance.timeOrigin };
}
