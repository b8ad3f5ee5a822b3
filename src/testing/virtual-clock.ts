import type { Clock } from '../engine/clock';

const FRAMES_PER_SECOND = 60;
const FRAME_MS = 1000 / FRAMES_PER_SECOND;

interface Due {
  readonly atMs: number;
  readonly act: () => void;
}

/**
 * A clock that advances only when a test asks, with 60 frames per virtual second. Pass it to the engine before its
 * first plot:
 *
 * ```js
 * const clock = new VirtualClock();
 * await configure({ seams: { clock } });
 * await clock.until(once(plot, 'pika-ready'));
 * await clock.advance(300_000);   // what happens five minutes later
 * ```
 *
 * It drives only what the engine does because time has passed. Databases, GPUs and workers take real time: await their
 * results with {@link VirtualClock.until}.
 */
export class VirtualClock implements Clock {
  #nowMs = 0;
  /** In the order of the requests. */
  #due: Due[] = [];

  now(): number {
    return this.#nowMs;
  }

  frame(act: () => void): void {
    // The epsilon keeps rounding from requesting the current frame again.
    const last = Math.floor((this.#nowMs * FRAMES_PER_SECOND) / 1000 + 1e-6);
    this.#enter({ atMs: ((last + 1) * 1000) / FRAMES_PER_SECOND, act });
  }

  after(delayMs: number, act: () => void): () => void {
    return this.#enter({ atMs: this.#nowMs + Math.max(0, delayMs), act });
  }

  /** Frames and delays requested and not due yet. */
  get waiting(): number {
    return this.#due.length;
  }

  /**
   * Advances time. Callbacks run in order of due time, then of request; the promises and messages that each triggers
   * are processed before the next.
   */
  async advance(delayMs: number): Promise<void> {
    const untilMs = this.#nowMs + delayMs;
    await turn();
    for (let next = this.#next(); next && next.atMs <= untilMs; next = this.#next()) {
      this.#nowMs = next.atMs;
      this.#leave(next);
      next.act();
      await turn();
    }
    this.#nowMs = untilMs;
  }

  /**
   * Advances time frame by frame until the promise settles, and settles like it. Throws if that takes more than
   * `withinMs` of this clock.
   */
  async until<T>(wanted: Promise<T>, withinMs = 60_000): Promise<T> {
    let pending = true;
    const end = (): void => {
      pending = false;
    };
    wanted.then(end, end);
    const lastMs = this.#nowMs + withinMs;
    for (await turn(); pending; await this.advance(FRAME_MS)) {
      if (this.#nowMs > lastMs)
        throw new Error(
          `VirtualClock.until: expected the promise to settle within ${withinMs} ms of this clock, found it pending, ` +
            `with ${this.waiting} frames and delays to come. Check what it waits for.`,
        );
    }
    return wanted;
  }

  #next(): Due | undefined {
    return this.#due.reduce<Due | undefined>(
      (first, due) => (first && first.atMs <= due.atMs ? first : due),
      undefined,
    );
  }

  #enter(due: Due): () => void {
    this.#due.push(due);
    return () => this.#leave(due);
  }

  #leave(due: Due): void {
    this.#due = this.#due.filter((other) => other !== due);
  }
}

/** One turn of the real event loop. */
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
