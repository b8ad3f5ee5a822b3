/** What the engine counts from its first moment on. */
export interface Counters {
  /** Bytes of files, downloaded whole or by ranges. */
  readonly bytesLoaded: number;
  /** Bytes of columns handed to a backend, and in how many pages. */
  readonly bytesUploaded: number;
  readonly uploads: number;
  /** Kernels that a GPU was sent. */
  readonly dispatches: number;
  /** Columns asked for that were resident or on their way, and those that were not. */
  readonly columnHits: number;
  readonly columnMisses: number;
  /** Pipelines that a frame needed: those compiled before, and those it had to wait for. */
  readonly pipelineHits: number;
  readonly pipelineMisses: number;
  /** Pipelines compiled in all, and those of them in idle time because an earlier visit needed them. */
  readonly pipelinesCompiled: number;
  readonly pipelinesRecalled: number;
  /** Times that what is remembered between visits could not be read or written. */
  readonly pipelineStoreFailures: number;
  /** Frames in which a plot was drawn, and frames of 1/60 s that passed after one was asked for and before it began. */
  readonly frames: number;
  readonly framesDropped: number;
}

export type CounterName = keyof Counters;

/** A counter's value from a moment on. */
export interface CounterSample {
  readonly name: CounterName;
  readonly atMs: number;
  readonly value: number;
}

export function zeroCounters(): Record<CounterName, number> {
  return {
    bytesLoaded: 0,
    bytesUploaded: 0,
    uploads: 0,
    dispatches: 0,
    columnHits: 0,
    columnMisses: 0,
    pipelineHits: 0,
    pipelineMisses: 0,
    pipelinesCompiled: 0,
    pipelinesRecalled: 0,
    pipelineStoreFailures: 0,
    frames: 0,
    framesDropped: 0,
  };
}
