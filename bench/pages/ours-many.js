import { pageEngine } from '/dist/pika-plot.js';

const plots = [...document.querySelectorAll('pika-plot')];
for (const plot of plots) plot.addEventListener('pika-error', ({ detail }) => console.error(detail.message));
const inSight = () => many.placesInSight().map((i) => plots[i]);
const isDrawn = (plot) => plot.model?.phase === 'ready' && plot.shadowRoot.querySelector('canvas') !== null;
recorder.plots = inSight();

window.page = {
  open: recorder.drawn(),
  idle: () => true,
  /** Resolves when the plots in sight are up to date. Reads counts back, so not for use while measuring. */
  rest: () => Promise.all(inSight().map((plot) => plot.counts())).then(() => undefined),
  /** A plot's inner box, in CSS pixels of the window. */
  box: (index) => {
    const { left, top } = plots[index].getBoundingClientRect();
    const { box } = plots[index].model.layout;
    return { x: left + box.x, y: top + box.y, width: box.width, height: box.height };
  },
  /** How many of those in sight show no picture. */
  blank: () => many.placesInSight().filter((i) => !isDrawn(plots[i])).length,
  profile: () => pageEngine().profile,
  stages: () => pageEngine().profile.spans,
  describe: async () => {
    const { backend, description, reason } = await pageEngine().status();
    return `${backend} (${description}); ${reason}`;
  },
};
