import { PikaError } from './errors';

/*
 * Every request has its own signal, aborted with its parent's: an element, a query, a database request, a kernel. A
 * request that ends removes its listener from the parent's signal, which may live much longer.
 */

export function abortedError(subject: string): PikaError {
  return new PikaError('source/aborted', {
    subject,
    expected: 'a result',
    found: 'that the request was canceled',
    next: 'Repeat the request if you still need the result.',
  });
}

export function throwIfAborted(signal: AbortSignal | undefined, subject: string): void {
  if (signal?.aborted) throw abortedError(subject);
}

/**
 * Calls `callback` when the signal aborts, or at once if it already has. Returns a function that removes the listener.
 */
export function onAbort(signal: AbortSignal | undefined, callback: () => void): () => void {
  if (signal?.aborted) callback();
  if (!signal || signal.aborted) return () => undefined;
  signal.addEventListener('abort', callback, { once: true });
  return () => signal.removeEventListener('abort', callback);
}

/**
 * Settles with `promise`, or rejects with source/aborted as soon as the signal aborts. The work continues, but its
 * result is discarded.
 */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined, subject: string): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const off = onAbort(signal, () => reject(abortedError(subject)));
    promise.then(resolve, reject).finally(off);
  });
}

/**
 * The abort signal of one request: aborts with its parent, or earlier. Release it when the request ends: the parent may
 * live much longer.
 */
export class ChildAbort {
  readonly #controller = new AbortController();
  readonly #off: () => void;

  constructor(parent: AbortSignal | undefined) {
    this.#off = onAbort(parent, () => this.#controller.abort());
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  abort(): void {
    this.release();
    this.#controller.abort();
  }

  release(): void {
    this.#off();
  }
}
