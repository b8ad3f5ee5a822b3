/** Filters of <pika-input>, by real pointer and keyboard: what they select and count, against SQL. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { until } from '../harness/patience.mjs';
import { openAlone } from './page.mjs';

for (const backend of ['cpu', 'webgpu']) {
  describe(`filters of flights, ${backend}`, () => {
    let page;
    const input = (column) => page.locator(`pika-input[column="${column}"]`);
    const where = () => page.evaluate(async () => (await engine()).selection('rated').toSQL('rated'));
    const sql = (text) => page.evaluate((query) => window.rows(query), text);
    const rowsOf = async (condition) => (await sql(`SELECT count(*) FROM rated WHERE ${condition}`))[0][0];
    const counted = () => page.evaluate(() => document.querySelector('pika-count').value?.rows ?? null);
    const valueOf = (column) => input(column).evaluate((element) => element.value);
    const assign = (column, value) => input(column).evaluate((element, next) => (element.value = next), value);

    /** Waits until the page counts the rows that meet the condition, and its clauses mean the same. */
    async function assertRows(condition) {
      const expected = await rowsOf(condition);
      let found;
      const isCounted = async () => {
        const condition = await where();
        found = `${await counted()}, ${await rowsOf(condition)} by ${condition}`;
        return found.startsWith(`${expected}, ${expected} by`);
      };
      await until(`${expected} rows`, isCounted, { explain: () => `${found}, SQL: ${expected}` });
    }

    async function brush(column, from, to) {
      const { x, y } = await input(column).locator('pika-plot').boundingBox();
      await page.mouse.move(x + from, y + 30);
      await page.mouse.down();
      await page.mouse.move(x + to, y + 30, { steps: 6 });
      await page.mouse.up();
    }

    /** Chooses the entry with this label, whatever its count is. */
    async function choose(select, label) {
      const texts = await select.locator('option').allTextContents();
      await select.selectOption({ index: texts.findIndex((text) => text.replace(/ \([\d,]+\)$/, '') === label) });
    }

    /** Compares the entries of the select of verdicts and their counts with SQL. */
    async function assertVerdicts(filter) {
      const labels = ['on time', 'late', 'very late', null];
      const ofLabel = (label) =>
        `count(*) FILTER (WHERE verdict ${label === null ? 'IS NULL' : `= '${label}'`} AND (${filter}))`;
      const [counts] = await sql(`SELECT ${labels.map(ofLabel).join(', ')} FROM rated`);
      const expected = [
        'All',
        ...labels.map((label, i) => `${label ?? 'no value'} (${counts[i].toLocaleString('en')})`),
      ];
      let found;
      await until(
        'the entries of SQL',
        async () => (found = await input('verdict').locator('option').allTextContents()).join() === expected.join(),
        { explain: () => `${found}, SQL: ${expected}` },
      );
    }

    const optionsOf = (column) =>
      input(column).evaluate((element) =>
        [...element.shadowRoot.querySelectorAll('[role=option]')].map((option) => [
          option.querySelector('.name').textContent,
          option.querySelector('.count').textContent,
        ]),
      );

    before(async () => {
      page = await openAlone('examples/10-filters.html', { backend, few: true });
      await until('controls are shown', () =>
        page.evaluate(() =>
          [...document.querySelectorAll('pika-input')].every((element) =>
            element.shadowRoot.querySelector('[part=control]'),
          ),
        ),
      );
      await until('rows are counted', async () => (await counted()) === 200_000);
    });
    after(() => page?.end());

    it('interval: typing moves the brush, either end may be open', async () => {
      const [from, to] = [input('delay').getByLabel('from'), input('delay').getByLabel('to')];
      await from.fill('15');
      await assertRows('delay >= 15');
      assert.deepEqual(await valueOf('delay'), [15, null]);
      await to.fill('60');
      await assertRows('delay BETWEEN 15 AND 60');
      assert.deepEqual(await valueOf('delay'), [15, 60]);
      await from.fill('90');
      assert.equal(await from.getAttribute('aria-invalid'), 'true');
      await assertRows('delay BETWEEN 15 AND 60');
      await from.blur();
      assert.equal(await from.inputValue(), '15');
      await from.fill('');
      await assertRows('delay <= 60');
      await from.press('Escape');
      await assertRows('TRUE');
      assert.equal(await valueOf('delay'), null);
    });

    it('interval: brushing writes the fields; the button clears', async () => {
      await brush('delay', 30, 90);
      await until('both fields have ends', async () => (await valueOf('delay'))?.every((end) => end !== null));
      const [from, to] = await Promise.all(['from', 'to'].map((end) => input('delay').getByLabel(end).inputValue()));
      assert.ok(Number(from) < Number(to), `${from} to ${to}`);
      await assertRows(await where());
      await input('delay').getByRole('button', { name: 'Clear' }).click();
      await assertRows('TRUE');
      assert.equal(await input('delay').getByLabel('from').inputValue(), '');
    });

    it('interval: its value restores the same rows', async () => {
      await brush('delay', 40, 120);
      await until('something is selected', async () => (await where()) !== 'TRUE');
      const [condition, value] = [await where(), await valueOf('delay')];
      await assign('delay', null);
      await assertRows('TRUE');
      await assign('delay', value);
      await assertRows(condition);
      await assign('delay', null);
    });

    it('interval: a number may be typed digit by digit', async () => {
      await assign('delay', null);
      await input('delay').evaluate((element) => element.setAttribute('column', 'time'));
      const from = input('time').getByLabel('from');
      await from.click();
      for (const digit of '10.05') {
        await page.keyboard.press(digit);
        await page.waitForTimeout(60);
      }
      assert.equal(await from.inputValue(), '10.05');
      await assertRows('time >= 10.05');
    });

    it('interval: what is selected outlives another language and another hiding, not another column', async () => {
      const set = (name, value) =>
        page.evaluate(
          ([attribute, text]) =>
            text === null
              ? document.documentElement.removeAttribute(attribute)
              : document.documentElement.setAttribute(attribute, text),
          [name, value],
        );
      await set('lang', 'de');
      await until('the field is German', async () => (await input('time').getByLabel('from').inputValue()) !== '');
      await assertRows('time >= 10.05');
      await set('lang', 'en');
      await assertRows('time >= 10.05');
      await input('time').evaluate((element) => element.setAttribute('data-pika-hidden', ''));
      await assertRows('TRUE');
      await input('time').evaluate((element) => element.removeAttribute('data-pika-hidden'));
      await assertRows('time >= 10.05');
      await input('time').evaluate((element) => element.setAttribute('column', 'delay'));
      await assertRows('TRUE');
      assert.equal(await valueOf('delay'), null);
    });

    it('range: the slider selects rows up to its value, and at its end all', async () => {
      const slider = input('distance').getByRole('slider');
      await slider.focus();
      for (let i = 0; i < 60; i++) await slider.press('ArrowLeft');
      const value = await valueOf('distance');
      assert.equal(typeof value, 'number');
      await assertRows(`distance <= ${value}`);
      await slider.press('End');
      await assertRows('TRUE');
    });

    it('select: counts follow the filters of others, not its own; NULL is an entry', async () => {
      const select = input('verdict').getByRole('combobox');
      await input('delay').getByLabel('to').fill('30');
      await assertVerdicts('delay <= 30');
      await choose(select, 'late');
      await assertRows("delay <= 30 AND verdict = 'late'");
      await assertVerdicts('delay <= 30');
      await assign('delay', null);
      await choose(select, 'no value');
      await assertRows('verdict IS NULL');
      assert.deepEqual(await valueOf('verdict'), [null]);
      await choose(select, 'All');
      await assertRows('TRUE');
    });

    it('checkbox: only rows that are true', async () => {
      await input('is_late').getByRole('checkbox').click();
      await assertRows('is_late');
      await assertVerdicts('is_late');
      await input('is_late').getByRole('checkbox').press(' ');
      await assertRows('TRUE');
    });

    it('date: whole days', async () => {
      const [from, to] = [input('departure').getByLabel('from'), input('departure').getByLabel('to')];
      await from.fill('2001-01-10');
      await to.fill('2001-02-03');
      await assertRows("departure >= TIMESTAMP '2001-01-10' AND departure < TIMESTAMP '2001-02-04'");
      assert.deepEqual(await valueOf('departure'), ['2001-01-10', '2001-02-03']);
      await from.fill('');
      await assertRows("departure < TIMESTAMP '2001-02-04'");
      await to.press('Escape');
      await assertRows('TRUE');
    });

    it('search: finds, moves and chooses by the keyboard, several labels', async () => {
      const field = input('miles').getByRole('combobox');
      await field.fill('003');
      // Numbers: the page's helper returns no texts.
      const found = (
        await sql(`SELECT CAST(miles AS INTEGER) AS m, count(*) AS n FROM rated WHERE miles LIKE '%003%'
          GROUP BY ALL ORDER BY n DESC, m`)
      ).map(([miles, n]) => [String(miles).padStart(4, '0'), n]);
      await until('the list has them', async () => (await optionsOf('miles')).length === found.length);
      assert.deepEqual(
        await optionsOf('miles'),
        found.map(([miles, n]) => [miles, n.toLocaleString('en')]),
      );
      await field.press('ArrowDown');
      await field.press('Enter');
      await field.press('ArrowDown');
      await field.press('Enter');
      const chosen = found.slice(0, 2).map(([miles]) => miles);
      await assertRows(`miles IN ('${chosen.join("', '")}')`);
      assert.deepEqual(await valueOf('miles'), chosen);
      await field.press('Enter');
      await assertRows(`miles = '${chosen[0]}'`);
      await field.press('Escape');
      assert.equal(await field.inputValue(), '');
      await field.press('Escape');
      await assertRows('TRUE');
      await input('miles').getByRole('option').nth(2).click();
      assert.equal((await valueOf('miles')).length, 1);
      await input('miles').getByRole('button', { name: 'Clear' }).click();
      await assertRows('TRUE');
    });

    it('restores a selection: each control claims its own clause', async () => {
      await assign('verdict', ['late', 'very late']);
      await assign('departure', ['2001-01-10', null]);
      await input('delay').getByLabel('to').fill('100');
      const condition = "verdict IN ('late', 'very late') AND departure >= TIMESTAMP '2001-01-10' AND delay <= 100";
      await assertRows(condition);
      const saved = await page.evaluate(async () => JSON.stringify((await engine()).selection('rated').clauses));
      await page.evaluate(async () => (await engine()).selection('rated').clear());
      await assertRows('TRUE');
      assert.deepEqual(await Promise.all(['verdict', 'departure', 'delay'].map(valueOf)), [null, null, null]);
      await page.evaluate(async (text) => (await engine()).selection('rated').restore(JSON.parse(text)), saved);
      await assertRows(condition);
      assert.deepEqual(await valueOf('verdict'), ['late', 'very late']);
      assert.deepEqual(await valueOf('departure'), ['2001-01-10', null]);
      assert.deepEqual(await valueOf('delay'), [null, 100]);
      await page.evaluate(async () => (await engine()).selection('rated').clear());
      assert.deepEqual(page.errors, []);
    });
  });
}
