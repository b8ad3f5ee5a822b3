import { PikaError } from './errors';

/*
 * Every request has a signal, made for it and aborted with its parent's: an element's, a query's, a turn's at the
 * database, kernels'. None outlives its request on a signal that does: whoever listens lets go when the request ends.
 */

export function abortedError(subject: string): PikaError {
  return new PikaError('source/aborted', {
    subject,
    expected: 'an answer',
    found: 'that the request was cancelled',
    next: 'Ask again if the answer is still wanted.',
  });
}

export function throwIfAborted(signal: AbortSignal | undefined, subject: string): void {
  if (signal?.aborted) throw abortedError(subject);
}

/** Calls back when the signal fires, at once when it has; the function returned lets go of it. */
export function onAbort(signal: AbortSignal | undefined, callback: () => void): () => void {
  if (signal?.aborted) callback();
  if (!signal || signal.aborted) return () => undefined;
  signal.addEventListener('abort', callback, { once: true });
  return () => signal.removeEventListener('abort', callback);
}

/**
 * Settles with `promise`, or rejects with source/aborted as soon as the signal fires; the work itself goes on unseen.
 */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined, subject: string): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const off = onAbort(signal, () => reject(abortedError(subject)));
    promise.then(resolve, reject).finally(off);
  });
}

/**
 * The right of one request to go on: ends with its parent's, or earlier. Release it when the request is over: a parent
 * may live much longer.
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
