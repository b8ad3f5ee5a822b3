/** Charts of rows and groups in a real page: legends, tooltips, values, specs, the data table, and bad input. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { openBrowser, until } from './page.mjs';

const SCATTER = '<pika-plot from="sales" mark="point" x="number" y="amount" color="region"></pika-plot>';
const BARS = '<pika-plot from="sales" mark="bar" x="region" y="sum(amount)"></pika-plot>';
const LINES =
  '<pika-plot from="sales" mark="line" x="bin(month, step=month)" y="sum(amount)" color="region"></pika-plot>';

let browser;
let page;
before(async () => {
  browser = await openBrowser();
  page = await browser.open('test/pages/charts.html');
});
after(() => browser.close());
afterEach(() => assert.deepEqual(page.errors, []));

const place = (html) => page.evaluate((text) => window.place(text), html);
const valuesOf = (index) => page.evaluate((at) => document.querySelectorAll('pika-plot')[at].values(), index);
const outcome = (attributes, marks) =>
  page.evaluate(([given, children]) => window.outcome(given, children), [attributes, marks]);
const entry = (name) => page.locator('.legend button', { hasText: name });
/** The pixels of a plot's canvas. */
const pixels = (index) =>
  page.evaluate(
    (at) => document.querySelectorAll('pika-plot')[at].shadowRoot.querySelector('canvas').toDataURL(),
    index,
  );

/** Moves the pointer to a place of a plot's box, in fractions from its left and bottom. */
async function pointAt(index, fx, fy) {
  const { x, y } = await page.evaluate(
    ([at, across, up]) => {
      const plot = document.querySelectorAll('pika-plot')[at];
      const { left, top } = plot.getBoundingClientRect();
      const { box } = plot.model.layout;
      return { x: left + box.x + across * box.width, y: top + box.y + (1 - up) * box.height };
    },
    [index, fx, fy],
  );
  await page.mouse.move(1, 700);
  await page.mouse.move(x, y);
}

/** The titles and texts of the tooltip. */
async function tooltip(index) {
  await until(page, (at) => document.querySelectorAll('pika-plot')[at].shadowRoot.querySelector('.tooltip dt'), index);
  return page.evaluate(
    (at) =>
      [...document.querySelectorAll('pika-plot')[at].shadowRoot.querySelectorAll('.tooltip dt')].map((title) => [
        title.textContent,
        title.nextElementSibling.textContent,
      ]),
    index,
  );
}

const sumOf = (values, region) =>
  values.filter(({ x, color }) => (color ?? x) === region).reduce((sum, { y }) => sum + y, 0);

describe('legends', () => {
  it('highlight on hover, and filter a linked plot on click', async () => {
    await place(SCATTER + BARS);
    const all = await valuesOf(1);
    const before = await pixels(0);
    await entry('South').hover();
    await until(
      page,
      (was) => document.querySelector('pika-plot').shadowRoot.querySelector('canvas').toDataURL() !== was,
      before,
    );
    assert.deepEqual(await valuesOf(1), all, 'pointing filters nothing');
    await entry('South').click();
    await until(page, async () => (await document.querySelectorAll('pika-plot')[1].values()).length === 1);
    assert.deepEqual(
      await valuesOf(1),
      all.filter(({ x }) => x === 'South'),
    );
    await entry('East').click({ modifiers: ['Shift'] });
    await until(page, async () => (await document.querySelectorAll('pika-plot')[1].values()).length === 2);
    await entry('East').click();
    await until(page, async () => (await document.querySelectorAll('pika-plot')[1].values()).length === 1);
    await entry('East').click();
    await until(page, async () => (await document.querySelectorAll('pika-plot')[1].values()).length === 4);
    await page.mouse.move(1, 700);
    await until(
      page,
      (was) => document.querySelector('pika-plot').shadowRoot.querySelector('canvas').toDataURL() === was,
      before,
    );
  });

  it('filter from the keyboard: one tab stop, arrows, Enter, Escape', async () => {
    await place(SCATTER + BARS);
    await entry('East').focus();
    await page.keyboard.press('Home');
    const focused = () => page.evaluate(() => document.activeElement.shadowRoot.activeElement.textContent.trim());
    const first = await focused();
    await page.keyboard.press('ArrowRight');
    assert.notEqual(await focused(), first);
    assert.equal(await page.locator('.legend button[tabindex="0"]').count(), 1);
    const name = await focused();
    await page.keyboard.press('Enter');
    await until(page, async () => (await document.querySelectorAll('pika-plot')[1].values()).length === 1);
    assert.equal((await valuesOf(1))[0].x, name);
    assert.equal(await entry(name).getAttribute('aria-pressed'), 'true');
    await page.keyboard.press('Escape');
    await until(page, async () => (await document.querySelectorAll('pika-plot')[1].values()).length === 4);
  });

  it('appear elsewhere in a pika-legend, and filter from there', async () => {
    await place(
      `${SCATTER.replace('<pika-plot', '<pika-plot id="scatter"')}${BARS}<pika-legend for="scatter"></pika-legend>`,
    );
    const there = page.locator('pika-legend .legend button', { hasText: 'West' });
    await there.click();
    await until(page, async () => (await document.querySelectorAll('pika-plot')[1].values()).length === 1);
    assert.equal((await valuesOf(1))[0].x, 'West');
    assert.equal(await page.locator('pika-plot .legend button').count(), 0);
  });

  it('name NULL, and select its rows', async () => {
    await place(SCATTER.replace('color="region"', 'color="product"') + BARS.replace('x="region"', 'x="number"'));
    assert.deepEqual(
      await page
        .locator('.legend .entry')
        .allTextContents()
        .then((texts) => texts.map((text) => text.trim())),
      ['Coffee', 'Tea', 'no value'],
    );
  });
});

