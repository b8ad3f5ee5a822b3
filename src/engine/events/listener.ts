import { EventStream } from './event-stream';
import type { BusEvent } from './lane';
import type { Dropped } from './mailbox';

/**
 * A subscribed function. Its errors are reported. If it is asynchronous, it gets one event at a time, and later events
 * queue as in an {@link EventStream}.
 */
export class Listener<Event extends BusEvent> {
  readonly #call: (event: Event) => unknown;
  readonly #source: string | undefined;
  readonly #report: (thrown: unknown) => void;
  readonly #dropped: Dropped;
  #waiting: EventStream<Event> | null = null;
  #off = false;

  constructor(
    call: (event: Event) => unknown,
    source: string | undefined,
    report: (thrown: unknown) => void,
    dropped: Dropped,
  ) {
    this.#call = call;
    this.#source = source;
    this.#report = report;
    this.#dropped = dropped;
  }

  /** Unsubscribes; queued events are discarded too. */
  off(): void {
    this.#off = true;
    this.#waiting?.end();
  }

  hear(event: Event): void {
    if (this.#off || (this.#source !== undefined && this.#source !== event.source)) return;
    if (this.#waiting) return this.#waiting.put(event);
    try {
      const answer = this.#call(event);
      if (answer instanceof Promise)
        this.#oneByOne(
          answer,
          (this.#waiting = new EventStream<Event>(() => undefined, { dropped: this.#dropped })),
        ).catch(this.#report);
    } catch (thrown) {
      this.#report(thrown);
    }
  }

  async #oneByOne(first: Promise<unknown>, waiting: EventStream<Event>): Promise<void> {
    await first.catch(this.#report);
    for await (const event of waiting) await (async () => this.#call(event))().catch(this.#report);
  }
}
