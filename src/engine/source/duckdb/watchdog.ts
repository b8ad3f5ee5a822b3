/** How often silence is looked at, for each patience. */
const TICKS = 8;

interface Debt {
  readonly extraMs: number;
  readonly reject: (error: Error) => void;
}

/**
 * Hears whether somebody who owes answers still lives. Whoever answers anything lives: answers come in order, so that
 * each one owed waits for those before it. Time is counted in ticks of this page's own clock, at most one tick each: a
 * page that sleeps, or is stopped in a debugger, takes no silence for death.
 */
export class Watchdog {
  readonly #patienceMs: number;
  readonly #onSilence: (silentMs: number) => void;
  readonly #owed = new Set<Debt>();
  #silentTicks = 0;
  #timer: ReturnType<typeof setInterval> | null = null;

  constructor(patienceMs: number, onSilence: (silentMs: number) => void) {
    this.#patienceMs = patienceMs;
    this.#onSilence = onSilence;
  }

  /** `extraMs`: how much longer this one may legitimately take than what is done in slices. */
  watch<T>(answer: Promise<T>, extraMs = 0): Promise<T> {
    // No race with a promise of death: one that lives long would keep every answer that it was raced with.
    return new Promise((resolve, reject) => {
      const debt: Debt = { extraMs, reject };
      this.#owed.add(debt);
      this.#timer ??= setInterval(() => this.#tick(), this.#patienceMs / TICKS);
      answer.then(resolve, reject).finally(() => {
        this.#owed.delete(debt);
        this.heard();
        if (this.#owed.size === 0) this.#stop();
      });
    });
  }

  /** A sign of life. */
  heard(): void {
    this.#silentTicks = 0;
  }

  /** Death is certain: all that is owed rejects. */
  giveUp(error: Error): void {
    this.#stop();
    for (const { reject } of this.#owed) reject(error);
    this.#owed.clear();
  }

  #stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  #tick(): void {
    const silentMs = (++this.#silentTicks * this.#patienceMs) / TICKS;
    if (silentMs <= this.#patienceMs + Math.max(...[...this.#owed].map(({ extraMs }) => extraMs))) return;
    this.#stop();
    this.#onSilence(silentMs);
  }
}
