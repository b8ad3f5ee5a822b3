/** The work of the page's main thread during a drag, from the browser's own trace. */
import { writeFile } from 'node:fs/promises';

const CATEGORIES = [
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
  'blink.user_timing',
  'disabled-by-default-v8.cpu_profiler',
  'cc',
  'viz',
];

/**
 * Runs `work` while the browser traces, writes the trace (chrome://tracing, DevTools) to `file` and returns {main,
 * script} tables of milliseconds.
 */
export async function traced({ browser, page }, file, work) {
  await browser.startTracing(page, { categories: CATEGORIES });
  let result;
  try {
    result = await work();
  } finally {
    const buffer = await browser.stopTracing();
    await writeFile(file, buffer);
    const { traceEvents } = JSON.parse(buffer.toString());
    console.log(tellTrace(traceEvents));
  }
  return result;
}

function tellTrace(events) {
  const threads = new Map(
    events.filter(({ name }) => name === 'thread_name').map(({ pid, tid, args }) => [`${pid}/${tid}`, args.name]),
  );
  const busy = new Map();
  const own = new Map();
  for (const [thread, list] of groups(complete(events))) {
    const name = threads.get(thread) ?? thread;
    for (const [event, ms] of selfTimes(list)) {
      own.set(`${name}: ${event}`, (own.get(`${name}: ${event}`) ?? 0) + ms);
      busy.set(name, (busy.get(name) ?? 0) + ms);
    }
  }
  const top = (table, count) =>
    [...table]
      .sort(([, a], [, b]) => b - a)
      .slice(0, count)
      .map(([key, ms]) => `  ${ms.toFixed(0).padStart(7)} ms  ${key}`);
  return [
    'Traced time by thread:',
    ...top(busy, 8),
    'By event, without what it contains:',
    ...top(own, 24),
    'Script, by function:',
    ...top(scriptTimes(events), 24),
  ].join('\n');
}

function complete(events) {
  return events.filter(({ ph, dur }) => ph === 'X' && dur > 0).sort((a, b) => a.ts - b.ts || b.dur - a.dur);
}

function groups(events) {
  const found = new Map();
  for (const event of events) {
    const key = `${event.pid}/${event.tid}`;
    if (!found.has(key)) found.set(key, []);
    found.get(key).push(event);
  }
  return found;
}

function selfTimes(list) {
  const times = new Map();
  const open = [];
  const add = (name, us) => times.set(name, (times.get(name) ?? 0) + us / 1000);
  for (const event of list) {
    while (open.length > 0 && open.at(-1).ts + open.at(-1).dur <= event.ts) open.pop();
    const parent = open.at(-1);
    if (parent) add(parent.name, -event.dur);
    add(event.name, event.dur);
    open.push(event);
  }
  return times;
}

/** Samples of V8's profiler: time per function, as `name file:line:column`. */
function scriptTimes(events) {
  const nodes = new Map();
  const times = new Map();
  for (const { name, args, pid, id } of events) {
    if (name !== 'ProfileChunk') continue;
    const { cpuProfile, timeDeltas = [] } = args.data;
    for (const { id: node, callFrame } of cpuProfile?.nodes ?? []) {
      const { functionName, url = '', lineNumber = -1, columnNumber = -1 } = callFrame;
      nodes.set(
        `${pid}/${id}/${node}`,
        `${functionName || '(anonymous)'} ${url.split('/').at(-1)}:${lineNumber + 1}:${columnNumber + 1}`,
      );
    }
    (cpuProfile?.samples ?? []).forEach((node, i) => {
      const key = nodes.get(`${pid}/${id}/${node}`) ?? '?';
      times.set(key, (times.get(key) ?? 0) + (timeDeltas[i] ?? 0) / 1000);
    });
  }
  for (const key of times.keys()) if (/^\((program|idle|root)\)/.test(key)) times.delete(key);
  return times;
}
