/** A thing that the engine does again and again, and which of these times go wrong; the first is 1. */
export class FaultPoint {
  readonly #wrong: Set<number>;
  #times = 0;
  #struck = 0;

  constructor(wrong: number | readonly number[] = []) {
    this.#wrong = new Set(wrong instanceof Array ? wrong : [wrong as number]);
  }

  /** How often the engine has come here. */
  get times(): number {
    return this.#times;
  }

  /** How many of these times went wrong. */
  get struck(): number {
    return this.#struck;
  }

  /** Counts one time more, and says whether it goes wrong. */
  strikes(): boolean {
    const wrong = this.#wrong.has(++this.#times);
    if (wrong) this.#struck++;
    return wrong;
  }

  /** Nothing goes wrong here any more. */
  clear(): void {
    this.#wrong.clear();
  }
}
