/** Checks per timeout. */
const TICKS = 8;

interface PendingAnswer {
  readonly extraMs: number;
  readonly reject: (error: Error) => void;
}

/**
 * Detects a hung worker: no message for `patienceMs` while answers are pending. Any message resets the time, because
 * answers arrive in order. Time is counted in timer ticks of this page, so a page that was suspended or stopped in a
 * debugger does not mistake its own pause for a hung worker.
 */
export class Watchdog {
  readonly #patienceMs: number;
  readonly #onSilence: (silentMs: number) => void;
  readonly #pending = new Set<PendingAnswer>();
  #silentTicks = 0;
  #timer: ReturnType<typeof setInterval> | null = null;

  constructor(patienceMs: number, onSilence: (silentMs: number) => void) {
    this.#patienceMs = patienceMs;
    this.#onSilence = onSilence;
  }

  /** Watches until `answer` settles. `extraMs` extends the timeout for a call that takes longer than a slice. */
  watch<T>(answer: Promise<T>, extraMs = 0): Promise<T> {
    // Not Promise.race with one long-lived promise: that would retain every answer.
    return new Promise((resolve, reject) => {
      const pending: PendingAnswer = { extraMs, reject };
      this.#pending.add(pending);
      this.#timer ??= setInterval(() => this.#tick(), this.#patienceMs / TICKS);
      answer.then(resolve, reject).finally(() => {
        this.#pending.delete(pending);
        this.noteReply();
        if (this.#pending.size === 0) this.#stop();
      });
    });
  }

  /** Records a message from the worker. */
  noteReply(): void {
    this.#silentTicks = 0;
  }

  /** The worker has ended: rejects all pending answers. */
  fail(error: Error): void {
    this.#stop();
    for (const { reject } of this.#pending) reject(error);
    this.#pending.clear();
  }

  #stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  #tick(): void {
    const silentMs = (++this.#silentTicks * this.#patienceMs) / TICKS;
    if (silentMs <= this.#patienceMs + Math.max(...[...this.#pending].map(({ extraMs }) => extraMs))) return;
    this.#stop();
    this.#onSilence(silentMs);
  }
}
