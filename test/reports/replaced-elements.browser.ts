/// <reference types="mocha" />
/** An element replaced by one with the same name (innerHTML, frameworks, hot reload): the new one takes over. */
import '../../src/index';
import { configure, pageEngine, type PikaPlot } from '../../src/index';
import { until } from '../harness/patience.mjs';

configure({ backend: 'cpu' });

function check(holds: unknown, message: string): asserts holds {
  if (!holds) throw new Error(message);
}

const holder = document.createElement('div');
document.body.append(holder);
const all = <Tag extends keyof HTMLElementTagNameMap>(tag: Tag): HTMLElementTagNameMap[Tag][] => [
  ...holder.querySelectorAll(tag),
];
const numbers = (count: number): { v: number }[] => Array.from({ length: count }, (_, v) => ({ v }));
const total = async (plot: PikaPlot): Promise<number> => (await plot.counts())?.counts.reduce((a, b) => a + b, 0) ?? 0;
const errorOf = (element: HTMLElement): string => element.shadowRoot!.querySelector('.error')?.textContent ?? '';
const PLOT =
  '<pika-plot from="rows" mark="bar" x="bin(v)" y="count()" brush="x" style="width: 400px; height: 200px"></pika-plot>';
const csv = (count: number): string => `data:text/csv,v%0A${Array.from({ length: count }, (_, i) => i).join('%0A')}`;

/** Errors reported on the page since the test began. */
let codes: string[] = [];
addEventListener('pika-error', ({ detail }) => codes.push(detail.code));

