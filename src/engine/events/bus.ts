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
  /** How many events of each lane wait while the loop is busy; 1024 when left out. */
  readonly capacity?: number | undefined;
}

/** What may be heard of a bus. `what` is the name of an event, or a lane: all events in it. */
export interface Events<All extends Kinds<All>> {
  /** Returns the function that takes the listener off again. One that throws is reported and disturbs nobody else. */
  on<What extends keyof All | Lane>(
    what: What,
    listener: (event: EventOf<All, Named<All, What>>) => unknown,
    options?: ListenOptions,
  ): () => void;
  /** The same for `for await`. */
  stream<What extends keyof All | Lane>(
    what: What,
    options?: StreamOptions,
  ): EventStream<EventOf<All, Named<All, What>>>;
  /** Of events that came while an async listener was busy, how many it never saw. */
  readonly dropped: Readonly<Dropped>;
}

export interface BusOptions {
  /** The clock: calls back once, so much later. */
  readonly after?: (delayMs: number, work: () => void) => void;
  /** Told what listeners throw. */
  readonly report?: (thrown: unknown) => void;
}

/** How long events wait for newer ones to take their place: a frame; what an eye takes for moving. */
const BEAT_MS = { state: 16, progress: 100 } as const;

/** Events in lanes: see {@link Lane} for what each promises. Who publishes never waits for who listens. */
export class Bus<All extends Kinds<All>> implements Events<All> {
  readonly dropped: Dropped = noneDropped();
  readonly #lanes: { readonly [Name in keyof All]: All[Name]['lane'] };
  readonly #after: (delayMs: number, work: () => void) => void;
  readonly #report: (thrown: unknown) => void;
  readonly #listeners = new Map<keyof All, Set<Listener<EventOf<All>>>>();
  readonly #control: EventOf<All>[] = [];
  readonly #pending = { state: new Latest<EventOf<All>>(), progress: new Latest<EventOf<All>>() };
  /** Whether the lane's next beat is due: one clock a lane, also when all that waited for it was withdrawn. */
  readonly #beating = { state: false, progress: false };
  #telling = false;

  constructor(lanes: { readonly [Name in keyof All]: All[Name]['lane'] }, options: BusOptions = {}) {
    this.#lanes = lanes;
    this.#after = options.after ?? ((delayMs, work) => void setTimeout(work, delayMs));
    this.#report = options.report ?? report;
  }

  /** `isLast`: of some work; always told. */
  publish<Name extends keyof All>(name: Name, source: string, detail: All[Name]['detail'], isLast = false): void {
    if (!this.#listeners.has(name)) return;
    const lane: Lane = this.#lanes[name];
    const event = { name, lane, source, detail, isLast } as EventOf<All>;
    if (lane === 'control') {
      this.#control.push(event);
      if (!this.#telling) this.#tellControl();
      return;
    }
    this.#pending[lane].put(event);
    if (!this.#beating[lane]) this.#beat(lane);
  }

  /** What waits to be told of this source is not true any more. */
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

  /** Calls somebody back as a listener is called: what he throws is reported. */
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

  #beat(lane: 'state' | 'progress'): void {
    this.#beating[lane] = true;
    this.#after(BEAT_MS[lane], () => {
      this.#beating[lane] = false;
      this.#tell(this.#pending[lane].takeAll());
    });
  }

  /** What a listener publishes in turn is told to everybody after what he was told of. */
  #tellControl(): void {
    this.#telling = true;
    this.#tell(this.#control);
    this.#control.length = 0;
    this.#telling = false;
  }

  /** A listener that comes or goes meanwhile hears of the next event, or of none. */
  #tell(events: readonly EventOf<All>[]): void {
    for (const event of events) {
      for (const listener of [...(this.#listeners.get(event.name) ?? [])]) listener.hear(event);
    }
  }
}
