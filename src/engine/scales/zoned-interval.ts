import type { TimeInterval } from 'd3-time';
import type { TimeZone } from '../locale/time-zone';
import { DAY_MS } from './calendar-interval';

/**
 * The instants at which an interval of the calendar begins on the clocks of a zone, ascending: from the last one at or
 * before `fromMs` to the first one at or after `toMs`. On a day of 25 hours an hour that the clocks repeat begins
 * twice; a day that they skip has no start.
 * @param interval in UTC
 * @param zone null for UTC
 */
export function intervalStarts(interval: TimeInterval, fromMs: number, toMs: number, zone: TimeZone | null): number[] {
  if (!zone) return startsIn(interval, fromMs, toMs);
  const stepMs = +interval.offset(new Date(0), 1);
  const starts =
    stepMs < DAY_MS
      ? clockStarts(interval, stepMs, fromMs, toMs, zone)
      : startsIn(interval, zone.wallOf(fromMs), zone.wallOf(toMs)).map((wallMs) => zone.instantOf(wallMs));
  return starts.filter((ms, i) => i === 0 || ms > starts[i - 1]!);
}

function startsIn(interval: TimeInterval, fromMs: number, toMs: number): number[] {
  const first = interval.floor(new Date(fromMs));
  return interval.range(first, new Date(+interval.ceil(new Date(toMs)) + 1)).map(Number);
}

/** Starts of hours, minutes or seconds, computed separately between changes of the clocks. */
function clockStarts(interval: TimeInterval, stepMs: number, fromMs: number, toMs: number, zone: TimeZone): number[] {
  const floor = (wallMs: number): number => +interval.floor(new Date(wallMs));
  // The unit around either end is at most a step and a change of the clocks long.
  const [leastMs, mostMs] = [fromMs - stepMs - DAY_MS, toMs + stepMs + DAY_MS];
  const changes = zone.transitions(leastMs, mostMs);
  const starts: number[] = [];
  let offsetMs = zone.offsetMs(leastMs);
  let startMs = leastMs;
  for (const { atMs, beforeMs, afterMs } of [...changes, { atMs: mostMs, beforeMs: 0, afterMs: 0 }]) {
    const wall = startsIn(interval, startMs + offsetMs, atMs + offsetMs);
    starts.push(...wall.map((wallMs) => wallMs - offsetMs).filter((ms) => ms > startMs && ms < atMs));
    const [left, right, now] = [floor(atMs + beforeMs - 1), floor(atMs + beforeMs), floor(atMs + afterMs)];
    // At this change the clocks enter another unit, or they go back and repeat the current one.
    if (atMs < mostMs && (now !== left || now !== right)) starts.push(atMs);
    [startMs, offsetMs] = [atMs, afterMs];
  }
  const first = starts.findLastIndex((ms) => ms <= fromMs);
  const end = starts.findIndex((ms) => ms >= toMs);
  return starts.slice(Math.max(0, first), end < 0 ? undefined : Math.max(end, first) + 1);
}
