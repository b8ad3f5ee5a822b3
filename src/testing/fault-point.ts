/** A repeated operation of the engine, and which of its occurrences fail; the first is 1. */
export class FaultPoint {
  readonly #failing: Set<number>;
  #times = 0;
  #struck = 0;

  constructor(fails: number | readonly number[] = []) {
    this.#failing = new Set(fails instanceof Array ? fails : [fails as number]);
  }

  /** Occurrences so far. */
  get times(): number {
    return this.#times;
  }

  /** Occurrences that failed. */
  get occurred(): number {
    return this.#struck;
  }

  /** Counts one more occurrence, and returns whether it fails. */
  occurs(): boolean {
    const fails = this.#failing.has(++this.#times);
    if (fails) this.#struck++;
    return fails;
  }

  /** No further occurrence fails. */
  clear(): void {
    this.#failing.clear();
  }
}
