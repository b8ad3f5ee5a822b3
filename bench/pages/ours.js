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
  /** Resolves when all plots are up to date. Reads counts back, so not for use while measuring. */
  rest: () => Promise.all(plots.map((plot) => plot.counts())).then(() => undefined),
  /** A plot's inner box, in CSS pixels of the window. */
  box: (index) => {
    const { left, top } = plots[index].getBoundingClientRect();
    const { box } = plots[index].model.layout;
    return { x: left + box.x, y: top + box.y, width: box.width, height: box.height };
  },
  /**
   * Pipelines so far: those that a frame waited for, those compiled early, and the milliseconds that frames waited since
   * a given moment.
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
