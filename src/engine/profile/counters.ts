/** Totals since the engine was created. */
export interface Counters {
  /** Bytes of files downloaded, whole or in ranges. */
  readonly bytesLoaded: number;
  /** Column data passed to a backend, in bytes and in pages (`uploads`). */
  readonly bytesUploaded: number;
  readonly uploads: number;
  /** GPU kernel dispatches. */
  readonly dispatches: number;
  /** Columns requested that were resident or loading (hits), and the others (misses). */
  readonly columnHits: number;
  readonly columnMisses: number;
  /** Pipelines that a frame needed: compiled before (hits), or waited for (misses). */
  readonly pipelineHits: number;
  readonly pipelineMisses: number;
  /**
   * Pipelines compiled in total; `pipelinesRecalled` are those compiled in idle time because an earlier visit needed
   * them.
   */
  readonly pipelinesCompiled: number;
  readonly pipelinesRecalled: number;
  /** Failures to read or write the record of pipelines kept between visits. */
  readonly pipelineStoreFailures: number;
  /**
   * Frames in which a plot was drawn; `framesDropped` are the frames of 1/60 s that passed between a request and its
   * start.
   */
  readonly frames: number;
  readonly framesDropped: number;
}

export type CounterName = keyof Counters;

/** A counter's value as of `atMs`. */
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
