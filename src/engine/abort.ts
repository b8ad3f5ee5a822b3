import { PikaError } from './errors';

export function abortedError(subject: string): PikaError {
  return new PikaError('source/aborted', { subject, expected: 'an answer', found: 'that the request was cancelled', next: 'Ask again if the answer is still wanted.' });
}

export function throwIfAborted(signal: AbortSignal | undefined, subject: string): void {
  if (signal?.aborted) throw abortedError(subject);
}

/** Settles with `promise`, or rejects with source/aborted as soon as the signal fires; the work itself goes on unseen. */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined, subject: string): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(abortedError(subject));
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
