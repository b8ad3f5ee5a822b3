/**
 * A bar chart of twelve objects, by our plot and by Observable Plot in the same page, both loaded before. Either begins
 * with new objects and an empty container, and ends when its bars are in the document and painted.
 */
import * as Plot from '@observablehq/plot';
import '/dist/pika-plot.js';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const main = document.querySelector('main');
let made = 0;

function objects() {
  made++;
  return MONTHS.map((month, i) => ({ month, sales: 20 + ((i * 37 + made * 11) % 80) }));
}

/** Resolves at the end of the next frame: after style, layout and paint. */
function painted() {
  return new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => resolve(performance.now());
    requestAnimationFrame(() => channel.port2.postMessage(0));
  });
}

const draw = {
  plot: async (rows) => {
    main.append(
      Plot.plot({
        width: 640,
        height: 400,
        x: { domain: MONTHS },
        marks: [Plot.barY(rows, { x: 'month', y: 'sales' }), Plot.ruleY([0])],
      }),
    );
  },
  ours: async (rows) => {
    const name = `sales${made}`;
    const query = document.createElement('pika-query');
    const plot = document.createElement('pika-plot');
    query.setAttribute('name', name);
    for (const [attribute, value] of Object.entries({ from: name, mark: 'bar', x: 'month', y: 'sales' }))
      plot.setAttribute(attribute, value);
    const ready = new Promise((done, failed) => {
      plot.addEventListener('pika-ready', done, { once: true });
      plot.addEventListener('pika-error', (event) => failed(event.detail), { once: true });
    });
    query.data = rows;
    main.append(query, plot);
    await ready;
  },
};

window.page = {
  open: Promise.all([customElements.whenDefined('pika-plot'), customElements.whenDefined('pika-query')]).then(() =>
    performance.now(),
  ),
  /**
   * Milliseconds from the objects until the chart is drawn, and until the frame that shows it has ended. Begins just
   * after a frame, so that both wait equally long for their next one.
   */
  async draw(library) {
    main.replaceChildren();
    const rows = objects();
    await painted();
    await painted();
    const startMs = performance.now();
    await draw[library](rows);
    const drawnMs = performance.now() - startMs;
    const shownMs = (await painted()) - startMs;
    return { drawnMs, shownMs };
  },
};
