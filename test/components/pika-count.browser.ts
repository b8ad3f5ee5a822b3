/// <reference types="mocha" />
/** Numbers of the selected rows, as a user sees and hears them, while a plot of the page selects. */
import '../../src/index';
import { configure, type PikaCount, type PikaError, type PikaPlot, type PikaQuery } from '../../src/index';

type Counting = NonNullable<PikaCount['value']>;

function equal(actual: unknown, expected: unknown, what: string): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what}: expected ${b}, found ${a}`);
}

const holder = document.createElement('div');
const next = <E extends Event>(element: EventTarget, name: string): Promise<E> =>
  new Promise((resolve) => element.addEventListener(name, (event) => resolve(event as E), { once: true }));
const shadowOf = (count: PikaCount): ShadowRoot => count.shadowRoot!;
const partOf = (count: PikaCount, part: string): string | null =>
  shadowOf(count).querySelector(`[part=${part}]`)?.textContent ?? null;
const textOf = (count: PikaCount): string =>
  shadowOf(count).querySelector<HTMLElement>('[aria-hidden]')!.innerText.replaceAll(/\s+/g, ' ').trim();

/** Resolves with a count of sales when its numbers are shown. */
async function place(attributes: string): Promise<PikaCount> {
  holder.innerHTML = `<pika-count from="sales" ${attributes}></pika-count>`;
  const count = holder.querySelector('pika-count')!;
  await next(count, 'pika-count');
  await count.updateComplete;
  return count;
}

/** What a screen reader reads once the numbers have not changed for a while. */
async function announced(count: PikaCount, text: string): Promise<void> {
  while (shadowOf(count).querySelector('[role=status]')!.textContent !== text)
    await new Promise((resolve) => setTimeout(resolve, 20));
}

for (const backend of ['cpu', 'webgpu'] as const)
  describe(`<pika-count>, on ${backend}`, () => {
    let plot: PikaPlot;

    before(async () => {
      await configure({ backend });
      document.body.append(holder);
      const query = document.createElement('pika-query') as PikaQuery;
      query.name = 'sales';
      query.data = Array.from({ length: 100 }, (_, i) => ({
        day: new Date(Date.UTC(2024, 0, 1 + i, 12)),
        revenue: 12_345 + i * 10,
        region: i % 3 === 0 ? 'North' : null,
      }));
      plot = Object.assign(document.createElement('pika-plot'), {
        from: 'sales',
        mark: 'bar',
        x: 'bin(revenue, step=10)',
        y: 'count()',
        brush: 'x',
      });
      const ready = next(plot, 'pika-ready');
      document.body.append(query, plot);
      await ready;
    });
    afterEach(() => {
      plot.select(null);
      holder.replaceChildren();
    });
    after(() => {
      for (const element of document.querySelectorAll('pika-query, pika-plot')) element.remove();
    });

    /** Selects the first ten rows. */
    async function select(count: PikaCount): Promise<Counting> {
      const counted = next<CustomEvent<Counting>>(count, 'pika-count');
      plot.select({ x: [12_345, 12_445] });
      const { detail } = await counted;
      await count.updateComplete;
      return detail;
    }

    it('never shows an unfiltered number while the rows are replaced and the plot that filters them loads', async () => {
      const count = await place('');
      const query = document.querySelector('pika-query')!;
      await select(count);
      const seen: Counting[] = [];
      count.addEventListener('pika-count', ({ detail }) => seen.push(detail));
      const rows = [...(query.data as object[])];
      for (const length of [90, 80, 70, 100]) {
        query.data = rows.slice(0, length);
        while (seen.at(-1)?.of !== length) await next(count, 'pika-count');
      }
      equal(
        seen.map(({ rows: selected, of }) => [selected, of]),
        [90, 80, 70, 100].map((of) => [10, of]),
        'counts',
      );
    });

    it('shows the number of rows', async () => {
      const count = await place('');
      equal(textOf(count), '100 rows', 'all rows');
      equal(await select(count), { rows: 10, of: 100 }, 'event');
      equal(count.value, { rows: 10, of: 100 }, 'value');
      equal(textOf(count), '10 of 100 rows', 'selected rows');
      await announced(count, '10 of 100 rows selected');
    });

    it('shows a sum as a part of the sum of all rows', async () => {
      const count = await place('aggregate="sum(revenue)" format="$,.3s" label="Revenue"');
      equal(textOf(count), 'Revenue $1.28M', 'all rows');
      const aggregate = { selected: 123_900, all: 1_284_000 };
      equal(await select(count), { rows: 10, of: 100, aggregate }, 'event');
      equal(count.value, { rows: 10, of: 100, aggregate }, 'value');
      equal(textOf(count), 'Revenue $124k of $1.28M', 'selected rows');
      equal([partOf(count, 'selected'), partOf(count, 'all')], ['$124k', '$1.28M'], 'parts');
      await announced(count, 'Revenue: $124k of $1.28M');
    });

    it('shows an average beside the average of all rows', async () => {
      const count = await place('aggregate="avg(revenue)"');
      await announced(count, 'average revenue: 12,840');
      await select(count);
      equal(textOf(count), 'average revenue 12,390 all: 12,840', 'selected rows');
      await announced(count, 'average revenue: 12,390; all rows: 12,840');
    });

    it('shows a share of the whole', async () => {
      const count = await place('aggregate="sum(revenue)" format="$,.3s" label="Revenue" compare="share"');
      equal(textOf(count), 'Revenue $1.28M', 'all rows');
      await select(count);
      equal(textOf(count), 'Revenue $124k 9.65% of $1.28M', 'selected rows');
      await announced(count, 'Revenue: $124k, 9.65% of $1.28M');
      const rows = await place('compare="share"');
      await announced(rows, '10 of 100 rows selected, 10%');
      equal(textOf(rows), '10 of 100 rows (10%)', 'rows');
    });

    it('shows a change, up or down', async () => {
      const count = await place('aggregate="avg(revenue)" compare="change"');
      await select(count);
      equal(textOf(count), 'average revenue 12,390 −3.5% all: 12,840', 'down');
      if (!shadowOf(count).querySelector('[part~=down]')) throw new Error('expected a part for the direction');
      await announced(count, 'average revenue: 12,390, −3.5%; all rows: 12,840');
      count.compare = 'difference';
      while (textOf(count) !== 'average revenue 12,390 −450 all: 12,840') await new Promise(requestAnimationFrame);
      count.compare = 'off';
      while (textOf(count) !== 'average revenue 12,390') await new Promise(requestAnimationFrame);
      await announced(count, 'average revenue: 12,390');
    });

    it('says that times have no change, and which comparisons there are', async () => {
      const count = await place('aggregate="max(day)" compare="change"');
      while (!partOf(count, 'note')) await new Promise(requestAnimationFrame);
      equal(partOf(count, 'note'), 'The attribute "compare" has no effect with values that are not numbers.', 'note');
      const refused = next<CustomEvent<PikaError>>(count, 'pika-error');
      count.compare = 'shere';
      const { detail } = await refused;
      equal([detail.detail.subject, detail.detail.found], ['attribute compare', '"shere"'], 'error');
      equal(detail.detail.next, 'Write for example compare="share".', 'next step');
    });

    it('shows times, and a label only if it is not empty', async () => {
      const count = await place('aggregate="max(day)" label="" format="%d %b %H:%M"');
      equal(textOf(count), '09 Apr 12:00', 'text');
      equal(partOf(count, 'label'), null, 'label');
      equal((count.value!.aggregate!.selected as Date).toISOString(), '2024-04-09T12:00:00.000Z', 'value');
    });

    it('follows the language of the page', async () => {
      holder.lang = 'de';
      const count = await place('aggregate="sum(revenue)"');
      equal(partOf(count, 'selected'), '1.284.000', 'text');
      holder.removeAttribute('lang');
    });

    it('follows its properties', async () => {
      const count = await place('');
      count.aggregate = 'min(revenue)';
      await next(count, 'pika-count');
      count.format = '.1f';
      while (partOf(count, 'selected') !== '12345.0') await new Promise(requestAnimationFrame);
      count.aggregate = null;
      count.format = null;
      while (textOf(count) !== '100 rows') await new Promise(requestAnimationFrame);
      equal(count.value, { rows: 100, of: 100 }, 'value');
    });

    it('shows labels as text', async () => {
      const count = await place('aggregate="count(region)" label="&lt;b&gt;Bold&lt;/b&gt;"');
      equal(partOf(count, 'label'), '<b>Bold</b>', 'label');
      equal(partOf(count, 'selected'), '34', 'values that are not NULL');
    });

    it('shows what is wrong, and recovers', async () => {
      holder.innerHTML = '<pika-count from="sales" aggregate="summ(revenue)"></pika-count>';
      const count = holder.querySelector('pika-count')!;
      const { detail } = await next<CustomEvent<PikaError>>(count, 'pika-error');
      equal([detail.code, detail.detail.subject], ['spec/bad-channel', 'attribute aggregate'], 'event');
      await count.updateComplete;
      if (!/Did you mean "sum\(revenue\)"\?/.test(partOf(count, 'error')!)) throw new Error(partOf(count, 'error')!);
      count.aggregate = 'sum(revenue)';
      await next(count, 'pika-count');
      await count.updateComplete;
      equal(textOf(count), 'sum of revenue 1,284,000', 'text');
    });

    it('names its query as plots do', async () => {
      holder.innerHTML = '<pika-count for="sales"></pika-count>';
      const count = holder.querySelector('pika-count')!;
      const { detail } = await next<CustomEvent<PikaError>>(count, 'pika-error');
      equal([detail.code, detail.detail.found], ['spec/missing-from', 'for="sales"'], 'event');
      count.from = 'sales';
      await next(count, 'pika-count');
      equal(count.value, { rows: 100, of: 100 }, 'value');
    });
  });
