/**
 * How urgent an event is, and whether it may be dropped. Within a lane, the events of one source arrive in the order in
 * which they were published.
 *
 * - `control` (errors, canceled requests, lifecycle): delivered synchronously, before anything pending in other lanes;
 *   never dropped.
 * - `state` (selections, versions of data): the latest of each name and source, once per frame.
 * - `progress`: the latest of each name and source, every 100 ms; the last event of a task is always delivered.
 */
export type Lane = 'control' | 'state' | 'progress';

/** The lane and payload of the events of one name. */
export interface Kind<InLane extends Lane = Lane, Detail = unknown> {
  readonly lane: InLane;
  readonly detail: Detail;
}

/** The event kinds of a bus, by name. */
export type Kinds<All> = Record<keyof All, Kind>;

export interface BusEvent<Name = PropertyKey, InLane extends Lane = Lane, Detail = unknown> {
  readonly name: Name;
  readonly lane: InLane;
  /** What the event is about, e.g. the name of a query. */
  readonly source: string;
  readonly detail: Detail;
  /** The last event of some work. Only the last event of newer work replaces it. */
  readonly isLast: boolean;
}

/** An event of one of these names, discriminated by `name`. */
export type EventOf<All extends Kinds<All>, Name extends keyof All = keyof All> = {
  [N in Name]: BusEvent<N, All[N]['lane'], All[N]['detail']>;
}[Name];

/** The event names that `What` selects: itself, or every name in a lane. */
export type Named<All extends Kinds<All>, What> = What extends keyof All
  ? What
  : { [N in keyof All]: All[N]['lane'] extends What ? N : never }[keyof All];
