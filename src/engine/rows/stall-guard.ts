import { ChildAbort } from '../abort';

/** Aborts a request that stalls; restarted by every sign of progress. */
export class StallGuard {
  readonly #abort: ChildAbort;
  readonly #stallMs: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stalled = false;

  constructor(stallMs: number, outer?: AbortSignal) {
    this.#stallMs = stallMs;
    this.#abort = new ChildAbort(outer);
    this.restart();
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Whether this guard aborted it. */
  get stalled(): boolean {
    return this.#stalled;
  }

  restart(): void {
    clearTimeout(this.#timer);
    if (!Number.isFinite(this.#stallMs)) return;
    this.#timer = setTimeout(() => {
      this.#stalled = true;
      this.#abort.abort();
    }, this.#stallMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#abort.release();
  }
}
