import { abortedError, ChildAbort, onAbort } from '../../abort';

/** Somebody waits for an interactive request now; a background one may take its time. */
export type Priority = 'interactive' | 'background';

export interface QueuedRequest {
  readonly priority: Priority;
  /**
   * A barrier runs alone: after all that came before it, before all that came after it. Whatever changes tables is one.
   */
  readonly barrier?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  /** A newer request under the same key makes an older one useless: latest wins. */
  readonly replaces?: string | undefined;
  /** What errors call it. */
  readonly subject: string;
}

interface Waiting {
  readonly turn: QueuedRequest;
  readonly start: () => void;
  readonly cancel: () => void;
}

/**
 * Decides which request to a database runs next. Two run at once at most, one of each priority, each on a connection of
 * its own; within a priority, first come first served. Knows nothing of databases.
 *
 * A request that is cancelled (by its signal, or by a newer one of its key) rejects with source/aborted at once: while
 * it waits it never runs; while it runs, `work` is told by its signal, and its connection stays taken until `work` has
 * ended.
 */
export class RequestQueue {
  #waiting: Waiting[] = [];
  readonly #running = new Set<QueuedRequest>();
  readonly #byKey = new Map<string, ChildAbort>();

  /** How many wait and run, for those who count. */
  get load(): { readonly waiting: number; readonly running: number } {
    return { waiting: this.#waiting.length, running: this.#running.size };
  }

  enter<T>(turn: QueuedRequest, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { signal, replaces, subject } = turn;
    if (signal?.aborted) return Promise.reject(abortedError(subject));
    const abort = new ChildAbort(signal);
    if (replaces !== undefined) {
      this.#byKey.get(replaces)?.abort();
      this.#byKey.set(replaces, abort);
    }
    let letGo = (): void => undefined;
    const answer = new Promise<T>((resolve, reject) => {
      const waiting: Waiting = {
        turn,
        start: () => {
          this.#running.add(turn);
          work(abort.signal)
            .then(resolve, reject)
            .finally(() => {
              this.#running.delete(turn);
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
      letGo = onAbort(abort.signal, waiting.cancel);
      this.#waiting.push(waiting);
      this.#next();
    });
    const forget = (): void => {
      abort.release();
      letGo();
      if (replaces !== undefined && this.#byKey.get(replaces) === abort) this.#byKey.delete(replaces);
    };
    answer.then(forget, forget);
    return answer;
  }

  /**
   * Starts whatever may start, in the order of arrival; nothing overtakes a barrier, and a barrier overtakes nothing.
   */
  #next(): void {
    for (const waiting of [...this.#waiting]) {
      const { turn } = waiting;
      const first = this.#waiting[0] === waiting;
      if ([...this.#running].some(({ barrier }) => barrier)) return;
      if (turn.barrier && !(first && this.#running.size === 0)) return;
      if ([...this.#running].some(({ priority }) => priority === turn.priority)) continue;
      this.#waiting = this.#waiting.filter((other) => other !== waiting);
      waiting.start();
    }
  }
}
