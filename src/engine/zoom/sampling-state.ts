import type { Clock } from '../clock';
import type { Sample } from '../frame/recording';

/**
 * After this long without another move the reader rests. With the exact counts of ten million rows it makes less than
 * 100 ms.
 */
const REST_AFTER_MS = 40;

/**
 * How a view is counted while its bins change from frame to frame: by scans of a sample if need be, and exactly once
 * the reader rests.
 */
export class SamplingState {
  readonly #onRest: () => void;
  /** Takes back that the reader rests soon; null when he does. */
  #stopResting: (() => void) | null = null;
  #sample: Sample | null = null;
  #uncounted = false;

  constructor(onRest: () => void) {
    this.#onRest = onRest;
  }

  get sample(): Sample | null {
    return this.#sample;
  }

  /** All rows are still to be counted: nobody saw them since bins are others. */
  get isUncounted(): boolean {
    return this.#uncounted;
  }

  get isApproximate(): boolean {
    return (this.#sample?.stride ?? 1) > 1;
  }

  /** Bins are others now, and are to be counted with the next picture. */
  renew(): void {
    this.#uncounted = true;
  }

  /** The reader moves. */
  moved(clock: Clock, rows: number, frameRows: number, renewed: boolean): void {
    if (renewed) {
      this.#uncounted = true;
      this.#sample = { stride: Math.max(1, Math.ceil(rows / frameRows)) };
    }
    this.#stopResting?.();
    this.#stopResting = clock.after(REST_AFTER_MS, this.#onRest);
  }

  /** The reader rests: what is shown is to be counted exactly. False when he did so before. */
  settle(): boolean {
    if (!this.#stopResting) return false;
    this.#stopResting();
    this.#stopResting = null;
    if (this.isApproximate) this.#uncounted = true;
    if (this.#sample) this.#sample = { stride: 1 };
    return true;
  }

  /** Nothing is under way any more. */
  idle(): void {
    if (!this.#stopResting) this.#sample = null;
  }

  /** Whether all rows are to be counted; asked once a frame. */
  takeUncounted(): boolean {
    const uncounted = this.#uncounted;
    this.#uncounted = false;
    return uncounted;
  }

  stop(): void {
    this.#stopResting?.();
    this.#stopResting = null;
    this.#sample = null;
  }
}
