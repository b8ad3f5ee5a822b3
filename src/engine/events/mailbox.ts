import type { BusEvent, Lane } from './lane';
import { Latest } from './latest';

/** Of events that waited for somebody slow, how many he never saw, by lane. */
export type Dropped = Record<Lane, number>;

export const noneDropped = (): Dropped => ({ control: 0, state: 0, progress: 0 });

/**
 * Where events wait for one subscriber who is busy: bounded, control first. What becomes of too many is the lane's
 * affair. `state`, `progress`: a newer event takes the place of the older one of its name and source; past the capacity
 * the oldest is dropped, the last of some work after all others. `control`: nothing is dropped; past the capacity
 * {@link put} refuses, and the subscriber has to be told.
 */
export class Mailbox<Event extends BusEvent> {
  readonly #capacity: number;
  readonly #dropped: Dropped;
  readonly #control: Event[] = [];
  readonly #latest = { state: new Latest<Event>(), progress: new Latest<Event>() };

  /** @param dropped counts what is dropped; the caller's */
  constructor(capacity: number, dropped: Dropped) {
    this.#capacity = capacity;
    this.#dropped = dropped;
  }

  /** Answers false when the event found no room. */
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
