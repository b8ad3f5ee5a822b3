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

/** Modules in data-flow order, from rows to pixels; others follow in order of appearance. */
const MODULES = ['source', 'rows', 'columns', 'plot', 'link', 'frame', 'gpu', 'cpu'];
const PAGE_PID = 1;
const WORKERS_PID = 2;
const GPU_PID = 3;
const PROCESSES: Readonly<Record<number, string>> = {
  [PAGE_PID]: 'pika-plot: page',
  [WORKERS_PID]: 'pika-plot: workers',
  [GPU_PID]: 'pika-plot: GPU',
};

/**
 * Builds a trace in the JSON format of Perfetto and Chrome. Spans of one module that overlap without nesting (two
 * downloads at once) get separate tracks, because a track of this format is a call stack.
 */
export function chromeTrace(
  spans: readonly Span[],
  samples: readonly CounterSample[],
  { counters, lost, timeOriginMs }: TraceFacts,
): ChromeTrace {
  const events: TraceEvent[] = [];
  const modules = [...new Set([...MODULES, ...spans.map(({ module }) => module)])];
  const named = new Set<number>();
  let tid = 0;
  for (const module of modules) {
    const pid = processOf(module);
    const lanes = lanesOf(spans.filter((span) => span.module === module));
    lanes.forEach((lane, nth) => {
      tid++;
      if (!named.has(pid)) {
        events.push(
          metadata(pid, 0, 'process_name', { name: PROCESSES[pid]! }),
          metadata(pid, 0, 'process_sort_index', { sort_index: pid }),
        );
      }
      named.add(pid);
      const name = nth === 0 ? module : `${module} (${nth + 1})`;
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
          cat: module,
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

/** Splits spans into few call stacks: any two spans of a stack are disjoint or nested. */
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

function processOf(module: string): number {
  if (module === GPU_TRACK) return GPU_PID;
  return module.includes('worker') ? WORKERS_PID : PAGE_PID;
}

function metadata(pid: number, tid: number, name: string, args: Readonly<Record<string, string | number>>): TraceEvent {
  return { ph: 'M', pid, tid, name, args };
}

/** Milliseconds to microseconds, rounded to the nanosecond: finer than any clock of a page. */
function micros(ms: number): number {
  return Math.round(ms * 1e6) / 1e3;
}
