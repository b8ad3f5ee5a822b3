import type { Counters, CounterSample } from './counters';
import { GPU_TRACK, type Span } from './span';

/**
 * An event of the Trace Event Format: complete (X), counter (C) or metadata (M). `ts` and `dur` are in microseconds.
 */
export type TraceEvent =
  | (TraceTrack & { readonly ph: 'X'; readonly cat: string; readonly ts: number; readonly dur: number })
  | (TraceTrack & {
      readonly ph: 'C';
      readonly cat: string;
      readonly ts: number;
      readonly args: Readonly<Record<string, number>>;
    })
  | (TraceTrack & { readonly ph: 'M'; readonly args: Readonly<Record<string, string | number>> });

interface TraceTrack {
  readonly pid: number;
  readonly tid: number;
  readonly name: string;
}

export interface ChromeTrace {
  readonly traceEvents: readonly TraceEvent[];
  readonly displayTimeUnit: 'ms';
  readonly otherData: Readonly<Record<string, string | number>>;
}

export interface TraceFacts {
  readonly counters: Counters;
  readonly lost: number;
  readonly timeOriginMs: number;
}

/** Rooms in the order of a row's way to a pixel; others follow, by first appearance. */
const ROOMS = ['source', 'rows', 'columns', 'view', 'link', 'frame', 'gpu', 'cpu'];
const PAGE_PID = 1;
const WORKERS_PID = 2;
const GPU_PID = 3;
const PROCESSES: Readonly<Record<number, string>> = {
  [PAGE_PID]: 'pika-plot: page',
  [WORKERS_PID]: 'pika-plot: workers',
  [GPU_PID]: 'pika-plot: GPU',
};

/**
 * Spans and counters as a trace in the JSON that Perfetto and Chrome read. Spans of a room that overlap without one
 * holding the other (two downloads at once) stand on lanes of their own, because a track of this format is a stack of
 * calls.
 */
export function chromeTrace(
  spans: readonly Span[],
  samples: readonly CounterSample[],
  { counters, lost, timeOriginMs }: TraceFacts,
): ChromeTrace {
  const events: TraceEvent[] = [];
  const rooms = [...new Set([...ROOMS, ...spans.map(({ room }) => room)])];
  const named = new Set<number>();
  let tid = 0;
  for (const room of rooms) {
    const pid = processOf(room);
    const lanes = lanesOf(spans.filter((span) => span.room === room));
    lanes.forEach((lane, nth) => {
      tid++;
      if (!named.has(pid)) {
        events.push(
          metadata(pid, 0, 'process_name', { name: PROCESSES[pid]! }),
          metadata(pid, 0, 'process_sort_index', { sort_index: pid }),
        );
      }
      named.add(pid);
      const name = nth === 0 ? room : `${room} (${nth + 1})`;
      events.push(
        metadata(pid, tid, 'thread_name', { name }),
        metadata(pid, tid, 'thread_sort_index', { sort_index: tid }),
      );
      for (const { name: spanName, startMs, endMs } of lane) {
        events.push({
          ph: 'X',
          pid,
          tid,
          name: spanName,
          cat: room,
          ts: micros(startMs),
          dur: Math.max(0, micros(endMs) - micros(startMs)),
        });
      }
    });
  }
  for (const { name, atMs, value } of samples)
    events.push({ ph: 'C', pid: PAGE_PID, tid: 0, name, cat: 'counter', ts: micros(atMs), args: { value } });
  return {
    traceEvents: events,
    displayTimeUnit: 'ms',
    otherData: { ...counters, lost, pageOpened: new Date(timeOriginMs).toISOString() },
  };
}

/** Spans in as few stacks as their order allows; in each, any two are apart or one holds the other. */
function lanesOf(spans: readonly Span[]): Span[][] {
  const lanes: { readonly spans: Span[]; readonly open: number[] }[] = [];
  for (const span of [...spans].sort((a, b) => a.startMs - b.startMs || b.endMs - a.endMs)) {
    const fits = lanes.find(({ open }) => {
      while (open.length > 0 && micros(open.at(-1)!) <= micros(span.startMs)) open.pop();
      return open.length === 0 || span.endMs <= open.at(-1)!;
    });
    const lane = fits ?? { spans: [], open: [] };
    if (!fits) lanes.push(lane);
    lane.spans.push(span);
    lane.open.push(span.endMs);
  }
  return lanes.map((lane) => lane.spans);
}

function processOf(room: string): number {
  if (room === GPU_TRACK) return GPU_PID;
  return room.includes('worker') ? WORKERS_PID : PAGE_PID;
}

function metadata(pid: number, tid: number, name: string, args: Readonly<Record<string, string | number>>): TraceEvent {
  return { ph: 'M', pid, tid, name, args };
}

/** Microseconds, as whole nanoseconds: enough for any clock that a page has. */
function micros(ms: number): number {
  return Math.round(ms * 1e6) / 1e3;
}
