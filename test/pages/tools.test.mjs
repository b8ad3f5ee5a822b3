/** The menu of a plot: keyboard and pointer, pictures and selected rows as files and in the clipboard, full size. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { awaiting } from '../harness/patience.mjs';
import { axeProblems, loadAxe } from './axe.mjs';
import { openAlone, pointIn, until } from './page.mjs';

const PLOT = '#prices';
const MENU = `${PLOT} [role=menu]`;

describe('the menu of a plot', () => {
  let page;
  before(async () => {
    page = await openAlone('test/pages/tools.html', { permissions: ['clipboard-read', 'clipboard-write'] });
    await page.locator(`${PLOT} .opens`).waitFor({ state: 'attached' });
    await loadAxe(page);
  });
  after(() => page?.end());

  const faults = () => axeProblems(page, 'light', { include: [PLOT] });
  const focused = () =>
    page.evaluate(() => {
      const { activeElement } = document.querySelector('#prices').shadowRoot;
      return activeElement && (activeElement.role === 'menuitem' ? activeElement.textContent : activeElement.className);
    });
  const choose = async (item) => {
    await page.locator(`${PLOT} .opens`).click();
    await page.locator(MENU).getByRole('menuitem', { name: item, exact: true }).click();
  };
  const said = (selector) => page.locator(`${PLOT} .said ${selector}`).innerText();
  /** The file that the browser saves when an item is chosen. */
  const saved = async (item) => {
    const [download] = await awaiting(item, Promise.all([page.waitForEvent('download'), choose(item)]));
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
  };
  const selectedRows = (condition) =>
    page.evaluate((where) => document.querySelector('pika-query').toArray({ where }), condition);

  it('shows its button where the pointer or the focus is', async () => {
    const opacity = () => page.locator(`${PLOT} .opens`).evaluate((button) => getComputedStyle(button).opacity);
    assert.equal(await opacity(), '0');
    await page.locator(PLOT).hover();
    await until(page, () => {
      const button = document.querySelector('#prices').shadowRoot.querySelector('.opens');
      return getComputedStyle(button).opacity === '1';
    });
    assert.equal(await page.locator('#pie .opens').count(), 1);
    await page.mouse.move(0, 0);
    assert.deepEqual(await faults(), []);
  });

  it('opens, moves and closes by keyboard, and returns the focus', async () => {
    await page.locator(`${PLOT} .opens`).focus();
    await page.keyboard.press('ArrowUp');
    await page.locator(MENU).waitFor();
    assert.equal(await page.locator(`${PLOT} .opens`).getAttribute('aria-expanded'), 'true');
    await until(page, () => document.querySelector('#prices').shadowRoot.activeElement?.role === 'menuitem');
    assert.deepEqual(await faults(), []);
    const visited = [await focused()];
    for (const key of ['ArrowDown', 'End', 'Home', 'ArrowUp', 'p', 'p', 'q', 'Escape']) {
      await page.keyboard.press(key);
      visited.push(await focused());
    }
    const [first, last] = ['Save as PNG', 'Full size'];
    // Words that begin with p, one after the other; none begins with ppq.
    const expected = [last, first, last, first, last, 'Save as PNG', 'Save as PDF', 'Save as PDF', 'opens'];
    assert.deepEqual(visited, expected);
    assert.equal(await page.locator(MENU).count(), 0);
  });

  it('saves pictures without itself', async () => {
    for (const [item, name, start] of [
      ['Save as PNG', 'prices.png', '\x89PNG'],
      ['Save as SVG', 'prices.svg', '<svg'],
      ['Save as PDF', 'prices.pdf', '%PDF-1.7'],
    ]) {
      const file = await saved(item);
      assert.equal(file.name, name);
      assert.ok(file.bytes.toString('latin1').startsWith(start), item);
      if (item === 'Save as SVG') assert.doesNotMatch(file.bytes.toString(), /<circle|Save as/);
    }
    await choose('Copy picture');
    await until(page, () =>
      /Copied/.test(document.querySelector('#prices').shadowRoot.querySelector('.said').textContent),
    );
    assert.deepEqual(await page.evaluate(async () => (await navigator.clipboard.read())[0].types), ['image/png']);
  });

  it('saves the selected rows, which its SQL returns, too', async () => {
    assert.equal((await saved('Save as CSV')).name, 'sold.csv');
    // To the button in the corner: it must not end the drag.
    const [start, button] = [await pointIn(page, 0, 0.25, 0.5), await page.locator(`${PLOT} .opens`).boundingBox()];
    await page.mouse.move(start.x, start.y);
    await page.mouse.down();
    await page.mouse.move(button.x + 4, button.y + 10, { steps: 4 });
    await page.mouse.up();
    await until(page, () => document.querySelector('#prices').selected?.ranges.length);
    const [x] = await page.evaluate(() => document.querySelector('#prices').selected.ranges);
    const rows = await selectedRows(`price >= ${x.lo} AND price < ${x.hi}`);
    assert.ok(rows.length > 100 && rows.length < 500, String(rows.length));
    const csv = await saved('Save as CSV');
    assert.equal(csv.name, 'sold-selected.csv');
    const lines = csv.bytes.toString().trim().split(/\r?\n/);
    assert.equal(lines[0], 'price,weight,kind');
    assert.deepEqual(
      lines.slice(1),
      rows.map(({ price, weight, kind }) => `${price},${weight},${kind}`),
    );
    assert.equal((await saved('Save as Parquet')).bytes.toString('latin1').slice(0, 4), 'PAR1');
    assert.equal((await saved('Save as Arrow')).name, 'sold-selected.arrows');
    await choose('Copy SQL');
    await until(page, () =>
      /Copied/.test(document.querySelector('#prices').shadowRoot.querySelector('.said').textContent),
    );
    const sql = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(sql, /^SELECT \*\nFROM "sold"\nWHERE /);
    const counted = await page.evaluate(async (sql) => {
      const query = Object.assign(document.createElement('pika-query'), { name: 'copied', sql });
      document.body.append(query);
      const rows = await query.toArray();
      query.remove();
      return rows;
    }, sql);
    assert.deepEqual(counted, rows);
  });

  it('keeps the selection when a click beside it closes it', async () => {
    const before = await page.evaluate(() => document.querySelector('#prices').selected);
    await page.locator(`${PLOT} .opens`).click();
    await page.locator(MENU).waitFor();
    await page.locator(`${PLOT} .plot`).click({ position: { x: 60, y: 100 } });
    assert.equal(await page.locator(MENU).count(), 0);
    assert.deepEqual(await page.evaluate(() => document.querySelector('#prices').selected), before);
  });

  it('says why it could not copy', async () => {
    await page.evaluate(() => {
      navigator.clipboard.write = () => Promise.reject(new DOMException('Not today', 'NotAllowedError'));
    });
    await choose('Copy picture');
    assert.match(await said('.failed'), /access to the clipboard.*Not today.*Save a file|Not today/is);
    await page.locator(`${PLOT} .said .failed > button`).click();
    assert.equal(await page.locator(`${PLOT} .said .failed`).count(), 0);
    assert.equal(await focused(), 'opens');
  });

  it('is not printed; the texts of a dark page are dark on paper', async () => {
    const hasText = (shade) =>
      until(
        page,
        (shade) => {
          const { fill } = getComputedStyle(document.querySelector('#prices').shadowRoot.querySelector('svg text'));
          return /\d+/.exec(fill)[0] < 128 === (shade === 'dark');
        },
        shade,
      );
    await page.emulateMedia({ colorScheme: 'dark' });
    await hasText('light');
    await page.emulateMedia({ colorScheme: 'dark', media: 'print' });
    await hasText('dark');
    assert.equal(await page.locator(`${PLOT} .opens`).isVisible(), false);
    await page.emulateMedia({ colorScheme: 'light', media: 'screen' });
    await hasText('dark');
  });

  it('shows the plot in full size, of the screen or else of the window; Escape leaves', async () => {
    const fills = () =>
      until(page, () => {
        const { width, height } = document.querySelector('#prices').getBoundingClientRect();
        return Math.abs(width - innerWidth) < 1 && Math.abs(height - innerHeight) < 1;
      });
    const left = () => until(page, () => document.querySelector('#prices').clientHeight === 200);
    await choose('Full size');
    await fills();
    assert.ok(await page.evaluate(() => document.fullscreenElement?.id === 'prices'));
    await choose('Leave full size');
    await left();
    await page.evaluate(() => {
      document.querySelector('#prices').requestFullscreen = () => Promise.reject(new TypeError('Not allowed'));
    });
    await choose('Full size');
    await fills();
    await page.keyboard.press('Escape');
    await left();
    assert.equal(await page.evaluate(() => document.querySelector('#prices').getAttribute('popover')), null);
    assert.deepEqual(page.errors, []);
  });
});
