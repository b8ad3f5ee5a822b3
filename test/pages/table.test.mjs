/** <pika-table> on a page: rows under a brush, sorted, scrolled, copied by real pointer and keyboard, against SQL. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { until } from '../harness/patience.mjs';
import { drag, openAlone } from './page.mjs';

/** The columns of the smaller file: numbers, compared as floats. `table.test.ts` compares texts. */
const COLUMNS = 'delay, distance, time';

for (const backend of ['cpu', 'webgpu']) {
  describe(`a table of flights, ${backend}`, () => {
    let page;
    const where = () => page.evaluate(async () => (await engine()).selection('flights').toSQL('flights'));
    const sql = (text) => page.evaluate((query) => window.rows(query), text);
    const grid = () => page.locator('pika-table .grid');
    const head = (name) => page.locator('pika-table .head .cell').filter({ hasText: name });

    /** The texts of the rows in sight, by place. */
    const shown = () =>
      grid().evaluate((element) =>
        Object.fromEntries(
          [...element.querySelectorAll('.body .row')].map((row) => [
            Number(row.getAttribute('aria-rowindex')) - 2,
            [...row.children].map((cell) => cell.textContent),
          ]),
        ),
      );

    /** Waits until the first rows in sight are those of SQL at their places. */
    async function assertRows({ order = 'rowid', from = 0, filter = 'TRUE' } = {}) {
      const rows = await sql(`SELECT ${COLUMNS} FROM flights WHERE ${filter} ORDER BY ${order} LIMIT 5 OFFSET ${from}`);
      const expected = JSON.stringify(rows.map((row) => row.map(Math.fround)));
      let found;
      await until(
        `the rows from ${from} by ${order} are shown`,
        async () => {
          const all = await shown();
          found = JSON.stringify(rows.map((_, i) => all[from + i]?.map((text) => Math.fround(Number(text)))));
          return found === expected;
        },
        { explain: () => `${found}, SQL: ${expected}` },
      );
    }

    before(async () => {
      page = await openAlone('examples/09-table.html', { backend, few: true });
      await until('rows are shown', async () => Object.keys(await shown()).length > 5);
    });
    after(() => page?.end());

    it('shows rows in the order of the query', async () => {
      await assertRows();
      assert.equal(await grid().getAttribute('aria-rowcount'), '200001');
      assert.match(await page.locator('pika-table .status').textContent(), /200,000 rows/);
    });

    it('sorts by a click on a head: ascending, descending, and not', async () => {
      await head('delay').click();
      await assertRows({ order: 'delay, rowid' });
      assert.equal(await head('delay').getAttribute('aria-sort'), 'ascending');
      await head('delay').click();
      await assertRows({ order: 'delay DESC, rowid' });
      await head('time').click();
      await assertRows({ order: 'time, rowid' });
      await head('time').click();
      await head('time').click();
      await assertRows();
      await until('it is not sorted', async () => (await head('time').getAttribute('aria-sort')) === 'none');
    });

    it('shows the rows inside a brush, live', async () => {
      await head('distance').click();
      await drag(page, 0, [0.5, 0.5], [0.7, 0.5], { steps: 10 });
      const filter = await where();
      assert.match(filter, /delay/);
      await assertRows({ order: 'distance, rowid', filter });
      const [[n]] = await sql(`SELECT count(*)::INTEGER AS n FROM flights WHERE ${filter}`);
      assert.equal(await grid().getAttribute('aria-rowcount'), String(n + 1));
      await page.locator('pika-plot').first().press('Escape');
      await until('all rows pass', async () => (await grid().getAttribute('aria-rowcount')) === '200001');
      await head('distance').click();
      await head('distance').click();
    });

    it('scrolls by wheel and scrollbar', async () => {
      await grid().hover();
      await page.mouse.wheel(0, 260);
      await assertRows({ from: 10 });
      await grid().evaluate((element) => (element.scrollTop = 26 * 150_000));
      await assertRows({ from: 150_000 });
      await grid().evaluate((element) => (element.scrollTop = 0));
      await assertRows();
    });

    it('moves and sorts by the keyboard, and copies the active cell', async () => {
      await grid().focus();
      const active = () =>
        grid().evaluate(
          (element) => element.querySelector(`#${element.getAttribute('aria-activedescendant')}`).textContent,
        );
      await page.keyboard.press('Control+End');
      await until('the last row is active', async () => (await shown())[199_999] !== undefined);
      const [[time]] = await sql('SELECT time FROM flights WHERE rowid = 199999');
      await until('its last cell is active', async () => Math.fround(Number(await active())) === time);
      const copied = await grid().evaluate((element) => {
        const data = new DataTransfer();
        const event = new ClipboardEvent('copy', { clipboardData: data, bubbles: true, cancelable: true });
        element.dispatchEvent(event);
        return [Math.fround(Number(data.getData('text/plain'))), event.defaultPrevented];
      });
      assert.deepEqual(copied, [time, true]);
      for (const key of ['Control+Home', 'ArrowUp', 'Enter']) await page.keyboard.press(key);
      await assertRows({ order: 'delay, rowid' });
      await page.keyboard.press('Enter');
      await page.keyboard.press('Enter');
      await assertRows();
    });

    it('filters by the histograms in its heads, which neither sort, move nor resize', async () => {
      await page.locator('pika-table').evaluate((table) => (table.histograms = true));
      const plot = (name) => head(name).locator('pika-plot');
      await until('each head has one', async () => (await page.locator('pika-table pika-plot').count()) === 3);
      await plot('distance').evaluate((element) => element.values());
      const before = [
        await page.locator('pika-table .head .name').allTextContents(),
        await head('distance').boundingBox(),
      ];
      const { x, y, width, height } = await plot('distance').boundingBox();
      await until('a drag selects', async () => {
        await page.mouse.move(x + width * 0.1, y + height / 2);
        await page.mouse.down();
        await page.mouse.move(x + width * 0.4, y + height / 2, { steps: 6 });
        await page.mouse.up();
        return /distance/.test(await where());
      });
      await until('the table has the rows that are selected', async () => {
        const [[n]] = await sql(`SELECT count(*)::INTEGER AS n FROM flights WHERE ${await where()}`);
        return (await grid().getAttribute('aria-rowcount')) === String(n + 1);
      });
      await assertRows({ filter: await where() });
      assert.deepEqual(
        [await page.locator('pika-table .head .name').allTextContents(), await head('distance').boundingBox()],
        before,
      );
      await until('it is not sorted', async () => (await head('distance').getAttribute('aria-sort')) === 'none');

      const active = () => grid().getAttribute('aria-activedescendant');
      const cell = await active();
      await plot('distance').locator('[role=group]').press('Shift+ArrowRight');
      assert.equal(await active(), cell);
      await head('distance').locator('.name').click();
      await until('it is sorted', async () => (await head('distance').getAttribute('aria-sort')) === 'ascending');
      await assertRows({ order: 'distance, rowid', filter: await where() });
      await head('distance').locator('.name').click();
      await head('distance').locator('.name').click();
      await plot('distance').locator('[role=group]').press('Escape');
      await assertRows();
      assert.equal(await where(), 'TRUE');
      await page.locator('pika-table').evaluate((table) => (table.histograms = false));
      await until('none is left', async () => (await page.locator('pika-table pika-plot').count()) === 0);
    });

    it('resizes and moves columns', async () => {
      const width = () => head('delay').evaluate((cell) => cell.getBoundingClientRect().width);
      const before = await width();
      const edge = await head('delay').locator('.edge').boundingBox();
      await page.mouse.move(edge.x + 3, edge.y + 10);
      await page.mouse.down();
      await page.mouse.move(edge.x + 43, edge.y + 10, { steps: 4 });
      await page.mouse.up();
      assert.ok(Math.abs((await width()) - before - 40) <= 1, `${before} → ${await width()}`);
      await until('it is not sorted', async () => (await head('delay').getAttribute('aria-sort')) === 'none');

      const [from, to] = [await head('time').boundingBox(), await head('delay').boundingBox()];
      await page.mouse.move(from.x + 10, from.y + 10);
      await page.mouse.down();
      await page.mouse.move(to.x + 20, to.y + 10, { steps: 8 });
      await page.mouse.up();
      const names = await page.locator('pika-table .head .name').allTextContents();
      assert.deepEqual(names, ['time', 'delay', 'distance']);
      await until('it is not sorted', async () => (await head('time').getAttribute('aria-sort')) === 'none');
    });

    describe('rows are selected', () => {
      const row = (place) => page.locator(`pika-table .body .row[aria-rowindex="${place + 2}"]`);
      const keys = () => page.locator('pika-table').evaluate((table) => table.selectedKeys);
      const status = () => page.locator('pika-table .status').innerText();
      const rowsWhere = async () => (await sql(`SELECT count(*) FROM flights WHERE ${await where()}`))[0][0];
      /** The rows that the plots beside the table draw. */
      const drawn = () =>
        page.evaluate(async () => {
          const plot = document.querySelector('pika-plot[x="bin(distance)"]');
          return (await plot.values()).reduce((sum, { y }) => sum + y, 0);
        });

      /** Waits until the distances of these places are selected, marked, and filter the plots. */
      async function assertSelected(...places) {
        const all = await sql('SELECT distance FROM flights ORDER BY rowid LIMIT 30');
        const expected = new Set(places.map((place) => all[place][0]));
        let found;
        const isSelected = async () => {
          const marked = await page
            .locator('pika-table .body .row[aria-selected=true]')
            .evaluateAll((rows) => rows.map((one) => Number(one.getAttribute('aria-rowindex')) - 2));
          const held = await keys();
          found = JSON.stringify([held, marked, await status()]);
          const areMarked = places.every((place) => marked.includes(place));
          return held.length === expected.size && held.every((key) => expected.has(key)) && areMarked;
        };
        await until(`${places} are selected`, isSelected, { explain: () => found });
        await until('the plots are filtered', async () => (await drawn()) === (await rowsWhere()));
        if (places.length > 0) assert.match(await status(), new RegExp(`${expected.size} selected`));
      }

      before(async () => {
        await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
        await page.locator('pika-table').evaluate((table) => {
          Object.assign(table, { columns: 'delay, distance, time', sort: null, rowKey: 'distance' });
          window.selections = [];
          table.addEventListener('pika-select', ({ detail }) =>
            window.selections.push(detail.clause?.boxes.length ?? 0),
          );
        });
        await until('rows can be selected', async () => (await grid().getAttribute('aria-multiselectable')) === 'true');
        await grid().evaluate((element) => (element.scrollTop = 0));
        await row(0).waitFor();
      });

      it('by clicks: one, a range, one more, and none', async () => {
        await row(1).click();
        await assertSelected(1);
        await row(4).click({ modifiers: ['Shift'] });
        await assertSelected(1, 2, 3, 4);
        await row(6).click({ modifiers: ['Control'] });
        await assertSelected(1, 2, 3, 4, 6);
        await row(6).click({ modifiers: ['Control'] });
        await assertSelected(1, 2, 3, 4);
        await row(2).click();
        await assertSelected(2);
        await row(2).click();
        await assertSelected();
        assert.equal(await where(), 'TRUE');
        assert.deepEqual(await page.evaluate(() => window.selections), [1, 4, 5, 4, 1, 0]);
      });

      it('by a click on a row that is partly in sight, which scrolls', async () => {
        await grid().evaluate((element) => (element.scrollTop = 7));
        const body = page.locator('pika-table .body');
        await until('it has scrolled', async () => /-7px/.test(await body.getAttribute('style')));
        const { x, y, height } = await grid().boundingBox();
        const at = [x + 30, y + height - 4];
        const place = await grid().evaluate((element, [left, top]) => {
          const cell = element.getRootNode().elementFromPoint(left, top).closest('.cell');
          return Number(cell.parentElement.getAttribute('aria-rowindex')) - 2;
        }, at);
        await page.mouse.click(...at);
        await assertSelected(place);
        await page.keyboard.press('Escape');
        await assertSelected();
        await grid().evaluate((element) => (element.scrollTop = 0));
        await row(0).waitFor();
      });

      it('by keys, and Escape selects none', async () => {
        await grid().focus();
        await row(0).click();
        await assertSelected(0);
        await page.keyboard.press('ArrowDown');
        await page.keyboard.press(' ');
        await assertSelected(0, 1);
        await page.keyboard.press('Shift+ArrowDown');
        await page.keyboard.press('Shift+ArrowDown');
        await assertSelected(1, 2, 3);
        await page.keyboard.press('Shift+ArrowUp');
        await assertSelected(1, 2);
        await page.keyboard.press('Control+a');
        await until('it is refused', async () => /At most 10,000 rows can be selected/.test(await status()));
        await assertSelected(1, 2);
        await page.keyboard.press('Escape');
        await assertSelected();
        assert.doesNotMatch(await status(), /At most/);
      });

      it('and copied, with those out of sight', async () => {
        const [[distance]] = await sql('SELECT distance FROM flights ORDER BY rowid LIMIT 1');
        // A test before has moved a column.
        const order = 'time, delay, distance';
        const rows = await sql(`SELECT ${order} FROM flights WHERE distance = ${distance} ORDER BY rowid`);
        await row(0).click();
        await assertSelected(0);
        await grid().focus();
        await page.keyboard.press('Control+c');
        await until('it is copied', async () => /Copied/.test(await status()));
        const [head, ...lines] = (await page.evaluate(() => navigator.clipboard.readText())).split('\n');
        assert.equal(head, order.replaceAll(', ', '\t'));
        const copied = lines.map((line) => line.split('\t').map((text) => Math.fround(Number(text))));
        assert.deepEqual(
          copied,
          rows.map((one) => one.map(Math.fround)),
        );
        await page.locator('pika-table [part=clear]').click();
        await assertSelected();
      });

      it('by a script, beside a brush that filters them', async () => {
        const found = await sql('SELECT DISTINCT distance FROM flights ORDER BY distance LIMIT 40');
        await page.locator('pika-table').evaluate(
          (table, some) => {
            table.selectedKeys = some;
          },
          found.map(([one]) => one),
        );
        await until('all are selected', async () => (await keys()).length === 40);
        await until('the plots are filtered', async () => (await drawn()) === (await rowsWhere()));
        await page.locator('pika-table').evaluate((table) => Object.assign(table, { selectedKeys: [], rowKey: null }));
        await until(
          'rows can not be selected',
          async () => (await grid().getAttribute('aria-multiselectable')) !== 'true',
        );
        assert.equal(await where(), 'TRUE');
      });
    });

    it('says what is wrong', async () => {
      const found = page.waitForFunction(() => document.querySelector('pika-table').shadowRoot.querySelector('.error'));
      await page.locator('pika-table').evaluate((table) => (table.columns = 'delay, distanze'));
      await found;
      assert.match(await page.locator('pika-table .error').textContent(), /column "distanze".*Did you mean/s);
      await page.locator('pika-table').evaluate((table) => (table.columns = 'delay, distance / 2 AS half'));
      await until('the table is back', async () => (await shown())[0]?.[1] !== undefined);
      const [[half]] = await sql('SELECT distance / 2 FROM flights WHERE rowid = 0');
      await until('half is shown', async () => Number((await shown())[0]?.[1]) === half);
      assert.deepEqual(page.errors, []);
    });
  });
}
