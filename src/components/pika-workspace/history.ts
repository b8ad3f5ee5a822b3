/** Most values in the history, including the current one. Beyond that, the oldest are dropped. */
const MOST_STEPS = 200;

/** An undo history: a list of values, one of which is current. */
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

  /** Adds a step and drops those that could be redone. Returns false if the value is already the current one. */
  push(value: T): boolean {
    if (this.#isSame(value, this.current)) return false;
    this.#steps = [...this.#steps.slice(0, this.#at + 1), value].slice(-MOST_STEPS);
    this.#at = this.#steps.length - 1;
    return true;
  }

  /**
   * Replaces the current value without adding a step. A step that changes nothing any more is dropped. Returns false if
   * the two values are the same.
   */
  replace(value: T): boolean {
    const isOther = !this.#isSame(value, this.current);
    this.#steps[this.#at] = value;
    if (this.canRedo && this.#isSame(value, this.#steps[this.#at + 1]!)) this.#steps.splice(this.#at + 1, 1);
    if (this.canUndo && this.#isSame(value, this.#steps[this.#at - 1]!)) this.#steps.splice(--this.#at, 1);
    return isOther;
  }

  /**
   * Makes the nearest step with this value current; adds a step if there is none. For values that the user reached
   * without undo or redo, such as with the browser's back button.
   */
  visit(value: T): void {
    const same = this.#steps.flatMap((step, at) => (this.#isSame(step, value) ? [at] : []));
    const [nearest] = same.sort((a, b) => Math.abs(a - this.#at) - Math.abs(b - this.#at));
    if (nearest === undefined) this.push(value);
    else this.#at = nearest;
  }

  /** Moves one step back or forward. Returns the value there; null if there is no such step. */
  move(by: -1 | 1): T | null {
    if (by < 0 ? !this.canUndo : !this.canRedo) return null;
    this.#at += by;
    return this.current;
  }
}
