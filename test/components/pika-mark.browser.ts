/// <reference types="mocha" />
/** Layers by `<pika-mark>` children, and plots as JSON, in elements whose attributes and children change later. */
import '../../src/index';
import { configure, type PikaError, type PikaPlot, type PikaQuery } from '../../src/index';

configure({ backend: 'cpu' });

function equal(actual: unknown, expected: unknown, what: string): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what}: expected ${b}, found ${a}`);
}

const holder = document.createElement('div');

const next = <E extends Event>(element: EventTarget, name: string): Promise<E> =>
  new Promise((resolve) => element.addEventListener(name, (event) => resolve(event as E), { once: true }));

/** Places a plot, and resolves when it is drawn. */
async function place(html: string): Promise<PikaPlot> {
  holder.innerHTML = html;
  const plot = holder.querySelector('pika-plot')!;
  await next(plot, 'pika-ready');
  return plot;
}

async function total(plot: PikaPlot): Promise<number | null> {
  const counted = await plot.counts();
  return counted && counted.counts.reduce((sum, count) => sum + count, 0);
}

describe('layers of a plot', () => {
  before(() => {
    document.body.append(holder);
    for (const [name, rows] of [
      ['few', 10],
      ['many', 100],
    ] as const) {
      const query = document.createElement('pika-query') as PikaQuery;
      query.name = name;
      query.data = { v: Float64Array.from({ length: rows }, (_, i) => i % 10) };
      document.body.append(query);
    }
  });
  afterEach(() => holder.replaceChildren());

  it('are its <pika-mark> children, with the attributes of the plot as defaults', async () => {
    const plot = await place(
      '<pika-plot from="few" x="bin(v)"><p><pika-mark mark="bar" y="count()"></pika-mark></p></pika-plot>',
    );
    equal(await total(plot), 10, 'rows');
    equal(plot.spec, { version: 1, from: 'few', x: 'bin(v)', layers: [{ mark: 'bar', y: 'count()' }] }, 'spec');
  });

  it('may be added, changed by attribute or property, and removed', async () => {
    const plot = await place('<pika-plot from="few" mark="bar" x="bin(v)"></pika-plot>');
    const mark = document.createElement('pika-mark');
    mark.setAttribute('from', 'many');
    plot.append(mark);
    await next(plot, 'pika-ready');
    equal(await total(plot), 100, 'with an added mark');
    mark.from = 'few';
    await next(plot, 'pika-ready');
    equal(await total(plot), 10, 'after a property');
    mark.setAttribute('from', 'many');
    await next(plot, 'pika-ready');
    equal(await total(plot), 100, 'after an attribute');
    mark.remove();
    await next(plot, 'pika-ready');
    equal(await total(plot), 10, 'after removal');
    equal(plot.spec, { version: 1, from: 'few', mark: 'bar', x: 'bin(v)' }, 'spec');
  });

  it('are read before and after the browser upgrades them', async () => {
    const unattached = document.createElement('template');
    unattached.innerHTML = '<pika-plot from="few" x="bin(v)"><pika-mark mark="bar"></pika-mark></pika-plot>';
    const plot = unattached.content.querySelector('pika-plot')!;
    // Not upgraded in a template: the element gets its property before it has an accessor.
    Object.assign(unattached.content.querySelector('pika-mark')!, { from: 'many' });
    const ready = next(plot, 'pika-ready');
    holder.append(unattached.content);
    await ready;
    if ((await total(plot)) !== 100) await next(plot, 'pika-ready');
    equal(await total(plot), 100, 'rows');
  });

  it('may be left open, so that one contains the next', async () => {
    const plot = await place(
      '<pika-plot from="few" x="bin(v)"><pika-mark mark="bar" /><pika-mark mark="rule" y="3" x="" /></pika-plot>',
    );
    equal(
      plot.spec.layers?.map(({ mark }) => mark),
      ['bar', 'rule'],
      'layers',
    );
    plot.querySelector('pika-mark pika-mark')!.remove();
    await next(plot, 'pika-ready');
    equal(
      plot.spec.layers?.map(({ mark }) => mark),
      ['bar'],
      'layers after removal',
    );
  });

  it('have a note where their name is wrong, until it is corrected', async () => {
    const plot = await place('<pika-plot from="few" mark="bar" x="bin(v)"><pika-marks y="3"></pika-marks></pika-plot>');
    const note = (): string => plot.shadowRoot!.querySelector('[part=note]')?.textContent ?? '';
    await plot.updateComplete;
    equal(note(), 'There is no element <pika-marks>. Did you mean <pika-mark>?', 'note');
    plot.querySelector('pika-marks')!.remove();
    await new Promise((resolve) => setTimeout(resolve, 0));
    await plot.updateComplete;
    equal(note(), '', 'note after removal');
  });

  it('have notes about attributes without effect', async () => {
    const plot = await place(
      '<pika-plot from="few" x="bin(v)"><pika-mark mark="bar" dash="4 2" contxt="off"></pika-mark></pika-plot>',
    );
    await plot.updateComplete;
    await new Promise((resolve) => setTimeout(resolve, 0));
    await plot.updateComplete;
    const note = plot.shadowRoot!.querySelector('[part=note]')?.textContent ?? '';
    equal(note.includes('The attribute "dash" has no effect with mark="bar".'), true, note);
    equal(note.includes('There is no attribute "contxt". Did you mean "context"?'), true, note);
  });

  it('make attributes of the plot useless that each of them sets', async () => {
    const plot = await place(
      `<pika-plot from="few" mark="rule" y="max(v)" x="bin(v)">
        <pika-mark mark="bar" y="count()"></pika-mark><pika-mark mark="line" y="count()"></pika-mark>
      </pika-plot>`,
    );
    await plot.updateComplete;
    const note = (): string => plot.shadowRoot!.querySelector('[part=note]')?.textContent ?? '';
    for (const name of ['mark', 'y'])
      equal(
        note().includes(`The attribute "${name}" has no effect because each <pika-mark> has its own.`),
        true,
        note(),
      );
    plot.querySelector('pika-mark')!.removeAttribute('y');
    await new Promise((resolve) => setTimeout(resolve, 0));
    await plot.updateComplete;
    equal(note().includes('"y" has no effect'), false, note());
  });

  it('have notes about attributes of a right axis: on a mark, and without a layer on that axis', async () => {
    const noteOf = async (attributes: string, mark: string): Promise<string> => {
      const plot = await place(
        `<pika-plot from="few" mark="bar" x="bin(v)" ${attributes}><pika-mark></pika-mark><pika-mark ${mark}></pika-mark></pika-plot>`,
      );
      await plot.updateComplete;
      await new Promise((resolve) => setTimeout(resolve, 0));
      await plot.updateComplete;
      return plot.shadowRoot!.querySelector('[part=note]')?.textContent ?? '';
    };
    const onPlot = await noteOf('right-label="Part"', '');
    equal(onPlot.includes('"right-label" has no effect without a <pika-mark y-axis="right">.'), true, onPlot);
    const onMark = await noteOf('', 'y-axis="right" right-label="Part"');
    equal(onMark.includes('"right-label" has no effect here: write it on the <pika-plot>.'), true, onMark);
    const right = await noteOf('right-label="Part"', 'y-axis="right"');
    equal(right.includes('right-label'), false, right);
  });
});

describe('the values of a plot', () => {
  before(() => document.body.append(holder));
  afterEach(() => holder.replaceChildren());

  const message = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'none',
      (error: PikaError) => error.code,
    );

  it('wait for it, also before it is upgraded and after a change', async () => {
    holder.innerHTML = '<pika-plot from="few" mark="bar" x="bin(v, step=5)"></pika-plot>';
    const plot = holder.querySelector('pika-plot')!;
    equal(
      (await plot.values())?.map(({ y }) => y),
      [5, 5],
      'before the first picture',
    );
    plot.from = 'many';
    equal(
      (await plot.values())?.map(({ y }) => y),
      [50, 50],
      'after a property',
    );
    equal((await plot.explain())?.layers.length, 1, 'explanation');
    holder.replaceChildren();
    equal(await plot.values(), null, 'off the page');
  });

  it('reject with its error', async () => {
    holder.innerHTML = '<pika-plot from="few" mark="bar" x="nothing"></pika-plot>';
    const plot = holder.querySelector('pika-plot')!;
    equal(await message(plot.values()), 'plan/unknown-column', 'error');
    equal(await message(plot.explain()), 'plan/unknown-column', 'error of the explanation');
    plot.spec = { mark: 'bars' } as never;
    equal(await message(plot.values()), 'spec/bad-spec', 'error of a spec');
    plot.spec = { from: 'few', mark: 'bar', x: 'bin(v, step=5)' };
    equal((await plot.values())?.length, 2, 'after a right spec');
  });
});

describe('the property spec', () => {
  before(() => document.body.append(holder));
  afterEach(() => holder.replaceChildren());

  it('draws JSON in place of attributes and marks, until it is null', async () => {
    const plot = await place('<pika-plot from="few" x="bin(v)"><pika-mark mark="bar"></pika-mark></pika-plot>');
    const written = plot.spec;
    const json = {
      version: 1,
      from: 'many',
      mark: 'bar',
      x: 'bin(v)',
      interaction: { brush: 'x', pick: true },
    } as const;
    plot.spec = json;
    await next(plot, 'pika-ready');
    equal(await total(plot), 100, 'rows of the spec');
    equal([plot.brush, plot.pick, plot.from], ['x', true, 'many'], 'properties');
    equal(plot.spec, json, 'the same spec');
    plot.spec = null;
    await next(plot, 'pika-ready');
    equal(await total(plot), 10, 'rows of the attributes');
    equal(plot.spec, written, 'spec of the attributes');
  });

  it('may be assigned before the plot is attached', async () => {
    const plot = document.createElement('pika-plot');
    plot.spec = { layers: [{ from: 'many', mark: 'bar', x: 'bin(v)' }] };
    holder.append(plot);
    await next(plot, 'pika-ready');
    equal(await total(plot), 100, 'rows');
  });

  it('shows what is wrong, by its path, and recovers', async () => {
    const plot = await place('<pika-plot from="few" mark="bar" x="bin(v)"></pika-plot>');
    const failed = next<CustomEvent<PikaError>>(plot, 'pika-error');
    plot.spec = { from: 'few', mark: 'bar', scales: { x: { type: 'lgo' } } } as object;
    const { detail } = await failed;
    equal([detail.code, detail.detail.subject], ['spec/bad-spec', 'scales.x.type in the spec of a plot'], 'error');
    plot.spec = { from: 'many', mark: 'bar', x: 'bin(v)' };
    await next(plot, 'pika-ready');
    equal(await total(plot), 100, 'rows');
  });
});
