import type { BusEvent, Lane } from './lane';
import { Latest } from './latest';

/** The number of events that a slow subscriber missed, by lane. */
export type Dropped = Record<Lane, number>;

export const noneDropped = (): Dropped => ({ control: 0, state: 0, progress: 0 });

/**
 * A bounded queue of events for one busy subscriber; control events come out first. A full queue is handled by lane.
 * `state`, `progress`: a newer event replaces the older one of its name and source; beyond the capacity the oldest is
 * dropped; the last event of a piece of work is dropped last. `control`: nothing is dropped; beyond the capacity {@link
 * put} refuses, and the subscriber must be notified.
 */
export class Mailbox<Event extends BusEvent> {
  readonly #capacity: number;
  readonly #dropped: Dropped;
  readonly #control: Event[] = [];
  readonly #latest = { state: new Latest<Event>(), progress: new Latest<Event>() };

  /** @param dropped incremented for every dropped event; owned by the caller */
  constructor(capacity: number, dropped: Dropped) {
    this.#capacity = capacity;
    this.#dropped = dropped;
  }

  /** Returns false if a control event was refused because the queue is full. */
  put(event: Event): boolean {
    const { lane } = event;
    if (lane === 'control') return this.#control.length < this.#capacity && this.#control.push(event) > 0;
    const latest = this.#latest[lane];
    const replaced = latest.put(event);
    const full = latest.size > this.#capacity;
    if (full) latest.drop();
    if (replaced || full) this.#dropped[lane]++;
    return true;
  }

  take(): Event | undefined {
    return this.#control.shift() ?? this.#latest.state.take() ?? this.#latest.progress.take();
  }
}
