/**
 * Faults of a trace against the Trace Event Format as its viewers read it: fields and types of every event, every track
 * named, and on each track only disjoint or nested spans. Empty if there are none.
 * @param {import('../../src/engine/profile/chrome-trace').ChromeTrace} trace
 * @returns {string[]}
 */
export function traceFaults(trace) {
  const faults = [];
  const expect = (holds, what, event) => {
    if (!holds) faults.push(`${what}: ${JSON.stringify(event)}`);
  };
  const named = new Set(
    trace.traceEvents
      .filter(({ ph }) => ph === 'M')
      .map(({ name, pid, tid }) => `${name} ${pid}${name.startsWith('thread') ? `/${tid}` : ''}`),
  );
  for (const event of trace.traceEvents) {
    expect(Number.isInteger(event.pid) && Number.isInteger(event.tid), 'pid and tid', event);
    expect(typeof event.name === 'string' && event.name !== '', 'name', event);
    switch (event.ph) {
      case 'M':
        expect('name' in event.args || Number.isInteger(event.args.sort_index), 'args of metadata', event);
        break;
      case 'C':
        expect(Number.isFinite(event.ts) && Object.values(event.args).every(Number.isFinite), 'a counter', event);
        break;
      case 'X':
        expect(Number.isFinite(event.ts) && Number.isFinite(event.dur) && event.dur >= 0, 'ts and dur', event);
        expect(
          named.has(`process_name ${event.pid}`) && named.has(`thread_name ${event.pid}/${event.tid}`),
          'a named track',
          event,
        );
        break;
      default:
        faults.push(`ph: ${JSON.stringify(event)}`);
    }
  }
  for (const track of tracksOf(trace).values()) faults.push(...nestingFaults(track));
  return faults;
}

/**
 * Spans by the name of their track.
 * @param {import('../../src/engine/profile/chrome-trace').ChromeTrace} trace
 * @returns {Map<string, { name: string, ts: number, dur: number }[]>}
 */
export function tracksOf({ traceEvents }) {
  const names = new Map(
    traceEvents
      .filter(({ ph, name }) => ph === 'M' && name === 'thread_name')
      .map(({ pid, tid, args }) => [`${pid}/${tid}`, args.name]),
  );
  const tracks = new Map();
  for (const event of traceEvents) {
    if (event.ph !== 'X') continue;
    const name = names.get(`${event.pid}/${event.tid}`) ?? 'nameless';
    tracks.set(name, [...(tracks.get(name) ?? []), event]);
  }
  return tracks;
}

function nestingFaults(spans) {
  const faults = [];
  const open = [];
  for (const { ts, dur, name } of [...spans].sort((a, b) => a.ts - b.ts || b.dur - a.dur)) {
    // A nanosecond, the resolution of the numbers.
    while (open.length > 0 && open.at(-1) <= ts + 0.001) open.pop();
    if (open.length > 0 && ts + dur > open.at(-1) + 0.001)
      faults.push(`"${name}" at ${ts} ends after the span that contains it`);
    open.push(ts + dur);
  }
  return faults;
}
