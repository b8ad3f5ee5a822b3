/**
 * The time of one engine: frames, delays, and the current time. Everything that the engine does *because time has
 * passed* uses this clock, so that tests can advance time by hand. Waiting for a GPU, a worker or the database does not
 * use it, and the machine's clock measures how long work takes.
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
