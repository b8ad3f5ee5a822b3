/** <pika-workspace> on a page: steps with a real pointer, URL, back and forward, reload; counts checked by SQL. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { until } from '../harness/patience.mjs';
import { drag, openBrowser, pointIn, rest } from './page.mjs';

const PAGE = 'test/pages/workspace.html';

describe('a workspace', () => {
  let browser;
  let page;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());
  beforeEach(async () => {
    await page?.context().close();
    page = await browser.open(PAGE);
    await until('it has started', () => page.evaluate(() => document.querySelector('pika-workspace').state !== null));
  });

  const of = (read) => page.locator('pika-workspace').evaluate(read);
  const state = () => of((workspace) => workspace.state);
  const steps = () => of(({ canUndo, canRedo }) => [canUndo, canRedo]);
  /** Sorted, because the order of clauses depends on which plot selected, or claimed a restored clause, first. */
  const where = () =>
    page.evaluate(async () => {
      const { clauses } = (await engine()).selection('rows');
      return JSON.stringify(clauses.map((clause) => JSON.stringify(clause)).sort());
    });
  const condition = () => page.evaluate(async () => (await engine()).selection('rows').toSQL('rows'));
  const hash = () => page.evaluate(() => location.hash);
  const total = (index) =>
    page.evaluate(async (i) => {
      const { counts } = await document.querySelectorAll('pika-plot')[i].counts();
      return counts.reduce((sum, count) => sum + count, 0);
    }, index);
  /** Waits until the URL changes, and returns its hash. */
  const link = async (before) => {
    await until('the address changes', async () => (await hash()) !== before);
    return hash();
  };
  const reload = async () => {
    await page.reload();
    await page.waitForFunction(() => window.allSettled());
    await rest(page);
  };
  const assertCounts = async () => {
    await rest(page);
    const sql = await condition();
    const [[rows]] = await page.evaluate((query) => rows(query), `SELECT count(*)::INTEGER FROM rows WHERE ${sql}`);
    assert.equal(await total(2), rows, sql);
  };

  it('writes a drag to the URL as one step, and shows the same rows after a reload', async () => {
    assert.equal(await hash(), '');
    await drag(page, 0, [0.2, 0.5], [0.6, 0.5], { steps: 20 });
    const first = await link('');
    assert.match(first, /^#pika=a[\w-]+$/);
    assert.deepEqual(await steps(), [true, false]);
    const kept = await where();
    assert.match(kept, /amount/);
    await reload();
    assert.equal(await where(), kept);
    await until('the plot shows its brush again', () =>
      page.evaluate(() => document.querySelector('#amounts').selected?.ranges.length === 1),
    );
    await assertCounts();
    assert.equal(await hash(), first);
    assert.deepEqual(page.errors, []);
  });

  it("follows the browser's back and forward buttons", async () => {
    await drag(page, 0, [0.2, 0.5], [0.6, 0.5]);
    const first = await link('');
    const one = await where();
    await drag(page, 2, [0.1, 0.5], [0.3, 0.5]);
    await link(first);
    const two = await where();
    assert.match(two, /ticks/);
    await page.goBack();
    await until('one brush', async () => (await where()) === one);
    await page.goBack();
    await until('no brush', async () => (await where()) === '[]');
    assert.deepEqual(await steps(), [false, true]);
    await page.goForward();
    await page.goForward();
    await until('both brushes, to the nanosecond', async () => (await where()) === two);
    assert.deepEqual(await steps(), [true, false]);
  });

  it('undoes steps with Ctrl+Z, redoes them, and leaves text fields alone', async () => {
    await drag(page, 0, [0.2, 0.5], [0.6, 0.5]);
    const one = await where();
    const first = await link('');
    const bar = await pointIn(page, 1, 0.25, 0.2);
    await page.mouse.click(bar.x, bar.y);
    await link(first);
    const two = await where();
    assert.match(two, /it's/);
    await page.evaluate(() => document.querySelector('#amounts').shadowRoot.querySelector('.plot').focus());
    await page.keyboard.press('Control+z');
    assert.deepEqual([await where(), await steps()], [one, [true, true]]);
    await page.keyboard.press('Control+z');
    assert.deepEqual([await where(), await steps(), await hash()], ['[]', [false, true], '']);
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+Shift+z');
    assert.equal(await where(), one);
    await page.keyboard.press('Control+y');
    assert.equal(await where(), two);
    await assertCounts();
    await page.evaluate(() => {
      document.querySelector('#late').innerHTML = '<input id="words">';
      document.querySelector('#words').focus();
    });
    await page.keyboard.press('Control+z');
    assert.equal(await where(), two);
  });

  it('keeps zoomed axes and parameters across a reload', async () => {
    await page.locator('pika-input').evaluate((input) => input.shadowRoot.querySelector('input').focus());
    await page.keyboard.press('ArrowLeft');
    const first = await link('');
    await page.locator('#amounts').hover({ position: { x: 250, y: 80 } });
    await page.mouse.wheel(0, -300);
    await link(first);
    const kept = await state();
    assert.equal(kept.inputs.most, 4);
    assert.ok(kept.domains.amounts.x[0] > 0 && kept.domains.amounts.x[1] < 1000);
    await reload();
    assert.deepEqual(await state(), kept);
    assert.equal(await page.locator('pika-input').evaluate(({ value }) => value), 4);
    await page.evaluate(() => {
      document.querySelector('pika-workspace').state = null;
    });
    assert.deepEqual(await state(), { version: 1, selections: {}, domains: {}, inputs: {} });
    assert.equal(await page.locator('pika-input').evaluate(({ value }) => value), 5);
    await of((workspace) => workspace.undo());
    assert.deepEqual(await state(), kept);
  });

  it('restores the state of elements that a framework adds later', async () => {
    await drag(page, 0, [0.2, 0.5], [0.6, 0.5]);
    await link('');
    const [kept, address] = [await where(), await of(({ link }) => link)];
    await page.goto('about:blank');
    await page.goto(address.replace(PAGE, 'test/pages/empty-workspace.html'));
    await page.evaluate(async () => {
      const html = await (await fetch('/test/pages/workspace.html')).text();
      const { body } = new window.DOMParser().parseFromString(html, 'text/html');
      document.querySelector('pika-workspace').append(...body.querySelector('pika-workspace').childNodes);
    });
    await until('the brush is there', async () => (await where()) === kept);
  });

  it('runs no SQL from a link unless the page has the same expression', async () => {
    const linkOf = (expression) =>
      page.evaluate((expression) => {
        const workspace = document.querySelector('pika-workspace');
        const range = { channel: 'x', expression, kind: 'number', lo: 1, hi: 5 };
        workspace.state = {
          version: 1,
          selections: {
            rows: [
              { version: 2, kind: 'interval', from: 'rows', ranges: [range] },
              { kind: 'sql', from: 'rows', predicate: 'id > 3' },
            ],
          },
          domains: { amounts: { x: [100, 200] } },
        };
        return workspace.link;
      }, expression);
    for (const [expression, expected] of [
      ['amount', '"amount" >= 1 AND "amount" < 5'],
      ['amount + 1', 'TRUE'],
      ['(SELECT max(id) FROM rows)', 'TRUE'],
    ]) {
      const address = await linkOf(expression);
      await page.goto('about:blank');
      await page.goto(address);
      await page.waitForFunction(() => window.allSettled());
      await until('the rest of the link is restored', async () => (await state())?.domains.amounts?.x[0] === 100);
      const found = (await condition()).replaceAll(/[()]/g, '');
      assert.ok(found.startsWith(expected), found);
      assert.ok(!JSON.stringify(await state()).includes('id > 3'));
    }
  });

  it("restores filters, even if the user has cleared the author's value", async () => {
    const filtered = 'test/pages/filtered-workspace.html';
    const filter = () => page.locator('pika-input').evaluate(({ value }) => value?.[0] ?? null);
    const at = async (address) => {
      await page.goto('about:blank');
      await page.goto(address);
      await page.waitForFunction(() => window.allSettled());
      await rest(page);
    };
    await at((await page.evaluate(() => location.href)).split('#')[0].replace(PAGE, filtered));
    await until("the author's value filters", async () => /'one'/.test(await condition()));
    assert.equal(await hash(), '');
    const links = [await of((workspace) => workspace.link)];
    const select = page.locator('pika-input').locator('select');
    // Typing selects an entry by its first letters; Home selects the first, which means all values.
    for (const keys of [['t', 'w'], ['Home']]) {
      const before = await hash();
      await select.focus();
      for (const key of keys) await page.keyboard.press(key);
      links.push((await page.evaluate(() => location.href.split('#')[0])) + (await link(before)));
    }
    for (const [address, expected] of [
      [links[0], 'one'],
      [links[1], 'two'],
      [links[2], null],
    ]) {
      await at(address);
      await until('the filter is loaded', () =>
        page.locator('pika-input').evaluate(({ shadowRoot }) => shadowRoot.querySelector('select') !== null),
      );
      await until(`it selects ${expected}`, async () => (await filter()) === expected);
      const sql = await condition();
      assert.equal(sql === 'TRUE', expected === null, sql);
      if (expected) assert.ok(sql.includes(`'${expected}'`), sql);
    }
  });

  it('shows what is wrong with a URL, and keeps working', async () => {
    await page.evaluate(() => {
      location.hash = 'section&pika=aXYZ';
    });
    const panel = page.locator('pika-workspace').locator('[part=error]');
    await until('the error is shown', async () => /the page's URL/.test(await panel.textContent()));
    await drag(page, 0, [0.2, 0.5], [0.6, 0.5]);
    assert.match(await link('#section&pika=aXYZ'), /^#section&pika=a[\w-]+$/);
    assert.equal(await panel.count(), 0);
  });
});
