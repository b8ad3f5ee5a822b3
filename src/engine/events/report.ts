/** Reports an error thrown by a listener as uncaught, to the page or to Node. The caller continues. */
export function report(thrown: unknown): void {
  if (typeof reportError === 'function') reportError(thrown);
  else
    queueMicrotask(() => {
      throw thrown;
    });
}
