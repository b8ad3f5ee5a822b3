const IDLE_AFTER_MS = 1000;

/** Resolves when the page is idle. Not every browser has requestIdleCallback. */
export function idleTime(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof requestIdleCallback === 'function') requestIdleCallback(() => resolve());
    else setTimeout(resolve, IDLE_AFTER_MS);
  });
}
