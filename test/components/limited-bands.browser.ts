/// <reference types="mocha" />
/** The largest bars, and a pie, by attributes, with a pointer and the keyboard. */
import '../../src/index';
import { configure, type PikaPlot, type PikaQuery } from '../../src/index';

configure({ backend: 'cpu' });

function equal(actual: unknown, expected: unknown, what: string): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what}: expected ${b}, found ${a}`);
}

const LABELS = Array.from({ length: 30 }, (_, i) => `p${String(i).padStart(2, '0')}`);
const holder = document.createElement('div');

async function place(html: string): Promise<readonly PikaPlot[]> {
  holder.innerHTML = html;
  const plots = [...holder.querySelectorAll('pika-plot')];
  await Promise.all(
    plots.map((plot) => new Promise((resolve) => plot.addEventListener('pika-ready', resolve, { once: true }))),
  );
  return plots;
}

const ticksOf = (plot: PikaPlot): string[] =>
  [...plot.shadowRoot!.querySelectorAll('text')]
    .map(({ textContent }) => textContent!.trim())
    .filter((text) => /^p\d/.test(text));
const sum = (values: readonly object[] | null): number =>
  (values ?? []).reduce((total, one) => total + ((one as { y?: number }).y ?? 0), 0);

function click(plot: PikaPlot, clientX: number, clientY: number): void {
  const target = plot.shadowRoot!.querySelector('.plot')!;
  for (const type of ['pointerdown', 'pointerup'])
    target.dispatchEvent(new PointerEvent(type, { pointerId: 1, button: 0, clientX, clientY, bubbles: true }));
}

describe('a plot with a limit', () => {
  before(() => {
    document.body.append(holder);
    const query = document.createElement('pika-query') as PikaQuery;
    query.name = 'limited';
    // Product i has i + 1 rows of hour 0, and 30 − i rows of hour 1.
    const rows = LABELS.flatMap((product, i) => [
      ...Array.from({ length: i + 1 }, () => ({ product, hour: 0 })),
      ...Array.from({ length: 30 - i }, () => ({ product, hour: 1 })),
    ]);
    query.data = rows;
    document.body.append(query);
    Element.prototype.setPointerCapture = () => undefined;
  });
  afterEach(() => holder.replaceChildren());

  const HOURS = '<pika-plot from="limited" mark="bar" x="bin(hour, step=1)" y="count()" brush="x"></pika-plot>';

  it('follows a brush on another plot, with its axis and its note', async () => {
    const [top, hours] = await place(
      `<pika-plot from="limited" mark="bar" y="product" x="count()" sort="-x" limit="5"></pika-plot>${HOURS}`,
    );
    hours!.select({ x: [0, 1] });
    equal(
      (await top!.values())!.map(({ y }) => y),
      LABELS.slice(-5).reverse(),
      'the bars',
    );
    await top!.updateComplete;
    equal(ticksOf(top!).sort(), LABELS.slice(-5), 'the axis');
    hours!.select({ x: [1, 2] });
    equal(
      (await top!.values())!.map(({ y }) => y),
      LABELS.slice(0, 5),
      'the bars of the other hour',
    );
    await top!.updateComplete;
    equal(ticksOf(top!).sort(), LABELS.slice(0, 5), 'the axis of the other hour');
    equal(top!.shadowRoot!.querySelector('[part=note]')?.textContent?.trim(), '5 of 30 products', 'the note');
    top!.limit = '2';
    await new Promise((resolve) => top!.addEventListener('pika-ready', resolve, { once: true }));
    equal((await top!.values())!.length, 2, 'after a property');
    equal(top!.spec.limit, 2, 'as JSON');
  });

  it('lets a click pick a bar, and the keyboard too', async () => {
    const [top, hours] = await place(
      `<pika-plot from="limited" mark="bar" x="product" y="count()" limit="3" pick style="width: 400px"></pika-plot>${HOURS}`,
    );
    await top!.updateComplete;
    const { left, top: y, width, height } = top!.getBoundingClientRect();
    click(top!, left + width - 40, y + height / 2);
    equal(sum(await hours!.values()), 31, 'the rows of one product');
    equal(
      top!.selected?.ranges.map(({ labels }) => labels),
      [['p02']],
      'the third bar',
    );
    click(top!, left + width - 40, y + height / 2);
    equal(sum(await hours!.values()), 930, 'all rows');
  });

  it('is a pie whose slices are picked by click, Enter and Escape', async () => {
    const [pie, hours] = await place(
      `<pika-plot from="limited" mark="arc" theta="count()" color="product" limit="3" pick legend="off" style="width: 300px; height: 300px"></pika-plot>${HOURS}`,
    );
    await pie!.updateComplete;
    const { left, top: y } = pie!.getBoundingClientRect();
    click(pie!, left + 158, y + 30);
    equal(sum(await hours!.values()), 31, 'the first slice');
    const target = pie!.shadowRoot!.querySelector<HTMLElement>('.plot')!;
    equal(target.tabIndex, 0, 'reached by Tab');
    const press = (key: string): boolean =>
      target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    press('Escape');
    equal(sum(await hours!.values()), 930, 'Escape clears');
    target.focus();
    press('ArrowRight');
    press('Enter');
    const rows = sum(await hours!.values());
    equal(rows < 930, true, `the slice at the cursor, ${rows} rows`);
  });
});
