import type { Clock } from '../clock';
import type { Sample } from '../frame/recording';

/** Idle time before the exact recount; with ten million rows the total stays under 100 ms. */
const IDLE_AFTER_MS = 40;

/**
 * Decides how a view is counted while the user zooms: from a sample if the rows are too many for a frame, and exactly
 * once the user pauses.
 */
export class SamplingState {
  readonly #onIdle: () => void;
  /** Cancels the pending pause; null while the user does not move. */
  #cancelIdle: (() => void) | null = null;
  #sample: Sample | null = null;
  #uncounted = false;

  constructor(onIdle: () => void) {
    this.#onIdle = onIdle;
  }

  get sample(): Sample | null {
    return this.#sample;
  }

  /** The totals are stale: the bins changed since all rows were counted. */
  get isUncounted(): boolean {
    return this.#uncounted;
  }

  get isApproximate(): boolean {
    return (this.#sample?.stride ?? 1) > 1;
  }

  /** The bins have changed: count all rows with the next picture. */
  renew(): void {
    this.#uncounted = true;
  }

  /** The user zooms or pans. */
  moved(clock: Clock, rows: number, frameRows: number, renewed: boolean): void {
    if (renewed) {
      this.#uncounted = true;
      this.#sample = { stride: Math.max(1, Math.ceil(rows / frameRows)) };
    }
    this.#cancelIdle?.();
    this.#cancelIdle = clock.after(IDLE_AFTER_MS, this.#onIdle);
  }

  /** The user has paused: the next count is exact. Returns false if it was going to be exact already. */
  settle(): boolean {
    if (!this.#cancelIdle) return false;
    this.#cancelIdle();
    this.#cancelIdle = null;
    if (this.isApproximate) this.#uncounted = true;
    if (this.#sample) this.#sample = { stride: 1 };
    return true;
  }

  /** The exact count is done: drops the sample unless the user moves again. */
  idle(): void {
    if (!this.#cancelIdle) this.#sample = null;
  }

  /** Whether to count all rows now; resets the flag. Called once a frame. */
  takeUncounted(): boolean {
    const uncounted = this.#uncounted;
    this.#uncounted = false;
    return uncounted;
  }

  stop(): void {
    this.#cancelIdle?.();
    this.#cancelIdle = null;
    this.#sample = null;
  }
}
