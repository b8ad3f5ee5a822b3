/** A ring buffer: keeps the most recent items, oldest first, and the number of items it overwrote. */
export class Ring<T> {
  readonly #capacity: number;
  readonly #items: T[] = [];
  #next = 0;
  #lost = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Number of items overwritten. */
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
