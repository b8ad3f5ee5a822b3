import type { Clock } from '../engine/clock';

const FRAMES_PER_SECOND = 60;
const FRAME_MS = 1000 / FRAMES_PER_SECOND;

interface Due {
  readonly atMs: number;
  readonly act: () => void;
}

/**
 * Time that stands still until it is moved, sixty frames to its second. Hand it to the engine before its first plot:
 *
 * ```js
 * const clock = new VirtualClock();
 * await configure({ seams: { clock } });
 * await clock.until(once(plot, 'pika-ready'));
 * await clock.advance(300_000);   // what happens five minutes later
 * ```
 *
 * Only what the engine does because time has passed moves by it. Work of others, a database, a GPU, a worker, takes the
 * time it takes: await its end by {@link VirtualClock.until}.
 */
export class VirtualClock implements Clock {
  #nowMs = 0;
  /** In the order in which they were asked for. */
  #due: Due[] = [];

  now(): number {
    return this.#nowMs;
  }

  frame(act: () => void): void {
    // A hair's breadth, so that the frame that is now is not asked for again by a rounding.
    const last = Math.floor((this.#nowMs * FRAMES_PER_SECOND) / 1000 + 1e-6);
    this.#enter({ atMs: ((last + 1) * 1000) / FRAMES_PER_SECOND, act });
  }

  after(delayMs: number, act: () => void): () => void {
    return this.#enter({ atMs: this.#nowMs + Math.max(0, delayMs), act });
  }

  /** How many frames and delays are asked for and not come yet. */
  get waiting(): number {
    return this.#due.length;
  }

  /**
   * Moves time on. What falls due is called in order of time, then of asking; after each call, promises and messages
   * that it set going have their turn before the next.
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
   * Moves time on, frame by frame, until the promise is settled, and answers as it does. Throws when that takes more
   * than `withinMs` of this clock.
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
          `VirtualClock.until: expected an end within ${withinMs} ms of the clock, found none; ${this.waiting} frames and delays wait.`,
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

/** A turn of the real event loop. */
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
