/** <pika-overview> on a page: cards of every kind of column, brushed by a real pointer, against SQL. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { until } from '../harness/patience.mjs';
import { openAlone } from './page.mjs';

describe('an overview', () => {
  let page;
  const overview = () => page.locator('pika-overview');
  const card = (name) =>
    overview()
      .locator('.card')
      .filter({ has: page.locator('.name', { hasText: name }) })
      .first();
  const sql = (text) => page.evaluate((query) => window.rows(query), text);
  const where = () => page.evaluate(async () => (await engine()).selection('rows').toSQL('rows'));
  const views = () => page.evaluate(async () => (await (await engine()).status()).views);
  const names = () => overview().locator('.name').allTextContents();
  const facts = (name) => card(name).locator('.facts').textContent();
  const set = (properties) => overview().evaluate((element, all) => Object.assign(element, all), properties);
  const box = (name) => card(name).locator('pika-plot').boundingBox();

  const counted = () =>
    overview()
      .locator('pika-count')
      .evaluate(({ value }) => `rows ${value?.rows} of ${value?.of}`);

  /** What a card's plot draws, by its plot's own channels. */
  const values = (name) =>
    card(name)
      .locator('pika-plot')
      .evaluate((plot) => plot.values());

  async function ready(properties) {
    const drawn = overview().evaluate(
      (element) =>
        new Promise((resolve) =>
          element.addEventListener('pika-ready', ({ target, detail }) => target === element && resolve(detail)),
        ),
    );
    await set(properties);
    return drawn;
  }

  /** Waits until the bars of a card have SQL's counts: of `column`, of the rows that pass the condition. */
  async function assertBars(name, column, condition = 'TRUE') {
    let found = '';
    await until(
      `${name} has the counts of SQL`,
      async () => {
        const bars = (await values(name)) ?? [];
        const isHistogram = bars.some(({ x2 }) => x2 !== undefined);
        const [[all]] = await sql(`SELECT count(${column})::INTEGER FROM rows WHERE ${condition}`);
        found = JSON.stringify(bars);
        if (!isHistogram) {
          const counts = await Promise.all(
            bars.map(({ y }) => sql(`SELECT count(*)::INTEGER FROM rows WHERE ${column} = '${y}' AND ${condition}`)),
          );
          return bars.length > 0 && bars.every(({ x }, i) => x === counts[i][0][0]);
        }
        const edges = bars.map(({ x, x2 }) => [x, x2]);
        const counts = await sql(
          edges
            .map(
              ([lo, hi]) =>
                `SELECT count(*)::INTEGER FROM rows WHERE ${column} >= ${lo} AND ${column} < ${hi} AND ${condition}`,
            )
            .join(' UNION ALL '),
        );
        return bars.reduce((sum, { y }) => sum + y, 0) === all && bars.every(({ y }, i) => y === counts[i][0]);
      },
      { explain: () => found },
    );
  }

  before(async () => {
    page = await openAlone('test/pages/overview.html');
    await until('facts are shown', async () => (await facts('id')) !== '' && (await facts('city')) !== '');
  });
  after(() => page?.end());

  it('has a card for each column, with its type', async () => {
    const types = await overview().locator('.type').allTextContents();
    assert.deepEqual(
      (await names()).map((name, i) => `${name}: ${types[i]}`),
      [
        'id: number',
        'we "ird", name: number',
        'select: number',
        'label: text',
        'city: text',
        'flag: boolean',
        'day: date',
        'at: time',
        'list: list',
        'pair: struct',
        'hash: text',
        'price: number',
        'nothing: number',
      ],
    );
    assert.match(await overview().locator('.status').textContent(), /13 columns/);
    await until('rows are counted', async () => (await counted()) === 'rows 80000 of 80000');
  });

  it('counts as SQL does', async () => {
    await assertBars('id', 'id');
    await assertBars('we "ird", name', '"we ""ird"", name"');
    await assertBars('label', 'label');
    await assertBars('city', 'city');
  });

  it('tells what is missing, and how many labels are not drawn', async () => {
    const [[nulls, odd, cities]] = await sql(`SELECT count(*) FILTER (WHERE "we ""ird"", name" IS NULL)::INTEGER,
      count(*) FILTER (WHERE "select" IS NULL OR isnan("select"))::INTEGER, count(DISTINCT city)::INTEGER FROM rows`);
    assert.equal(await facts('we "ird", name'), `${nulls.toLocaleString('en')} missing`);
    assert.equal(await facts('select'), `${odd.toLocaleString('en')} missing`);
    assert.equal(await facts('city'), `+ ${cities - 6} more · ${cities} distinct · none missing`);
    assert.equal((await values('city')).length, 6);
  });

  it('says why a column has no plot', async () => {
    await card('hash').scrollIntoViewIfNeeded();
    await until('it was read', async () => /Too many distinct/.test(await card('hash').innerText()));
    assert.match(await card('list').innerText(), /No plot\..*in SQL/s);
    assert.equal(await card('pair').locator('pika-plot').count(), 0);
  });

  it('filters all other cards by a brush, and by a click on a bar', async () => {
    await page.evaluate(() => scrollTo(0, 0));
    const { x, y, width, height } = await box('id');
    await page.mouse.move(x + width * 0.4, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + width * 0.7, y + height / 2, { steps: 6 });
    await page.mouse.up();
    await until('it is selected', async () => /id/.test(await where()));
    await assertBars('city', 'city', await where());
    await assertBars('we "ird", name', '"we ""ird"", name"', await where());
    const [[left]] = await sql(`SELECT count(*)::INTEGER FROM rows WHERE ${await where()}`);
    await until('they are counted', async () => (await counted()) === `rows ${left} of 80000`);
    const flag = await box('flag');
    await page.mouse.click(flag.x + flag.width * 0.35, flag.y + flag.height * 0.2);
    await until('both select', async () => /id.*flag|flag.*id/s.test(await where()));
    await assertBars('city', 'city', await where());
    // Escape closes a tooltip first.
    await until('nothing is selected', async () => {
      for (const name of ['flag', 'id']) await card(name).locator('pika-plot [role=group]').press('Escape');
      return (await where()) === 'TRUE';
    });
    await assertBars('city', 'city');
  });

  it('reads a column when its card comes into sight, also in a box that scrolls', async () => {
    await page.evaluate(() => document.activeElement?.blur());
    const { columns } = await ready({ from: 'wide', style: 'height: 420px; overflow: auto' });
    assert.equal(columns, 200);
    const drawn = () => overview().locator('pika-plot').count();
    const first = await drawn();
    assert.ok(first >= 8 && first <= 24, `${first} plots in a box of two rows`);
    assert.equal(await views(), first);
    await overview().evaluate((element) => (element.scrollTop = element.scrollHeight));
    await until('the last is drawn', async () => (await card('c199').locator('pika-plot').count()) === 1);
    await until('the first are gone', async () => (await card('c0').locator('pika-plot').count()) === 0);
    assert.ok((await drawn()) <= 24);
    // A selection stays, wherever its card is.
    await card('c199')
      .locator('pika-plot')
      .evaluate(async (plot) => {
        await plot.values();
        plot.select({ x: [0, 100] });
      });
    await overview().evaluate((element) => (element.scrollTop = 0));
    await until('the first is back', async () => (await card('c0').locator('pika-plot').count()) === 1);
    const counted = await values('c0');
    const [[expected]] = await sql('SELECT count(*)::INTEGER FROM wide WHERE c199 < 100');
    assert.equal(
      counted.reduce((sum, { y }) => sum + y, 0),
      expected,
    );
    assert.equal(await card('c199').locator('pika-plot').count(), 1);
    await page.evaluate(async () => (await engine()).selection('wide').clear());
    await set({ style: '' });
  });

  it('reads one window ahead, and no more', async () => {
    await page.evaluate(() => scrollTo(0, 0));
    await ready({ from: 'rows' });
    await ready({ from: 'wide' });
    const windows = () =>
      overview().evaluate(({ shadowRoot }) => {
        const tops = [...shadowRoot.querySelectorAll('pika-plot')].map((plot) => plot.getBoundingClientRect().top);
        return Math.max(...tops) / innerHeight;
      });
    await until('cards below the window are read', async () => (await windows()) > 1);
    const ahead = await windows();
    assert.ok(ahead <= 2, `plots up to ${ahead} windows from the top`);
  });

  it('takes columns and expressions, also twice, and says what is wrong with them', async () => {
    await ready({ from: 'rows', columns: 'city, price, price, id / 1000 AS thousands, left(city, 6) AS short' });
    assert.deepEqual(await names(), ['city', 'price', 'price', 'thousands', 'short']);
    assert.deepEqual(await overview().locator('.type').allTextContents(), [
      'text',
      'number',
      'number',
      'number',
      'text',
    ]);
    await assertBars('thousands', 'id / 1000');
    await assertBars('short', 'left(city, 6)');
    await set({ columns: 'citi' });
    await until('the error is shown', async () => (await overview().locator('.error').count()) === 1);
    assert.match(await overview().locator('.error').innerText(), /column "citi".*Did you mean "?city/s);
    await ready({ columns: 'city' });
    assert.equal(await overview().locator('.error').count(), 0);
  });

  it('follows a query whose columns change; a card whose column stays keeps its selection', async () => {
    await ready({ from: 'changing', columns: null });
    assert.deepEqual(await names(), ['a', 'b']);
    await card('a')
      .locator('pika-plot')
      .evaluate(async (plot) => {
        await plot.values();
        plot.select({ x: [100, 200] });
        plot.mine = true;
      });
    await page.evaluate(() => {
      document.querySelector('[name=changing]').sql = "SELECT 'x' AS first, i AS a FROM range(500) t(i)";
    });
    await until('its columns are shown', async () => String(await names()) === 'first,a');
    assert.equal(
      await card('a')
        .locator('pika-plot')
        .evaluate((plot) => plot.mine),
      true,
    );
    await until('the other one is filtered', async () => (await values('first'))?.[0]?.x === 100);
    await page.evaluate(async () => (await engine()).selection('changing').clear());
  });

  it('says that there are no rows, or no query', async () => {
    await ready({ from: 'empty' });
    assert.match(await card('a').innerText(), /No rows/);
    await set({ from: 'wrong' });
    await until('the error is shown', async () => (await overview().locator('.error').count()) === 1);
    assert.match(await overview().locator('.error').innerText(), /nothing/);
    await set({ from: '' });
    await until('what to write is shown', async () => /from="…"/.test(await overview().locator('.error').innerText()));
    await ready({ from: 'changing' });
    await set({ from: null });
    await until('what to write is shown', async () => /from="…"/.test(await overview().locator('.error').innerText()));
  });

  it('leaves nothing behind when it is removed, and works when it is back', async () => {
    await ready({ from: 'changing' });
    assert.ok((await views()) > 0);
    await page.evaluate(() => {
      window.removed = document.querySelector('pika-overview');
      window.removed.remove();
    });
    await until('no view is left', async () => (await views()) === 0);
    await page.evaluate(() => document.body.append(window.removed));
    await until('it is drawn', async () => (await views()) === 2);
    assert.deepEqual(page.errors, []);
  });
});
