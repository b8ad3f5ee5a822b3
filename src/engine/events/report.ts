/**
 * Tells the page, or Node, of what a listener threw, as if nobody had caught it; whoever called the listener goes on.
 */
export function report(thrown: unknown): void {
  if (typeof reportError === 'function') reportError(thrown);
  else
    queueMicrotask(() => {
      throw thrown;
    });
}
