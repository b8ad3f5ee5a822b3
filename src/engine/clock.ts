/**
 * The time of one engine: frames, delays, and a clock to read. Everything that the engine does *because time has
 * passed* goes through it, so that tests can move time by hand. Waiting for work (a GPU, a worker, the database) does
 * not, and the duration of work is measured by the machine's clock.
 */
export interface Clock {
  /** Milliseconds since some moment; never goes backwards. */
  now(): number;
  /** Calls `act` once, before the next frame is painted. */
  frame(act: () => void): void;
  /** Calls `act` once, after the delay. Returns a function that cancels it. */
  after(delayMs: number, act: () => void): () => void;
}

/** The browser's own time. */
export const pageClock: Clock = {
  now: () => performance.now(),
  frame: (act) => void requestAnimationFrame(act),
  after(delayMs, act) {
    const timer = setTimeout(act, delayMs);
    return () => clearTimeout(timer);
  },
};
