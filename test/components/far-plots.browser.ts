/// <reference types="mocha" />
/** A page with too many plots to draw: which are drawn, what scripts get from the others, what scrolling changes. */
import '../../src/index';
import { configure, pageEngine, type PikaPlot, type PikaQuery } from '../../src/index';
import { awaiting, until } from '../harness/patience.mjs';

configure({ backend: 'cpu' });

const ROWS = 1000;
const HEIGHT = 200;
/** One plot more than are drawn wherever they are. */
const MANY = 101;
const data = {
  v: Float64Array.from({ length: ROWS }, (_, i) => i % 100),
  w: Float64Array.from({ length: ROWS }, (_, i) => (i * 7) % 50),
};
const holder = document.createElement('div');

function check(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

/** Inserts plots one below the other. Returns them, and the numbers of those that fire `pika-ready`, in order. */
function place(count: number): { readonly plots: readonly PikaPlot[]; readonly ready: number[] } {
  const style = `display: block; width: 300px; height: ${HEIGHT}px`;
  holder.innerHTML = `<pika-plot from="rows" mark="bar" x="bin(v, step=10)" y="count()" brush="x" style="${style}">
    </pika-plot>`.repeat(count);
  const plots = [...holder.querySelectorAll('pika-plot')];
  const ready: number[] = [];
  plots.forEach((plot, i) => plot.addEventListener('pika-ready', () => void ready.push(i)));
  return { plots, ready };
}

const hasPicture = (plot: PikaPlot): boolean => plot.shadowRoot!.querySelector('canvas') !== null;
const views = async (): Promise<number> => (await pageEngine().status()).views;
const sum = (counts: Iterable<number>): number => [...counts].reduce((a, b) => a + b, 0);
const frame = (): Promise<unknown> => new Promise(requestAnimationFrame);

/** The counts of a plot's picture, once it is drawn. */
async function counted(plot: PikaPlot): Promise<readonly number[]> {
  return [...(await awaiting('counts', plot.counts()))!.counts];
}

describe('plots far from the window', () => {
  before(() => {
    document.body.append(holder);
    const query = document.createElement('pika-query') as PikaQuery;
    query.name = 'rows';
    query.data = data;
    document.body.append(query);
  });
  beforeEach(() => scrollTo(0, 0));
  afterEach(() => holder.replaceChildren());

  it('are drawn on a page of up to a hundred', async () => {
    const { plots, ready } = place(MANY - 1);
    await until('all are drawn', () => ready.length === plots.length);
    check(plots.every(hasPicture), 'a picture in each');
  });

  it('are not drawn until they come near', async () => {
    const { plots, ready } = place(MANY);
    const near = Math.ceil((1.5 * innerHeight) / HEIGHT);
    await until('those near are drawn', () => ready.length >= near);
    for (let frames = 0; frames < 10; frames++) await frame();
    check(ready.length <= near + 1, `${ready.length} drawn of ${near} near`);
    check((await views()) === ready.length, 'no other plot is in the engine');
    const last = plots.at(-1)!;
    check(last.getBoundingClientRect().height === HEIGHT && !hasPicture(last), 'space, but no picture');
    last.scrollIntoView();
    await until('it is drawn', () => hasPicture(last) && ready.includes(MANY - 1));
    await until('the first ones rest', () => !hasPicture(plots[0]!));
    check((await views()) <= 2 * near, 'those that rest have left the engine');
  });

  it('show the brushes of others as soon as they come near; a plot that is brushed stays', async () => {
    const { plots, ready } = place(MANY);
    await until('the first is drawn', () => ready.includes(0));
    plots[0]!.select({ x: [20, 40] });
    const last = plots.at(-1)!;
    last.scrollIntoView();
    await until('it is drawn', () => ready.includes(MANY - 1));
    const counts = await counted(last);
    check(
      counts.join() ===
        data.v
          .filter((v) => v >= 20 && v < 40)
          .reduce(add, new Array<number>(10).fill(0))
          .join(),
      `${counts}`,
    );
    await until('the second rests', () => !hasPicture(plots[1]!));
    check(hasPicture(plots[0]!) && plots[0]!.selected?.ranges.length === 1, 'the brushed plot keeps its selection');
    plots[0]!.select(null);
    await until('all rows are shown', async () => sum(await counted(last)) === ROWS);
  });

  it('are announced once, though they are drawn again', async () => {
    const { plots, ready } = place(MANY);
    await until('the first is drawn', () => ready.includes(0));
    plots.at(-1)!.scrollIntoView();
    await until('the first rests', () => !hasPicture(plots[0]!));
    scrollTo(0, 0);
    await until('it is drawn again', () => hasPicture(plots[0]!));
    await awaiting('values', plots[0]!.values());
    await counted(plots[0]!);
    check(ready.filter((i) => i === 0).length === 1, `pika-ready of ${ready}`);
    plots[0]!.setAttribute('x', 'bin(w, step=10)');
    await until('it is announced again', () => ready.filter((i) => i === 0).length === 2);
  });

  it('answer scripts: values(), counts(), explain() and select() draw them', async () => {
    const { plots, ready } = place(MANY);
    await until('the first is drawn', () => ready.includes(0));
    const [a, b, c, d] = [60, 70, 80, 90].map((i) => plots[i]!) as [PikaPlot, PikaPlot, PikaPlot, PikaPlot];
    check(a.selected === null && a.domain === null, 'nothing is selected in a plot that is not drawn');
    check((await awaiting('values', a.values()))?.length === 10, 'values');
    check(sum(await counted(b)) === ROWS, 'counts');
    check((await awaiting('explain', c.explain()))?.layers.length === 1, 'explain');
    d.select(null);
    for (let frames = 0; frames < 10; frames++) await frame();
    check(!hasPicture(d), 'there is nothing to clear');
    d.select({ x: [0, 10] });
    await until('it has selected', () => d.selected?.ranges.length === 1);
    await until('the others follow', async () => sum(await counted(plots[0]!)) === ROWS / 10);
    d.select(null);
  });

  it('render when the page has time: what leaves gives its canvas back at once', async () => {
    const { requestIdleCallback: original } = window;
    const waiting: (() => void)[] = [];
    const { plots, ready } = place(MANY);
    const hasAxes = (plot: PikaPlot): boolean => plot.shadowRoot!.querySelector('svg text') !== null;
    const [first] = plots as [PikaPlot];
    try {
      await until('the first is drawn', () => ready.includes(0) && hasAxes(first));
      window.requestIdleCallback = (callback) =>
        waiting.push(() => callback({ didTimeout: false, timeRemaining: () => 1 }));
      plots.at(-1)!.scrollIntoView();
      await until('the first rests', () => !hasPicture(first));
      await until('the last is drawn', () => ready.includes(MANY - 1));
      check(hasAxes(first), 'it is not rendered while the page is busy');
    } finally {
      window.requestIdleCallback = original;
    }
    for (const act of waiting) act();
    await until('it is rendered', () => !hasAxes(first));
    scrollTo(0, 0);
    await until('it is drawn again', () => hasPicture(first) && hasAxes(first));
  });

  it('begin a few per frame while the page scrolls', async () => {
    const { plots, ready } = place(3 * MANY);
    for (const plot of plots) Object.assign(plot.style, { float: 'left', width: '120px', height: '100px' });
    await until('the first are drawn', () => ready.length >= 30);
    const hasBegun = (plot: PikaPlot): boolean => plot.shadowRoot!.querySelector('.plot') !== null;
    const last = plots.at(-1)!;
    const before = plots.map(hasBegun);
    last.scrollIntoView();
    let begun = before.filter(Boolean).length;
    let most = 0;
    let unusable = 0;
    const shows = (plot: PikaPlot, what: string): boolean => plot.shadowRoot!.querySelector(what) !== null;
    while (!ready.includes(plots.length - 1)) {
      await frame();
      const now = plots.filter(hasBegun).length;
      most = Math.max(most, now - begun);
      begun = now;
      unusable += plots.filter((plot) => shows(plot, 'svg text') && !shows(plot, '.toggle')).length;
    }
    check(most <= 5, `${most} plots began with one frame`);
    check(unusable === 0, `${unusable} times, a plot had axes, but users could not interact with it`);
  });

  it('are drawn when the others leave', async () => {
    const { plots, ready } = place(MANY);
    await until('the first is drawn', () => ready.includes(0));
    plots[0]!.remove();
    await until('all are drawn', () => plots.slice(1).every(hasPicture));
  });
});

function add(counts: number[], v: number): number[] {
  counts[Math.floor(v / 10)]!++;
  return counts;
}
