/// <reference types="mocha" />
/** What is above the canvas of a plot: as little as possible, because browsers composite it apart with every frame. */
import '../../src/index';
import { configure, type PikaPlot, type PikaQuery } from '../../src/index';

configure({ backend: 'cpu' });

const holder = document.createElement('div');
const LONG = 'a name that is much too long for the margin of a small plot';

function same(actual: unknown, expected: unknown, what: string): void {
  if (actual !== expected) throw new Error(`${what}: ${String(actual)} instead of ${String(expected)}`);
}

async function place(attributes: string): Promise<PikaPlot> {
  holder.innerHTML = `<pika-plot style="width: 300px; height: 200px" from="above" mark="bar" ${attributes}></pika-plot>`;
  const plot = holder.querySelector('pika-plot')!;
  await new Promise((resolve) => plot.addEventListener('pika-ready', resolve, { once: true }));
  await plot.updateComplete;
  return plot;
}

/** What the drawing above the canvas contains; null if there is none. */
function above(plot: PikaPlot): { readonly texts: number; readonly zeros: number; readonly brushes: number } | null {
  const drawing = plot.shadowRoot!.querySelector('#surface ~ svg');
  const count = (selector: string): number => drawing!.querySelectorAll(selector).length;
  return drawing && { texts: count('text'), zeros: count('.zero'), brushes: count('.brush') };
}

describe('above the canvas of a plot', () => {
  before(() => {
    document.body.append(holder);
    const query = document.createElement('pika-query') as PikaQuery;
    query.name = 'above';
    query.data = {
      v: Float64Array.from({ length: 100 }, (_, i) => i % 10),
      signed: Float64Array.from({ length: 100 }, (_, i) => (i % 10) - 5),
      name: Array.from({ length: 100 }, (_, i) => (i % 2 ? 'b' : LONG)),
    };
    document.body.append(query);
  });
  after(() => holder.remove());

  it('is nothing, as long as there is neither a selection nor a hovered bar', async () => {
    const plot = await place('x="bin(v)" y="count()" brush="x"');
    same(above(plot), null, 'a drawing');
    same(plot.shadowRoot!.querySelectorAll('svg text').length > 4, true, 'labels below the canvas');
    const clips = [...plot.shadowRoot!.querySelectorAll('.plot, .plot > svg')].map(
      (one) => getComputedStyle(one).overflow,
    );
    same(clips.join(), 'hidden,visible', 'one clip for the plot, none for its drawing');
    plot.select({ x: [2, 5] });
    await plot.updateComplete;
    same(above(plot)?.brushes, 1, 'selections');
    same(above(plot)?.texts, 0, 'labels above the canvas');
  });

  it('is the zero between values of both signs', async () => {
    same(above(await place('x="v" y="sum(signed)"'))?.zeros, 1, 'lines of zero');
  });

  it('are the axes, if the pointer shows a shortened label in full', async () => {
    const plot = await place('x="count()" y="name"');
    const short = plot.shadowRoot!.querySelector('#surface ~ svg text.short > title');
    same(short?.textContent, LONG, 'the full label');
  });
});
