import { macro } from './time-functions';
import type * as names from './zone-names';

// A copy, as in time-functions.ts.
export const zoneFunctionName: typeof names.zoneFunctionName = (zone) => `pika_at ${zone.toLowerCase()}`;

/** The clocks of a time zone: what to add to an instant to get the time on the wall, in milliseconds. */
export interface ZoneRules {
  readonly name: string;
  readonly firstOffsetMs: number;
  /** Ascending. Each `atMs` is the first instant, since 1970, with the offset `afterMs`. */
  readonly allTransitions: readonly { readonly atMs: number; readonly afterMs: number }[];
}

const UNZONED = ['TIMESTAMP', 'DATE', 'TIMESTAMP_NS', 'TIMESTAMP_MS', 'TIMESTAMP_S'];

/**
 * SQL that defines `AT TIME ZONE` for one zone, as ICU computes it: of the two instants of a time that the clocks show
 * twice the later one, and a time that they skip as if they had not yet gone forward.
 */
export function zoneFunctions(zone: ZoneRules): readonly string[] {
  const { firstOffsetMs, allTransitions } = zone;
  const offsets = [firstOffsetMs, ...allTransitions.map(({ afterMs }) => afterMs)];
  const instants = allTransitions.map(({ atMs }) => atMs);
  // Until then on the wall, the offset before applies: in a gap too.
  const walls = allTransitions.map(({ atMs, afterMs }) => atMs + afterMs);
  const shifted = (value: string, at: readonly number[], sign: '+' | '-'): string => {
    const us = `system.main.epoch_us(${value})`;
    return `CASE WHEN isfinite(${value}) THEN make_timestamp(${us} ${sign} ${offsetSql(us, at, offsets)}) ELSE ${value} END`;
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
