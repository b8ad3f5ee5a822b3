/**
 * How urgent an event is, and what of it may be lost. Of one source, in one lane, events come in the order in which
 * they were published.
 *
 * - `control` (errors, cancelled requests, lifecycle): told at once, within the call, before whatever waits in other
 * lanes; nothing is lost.
 * - `state` (selections, versions of data): the latest of each name and source, once a frame.
 * - `progress`: the latest of each name and source, every 100 ms; the last of some work always.
 */
export type Lane = 'control' | 'state' | 'progress';

/** What a bus knows of the events of one name. */
export interface Kind<InLane extends Lane = Lane, Detail = unknown> {
  readonly lane: InLane;
  readonly detail: Detail;
}

/** The kinds of a bus, by name. */
export type Kinds<All> = Record<keyof All, Kind>;

export interface BusEvent<Name = PropertyKey, InLane extends Lane = Lane, Detail = unknown> {
  readonly name: Name;
  readonly lane: InLane;
  /** Whose event it is, e.g. the name of a query. */
  readonly source: string;
  readonly detail: Detail;
  /** The last of some work: only the last of newer work takes its place. */
  readonly isLast: boolean;
}

/** An event of any of these names; `name` tells which. */
export type EventOf<All extends Kinds<All>, Name extends keyof All = keyof All> = {
  [N in Name]: BusEvent<N, All[N]['lane'], All[N]['detail']>;
}[Name];

/** The names meant by a name, or by a lane. */
export type Named<All extends Kinds<All>, What> = What extends keyof All
  ? What
  : { [N in keyof All]: All[N]['lane'] extends What ? N : never }[keyof All];
