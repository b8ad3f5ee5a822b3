import { onAbort } from '../abort';
import { EventStream } from './event-stream';
import type { EventOf, Kinds, Lane, Named } from './lane';
import { Latest } from './latest';
import { Listener } from './listener';
import { noneDropped, type Dropped } from './mailbox';
import { report } from './report';

export interface ListenOptions {
  /** Only events of this source. */
  readonly source?: string | undefined;
  /** Ends the subscription. */
  readonly signal?: AbortSignal | undefined;
}

export interface StreamOptions extends ListenOptions {
  /** Events queued per lane while the loop is busy. Default 1024. */
  readonly capacity?: number | undefined;
}

/** The listening side of a bus. `what` is the name of an event, or a lane: all events in it. */
export interface Events<All extends Kinds<All>> {
  /**
   * Returns a function that removes the listener. An error in a listener is reported and does not affect the others.
   */
  on<What extends keyof All | Lane>(
    what: What,
    listener: (event: EventOf<All, Named<All, What>>) => unknown,
    options?: ListenOptions,
  ): () => void;
  /** Like {@link on}, but for `for await`. */
  stream<What extends keyof All | Lane>(
    what: What,
    options?: StreamOptions,
  ): EventStream<EventOf<All, Named<All, What>>>;
  /** Events that arrived while an async listener was busy and were never delivered to it, by lane. */
  readonly dropped: Readonly<Dropped>;
}

export interface BusOptions {
  /** Calls `work` once, after the delay. */
  readonly after?: (delayMs: number, work: () => void) => void;
  /** Receives what listeners throw. */
  readonly report?: (thrown: unknown) => void;
}

/**
 * How long events wait for a newer one to replace them: one frame, and the slowest rate that still looks continuous.
 */
const DELAY_MS = { state: 16, progress: 100 } as const;

/** Delivers events in lanes; {@link Lane} says what each guarantees. Publishers never wait for listeners. */
export class Bus<All extends Kinds<All>> implements Events<All> {
  readonly dropped: Dropped = noneDropped();
  readonly #lanes: { readonly [Name in keyof All]: All[Name]['lane'] };
  readonly #after: (delayMs: number, work: () => void) => void;
  readonly #report: (thrown: unknown) => void;
  readonly #listeners = new Map<keyof All, Set<Listener<EventOf<All>>>>();
  readonly #control: EventOf<All>[] = [];
  readonly #pending = { state: new Latest<EventOf<All>>(), progress: new Latest<EventOf<All>>() };
  /**
   * Whether a delivery of the lane is scheduled. One timer per lane; it runs even if every pending event was withdrawn.
   */
  readonly #scheduled = { state: false, progress: false };
  #delivering = false;

  constructor(lanes: { readonly [Name in keyof All]: All[Name]['lane'] }, options: BusOptions = {}) {
    this.#lanes = lanes;
    this.#after = options.after ?? ((delayMs, work) => void setTimeout(work, delayMs));
    this.#report = options.report ?? report;
  }

  /** @param isLast whether this is the last event of some work, which is always delivered */
  publish<Name extends keyof All>(name: Name, source: string, detail: All[Name]['detail'], isLast = false): void {
    if (!this.#listeners.has(name)) return;
    const lane: Lane = this.#lanes[name];
    const event = { name, lane, source, detail, isLast } as EventOf<All>;
    if (lane === 'control') {
      this.#control.push(event);
      if (!this.#delivering) this.#deliverControl();
      return;
    }
    this.#pending[lane].put(event);
    if (!this.#scheduled[lane]) this.#schedule(lane);
  }

  /** Drops the pending event of this name and source: it is no longer true. */
  withdraw(name: keyof All, source: string): void {
    const lane: Lane = this.#lanes[name];
    if (lane !== 'control') this.#pending[lane].remove(source, name);
  }

  on<What extends keyof All | Lane>(
    what: What,
    listener: (event: EventOf<All, Named<All, What>>) => unknown,
    { source, signal }: ListenOptions = {},
  ): () => void {
    if (signal?.aborted) return () => undefined;
    const names = this.#named(what);
    const added = new Listener<EventOf<All>>(
      listener as (event: EventOf<All>) => unknown,
      source,
      this.#report,
      this.dropped,
    );
    const off = (): void => {
      added.off();
      forget();
      for (const name of names) {
        const listeners = this.#listeners.get(name);
        listeners?.delete(added);
        if (listeners?.size === 0) this.#listeners.delete(name);
      }
    };
    const forget = onAbort(signal, off);
    for (const name of names) this.#listeners.set(name, (this.#listeners.get(name) ?? new Set()).add(added));
    return off;
  }

  stream<What extends keyof All | Lane>(
    what: What,
    { source, signal, capacity }: StreamOptions = {},
  ): EventStream<EventOf<All, Named<All, What>>> {
    let off = (): void => undefined;
    const stream = new EventStream<EventOf<All, Named<All, What>>>(() => off(), { capacity });
    const forget = onAbort(signal, () => stream.end());
    const takeOff = this.on(what, (event) => stream.put(event), { source });
    off = () => {
      takeOff();
      forget();
    };
    if (signal?.aborted) off();
    return stream;
  }

  /** Calls a function as a listener: what it throws is reported. */
  protected call<Detail>(listener: (detail: Detail) => unknown, detail: Detail): void {
    try {
      listener(detail);
    } catch (thrown) {
      this.#report(thrown);
    }
  }

  #named(what: keyof All | Lane): (keyof All)[] {
    const names = Object.keys(this.#lanes) as (keyof All)[];
    return names.includes(what as keyof All) ? [what as keyof All] : names.filter((name) => this.#lanes[name] === what);
  }

  #schedule(lane: 'state' | 'progress'): void {
    this.#scheduled[lane] = true;
    this.#after(DELAY_MS[lane], () => {
      this.#scheduled[lane] = false;
      this.#deliver(this.#pending[lane].takeAll());
    });
  }

  /** Events published by a listener are delivered after the current one. */
  #deliverControl(): void {
    this.#delivering = true;
    this.#deliver(this.#control);
    this.#control.length = 0;
    this.#delivering = false;
  }

  /** A listener that is added during delivery gets the next event; one that is removed gets no more. */
  #deliver(events: readonly EventOf<All>[]): void {
    for (const event of events) {
      for (const listener of [...(this.#listeners.get(event.name) ?? [])]) listener.hear(event);
    }
  }
}
