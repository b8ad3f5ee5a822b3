/** The last things put in, oldest first; what no longer fits is counted, and gone. */
export class Ring<T> {
  readonly #capacity: number;
  readonly #items: T[] = [];
  #next = 0;
  #lost = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** How many were pushed out by later ones. */
  get lost(): number {
    return this.#lost;
  }

  get items(): readonly T[] {
    return [...this.#items.slice(this.#next), ...this.#items.slice(0, this.#next)];
  }

  push(item: T): void {
    if (this.#items.length === this.#capacity) this.#lost++;
    this.#items[this.#next] = item;
    this.#next = (this.#next + 1) % this.#capacity;
  }
}
