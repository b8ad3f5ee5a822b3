import { PikaError } from '../errors';
import type { BusEvent } from './lane';
import { Mailbox, noneDropped, type Dropped } from './mailbox';

/** Events of a lane queued while the loop is busy. */
const CAPACITY = 1024;

/**
 * Events for `for await`. While the loop is busy they queue in a {@link Mailbox}, and other listeners are not delayed.
 * Leaving the loop, or aborting the subscription's signal, ends the stream.
 */
export class EventStream<Event extends BusEvent> implements AsyncIterableIterator<Event> {
  /** Events that arrived while the loop was busy and were never delivered, by lane. */
  readonly dropped: Readonly<Dropped>;
  readonly #mailbox: Mailbox<Event>;
  readonly #off: () => void;
  #waiting: ((step: IteratorResult<Event>) => void)[] = [];
  #overrun = false;
  #ended = false;

  /** @param off unsubscribes; called when the stream ends or overruns */
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

  /**
   * @throws PikaError `engine/slow-listener` after the queued events if more control events arrived than the queue
   *   holds
   */
  async next(): Promise<IteratorResult<Event>> {
    const event = this.#ended ? undefined : this.#mailbox.take();
    if (event) return { done: false, value: event };
    if (this.#ended) return { done: true, value: undefined };
    if (!this.#overrun) return new Promise((resolve) => this.#waiting.push(resolve));
    throw new PikaError('engine/slow-listener', {
      subject: 'listener of engine.events',
      expected: 'to keep up with errors and lifecycle events, none of which may be dropped',
      found: 'too many of them waiting',
      next: 'It was removed. Do less work in it, or listen to fewer events.',
    });
  }

  async return(): Promise<IteratorResult<Event>> {
    this.end();
    return { done: true, value: undefined };
  }

  /** Ends the loop and discards queued events. */
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
