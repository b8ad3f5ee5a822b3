import { unlessAborted } from '../abort';
import type { Progress, RequestOptions } from './source';

/**
 * Work that runs once and that several callers await. Each caller may cancel its wait; when the last one has canceled,
 * the work is aborted. Progress is reported to all callers.
 */
export class SharedTask<T> {
  readonly #abort = new AbortController();
  readonly #listeners = new Set<(progress: Progress) => void>();
  readonly #subject: string;
  readonly #work: Promise<T>;
  #waiting = 0;
  #settled = false;
  #last: Progress | null = null;

  constructor(subject: string, work: (options: Required<RequestOptions>) => Promise<T>) {
    this.#subject = subject;
    this.#work = work({ signal: this.#abort.signal, onProgress: (progress) => this.#report(progress) });
    // Callers handle a failure; without callers, there must be no unhandled rejection.
    this.#work
      .catch(() => undefined)
      .finally(() => {
        this.#settled = true;
      });
  }

  get aborted(): boolean {
    return this.#abort.signal.aborted;
  }

  /** Resolves when the work has succeeded or failed. */
  get settled(): Promise<void> {
    return this.#work.then(
      () => undefined,
      () => undefined,
    );
  }

  abort(): void {
    this.#abort.abort();
  }

  async wait({ signal, onProgress }: RequestOptions = {}): Promise<T> {
    this.#waiting++;
    if (onProgress) this.#listeners.add(onProgress);
    if (onProgress && this.#last) onProgress(this.#last);
    try {
      return await unlessAborted(this.#work, signal, this.#subject);
    } finally {
      if (onProgress) this.#listeners.delete(onProgress);
      if (--this.#waiting === 0 && signal?.aborted && !this.#settled) this.#abort.abort();
    }
  }

  #report(progress: Progress): void {
    this.#last = progress;
    for (const listener of this.#listeners) listener(progress);
  }
}
