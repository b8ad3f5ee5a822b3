import type { BusEvent } from './lane';

/**
 * Keeps the latest event of each name and source. Events of one source stay in order: those taken out are a subsequence
 * of those put in.
 */
export class Latest<Event extends BusEvent> {
  /**
   * By source, then by name. The last event of some work has the key `name, last`; only the last event of newer work
   * replaces it.
   */
  readonly #bySource = new Map<string, Map<PropertyKey, Event>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Returns whether it replaced an older event. */
  put(event: Event): boolean {
    let named = this.#bySource.get(event.source);
    if (!named) this.#bySource.set(event.source, (named = new Map()));
    const { name, isLast } = event;
    const before = this.#size;
    if (named.delete(name)) this.#size--;
    if (isLast && named.delete(lastOf(name))) this.#size--;
    named.set(isLast ? lastOf(name) : name, event);
    return ++this.#size <= before;
  }

  /** Removes and returns the oldest event of the source that has waited longest. */
  take(): Event | undefined {
    for (const [source, named] of this.#bySource) {
      for (const [key, event] of named) {
        this.remove(source, key);
        return event;
      }
    }
    return undefined;
  }

  /** Drops an old event; the last event of some work only if there is no other. */
  drop(): void {
    for (const [source, named] of this.#bySource) {
      for (const [key, { isLast }] of named) if (!isLast) return this.remove(source, key);
    }
    this.take();
  }

  remove(source: string, key: PropertyKey): void {
    const named = this.#bySource.get(source);
    if (!named?.delete(key)) return;
    this.#size--;
    if (named.size === 0) this.#bySource.delete(source);
  }

  /** Removes and returns all events. */
  takeAll(): Event[] {
    const events = [...this.#bySource.values()].flatMap((named) => [...named.values()]);
    this.#bySource.clear();
    this.#size = 0;
    return events;
  }
}

function lastOf(name: PropertyKey): string {
  return `${String(name)}, last`;
}
