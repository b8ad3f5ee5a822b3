/**
 * Time as one engine knows it: frames, delays, and what hour it is. Everything that the engine does *because time has
 * passed* asks here, so that a test can move time by hand. What waits for work (a GPU, a worker, the database) waits
 * for that work, and how long work took is measured by the machine's own clock.
 */
export interface Clock {
  /** Milliseconds since some moment; never goes back. */
  now(): number;
  /** Calls back once, before the next picture. */
  frame(act: () => void): void;
  /** Calls back once, so much later; the function returned takes it back. */
  after(delayMs: number, act: () => void): () => void;
}

/** The page's own time. */
export const pageClock: Clock = {
  now: () => performance.now(),
  frame: (act) => void requestAnimationFrame(act),
  after(delayMs, act) {
    const timer = setTimeout(act, delayMs);
    return () => clearTimeout(timer);
  },
};
