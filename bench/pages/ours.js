import { pageEngine } from '/dist/pika-plot.js';

const plots = [...document.querySelectorAll('pika-plot')];
const readyMs = plots.map(
  (plot) =>
    new Promise((ready, failed) => {
      plot.addEventListener('pika-ready', () => ready(performance.now()), { once: true });
      plot.addEventListener('pika-error', (event) => failed(event.detail), { once: true });
    }),
);
recorder.plots = plots;

window.page = {
  open: Promise.all(readyMs).then(async () => Math.max(...(await Promise.all(readyMs)), await recorder.drawn())),
  idle: () => true,
  /** Resolves when everything asked of the plots stands; reads counts, so not for what is measured. */
  rest: () => Promise.all(plots.map((plot) => plot.counts())).then(() => undefined),
  /** Where a plot's own box lies, in CSS pixels of the window. */
  box: (index) => {
    const { left, top } = plots[index].getBoundingClientRect();
    const { box } = plots[index].model.layout;
    return { x: left + box.x, y: top + box.y, width: box.width, height: box.height };
  },
  /**
   * Pipelines so far: those a frame waited for, those compiled early; and the milliseconds since a moment in which a
   * frame waited for one.
   */
  compiles: (sinceMs) => {
    const { counters, spans } = pageEngine().profile;
    let [compileMs, untilMs] = [0, sinceMs];
    for (const { name, startMs, endMs } of spans) {
      if (!name.startsWith('wait for') || endMs <= untilMs) continue;
      compileMs += endMs - Math.max(untilMs, startMs);
      untilMs = endMs;
    }
    return { misses: counters.pipelineMisses, early: counters.pipelinesRecalled, compileMs };
  },
  profile: () => pageEngine().profile,
  stages: () => pageEngine().profile.spans,
  describe: async () => {
    const { backend, description, reason } = await pageEngine().status();
    return `${backend} (${description}); ${reason}`;
  },
};
