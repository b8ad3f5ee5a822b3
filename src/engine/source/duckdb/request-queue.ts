import { abortedError, ChildAbort, onAbort } from '../../abort';

/** `interactive`: the user waits for the answer. `background`: the answer is not urgent. */
export type Priority = 'interactive' | 'background';

export interface QueuedRequest {
  readonly priority: Priority;
  /** A barrier runs alone: after all earlier requests, and before all later ones. Changes to tables are barriers. */
  readonly barrier?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Latest wins: a newer request with the same key cancels an older one. */
  readonly replaces?: string | undefined;
  /** The subject of its errors. */
  readonly subject: string;
}

interface Waiting {
  readonly request: QueuedRequest;
  readonly start: () => void;
  readonly cancel: () => void;
}

/**
 * Schedules requests to a database. At most two run at once, one of each priority, each on its own connection; within a
 * priority, in the order of arrival. It does not depend on the database.
 *
 * A request that is canceled (by its signal, or by a newer one with its key) rejects with source/aborted immediately.
 * If it is queued, it never runs. If it is running, its signal notifies `work`, and the connection stays occupied until
 * `work` ends.
 */
export class RequestQueue {
  #waiting: Waiting[] = [];
  readonly #running = new Set<QueuedRequest>();
  readonly #byKey = new Map<string, ChildAbort>();

  /** Queued and running requests. */
  get load(): { readonly waiting: number; readonly running: number } {
    return { waiting: this.#waiting.length, running: this.#running.size };
  }

  enter<T>(request: QueuedRequest, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { signal, replaces, subject } = request;
    if (signal?.aborted) return Promise.reject(abortedError(subject));
    const abort = new ChildAbort(signal);
    if (replaces !== undefined) {
      this.#byKey.get(replaces)?.abort();
      this.#byKey.set(replaces, abort);
    }
    let stopListening = (): void => undefined;
    const answer = new Promise<T>((resolve, reject) => {
      const waiting: Waiting = {
        request,
        start: () => {
          this.#running.add(request);
          work(abort.signal)
            .then(resolve, reject)
            .finally(() => {
              this.#running.delete(request);
              this.#next();
            });
        },
        cancel: () => {
          reject(abortedError(subject));
          const before = this.#waiting.length;
          this.#waiting = this.#waiting.filter((other) => other !== waiting);
          if (this.#waiting.length < before) this.#next();
        },
      };
      stopListening = onAbort(abort.signal, waiting.cancel);
      this.#waiting.push(waiting);
      this.#next();
    });
    const forget = (): void => {
      abort.release();
      stopListening();
      if (replaces !== undefined && this.#byKey.get(replaces) === abort) this.#byKey.delete(replaces);
    };
    answer.then(forget, forget);
    return answer;
  }

  /** Starts queued requests that may run, in the order of arrival. Barriers neither pass nor are passed. */
  #next(): void {
    for (const waiting of [...this.#waiting]) {
      const { request } = waiting;
      const first = this.#waiting[0] === waiting;
      if ([...this.#running].some(({ barrier }) => barrier)) return;
      if (request.barrier && !(first && this.#running.size === 0)) return;
      if ([...this.#running].some(({ priority }) => priority === request.priority)) continue;
      this.#waiting = this.#waiting.filter((other) => other !== waiting);
      waiting.start();
    }
  }
}
