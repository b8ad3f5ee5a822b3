/** A saved page that brushes: opened as a file, with a real pointer and real keys; every bar against SQL. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before, describe, it } from 'node:test';
import { NO_GPU } from '../chromium.mjs';
import { until } from '../harness/patience.mjs';
import { axeProblems, loadAxe } from './axe.mjs';
import { launchChromium } from './launch-chromium.mjs';
import { openBrowser } from './page.mjs';
import { patient } from './patient.mjs';

const LABELS = ['</script><script>alert(1)</script>', '<!--<script> "two"', '<img src=x onerror=alert(2)>'];

describe('a page saved as a file', () => {
  let live;
  let page;
  let browser;
  let reader;
  let folder;
  let file;
  let text;
  before(async () => {
    live = await openBrowser();
    page = await live.open('test/pages/saved-page.html');
    text = await page.evaluate(async () => {
      const blob = await document.querySelector('pika-workspace').save({ form: 'page' });
      return blob.type === 'text/html' ? blob.text() : `a blob of type ${blob.type}`;
    });
    folder = await mkdtemp(join(tmpdir(), 'pika-saved-page-'));
    file = join(folder, 'page.html');
    await writeFile(file, text);
    browser = await launchChromium(NO_GPU);
    reader = await opened();
  });
  after(async () => {
    await browser?.close();
    await live?.close();
    if (folder) await rm(folder, { recursive: true });
  });

  /** The file in a browser that has no server. */
  async function opened(options = {}) {
    const context = await browser.newContext({ viewport: { width: 1100, height: 800 }, ...options });
    const found = patient(await context.newPage());
    Object.assign(found, { problems: [], requests: [] });
    found.on('pageerror', (error) => found.problems.push(String(error)));
    found.on('console', (message) => {
      // Not what this test itself reads often.
      if (!message.text().startsWith('Canvas2D')) found.problems.push(message.text());
    });
    found.on('dialog', (dialog) => {
      found.problems.push(`a dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    context.on('request', (request) => {
      if (!request.url().startsWith('data:')) found.requests.push(request.url());
    });
    await found.goto(pathToFileURL(file).href);
    return found;
  }

  const view = (index) => reader.locator('.view').nth(index);
  const status = () => reader.locator('.status').textContent();
  /** The panel of a plot, in CSS pixels of the window. */
  const panel = (index) =>
    reader.evaluate((i) => {
      const { box } = JSON.parse(document.querySelector('#data').textContent).views[i];
      const { left, top } = document.querySelectorAll('.view')[i].getBoundingClientRect();
      return { x: left + box.x, y: top + box.y, width: box.width, height: box.height };
    }, index);
  /** The heights of the colored part of every bar, in pixels of the canvas. */
  const heights = (index) =>
    reader.evaluate((i) => {
      const data = JSON.parse(document.querySelector('#data').textContent);
      const { edges, color } = data.index.plots[i].marks;
      const { box } = data.views[i];
      const canvas = document.querySelectorAll('.view')[i].querySelector('canvas');
      const context = canvas.getContext('2d');
      return edges.slice(0, -1).map((edge, bar) => {
        const x = Math.floor(box.x + ((edge + edges[bar + 1]) / 2) * box.width);
        const { data: column } = context.getImageData(x, box.y, 1, box.height);
        let height = 0;
        for (let y = box.height - 1; y >= 0 && color.slice(0, 3).every((part, c) => column[4 * y + c] === part); y--)
          height++;
        return height;
      });
    }, index);
  /** The heights that bars of SQL's counts have. */
  const expected = async (index, where) => {
    const marks = await reader.evaluate((i) => {
      const data = JSON.parse(document.querySelector('#data').textContent);
      return { yMax: data.index.plots[i].marks.yMax, height: data.views[i].box.height };
    }, index);
    const counts = await sqlCounts(index, where);
    return counts.map((count) =>
      count === 0 ? 0 : Math.min(marks.height, Math.max(1, Math.round((count / marks.yMax) * marks.height))),
    );
  };
  /** In the order of the bars. */
  const barLabels = () =>
    reader.evaluate(() => JSON.parse(document.querySelector('#data').textContent).index.plots[1].brush.axes[0].texts);
  /** The rows in each bar of the plot that was saved. */
  const sqlCounts = async (index, where) => {
    if (index === 1) {
      const counts = (await barLabels()).map((label) => `count(*) FILTER (label = '${label}')::INTEGER`);
      const [found] = await page.evaluate((sql) => rows(sql), `SELECT ${counts.join(', ')} FROM rows WHERE ${where}`);
      return found;
    }
    const [id, column] = index === 0 ? ['amounts', 'amount'] : ['weights', 'weight'];
    const edges = await page.evaluate(async (name) => (await document.querySelector(`#${name}`).counts()).edges[0], id);
    const counts = edges
      .slice(0, -1)
      .map((edge, bin) => `count(*) FILTER (${column} >= ${edge} AND ${column} < ${edges[bin + 1]})::INTEGER`);
    const [found] = await page.evaluate((sql) => rows(sql), `SELECT ${counts.join(', ')} FROM rows WHERE ${where}`);
    return found;
  };
  const total = async (where) => {
    const [[count]] = await page.evaluate((sql) => rows(sql), `SELECT count(*)::INTEGER FROM rows WHERE ${where}`);
    return count;
  };
  const assertShown = async (where, indices) => {
    const count = await total(where);
    assert.ok((await status()).startsWith(`${count.toLocaleString('en')} of 20,000 rows selected`), await status());
    for (const index of indices) assert.deepEqual(await heights(index), await expected(index, where), `plot ${index}`);
  };
  /** The range that the page says is selected, as SQL. */
  const range = async (column) => {
    const [, from, to] = /from ([\d.,−]+) to ([\d.,−]+)\)/.exec(await status());
    const [lo, hi] = [from, to].map((number) => Number(number.replaceAll(',', '').replace('−', '-')));
    return `${column} >= ${lo} AND ${column} < ${hi}`;
  };

  it('opens from a disk, loads nothing, and shows all texts as texts', async () => {
    assert.deepEqual(reader.requests, [pathToFileURL(file).href]);
    assert.equal(await status(), 'All 20,000 rows');
    for (const index of [0, 1, 2])
      assert.deepEqual(await heights(index), await expected(index, 'TRUE'), `plot ${index}`);
    assert.equal(await reader.title(), 'A <b>page</b> & its "plots"');
    assert.equal(await reader.locator('h1').textContent(), 'A <b>page</b> & its "plots"');
    const texts = await reader.locator('text').allTextContents();
    assert.ok(texts.includes('</script> & amount →'), texts.join('\n'));
    assert.deepEqual(await reader.locator('h1 b, .view script, main img:not(.picture img)').count(), 0);
    assert.equal(await reader.locator('script').count(), 3);
    // The plot of means is a picture.
    assert.match(await reader.locator('figcaption').textContent(), /does not follow the others: it is not a density/);
    assert.equal(await reader.locator('.picture img').evaluate((image) => image.naturalWidth), 480);
    assert.deepEqual(reader.problems, []);
  });

  it('brushes with a pointer: every bar as SQL counts it', async () => {
    const { x, y, width, height } = await panel(0);
    const middle = y + height / 2;
    await reader.mouse.move(x + width * 0.2, middle);
    await reader.mouse.down();
    for (let step = 1; step <= 10; step++) await reader.mouse.move(x + width * (0.2 + 0.03 * step), middle);
    await reader.mouse.up();
    const first = await range('amount');
    await assertShown(first, [1, 2]);
    // Its own bars are those of all rows.
    assert.deepEqual(await heights(0), await expected(0, 'TRUE'));
    // An end, and then the whole brush.
    await reader.mouse.move(x + width * 0.5, middle);
    await reader.mouse.down();
    await reader.mouse.move(x + width * 0.7, middle, { steps: 4 });
    await reader.mouse.up();
    const wider = await range('amount');
    assert.equal(wider.split(' AND ')[0], first.split(' AND ')[0]);
    await assertShown(wider, [1, 2]);
    await reader.mouse.move(x + width * 0.4, middle);
    await reader.mouse.down();
    await reader.mouse.move(x + width * 0.3, middle, { steps: 4 });
    await reader.mouse.up();
    assert.notEqual(await range('amount'), wider);
    await assertShown(await range('amount'), [1, 2]);
    // Another brush releases this one.
    const second = await panel(2);
    await reader.mouse.move(second.x + second.width * 0.1, second.y + 50);
    await reader.mouse.down();
    await reader.mouse.move(second.x + second.width * 0.4, second.y + 50, { steps: 4 });
    await reader.mouse.up();
    await assertShown(await range('weight'), [0, 1]);
    assert.equal(await view(0).locator('.range').count(), 0);
    await reader.mouse.click(second.x + second.width * 0.8, second.y + 20);
    assert.equal(await status(), 'All 20,000 rows');
  });

  it('brushes with the keyboard, and says what is selected', async () => {
    await view(0).focus();
    await reader.keyboard.press('ArrowRight');
    const drawn = await range('amount');
    await reader.keyboard.press('ArrowRight');
    const moved = await range('amount');
    assert.notEqual(moved, drawn);
    await reader.keyboard.press('Shift+ArrowRight');
    const wider = await range('amount');
    assert.equal(wider.split(' AND ')[0], moved.split(' AND ')[0]);
    assert.notEqual(wider, moved);
    await assertShown(wider, [1, 2]);
    const live = reader.locator('[aria-live]');
    await until('it is announced', async () => (await live.textContent()) === (await status()));
    const summary = await view(2).getAttribute('aria-describedby');
    const counted = (await total(wider)).toLocaleString('en');
    assert.ok((await reader.locator(`#${summary}`).textContent()).startsWith(`${counted} rows;`));
    await reader.keyboard.press('Escape');
    assert.equal(await status(), 'All 20,000 rows');
  });

  it('selects bars by clicks and keys', async () => {
    const { x, y, width, height } = await panel(1);
    const texts = await barLabels();
    assert.deepEqual([...texts].sort(), [...LABELS].sort());
    const where = (...picked) => `label IN (${picked.map((label) => `'${label}'`).join(', ')})`;
    await reader.mouse.click(x + width / 6, y + height * 0.9);
    await assertShown(where(texts[0]), [0, 2]);
    await reader.keyboard.down('Shift');
    await reader.mouse.click(x + (width * 5) / 6, y + height * 0.9);
    await reader.keyboard.up('Shift');
    await assertShown(where(texts[0], texts[2]), [0, 2]);
    await view(1).focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'Enter']) await reader.keyboard.press(key);
    await assertShown(where(texts[1]), [0, 2]);
    await reader.locator('button').click();
    assert.equal(await status(), 'All 20,000 rows');
  });

  it('is accessible, and fits a narrow window', async () => {
    // Only to let the checker in.
    const checked = await opened({ bypassCSP: true, viewport: { width: 360, height: 700 } });
    await loadAxe(checked);
    assert.deepEqual(await axeProblems(checked, 'light', { include: ['body'] }), []);
    assert.deepEqual(
      await checked.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]),
      [360, 360],
    );
    await checked.context().close();
  });

  it('opens with the selections of the moment, and returns to them', async () => {
    await page.evaluate(async () => {
      document.querySelector('#amounts').select({ x: [100, 400] });
      document.querySelector('#labels').select({ x: ['<!--<script> "two"'] });
      await window.allSettled();
    });
    text = await page.evaluate(async () =>
      (await document.querySelector('pika-workspace').save({ form: 'page' })).text(),
    );
    await writeFile(file, text);
    await reader.context().close();
    reader = await opened();
    const amounts = 'amount >= 100 AND amount < 400';
    const label = `label = '${LABELS[1]}'`;
    await assertShown(`${amounts} AND ${label}`, [2]);
    assert.deepEqual(await heights(0), await expected(0, label));
    assert.deepEqual(await heights(1), await expected(1, amounts));
    await view(0).focus();
    await reader.keyboard.press('Escape');
    await assertShown(label, [2]);
    await reader.getByRole('button', { name: 'As saved' }).click();
    await assertShown(`${amounts} AND ${label}`, [2]);
    assert.deepEqual(reader.problems, []);
  });
});