describe('tooltips', () => {
  it('give the values of bars, lines and points', async () => {
    await place(BARS + LINES + SCATTER);
    const [bars, lines, points] = [await valuesOf(0), await valuesOf(1), await valuesOf(2)];
    await pointAt(0, 0.125, 0.05);
    assert.deepEqual(await tooltip(0), [
      ['region', bars[0].x],
      ['sum of amount', sumOf(bars, bars[0].x).toLocaleString('en')],
    ]);
    await pointAt(1, 0.01, 0.5);
    const line = Object.fromEntries(await tooltip(1));
    const found = lines.find(({ color, x }) => color === line.region && x.getTime() === Date.UTC(2024, 0, 1));
    assert.equal(line['sum of amount'], String(found.y));
    await page.evaluate(() => document.querySelectorAll('pika-plot')[2].scrollIntoView());
    const { domain } = await page.evaluate(() => ({ domain: document.querySelectorAll('pika-plot')[2].domain }));
    const { x, y, color } = points[10];
    const share = (value, [lo, hi]) => (value - lo) / (hi - lo);
    await pointAt(2, share(x, domain.x), share(y, domain.y));
    assert.deepEqual(await tooltip(2), [
      ['number', String(x)],
      ['amount', String(y)],
      ['region', color],
    ]);
  });
});

describe('plot.spec', () => {
  for (const html of [SCATTER, BARS, LINES]) {
    it(`gives the same values to another plot: ${html}`, async () => {
      await place(html);
      const [values, spec] = [await valuesOf(0), await page.evaluate(() => document.querySelector('pika-plot').spec)];
      await page.evaluate(async (json) => {
        const plot = document.createElement('pika-plot');
        plot.spec = JSON.parse(json);
        document.querySelector('main').replaceChildren(plot);
        await window.settled(plot);
      }, JSON.stringify(spec));
      assert.deepEqual(await valuesOf(0), values);
      assert.deepEqual(await page.evaluate(() => document.querySelector('pika-plot').spec), spec);
    });
  }
});

describe('the data table', () => {
  it('opens from the keyboard, with the values of the plot in the accessibility tree', async () => {
    await place(BARS.replace('<pika-plot', '<pika-plot label="Sales by region"'));
    await page.locator('.data .toggle').focus();
    await page.keyboard.press('Enter');
    await page.locator('.data td').first().waitFor();
    const values = await valuesOf(0);
    const tree = await page.locator('.data').ariaSnapshot();
    assert.match(tree, /table "Sales by region: 4 rows"/);
    assert.match(tree, /columnheader "region"/);
    for (const { x, y } of values)
      assert.ok(tree.includes(`cell "${y.toLocaleString('en')}"`) && tree.includes(`cell "${x}"`), tree);
    assert.match(tree, /button "Close the table" \[expanded\]/);
    await page.keyboard.press('Escape');
    await until(page, () => !document.querySelector('pika-plot').shadowRoot.querySelector('.data table'));
    assert.match(await page.locator('.data').ariaSnapshot(), /button "Show data as a table"/);
  });

  it('follows a filter, and says how many rows it leaves out', async () => {
    await place(SCATTER + '<pika-plot from="wide" mark="point" x="v" y="v"></pika-plot>');
    await page.locator('.data .toggle').nth(1).focus();
    await page.keyboard.press('Enter');
    await page.locator('.data caption').waitFor();
    await until(page, () =>
      /the first 500 of 50,000 rows/.test(
        document.querySelectorAll('pika-plot')[1].shadowRoot.querySelector('caption').textContent,
      ),
    );
    assert.equal(await page.locator('.data tbody tr').count(), 500);
    await page.keyboard.press('Escape');
    await page.locator('.data .toggle').nth(0).focus();
    await page.keyboard.press('Enter');
    const rows = () => page.locator('.data tbody tr').count();
    await until(page, () => document.querySelector('pika-plot').shadowRoot.querySelectorAll('tbody tr').length === 48);
    await entry('South').evaluate((button) => button.click());
    await until(page, () => document.querySelector('pika-plot').shadowRoot.querySelectorAll('tbody tr').length === 12);
    assert.equal(await rows(), 12);
  });
});

