import { macro } from './time-functions';
import type * as names from './zone-names';

// A copy, as in time-functions.ts.
export const zoneFunctionName: typeof names.zoneFunctionName = (zone) => `pika_at ${zone.toLowerCase()}`;

/** The clocks of a time zone. Offsets are wall-clock time minus UTC, in milliseconds. */
export interface ZoneRules {
  readonly name: string;
  readonly firstOffsetMs: number;
  /** Ascending. Each `atMs` is the first instant, since 1970, with the offset `afterMs`. */
  readonly allTransitions: readonly { readonly atMs: number; readonly afterMs: number }[];
}

const UNZONED = ['TIMESTAMP', 'DATE', 'TIMESTAMP_NS', 'TIMESTAMP_MS', 'TIMESTAMP_S'];

/**
 * SQL that defines `AT TIME ZONE` for one zone, with the results of ICU. A wall-clock time that occurs twice is the
 * later instant. A time that the clocks skip is converted with the offset before they went forward.
 */
export function zoneFunctions(zone: ZoneRules): readonly string[] {
  const { firstOffsetMs, allTransitions } = zone;
  const offsets = [firstOffsetMs, ...allTransitions.map(({ afterMs }) => afterMs)];
  const instants = allTransitions.map(({ atMs }) => atMs);
  // Up to this wall-clock time the earlier offset applies, also inside a gap.
  const walls = allTransitions.map(({ atMs, afterMs }) => atMs + afterMs);
  const shifted = (value: string, at: readonly number[], sign: '+' | '-'): string => {
    const us = `system.main.epoch_us(${value})`;
    const moved = `make_timestamp(${us} ${sign} ${offsetSql(us, at, offsets)})`;
    return `CASE WHEN isfinite(${value}) THEN ${moved} ELSE ${value} END`;
  };
  return [
    macro(zoneFunctionName(zone.name), [
      [['TIMESTAMPTZ'], (a) => shifted(`CAST(${a} AS TIMESTAMP)`, instants, '+')],
      ...UNZONED.map(
        (type) =>
          [[type], (a: string) => `CAST(${shifted(`CAST(${a} AS TIMESTAMP)`, walls, '-')} AS TIMESTAMPTZ)`] as const,
      ),
    ]),
  ];
}

/** A balanced tree of comparisons. */
function offsetSql(us: string, atMs: readonly number[], offsetsMs: readonly number[]): string {
  const tree = (first: number, end: number): string => {
    if (end - first === 1) return String(offsetsMs[first]! * 1000);
    const middle = (first + end) >> 1;
    return `CASE WHEN ${us} < ${atMs[middle - 1]! * 1000} THEN ${tree(first, middle)} ELSE ${tree(middle, end)} END`;
  };
  return tree(0, offsetsMs.length);
}
