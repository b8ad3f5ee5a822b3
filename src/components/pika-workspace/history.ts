/** The steps that a user can take back. Beyond this many, the first are forgotten. */
const MOST_STEPS = 200;

/** A list of values with a current one. */
export class History<T> {
  readonly #isSame: (a: T, b: T) => boolean;
  #steps: T[];
  #at = 0;

  constructor(first: T, isSame: (a: T, b: T) => boolean) {
    this.#steps = [first];
    this.#isSame = isSame;
  }

  get current(): T {
    return this.#steps[this.#at]!;
  }

  get canUndo(): boolean {
    return this.#at > 0;
  }

  get canRedo(): boolean {
    return this.#at < this.#steps.length - 1;
  }

  get steps(): readonly T[] {
    return this.#steps;
  }

  /** A new step, after which nothing can be redone. Returns false if it is the current value already. */
  push(value: T): boolean {
    if (this.#isSame(value, this.current)) return false;
    this.#steps = [...this.#steps.slice(0, this.#at + 1), value].slice(-MOST_STEPS);
    this.#at = this.#steps.length - 1;
    return true;
  }

  /** Changes the current value without a step. Returns false if it is the current value already. */
  replace(value: T): boolean {
    if (this.#isSame(value, this.current)) return false;
    this.#steps[this.#at] = value;
    return true;
  }

  /** Goes to the nearest step with this value, which the user reached by another way; if there is none, makes one. */
  visit(value: T): void {
    const same = this.#steps.flatMap((step, at) => (this.#isSame(step, value) ? [at] : []));
    const [nearest] = same.sort((a, b) => Math.abs(a - this.#at) - Math.abs(b - this.#at));
    if (nearest === undefined) this.push(value);
    else this.#at = nearest;
  }

  /** Goes back by one step, or forward by one; null if there is none. */
  move(by: -1 | 1): T | null {
    if (by < 0 ? !this.canUndo : !this.canRedo) return null;
    this.#at += by;
    return this.current;
  }
}
