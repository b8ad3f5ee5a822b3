import { PikaError } from '../errors';
import type { BusEvent } from './lane';
import { Mailbox, noneDropped, type Dropped } from './mailbox';

/** How many events of a lane wait for a loop that is busy. */
const CAPACITY = 1024;

/**
 * Events for `for await`. While the loop is busy they wait in a {@link Mailbox}, and nobody else is delayed. Leaving
 * the loop, or the signal of the subscription, ends it.
 */
export class EventStream<Event extends BusEvent> implements AsyncIterableIterator<Event> {
  /** Of events that came while the loop was busy, how many it never sees. */
  readonly dropped: Readonly<Dropped>;
  readonly #mailbox: Mailbox<Event>;
  readonly #off: () => void;
  #waiting: ((step: IteratorResult<Event>) => void)[] = [];
  #overrun = false;
  #ended = false;

  /** @param off called when it takes no more */
  constructor(
    off: () => void,
    {
      capacity = CAPACITY,
      dropped = noneDropped(),
    }: { readonly capacity?: number | undefined; readonly dropped?: Dropped } = {},
  ) {
    this.dropped = dropped;
    this.#mailbox = new Mailbox(capacity, dropped);
    this.#off = off;
  }

  /** @internal */
  put(event: Event): void {
    const first = this.#waiting.shift();
    if (first) return first({ done: false, value: event });
    if (this.#overrun || this.#mailbox.put(event)) return;
    this.#overrun = true;
    this.#off();
  }

  /** @throws PikaError `engine/slow-listener`, once what waits is taken, when control events came faster than that */
  async next(): Promise<IteratorResult<Event>> {
    const event = this.#ended ? undefined : this.#mailbox.take();
    if (event) return { done: false, value: event };
    if (this.#ended) return { done: true, value: undefined };
    if (!this.#overrun) return new Promise((resolve) => this.#waiting.push(resolve));
    throw new PikaError('engine/slow-listener', {
      subject: 'listener of engine.events',
      expected: 'to keep up with errors and lifecycle, of which nothing is left out',
      found: 'that too many wait',
      next: 'Do less in it, or listen to fewer events; it hears of none any more.',
    });
  }

  async return(): Promise<IteratorResult<Event>> {
    this.end();
    return { done: true, value: undefined };
  }

  /** Ends the loop; what waits is not told any more. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#off();
    for (const resolve of this.#waiting.splice(0)) resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
