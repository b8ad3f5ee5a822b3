import type { ChromeTrace, TraceEvent } from '../../src/engine/profile/chrome-trace';

type Complete = Extract<TraceEvent, { ph: 'X' }>;

/**
 * What is wrong with a trace by the Trace Event Format, as its readers take it: fields and types of every event, every track named, and
 * on each track spans that are apart or hold one another. Empty when all is well.
 */
export function traceFaults(trace: ChromeTrace): string[] {
  const faults: string[] = [];
  const expect = (holds: boolean, what: string, event: TraceEvent): void => {
    if (!holds) faults.push(`${what}: ${JSON.stringify(event)}`);
  };
  const named = new Set(trace.traceEvents.flatMap((event) => (event.ph === 'M' ? [`${event.name} ${event.pid}${event.name.startsWith('thread') ? `/${event.tid}` : ''}`] : [])));
  for (const event of trace.traceEvents) {
    expect(['X', 'C', 'M'].includes(event.ph), 'ph', event);
    expect(Number.isInteger(event.pid) && Number.isInteger(event.tid), 'pid and tid', event);
    expect(typeof event.name === 'string' && event.name !== '', 'name', event);
    if (event.ph === 'M') {
      expect('name' in event.args || Number.isInteger(event.args['sort_index']), 'args of metadata', event);
      continue;
    }
    expect(Number.isFinite(event.ts), 'ts', event);
    if (event.ph === 'C') {
      expect(Object.values(event.args).every(Number.isFinite), 'args of a counter', event);
      continue;
    }
    expect(Number.isFinite(event.dur) && event.dur >= 0, 'dur', event);
    expect(named.has(`process_name ${event.pid}`) && named.has(`thread_name ${event.pid}/${event.tid}`), 'a named track', event);
  }
  for (const track of tracksOf(trace).values()) faults.push(...nestingFaults(track));
  return faults;
}

/** Spans by the name of their track. */
export function tracksOf({ traceEvents }: ChromeTrace): Map<string, Complete[]> {
  const names = new Map(traceEvents.flatMap((event) => (event.ph === 'M' && event.name === 'thread_name' ? [[`${event.pid}/${event.tid}`, String(event.args['name'])] as const] : [])));
  const tracks = new Map<string, Complete[]>();
  for (const event of traceEvents) {
    if (event.ph !== 'X') continue;
    const name = names.get(`${event.pid}/${event.tid}`) ?? 'nameless';
    tracks.set(name, [...(tracks.get(name) ?? []), event]);
  }
  return tracks;
}

function nestingFaults(spans: readonly Complete[]): string[] {
  const faults: string[] = [];
  const open: number[] = [];
  for (const { ts, dur, name } of [...spans].sort((a, b) => a.ts - b.ts || b.dur - a.dur)) {
    // A nanosecond: the grain of the numbers.
    while (open.length > 0 && open.at(-1)! <= ts + 0.001) open.pop();
    if (open.length > 0 && ts + dur > open.at(-1)! + 0.001) faults.push(`"${name}" at ${ts} runs out of the span that holds it`);
    open.push(ts + dur);
  }
  return faults;
}
