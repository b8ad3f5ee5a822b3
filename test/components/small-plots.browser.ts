/// <reference types="mocha" />
/** Notes and errors in plots of few pixels: readable, and in no one's way. */
import '../../src/index';
import { configure, type PikaPlot, type PikaQuery } from '../../src/index';

configure({ backend: 'cpu' });

const holder = document.createElement('div');

function check(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

async function place(html: string, event: string): Promise<PikaPlot> {
  holder.innerHTML = html;
  const plot = holder.querySelector('pika-plot')!;
  await new Promise((resolve) => plot.addEventListener(event, resolve, { once: true }));
  await plot.updateComplete;
  await new Promise(requestAnimationFrame);
  return plot;
}

const rectOf = (plot: PikaPlot, selector: string): DOMRect =>
  plot.shadowRoot!.querySelector(selector)!.getBoundingClientRect();

describe('a small plot', () => {
  before(() => {
    document.body.append(holder);
    const query = document.createElement('pika-query') as PikaQuery;
    query.name = 'few';
    query.data = { v: Float64Array.from({ length: 10 }, (_, i) => i) };
    document.body.append(query);
  });
  afterEach(() => holder.replaceChildren());

  for (const [width, height] of [
    [260, 150],
    [400, 300],
  ] as const)
    it(`of ${width} × ${height} has notes below its axes, with their full text`, async () => {
      const long = 'nonsense-that-no-plot-knows'.repeat(6);
      const plot = await place(
        `<pika-plot style="width: ${width}px; height: ${height}px" from="few" mark="bar" x="bin(v)" y="count()"
          y-label="A title that is long enough to meet a note at its right" ${long}="1"></pika-plot>`,
        'pika-ready',
      );
      const [note, frame, host] = [rectOf(plot, '.note'), rectOf(plot, '.plot'), plot.getBoundingClientRect()];
      check(note.top >= frame.bottom - 0.5, `note from ${note.top}, plot to ${frame.bottom}`);
      check(note.bottom <= host.bottom && note.height <= 32, `note of ${note.height} px`);
      const text = plot.shadowRoot!.querySelector('.note')!.getAttribute('title') ?? '';
      check(text.includes(long), text);
      for (let frames = 0; frames < 100; frames++) {
        const [title] = [...plot.shadowRoot!.querySelectorAll('text.title')].slice(-1);
        if (title && title.getBoundingClientRect().bottom <= note.top + 0.5) return;
        await new Promise(requestAnimationFrame);
      }
      throw new Error('the title of x covers the note');
    });

  for (const [width, height] of [
    [260, 150],
    [400, 100],
    [160, 100],
  ] as const)
    it(`of ${width} × ${height} shows an error that can be read: in view, or by scrolling`, async () => {
      const plot = await place(
        `<pika-plot style="width: ${width}px; height: ${height}px" from="few" mark="bars" x="v"></pika-plot>`,
        'pika-error',
      );
      const [error, host] = [rectOf(plot, '.error'), plot.getBoundingClientRect()];
      check(error.top >= host.top && error.bottom <= host.bottom, `error from ${error.top} to ${error.bottom}`);
      check(error.left >= host.left && error.right <= host.right, `error from ${error.left} to ${error.right}`);
      const panel = plot.shadowRoot!.querySelector<HTMLElement>('.error')!;
      check(getComputedStyle(panel).overflowY === 'auto' && panel.tabIndex === 0, 'scrolls, also by keyboard');
      check(panel.scrollWidth <= panel.clientWidth, 'not sideways');
      if (height >= 150) check(panel.scrollHeight <= panel.clientHeight + 1, `${panel.scrollHeight} px of text`);
      check(panel.title.includes('Did you mean "bar"?'), panel.title);
    });
});