describe('an element replaced by one with the same name', () => {
  beforeEach(() => {
    codes = [];
  });
  afterEach(async () => {
    holder.replaceChildren();
    await new Promise((resolve) => setTimeout(resolve, 0));
  });

  it('by innerHTML, repeatedly: each draws its own rows, without an error', async () => {
    for (const count of [3, 5, 4]) {
      holder.innerHTML = `<pika-query name="rows"></pika-query>${PLOT}`;
      all('pika-query')[0]!.data = numbers(count);
      await until(`${count} are drawn`, async () => (await total(all('pika-plot')[0]!)) === count);
    }
    check(codes.length === 0, codes.join());
  });

  it('if only one is replaced, the plot stays, keeps its selection, and shows the new rows, in any order of insertion and removal', async () => {
    holder.innerHTML = `<pika-query name="rows"></pika-query>${PLOT}`;
    all('pika-query')[0]!.data = numbers(20);
    const plot = all('pika-plot')[0]!;
    await until('twenty are drawn', async () => (await total(plot)) === 20);
    plot.select({ x: [5, 10] });
    const fresh = (count: number) =>
      Object.assign(document.createElement('pika-query'), { name: 'rows', data: numbers(count) });
    all('pika-query')[0]!.replaceWith(fresh(30));
    await until('thirty are drawn', async () => (await total(plot)) === 30);
    // Some frameworks insert the new one first, within one task.
    const old = all('pika-query')[0]!;
    old.before(fresh(40));
    old.remove();
    await until('forty are drawn', async () => (await total(plot)) === 40);
    // Others remove the old one in a later task.
    const stays = all('pika-query')[0]!;
    const next = fresh(50);
    stays.before(next);
    await next.updateComplete;
    stays.remove();
    await until('fifty are drawn', async () => (await total(plot)) === 50);
    check(plot.selected?.ranges[0]?.lo === 5 && plot.selected.ranges[0].hi === 10, 'still selected');
  });

  it('two at once: the later one shows an error; when either is removed, the other works', async () => {
    for (const leaves of ['first', 'second'] as const) {
      holder.innerHTML = `<pika-query name="rows" src="${csv(3)}" format="csv"></pika-query><pika-query name="ROWS" src="${csv(7)}" format="csv"></pika-query>${PLOT}`;
      const [first, second] = all('pika-query');
      const plot = all('pika-plot')[0]!;
      await until('three are drawn', async () => (await total(plot)) === 3);
      check(
        errorOf(second!).includes('source/duplicate-name') && errorOf(first!) === '',
        `${errorOf(first!)} | ${errorOf(second!)}`,
      );
      if (leaves === 'first') {
        second!.name = 'rows';
        await second!.updateComplete;
        check(errorOf(second!).includes('another query named "rows"'), errorOf(second!));
        first!.remove();
        await until('seven are drawn', async () => (await total(plot)) === 7);
        check(errorOf(second!) === '', errorOf(second!));
        await second!.ready;
      } else {
        second!.remove();
        await first!.updateComplete;
        check((await total(plot)) === 3 && (await first!.ready).rowCount === 3, 'the first still works');
      }
    }
  });

  it('plots of a name that two queries want say so, as the console does, until one of them is removed', async () => {
    const { error } = console;
    const said: string[] = [];
    console.error = (...texts: unknown[]) => said.push(String(texts[0]));
    try {
      holder.innerHTML = `<pika-query name="rows"></pika-query>${PLOT}<pika-query name="rows"></pika-query>`;
      const [first, second] = all('pika-query');
      first!.data = numbers(3);
      second!.data = numbers(7);
      const text = (): string => all('pika-plot')[0]!.shadowRoot!.textContent;
      await until('the plot says so', () => text().includes('Another <pika-query name="rows"> was refused'));
      check(
        said.some((one) => one.includes('source/duplicate-name')),
        said.join(),
      );
      second!.remove();
      await until('it no longer does', () => !text().includes('was refused'));
      check((await total(all('pika-plot')[0]!)) === 3, 'the first still works');
    } finally {
      console.error = error;
    }
  });

  it('a renamed owner releases its name', async () => {
    holder.innerHTML = `<pika-query name="rows"></pika-query><pika-query name="rows"></pika-query>${PLOT}`;
    const [first, second] = all('pika-query');
    first!.data = numbers(3);
    second!.data = numbers(7);
    await until('it shows the error', () => errorOf(second!).includes('source/duplicate-name'));
    first!.name = 'others';
    await until('seven are drawn', async () => (await total(all('pika-plot')[0]!)) === 7);
    check(errorOf(second!) === '' && (await first!.ready).rowCount === 3, 'both work');
  });

  it('a drop box that waits for a file owns its name, and releases it', async () => {
    holder.innerHTML = `<pika-query name="rows" drop></pika-query><pika-query name="rows"></pika-query>${PLOT}`;
    const [box, second] = all('pika-query');
    second!.data = numbers(7);
    await until('it shows the error', () => errorOf(second!).includes('source/duplicate-name'));
    box!.src = new File(['[{"v": 1}, {"v": 2}]'], 'two.json');
    await until('two are drawn', async () => (await total(all('pika-plot')[0]!)) === 2);
    box!.remove();
    await until('seven are drawn', async () => (await total(all('pika-plot')[0]!)) === 7);
  });

  it('a change while it is off the page applies when the element is back', async () => {
    holder.innerHTML = `<pika-query name="rows"></pika-query>${PLOT}`;
    const query = all('pika-query')[0]!;
    query.data = numbers(3);
    await until('three are drawn', async () => (await total(all('pika-plot')[0]!)) === 3);
    query.remove();
    await new Promise((resolve) => setTimeout(resolve, 0));
    query.data = numbers(9);
    await query.updateComplete;
    check(!pageEngine().ownsName('query', 'rows', query), 'defined off the page');
    holder.append(query);
    await until('nine are drawn', async () => (await total(all('pika-plot')[0]!)) === 9);
    check(errorOf(query) === '', errorOf(query));
  });

  it('keeps its rows, without an error, when moved within the document', async () => {
    holder.innerHTML = `<div></div><pika-query name="rows"></pika-query>${PLOT}`;
    const query = all('pika-query')[0]!;
    const plot = all('pika-plot')[0]!;
    query.data = numbers(3);
    await until('three are drawn', async () => (await total(plot)) === 3);
    plot.select({ x: [1, 2] });
    const events: string[] = [];
    for (const type of ['pika-ready', 'pika-error', 'pika-progress'] as const)
      addEventListener(type, () => events.push(type));
    holder.querySelector('div')!.append(query, plot);
    await new Promise((resolve) => setTimeout(resolve, 50));
    check((await total(plot)) === 3 && plot.selected?.ranges.length === 1, 'as it was');
    check(events.length === 0, events.join());
  });

  it("inputs: the new one's value applies; two at once, then one", async () => {
    holder.innerHTML = `<pika-query name="all"></pika-query><pika-input name="cut" value="4"></pika-input><pika-query name="rows" sql="SELECT * FROM all_rows WHERE v >= $cut"></pika-query>${PLOT}`;
    const [source] = all('pika-query');
    source!.name = 'all_rows';
    source!.data = numbers(10);
    const plot = all('pika-plot')[0]!;
    await until('six are drawn', async () => (await total(plot)) === 6);
    all('pika-input')[0]!.outerHTML = '<pika-input name="cut" value="7"></pika-input>';
    await until('three are drawn', async () => (await total(plot)) === 3);
    all('pika-input')[0]!.insertAdjacentHTML('afterend', '<pika-input name="cut" value="1"></pika-input>');
    const [first, second] = all('pika-input');
    await until('it shows the error', () => errorOf(second!).includes('source/duplicate-name'));
    check((await total(plot)) === 3, 'the first one applies');
    first!.remove();
    await until('nine are drawn', async () => (await total(plot)) === 9);
    await until('the error is gone', () => errorOf(second!) === '');
    second!.value = 8;
    await until('two are drawn', async () => (await total(plot)) === 2);
  });

  it("selections: the new one's mode applies; two at once, then one", async () => {
    const mode = (): string => pageEngine().selection('picked').mode;
    holder.innerHTML = '<pika-selection name="picked" mode="union"></pika-selection>';
    await all('pika-selection')[0]!.updateComplete;
    holder.innerHTML = '<pika-selection name="picked" mode="intersect"></pika-selection>';
    await all('pika-selection')[0]!.updateComplete;
    await new Promise((resolve) => setTimeout(resolve, 0));
    check(mode() === 'intersect', `mode ${mode()}`);
    holder.insertAdjacentHTML(
      'beforeend',
      `<pika-selection name="picked" mode="single" value='[{"kind": "sql", "from": "rows", "predicate": "v > 1"}]'></pika-selection>`,
    );
    const [first, second] = all('pika-selection');
    await second!.updateComplete;
    await second!.updateComplete;
    check(
      errorOf(second!).includes('source/duplicate-name') && mode() === 'intersect',
      `${mode()}: ${errorOf(second!)}`,
    );
    check(first!.value.length === 0, 'the clause of the second is not selected');
    first!.remove();
    await until("the second one's mode applies", () => mode() === 'single');
    await second!.updateComplete;
    check(
      errorOf(second!) === '' && second!.value.length === 1 && !second!.hasAttribute('data-failed'),
      errorOf(second!),
    );
    second!.remove();
    await until('the mode is the usual one again', () => mode() === 'crossfilter');
  });
});
