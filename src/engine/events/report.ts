/** Reports what a listener threw as an uncaught error, to the page or to Node; the caller goes on. */
export function report(thrown: unknown): void {
  if (typeof reportError === 'function') reportError(thrown);
  else
    queueMicrotask(() => {
      throw thrown;
    });
}
