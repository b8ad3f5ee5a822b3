import { pageEngine } from '/dist/pika-plot.js';

const plots = [...document.querySelectorAll('pika-plot')];
const readyMs = plots.map((plot) => new Promise((ready, failed) => {
  plot.addEventListener('pika-ready', () => ready(performance.now()), { once: true });
  plot.addEventListener('pika-error', (event) => failed(event.detail), { once: true });
}));
recorder.plots = plots;

window.page = {
  open: Promise.all(readyMs).then(async () => Math.max(...(await Promise.all(readyMs)), await recorder.drawn())),
  idle: () => true,
  /** Where a plot's own box lies, in CSS pixels of the window. */
  box: (index) => {
    const { left, top } = plots[index].getBoundingClientRect();
    const { box } = plots[index].model.layout;
    return { x: left + box.x, y: top + box.y, width: box.width, height: box.height };
  },
  stages: () => pageEngine().profile.spans,
  describe: async () => {
    const { backend, description, reason } = await pageEngine().status();
    return `${backend} (${description}); ${reason}`;
  },
};
