/** A whole dashboard by the keyboard alone: every stop of the Tab key, and what its keys do, against SQL. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { until } from '../harness/patience.mjs';
import { openAlone } from './page.mjs';

/** In the order of the page. After each plot, a button that shows its values as a table. */
const STOPS = [
  'pika-input[least] input',
  'pika-input[far] input',
  'pika-plot#delays .plot',
  'pika-plot#delays .toggle',
  'pika-plot#parts .plot',
  'pika-plot#parts .toggle',
  'pika-legend button.entry',
  'pika-plot#distances .plot',
  'pika-plot#distances .toggle',
  'pika-table .grid',
];

describe('a dashboard by the keyboard alone', () => {
  let page;
  const press = async (...keys) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const sql = (text) => page.evaluate((query) => window.rows(query), text);

  /** The flights of the query, of the file, by the values of the inputs. */
  let query = 'delay >= -60';
  const flights = () =>
    `(SELECT rowid AS id, *, CASE WHEN time < 12 THEN 'morning' WHEN time < 18 THEN 'afternoon' ELSE 'evening' END AS part
      FROM raw WHERE ${query})`;
  const where = () => page.evaluate(async () => (await engine()).selection('flights').toSQL('flights'));

  /** The element that has the focus, through all shadow roots. */
  const focused = () => page.evaluate(focusedStop);
  const tabTo = async (stop) => {
    for (let i = 0; i <= STOPS.length && (await focused())?.stop !== stop; i++) await press('Tab');
    assert.equal((await focused())?.stop, stop);
  };

  /** Waits until the page's count is that of SQL for the inputs and the selection. */
  async function assertCount() {
    let found;
    let expected;
    await until(
      'the count is that of SQL',
      async () => {
        [[expected]] = await sql(`SELECT count(*)::INTEGER FROM ${flights()} WHERE ${await where()}`);
        found = await page.evaluate(() => document.querySelector('pika-count').value?.rows);
        return found === expected;
      },
      { explain: () => `${found}, SQL: ${expected}` },
    );
    return expected;
  }

  before(async () => {
    page = await openAlone('test/pages/dashboard.html', { viewport: { width: 800, height: 1300 } });
    await until('rows are shown', () => page.evaluate(() => document.querySelector('pika-count').value?.rows > 0));
    await until('the table has rows', async () => (await page.locator('pika-table .body .row').count()) > 3);
    await until('plots can be reached', async () => (await page.locator('pika-plot .toggle').count()) === 3);
  });
  after(() => page?.end());

  it('reaches every control in the order of the page, with a visible focus, and leaves again', async () => {
    const found = [];
    for (let i = 0; i < STOPS.length; i++) {
      await press('Tab');
      found.push(await focused());
    }
    assert.deepEqual(
      found.map((one) => one?.stop),
      STOPS,
    );
    for (const { stop, outlinePx } of found) assert.ok(outlinePx >= 1, `${stop} shows that it has the focus`);
    for (let i = STOPS.length - 1; i > 0; i--) {
      await press('Shift+Tab');
      assert.equal((await focused()).stop, STOPS[i - 1]);
    }
  });

  it('changes inputs: the queries run again', async () => {
    await tabTo(STOPS[0]);
    await press('ArrowRight', 'ArrowRight', 'ArrowRight');
    query = 'delay >= -30';
    const all = await assertCount();
    await press('Tab', 'Space');
    query = 'delay >= -30 AND distance >= 1000';
    assert.ok((await assertCount()) < all);
    await press('Space');
    query = 'delay >= -30';
    assert.equal(await assertCount(), all);
  });

  it('brushes a plot, and clears it', async () => {
    const all = await assertCount();
    await tabTo('pika-plot#delays .plot');
    await press('Shift+ArrowRight');
    await until('a brush', async () => /delay/.test(await where()));
    const narrow = await assertCount();
    assert.ok(narrow < all);
    await press('Alt+Shift+ArrowRight', 'Alt+Shift+ArrowRight');
    await until('a wider brush', async () => (await assertCount()) !== narrow);
    await press('Escape');
    await until('no brush', async () => !/delay/.test(await where()));
    assert.equal(await assertCount(), all);
  });

  it('picks a bar', async () => {
    await tabTo('pika-plot#parts .plot');
    await press('Home', 'Enter');
    await until('a bar is picked', async () => /part/.test(await where()));
    const [[all]] = await sql(`SELECT count(*)::INTEGER FROM ${flights()}`);
    assert.ok((await assertCount()) < all);
    // The first closes the tooltip of the cursor.
    await press('Escape', 'Escape');
    await until('none is picked', async () => !/part/.test(await where()));
  });

  it('filters by a legend', async () => {
    await tabTo('pika-legend button.entry');
    await press('ArrowRight', 'Enter');
    await until('an entry is pressed', async () => /part/.test(await where()));
    const pressed = page.locator('pika-legend [aria-pressed="true"]');
    const part = (await pressed.textContent()).trim();
    const [[rows]] = await sql(`SELECT count(*)::INTEGER FROM ${flights()} WHERE part = '${part}'`);
    assert.equal(await assertCount(), rows);
    await press('Escape');
    await until('no entry is pressed', async () => (await pressed.count()) === 0);
  });

  it('shows the values of a plot: in a tooltip, and all of them in a table', async () => {
    await tabTo('pika-plot#distances .plot');
    await press('Home');
    const tooltip = page.locator('pika-plot#distances .tooltip');
    await until('a tooltip', async () => (await tooltip.count()) === 1);
    const text = await tooltip.textContent();
    await press('Escape');
    await until('no tooltip', async () => (await tooltip.count()) === 0);
    const bins = await sql(
      `SELECT count(*)::INTEGER FROM ${flights()} GROUP BY floor(distance / 250), part ORDER BY floor(distance / 250)`,
    );
    const counts = bins.map(([count]) => count.toLocaleString('en'));
    assert.ok(
      counts.slice(0, 3).some((count) => text.includes(count)),
      `${text.replace(/\s+/g, ' ')}, SQL: ${counts.slice(0, 3)}`,
    );
    await press('Tab', 'Enter');
    const cells = page.locator('pika-plot#distances .data tbody tr');
    await until('a table', async () => (await cells.count()) === bins.length);
    const shown = await cells.evaluateAll((rows) => rows.map((row) => row.textContent));
    for (const count of counts) assert.ok(shown.some((row) => row.includes(count)));
    await press('Escape');
    await until('no table', async () => (await cells.count()) === 0);
    assert.equal((await focused()).stop, 'pika-plot#distances .toggle');
  });

  it('sorts the table', async () => {
    await tabTo('pika-table .grid');
    await press('ArrowUp', 'ArrowRight', 'Enter');
    const rows = await sql(`SELECT delay, distance FROM ${flights()} ORDER BY distance, id LIMIT 5`);
    const expected = JSON.stringify(rows.map((row) => row.map(Math.fround)));
    let found;
    await until(
      'rows in the order of their distance',
      async () => {
        found = await page
          .locator('pika-table .body .row')
          .evaluateAll((all) =>
            all.slice(0, 5).map((row) => [...row.children].slice(0, 2).map((cell) => Math.fround(cell.textContent))),
          );
        return JSON.stringify(found) === expected;
      },
      { explain: () => `${JSON.stringify(found)}, SQL: ${expected}` },
    );
    assert.equal(
      await page.locator('pika-table .head .cell').filter({ hasText: 'distance' }).getAttribute('aria-sort'),
      'ascending',
    );
  });
});

/** Runs in the page. */
function focusedStop() {
  let element = document.activeElement;
  let host = null;
  while (element?.shadowRoot?.activeElement) {
    host = element;
    element = element.shadowRoot.activeElement;
  }
  if (!host) return null;
  const { id, name, localName } = host;
  const part = ['plot', 'toggle', 'grid', 'entry'].find((one) => element.classList.contains(one));
  const inner = part
    ? `${element.localName === 'button' && part === 'entry' ? 'button' : ''}.${part}`
    : element.localName;
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  return {
    stop: `${localName}${id ? `#${id}` : name ? `[${name}]` : ''} ${inner}`,
    outlinePx: outlineStyle === 'none' ? 0 : Number.parseFloat(outlineWidth),
  };
}
