import type { BusEvent } from './lane';

/**
 * The latest event of every name and source. Of one source events are kept in the order in which they came, so that
 * what is taken out is part of what was put in, in that order.
 */
export class Latest<Event extends BusEvent> {
  /** By source, then by name; by `name, last` the last of some work, which gives way only to the last of newer work. */
  readonly #bySource = new Map<string, Map<PropertyKey, Event>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Answers whether an older event went for it. */
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

  /** Takes the oldest event of the source that has waited longest. */
  take(): Event | undefined {
    for (const [source, named] of this.#bySource) {
      for (const [key, event] of named) {
        this.remove(source, key);
        return event;
      }
    }
    return undefined;
  }

  /** Drops an old event, the last of some work only where there is no other. */
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

  /** All there are; none are left. */
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