describe('bad input', () => {
  const ROWS = { from: 'odd', mark: 'point', x: 'i', y: 'i' };
  /** [what, attributes, the error's code and message] */
  for (const [what, attributes, code, says] of [
    ['a channel that is not an expression', { ...ROWS, y: 'i +' }, /^(spec|source)\//, /i \+/],
    [
      'a channel that ends the statement',
      { ...ROWS, y: 'i); DROP TABLE odd; --' },
      /^(spec|source|plan)\//,
      /expected/,
    ],
    ['a column that does not exist', { ...ROWS, y: 'amuont' }, /^plan\/unknown-column$/, /amuont/],
    ['an aggregate inside an aggregate', { ...ROWS, y: 'sum(max(i))' }, /^spec\/bad-channel$/, /max/],
    ['a column outside of an aggregate', { ...ROWS, y: 'sum(i) / i' }, /^plan\/unsupported$/, /outside/],
    ['a mark that does not exist', { ...ROWS, mark: 'pont' }, /^plan\/unknown-mark$|^spec\//, /point/],
    ['an empty domain', { ...ROWS, 'x-domain': '5, 5' }, /^spec\/bad-channel$/, /x-domain/],
    ['a domain of text', { ...ROWS, 'x-domain': 'low, high' }, /^spec\/bad-channel$/, /x-domain/],
    ['a query that does not exist', { ...ROWS, from: 'nowhere' }, /^plan\/unknown-query$/, /nowhere/],
  ]) {
    it(`gives an error that says what to do: ${what}`, async () => {
      const { code: found, shown, message } = await outcome(attributes);
      assert.match(found ?? 'no error', code, message);
      assert.match(message, says);
      assert.ok(shown.length > 20, 'the plot shows it');
      assert.equal((await outcome(ROWS)).drawn, 3, 'the next plot is drawn');
    });
  }

  it('counts values at or below zero that a log axis cannot place', async () => {
    const { drawn, note, code } = await outcome({ ...ROWS, y: 'zero', 'y-scale': 'log' });
    assert.equal(code, null);
    assert.equal(drawn, 3);
    assert.match(note, /2 values ≤ 0 of zero/);
  });

  it('counts infinite values', async () => {
    const { note } = await outcome({ ...ROWS, y: 'infinite' });
    assert.match(note, /1 infinite value of infinite/);
  });

  it('draws a reversed domain reversed', async () => {
    const { drawn, code } = await outcome({ ...ROWS, 'x-domain': '4, 0' });
    assert.deepEqual([drawn, code], [3, null]);
    const ticks = await page.evaluate(() =>
      document.querySelector('pika-plot').model.layout.x.ticks.map(({ at, label }) => [at, Number(label)]),
    );
    const fromLeft = ticks.toSorted(([a], [b]) => a - b).map(([, value]) => value);
    assert.deepEqual([fromLeft[0], fromLeft.at(-1)], [4, 0]);
  });

  it('gives NULL a color of its own, and says so', async () => {
    const { drawn, legend, code } = await outcome({ ...ROWS, color: 'none' });
    assert.deepEqual([drawn, code], [3, null]);
    assert.deepEqual(legend, ['no value']);
  });

  it('limits a band of 100,000 categories, and says so', async () => {
    const { code, message, note, drawn } = await outcome({ from: 'wide', mark: 'bar', x: 'label', y: 'v' });
    assert.ok(
      code !== null ? /65,536|categories/.test(message) : /only the first 50,000 of 100,000 rows/.test(note),
      message ?? `${drawn}: ${note}`,
    );
  });

  it('draws the other layers of a plot if one has no rows', async () => {
    const layer = (from) => `<pika-mark from="${from}" mark="point" x="number" y="amount"></pika-mark>`;
    for (const marks of [layer('sales') + layer('empty'), layer('empty') + layer('sales')]) {
      const { drawn, code } = await outcome({}, marks);
      assert.deepEqual([drawn, code], [48, null], marks);
    }
  });

  it('says that there are no rows', async () => {
    const { cover } = await outcome({ ...ROWS, from: 'empty' });
    assert.match(cover, /No rows/);
  });

  it('draws values as far apart as doubles can be', async () => {
    const { drawn, code, message } = await outcome({ ...ROWS, y: 'far' });
    assert.deepEqual([drawn, code], [3, null], message);
  });
});
