/**
 * Every example in a real Firefox: it draws, a brush by its pointer filters the linked plots, keys clear it, and the
 * counts equal SQL's.
 */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { answersOf } from '../pages/answers.mjs';
import { drag, rest } from '../pages/hands.mjs';
import { until } from '../pages/until.mjs';
import { openFirefox } from './browser.mjs';

/**
 * Which plot is brushed, which shows the filtered rows, of which table, and how many plots can't be drawn. A plot does
 * not filter itself.
 */
const EXAMPLES = {
  'index.html': { brushed: 0, left: 1, table: 'flights', shows: 'distance >= 0 AND distance < 3000' },
  '01-hello.html': { brushed: 0, left: 1, table: 'flights', shows: 'distance IS NOT NULL' },
  '02-sql.html': { brushed: 0, left: 2, table: 'late', shows: 'origin IS NOT NULL' },
  '03-states.html': { brushed: 0, left: 0, table: 'flights', shows: 'delay >= -60 AND delay < 180', fail: 4 },
  '04-files.html': { brushed: 0, left: 0, table: 'weather', shows: 'temp_max IS NOT NULL' },
  '05-data.html': { brushed: 1, left: 0, table: 'walk', shows: 'true' },
  '07-status.html': {
    brushed: 0,
    left: 1,
    table: 'flights',
    shows: 'distance >= 0 AND distance < 3000 AND delay >= -60 AND delay < 180',
  },
  '12-overview.html': {
    brushed: 0,
    left: 0,
    table: 'flights',
    shows: 'distance >= 0 AND distance < 3000 AND delay >= -60 AND delay < 180',
  },
  '09-table.html': { brushed: 0, left: 1, table: 'flights', shows: 'distance IS NOT NULL' },
};
/** Where each plot draws, and in what: some of these plots have no counts. */
const DRAWN = { '08-gallery.html': '.entry', '11-themes.html': 'section > div:has(pika-plot)' };
/** `linked-plots.firefox.mjs` brushes the first; `pages/filters.test.mjs` drives the controls of the other. */
const ELSEWHERE = ['06-selections.html', '10-filters.html'];

it('every example has a test', () => {
  assert.deepEqual(
    readdirSync('examples')
      .filter((file) => file.endsWith('.html'))
      .sort(),
    [...Object.keys(EXAMPLES), ...Object.keys(DRAWN), ...ELSEWHERE].sort(),
  );
});

describe('in Firefox', () => {
  let browser;
  before(async () => {
    browser = await openFirefox();
  });
  after(() => browser?.close());

  for (const [file, { brushed, left, table, shows, fail = 0, backends = ['cpu', 'webgpu'] }] of Object.entries(
    EXAMPLES,
  ))
    for (const backend of backends) {
      it(`${file}, on ${backend}`, async () => {
        const page = await browser.open(`examples/${file}`, { backend });
        const { total, sql } = answersOf(() => page);
        const expect = async (condition) => {
          await rest(page);
          assert.deepEqual(
            [await total(left)],
            await sql(`SELECT count(*) FROM ${table} WHERE ${shows} AND ${condition}`),
            condition,
          );
        };
        assert.equal(
          await page.evaluate(
            () => heard.filter(({ type, target }) => type === 'pika-error' && target.localName === 'pika-plot').length,
          ),
          fail,
        );
        assert.equal(await page.evaluate(async () => (await (await engine()).status()).backend), backend);
        await expect('true');
        await drag(page, brushed, [0.3, 0.5], [0.62, 0.5]);
        const { expression, lo, hi } = await page.evaluate(
          (index) => document.querySelectorAll('pika-plot')[index].selected.ranges[0],
          brushed,
        );
        assert.ok(hi > lo);
        await expect(brushed === left ? 'true' : `${expression} >= ${lo}::DOUBLE AND ${expression} < ${hi}::DOUBLE`);
        await page.evaluate(
          (index) => document.querySelectorAll('pika-plot')[index].shadowRoot.querySelector('.plot').focus(),
          brushed,
        );
        await page.keyboard.press('Escape');
        await expect('true');
        assert.deepEqual(
          await page.evaluate((index) => document.querySelectorAll('pika-plot')[index].selected.ranges, brushed),
          [],
        );
        assert.deepEqual(page.errors, []);
        await page.close();
      });
    }

  for (const [file, boxes] of Object.entries(DRAWN))
    for (const backend of ['cpu', 'webgpu'])
      it(`${file}, on ${backend}`, async () => {
        const page = await browser.open(`examples/${file}`, { backend });
        await until(
          page,
          async (selector) => {
            const all = [...document.querySelectorAll(selector)];
            const plots = all.flatMap((box) => [...box.querySelectorAll('pika-plot')]);
            const values = await Promise.all(plots.map((plot) => plot.values()));
            return all.length > 0 && plots.length === all.length && values.every(({ length }) => length > 0);
          },
          boxes,
        );
        assert.deepEqual(await page.evaluate(() => heard.filter(({ type }) => type === 'pika-error')), []);
        assert.deepEqual(page.errors, []);
        await page.close();
      });
});
