/** A change of a zone's clocks. Times are in milliseconds since 1970. */
export interface Transition {
  /** The first instant with the new offset. */
  readonly atMs: number;
  /** The difference between wall-clock time and UTC before the change, and from the change on. */
  readonly beforeMs: number;
  readonly afterMs: number;
}

const DAY_MS = 86_400_000;
const CHUNK_MS = 3652 * DAY_MS;
/** No zone changes its clocks and back again within this time. */
const SCAN_MS = 7 * DAY_MS;
/** There are no time zones before 1840. After 2100, clocks keep the offset of 2100. */
const FIRST_MS = Date.UTC(1840, 0, 1);
const END_MS = Date.UTC(2100, 0, 1);
/** Longer than any offset, and than any change of an offset. */
const REACH_MS = 2 * DAY_MS;

interface Chunk {
  /** The offset at the start of the chunk. */
  readonly offsetMs: number;
  readonly transitions: readonly Transition[];
}

const known = new Map<string, TimeZone | null>();

/**
 * The time zone with this name in the IANA database; `local` is the zone of the user's device. Null for UTC, which
 * needs no rules.
 * @throws RangeError for an unknown name
 */
export function timeZoneNamed(name: string): TimeZone | null {
  const wanted = name.toLowerCase();
  let zone = known.get(wanted);
  if (zone === undefined) {
    const { timeZone } = new Intl.DateTimeFormat('en', wanted === 'local' ? {} : { timeZone: name }).resolvedOptions();
    zone = /^((etc\/)?(utc|gmt|uct)|[+-]00:00)$/i.test(timeZone) ? null : new TimeZone(timeZone);
    // Not cached: a device may move to another zone.
    if (wanted !== 'local') known.set(wanted, zone);
  }
  return zone;
}

/**
 * The clocks of a time zone, according to the browser. Finds the changes of an offset on first use, ten years at a
 * time.
 */
export class TimeZone {
  /** The name in the IANA database, such as `Europe/Vienna`. */
  readonly name: string;
  readonly #format: Intl.DateTimeFormat;
  readonly #chunks = new Map<number, Chunk>();

  /** @throws RangeError for an unknown name */
  constructor(name: string) {
    this.name = name;
    this.#format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
  }

  /** The difference between wall-clock time and UTC at an instant. */
  offsetMs(ms: number): number {
    const at = Math.max(FIRST_MS, Math.min(END_MS - 1, ms));
    const { offsetMs, transitions } = this.#chunk(Math.floor((at - FIRST_MS) / CHUNK_MS));
    return transitions.findLast(({ atMs }) => atMs <= at)?.afterMs ?? offsetMs;
  }

  /** The wall-clock time at an instant, in milliseconds since 1970 as if it were UTC. */
  wallOf(ms: number): number {
    return ms + this.offsetMs(ms);
  }

  /**
   * The first instant at which the clocks show a time, or a later time if they skip it. `wallMs` is wall-clock time in
   * milliseconds since 1970, as if it were UTC.
   */
  instantOf(wallMs: number): number {
    const fromMs = wallMs - REACH_MS;
    let offsetMs = this.offsetMs(fromMs);
    let startMs = fromMs;
    for (const { atMs, afterMs } of this.transitions(fromMs, wallMs + REACH_MS)) {
      const ms = Math.max(startMs, wallMs - offsetMs);
      if (ms < atMs) return ms;
      [startMs, offsetMs] = [atMs, afterMs];
    }
    return Math.max(startMs, wallMs - offsetMs);
  }

  /** The changes in fromMs < t ≤ toMs, ascending. */
  transitions(fromMs: number, toMs: number): readonly Transition[] {
    if (toMs < FIRST_MS || fromMs >= END_MS) return [];
    const chunkAt = (ms: number): number =>
      Math.floor((Math.max(FIRST_MS, Math.min(END_MS, ms)) - FIRST_MS) / CHUNK_MS);
    const [first, last] = [chunkAt(fromMs), chunkAt(toMs)];
    return Array.from({ length: last - first + 1 }, (_, i) => this.#chunk(first + i).transitions)
      .flat()
      .filter(({ atMs }) => atMs > fromMs && atMs <= toMs);
  }

  /** All changes of the clocks. Takes tens of milliseconds on first use. */
  get allTransitions(): readonly Transition[] {
    return this.transitions(-Infinity, Infinity);
  }

  /** The offset before the first change. */
  get firstOffsetMs(): number {
    return this.offsetMs(FIRST_MS);
  }

  #chunk(index: number): Chunk {
    let chunk = this.#chunks.get(index);
    if (!chunk) {
      const startMs = FIRST_MS + index * CHUNK_MS;
      // Start a second early, so that a change at the very start of the chunk is found.
      const fromMs = Math.max(FIRST_MS, startMs - 1000);
      const endMs = Math.min(END_MS, startMs + CHUNK_MS);
      const transitions: Transition[] = [];
      const offsetMs = this.#read(fromMs);
      let atMs = fromMs;
      for (let before = offsetMs; atMs < endMs - 1000;) {
        const nextMs = Math.min(endMs - 1000, atMs + SCAN_MS);
        const after = this.#read(nextMs);
        for (let startsMs = atMs; before !== after;) {
          const changeMs = this.#changeBetween(startsMs, nextMs, before);
          const then = this.#read(changeMs);
          transitions.push({ atMs: changeMs, beforeMs: before, afterMs: then });
          [startsMs, before] = [changeMs, then];
        }
        atMs = nextMs;
      }
      chunk = { offsetMs, transitions };
      this.#chunks.set(index, chunk);
    }
    return chunk;
  }

  /** The first second after `fromMs` with another offset. */
  #changeBetween(fromMs: number, toMs: number, offsetMs: number): number {
    let [same, other] = [fromMs, toMs];
    while (other - same > 1000) {
      const middle = same + Math.floor((other - same) / 2000) * 1000;
      if (this.#read(middle) === offsetMs) same = middle;
      else other = middle;
    }
    return other;
  }

  #read(ms: number): number {
    const [month, day, year, hour, minute, second] = this.#format.format(ms).match(/\d+/g)!.map(Number);
    return Date.UTC(year!, month! - 1, day, hour, minute, second) - Math.floor(ms / 1000) * 1000;
  }
}
