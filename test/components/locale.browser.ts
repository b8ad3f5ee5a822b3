/// <reference types="mocha" />
/** The time zone and the language of a plot: its own, its query's or the page's; each may change later. */
import '../../src/index';
import { configure, type PikaPlot, type PikaQuery } from '../../src/index';

configure({ backend: 'cpu' });

function equal(actual: unknown, expected: unknown, what: string): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what}: expected ${b}, found ${a}`);
}

const next = <E extends Event>(element: EventTarget, name: string): Promise<E> =>
  new Promise((resolve) => element.addEventListener(name, (event) => resolve(event as E), { once: true }));

const holder = document.createElement('div');
const query = document.createElement('pika-query') as PikaQuery;

async function place(html: string): Promise<PikaPlot> {
  holder.innerHTML = html;
  const plot = holder.querySelector('pika-plot')!;
  await next(plot, 'pika-ready');
  return plot;
}

/** The hours on x that have rows. The only row is at 12:00 in UTC, on a Monday. */
async function hours(plot: PikaPlot): Promise<readonly unknown[]> {
  return (await plot.values())!.map(({ x }) => x);
}

function labels(plot: PikaPlot): readonly string[] {
  return [...plot.shadowRoot!.querySelectorAll('text')].map((text) => text.textContent.trim());
}

describe('the time zone and the language of a plot', () => {
  before(async () => {
    document.body.append(holder);
    query.name = 'noon';
    query.sql = `SELECT '2024-01-15 12:00:00+00'::TIMESTAMPTZ AS t`;
    document.body.append(query);
    await query.ready;
  });
  afterEach(() => {
    holder.replaceChildren();
    for (const name of ['time-zone', 'lang']) {
      document.documentElement.removeAttribute(name);
      query.removeAttribute(name);
    }
  });
  const PLOT = 'from="noon" mark="bar" x="hour(t)" y="count()"';

  it('are UTC and English by default', async () => {
    const plot = await place('<pika-plot from="noon" mark="bar" x="weekday(t)" y="count()"></pika-plot>');
    if (!labels(plot).includes('Mon')) throw new Error(labels(plot).join());
    equal(await hours(await place(`<pika-plot ${PLOT}></pika-plot>`)), ['12'], 'hours');
  });

  it("are the plot's own, else its query's, else the nearest ancestor's", async () => {
    document.documentElement.setAttribute('time-zone', 'Asia/Kathmandu');
    equal(await hours(await place(`<pika-plot ${PLOT}></pika-plot>`)), ['17'], 'of the page');
    equal(
      await hours(await place(`<div time-zone="Asia/Tokyo"><pika-plot ${PLOT}></pika-plot></div>`)),
      ['21'],
      'of an ancestor',
    );
    query.setAttribute('time-zone', 'America/New_York');
    await query.updateComplete;
    equal(await hours(await place(`<pika-plot ${PLOT}></pika-plot>`)), ['7'], 'of the query');
    const plot = await place(`<pika-plot ${PLOT} time-zone="Europe/Vienna"></pika-plot>`);
    equal(await hours(plot), ['13'], 'of the plot');
    equal(plot.spec['timeZone'], 'Europe/Vienna', 'in the spec');
  });

  it('follow changes of the page and of the query', async () => {
    const plot = await place(`<pika-plot ${PLOT}></pika-plot>`);
    document.documentElement.setAttribute('time-zone', 'Asia/Tokyo');
    await next(plot, 'pika-ready');
    equal(await hours(plot), ['21'], 'of the page');
    query.setAttribute('time-zone', 'Europe/Vienna');
    await next(plot, 'pika-ready');
    equal(await hours(plot), ['13'], 'of the query');
    const days = await place('<pika-plot from="noon" mark="bar" x="weekday(t)" y="count()"></pika-plot>');
    document.documentElement.lang = 'de';
    await next(days, 'pika-ready');
    await days.updateComplete;
    if (!labels(days).includes('Mo')) throw new Error(labels(days).join());
  });

  it('say which zone is unknown', async () => {
    holder.innerHTML = `<pika-plot ${PLOT} time-zone="Mars/Base"></pika-plot>`;
    const { detail } = await next<CustomEvent<{ readonly message: string }>>(holder, 'pika-error');
    if (!/attribute time-zone/.test(detail.message)) throw new Error(detail.message);
  });
});
