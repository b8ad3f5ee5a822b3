import '../../src/index';
import { configure, type PikaPlot, type PikaQuery } from '../../src/index';
import { until } from '../harness/patience.mjs';

configure({ backend: 'cpu' });

function check(holds: unknown, message: string): asserts holds {
  if (!holds) throw new Error(message);
}

function page(queryAttributes: string): {
  query: PikaQuery;
  plot: PikaPlot;
  text: () => string;
  button: () => HTMLButtonElement | null;
} {
  const holder = document.createElement('div');
  holder.innerHTML = `<pika-query name="rows" ${queryAttributes}></pika-query>
    <pika-plot from="rows" mark="bar" x="bin(v)" y="count()" brush="x" style="width: 400px; height: 200px"></pika-plot>`;
  document.body.replaceChildren(holder);
  const plot = holder.querySelector('pika-plot')!;
  return {
    query: holder.querySelector('pika-query')!,
    plot,
    text: () => plot.shadowRoot!.querySelector('.cover, .line')?.textContent.trim().replace(/\s+/g, ' ') ?? '',
    button: () => plot.shadowRoot!.querySelector('button'),
  };
}

const numbers = (count: number): { v: number }[] => Array.from({ length: count }, (_, v) => ({ v }));
const total = async (plot: PikaPlot): Promise<number> => (await plot.counts())?.counts.reduce((a, b) => a + b, 0) ?? 0;

/** Rows that arrive when the test releases them. */
function later(): { rows: AsyncIterable<{ v: number }[]>; come: (count: number) => void } {
  let come: (count: number) => void = () => undefined;
  const when = new Promise<number>((resolve) => {
    come = resolve;
  });
  return {
    rows: (async function* () {
      yield numbers(await when);
    })(),
    come,
  };
}

describe('a waiting plot', () => {
  afterEach(async () => {
    document.body.replaceChildren();
    await new Promise((resolve) => setTimeout(resolve, 0));
  });

  it('waits for the user to choose a file, however long that takes', async () => {
    const { query, plot, text, button } = page('drop');
    await until('it shows the message', () => text() === 'Waiting for a file to be chosen…');
    check(button() === null, 'nothing to stop');
    await new Promise((resolve) => setTimeout(resolve, 1700));
    check(text() === 'Waiting for a file to be chosen…', `after the timeout for undefined names: ${text()}`);
    query.src = new File(['[{"v": 1}, {"v": 2}]'], 'two.json');
    await until('both rows are drawn', async () => (await total(plot)) === 2);
  });

  it('stops loading on request, and loads again on request', async () => {
    const { query, plot, text, button } = page('');
    const { rows, come } = later();
    query.data = rows;
    await until('it loads', () => button()?.textContent === 'Stop');
    button()!.click();
    await until('it stopped', () => text().startsWith('Stopped.'));
    come(7);
    await query.ready;
    check(text().startsWith('Stopped.'), 'and stays stopped');
    button()!.click();
    await until('all seven are drawn', async () => (await total(plot)) === 7);
  });

  it('keeps the old picture, marked as stale, until the new rows are drawn; the selection stays', async () => {
    const { query, plot, text } = page('');
    query.data = numbers(20);
    await until('twenty are drawn', async () => (await total(plot)) === 20);
    plot.select({ x: [5, 10] });
    const { rows, come } = later();
    query.data = rows;
    await until('it shows the message', () => text() === 'Counting the new rows');
    const box = plot.shadowRoot!.querySelector('.plot')!;
    check(
      box.getAttribute('aria-busy') === 'true' && plot.shadowRoot!.querySelector('.cover') === null,
      'the old picture stays',
    );
    await until('and the selection', () => plot.shadowRoot!.querySelector('.brush') !== null);
    come(30);
    await until('thirty are drawn', async () => text() === '' && (await total(plot)) === 30);
    check(plot.selected?.ranges[0]?.lo === 5 && plot.selected.ranges[0].hi === 10, 'still selected');
  });

  it("shows why when new rows can't be drawn, and recovers with the next", async () => {
    const { query, plot, text } = page('');
    query.data = numbers(20);
    await until('twenty are drawn', async () => (await total(plot)) === 20);
    query.data = [{ w: 1 }];
    await until('it names the column', () => text().includes('"v"'));
    query.data = numbers(3);
    await until('three are drawn', async () => text() === '' && (await total(plot)) === 3);
  });
});
