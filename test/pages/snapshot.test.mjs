/** Snapshots of a workspace: saved on one page, opened on another; the same numbers, nothing that runs. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { until } from '../harness/patience.mjs';
import { drag, openBrowser } from './page.mjs';

const SAVED = 'test/pages/snapshot.html';
const EMPTY = 'test/pages/empty-workspace.html';

describe('snapshots', () => {
  let browser;
  /** The saved files as base64, by what they hold. */
  const files = {};
  let expected;
  let state;

  /** What plots draw, by their position: numbers of values that depend on rows, brushes and parameters. */
  const drawn = (page) =>
    page.evaluate(async () =>
      Promise.all(
        [...document.querySelectorAll('pika-plot')].map(async (plot) =>
          (await plot.values()).map((values) => JSON.stringify(values)).sort(),
        ),
      ),
    );
  const save = (page, rows) =>
    page.evaluate(async (which) => {
      const blob = await document.querySelector('pika-workspace').save({ rows: which });
      const bytes = new Uint8Array(await blob.arrayBuffer());
      return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
    }, rows);
  /** Opens a file in the workspace of a page; resolves to what became of it, and what it requested. */
  const open = (page, file) =>
    page.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      let requests = null;
      const trust = (asked) => {
        requests = asked;
        return true;
      };
      try {
        const opened = await document.querySelector('pika-workspace').open(new Blob([bytes]), { trust });
        return { ...opened, requests };
      } catch (error) {
        return { error: error.code, message: error.message };
      }
    }, file);
  const openIn = async (file) => {
    const page = await browser.open(EMPTY);
    const opened = await open(page, file);
    await page.waitForFunction(() => window.allSettled());
    return { page, opened };
  };

  before(async () => {
    browser = await openBrowser();
    const page = await browser.open(SAVED);
    await drag(page, 0, [0.2, 0.5], [0.6, 0.5], { steps: 5 });
    await until('it has a selection', () =>
      page.evaluate(() => document.querySelector('pika-workspace').state?.selections.rows !== undefined),
    );
    expected = await drawn(page);
    state = await page.evaluate(() => document.querySelector('pika-workspace').state);
    for (const rows of ['all', 'drawn', 'selected', 'none']) files[rows] = await save(page, rows);
    await page.context().close();
  });
  after(() => browser.close());

  it('opens with the same elements, rows, selections, theme and layout, and runs nothing of the page', async () => {
    const { page, opened } = await openIn(files.all);
    assert.deepEqual(opened, {
      lost: [],
      changed: [],
      isNewer: false,
      requests: { urls: [], sql: ['SELECT * FROM rows WHERE amount < $most'] },
    });
    assert.deepEqual(await drawn(page), expected);
    // The plot that claims a clause moves its ends to where its values are.
    const expectedState = structuredClone(state);
    Object.assign(expectedState.selections.rows[0].ranges[0], { lo: 200, hi: 600 });
    const facts = await page.evaluate(() => {
      const workspace = document.querySelector('pika-workspace');
      const plots = [...workspace.querySelectorAll('pika-plot')];
      return {
        state: workspace.state,
        heading: workspace.querySelector('h1').innerHTML,
        accent: getComputedStyle(plots[0]).getPropertyValue('--pika-accent'),
        columns: getComputedStyle(plots[0].parentElement).gridTemplateColumns.split(' ').length,
        heights: plots.map((plot) => plot.clientHeight),
        ran: window.ran,
        types: workspace.querySelector('[name="weather"]').types,
      };
    });
    assert.deepEqual(facts, {
      state: expectedState,
      heading: 'Rows &amp; <em>labels</em>',
      accent: '#b3261e',
      columns: 2,
      heights: [200, 200, 200, 200],
      ran: undefined,
      types: 'date: DATE',
    });
    // The parameter still works.
    await page.evaluate(() => {
      document.querySelector('pika-input').value = 500;
    });
    await until('the query runs again', async () =>
      page.evaluate(async () => (await (await engine()).open('small')).rowCount === 10000),
    );
    assert.deepEqual(page.errors, []);
    await page.context().close();
  });

  it('holds only what is drawn, or what is selected', async () => {
    const rowsIn = (page) =>
      page.evaluate(async () => {
        const { rowCount, fields } = await (await engine()).open('rows');
        return [rowCount, fields.map(({ name }) => name)];
      });
    const { page, opened } = await openIn(files.drawn);
    assert.deepEqual([opened.lost, opened.requests], [[], null]);
    assert.deepEqual(await drawn(page), expected);
    assert.deepEqual(await rowsIn(page), [20000, ['id', 'amount', 'label']]);
    await page.context().close();

    const { page: other } = await openIn(files.selected);
    assert.deepEqual(await rowsIn(other), [8000, ['id', 'amount', 'label']]);
    await other.context().close();
  });

  it('names the rows that it does not hold, and lets the user choose them', async () => {
    const page = await browser.open(EMPTY);
    const { lost, requests } = await open(page, files.none);
    assert.deepEqual(
      lost.map(({ name, reason }) => [name, /saved without its rows/.test(reason)]),
      [['rows', true]],
    );
    assert.match(requests.urls[0], /\/data\/seattle-weather\.csv$/);
    assert.equal(await page.locator('pika-query[name="rows"]').getAttribute('drop'), '');
    assert.match(await page.locator('pika-workspace details summary').textContent(), /One part could not be opened/);
    await page.context().close();
  });

  it('names files outside that have changed since it was saved', async () => {
    const page = await browser.open(EMPTY);
    await page.route('**/seattle-weather.csv', (route) =>
      route.request().method() === 'HEAD'
        ? route.fulfill({ status: 200, headers: { 'content-length': '17', etag: '"later"' } })
        : route.continue(),
    );
    const { changed } = await open(page, files.none);
    assert.equal(changed.length, 1);
    assert.match(changed[0].url, /\/data\/seattle-weather\.csv$/);
    assert.match(changed[0].reason, /^its ETag was ".+" and is now "later"$/);
    const said = page.locator('pika-workspace details').filter({ hasText: 'has changed since' });
    await said.locator('summary').click();
    assert.match(await said.textContent(), /seattle-weather\.csv.*and is now "later"/s);
    await page.context().close();
  });

  it('asks the user before it runs SQL, and opens or refuses', async () => {
    const page = await browser.open(EMPTY);
    const openAsking = (base64) =>
      page.evaluate((file) => {
        const bytes = Uint8Array.from(atob(file), (letter) => letter.charCodeAt(0));
        window.outcome = null;
        document
          .querySelector('pika-workspace')
          .open(new Blob([bytes]))
          .then(
            (opened) => (window.outcome = opened.lost.length),
            (error) => (window.outcome = error.code),
          );
      }, base64);
    const outcome = () => page.waitForFunction(() => window.outcome !== null).then((handle) => handle.jsonValue());
    await openAsking(files.all);
    await page.locator('pika-workspace .consent .cancel').click();
    await outcome();
    assert.equal(await page.evaluate(() => window.outcome), 'snapshot/untrusted');
    assert.equal(await page.locator('pika-plot').count(), 0);
    await openAsking(files.all);
    const consent = page.locator('pika-workspace .consent');
    assert.match(await consent.textContent(), /SELECT \* FROM rows WHERE amount < \$most/);
    await consent.locator('.open').focus();
    await page.keyboard.press('Enter');
    await outcome();
    assert.equal(await page.evaluate(() => window.outcome), 0);
    assert.equal(await page.locator('pika-plot').count(), 4);
    await page.context().close();
  });

  it('opens in the page that it was saved from, with its selections', async () => {
    const page = await browser.open(SAVED);
    await drag(page, 0, [0.2, 0.5], [0.6, 0.5], { steps: 5 });
    const condition = () => page.evaluate(async () => (await engine()).selection('rows').toSQL('rows'));
    await until('it has a selection', async () => (await condition()) !== 'TRUE');
    const before = await condition();
    for (let time = 0; time < 2; time++) {
      await page.evaluate(async () => {
        const workspace = document.querySelector('pika-workspace');
        await workspace.open(await workspace.save(), { trust: true });
      });
      await page.waitForFunction(() => window.allSettled());
      assert.equal(await condition(), before);
    }
    await page.context().close();
  });

  it('holds all files of a query', async () => {
    const page = await browser.open(EMPTY);
    const facts = await page.evaluate(async () => {
      const workspace = document.querySelector('pika-workspace');
      const src = '/data/seattle-weather.csv, /data/seattle-weather.csv';
      workspace.innerHTML = `<pika-query name="twice" src="${src}"></pika-query>`;
      const rowsNow = async () => (await (await engine()).open('twice')).rowCount;
      await workspace.querySelector('pika-query').ready;
      const before = await rowsNow();
      const files = [await workspace.save({ rows: 'all' }), await workspace.save({ rows: 'none' })];
      const counts = [];
      for (const file of files) {
        await workspace.open(file, { trust: true });
        await workspace.querySelector('pika-query').ready;
        counts.push(await rowsNow());
      }
      return { before, counts };
    });
    assert.deepEqual(facts, { before: 2 * 1461, counts: [2 * 1461, 2 * 1461] });
    await page.context().close();
  });

  it('holds of what is selected no other columns, and the rows of any selection', async () => {
    const page = await browser.open(EMPTY);
    const facts = await page.evaluate(async () => {
      const workspace = document.querySelector('pika-workspace');
      workspace.innerHTML = `<pika-query name="own"></pika-query>
        <pika-plot id="p" from="own" mark="bar" x="bin(a, step=1)" y="count()" brush="x" selection="mine"></pika-plot>`;
      workspace.querySelector('pika-query').data = Array.from({ length: 100 }, (_, i) => ({ a: i % 10, secret: i }));
      const plot = workspace.querySelector('pika-plot');
      await new Promise((ready) => plot.addEventListener('pika-ready', ready, { once: true }));
      plot.select({ x: [2, 5] });
      await workspace.open(await workspace.save({ rows: 'selected' }));
      const { rowCount, fields } = await (await engine()).open('own');
      return [rowCount, fields.map(({ name }) => name)];
    });
    assert.deepEqual(facts, [30, ['a']]);
    await page.context().close();
  });

  it('keeps white space as it is shown', async () => {
    const page = await browser.open(EMPTY);
    const html = await page.evaluate(async () => {
      const workspace = document.querySelector('pika-workspace');
      workspace.innerHTML = `<p><b>Total</b> <i>of</i>
        <em>all</em></p> <pre>a\n  b</pre> `;
      await workspace.open(await workspace.save());
      return workspace.innerHTML;
    });
    assert.match(html, /<b>Total<\/b> <i>of<\/i> <em>all<\/em><\/p><pre>a\n {2}b<\/pre>$/);
    await page.context().close();
  });

  it('keeps a plot with a wrong attribute as it is, with its marks', async () => {
    const page = await browser.open(EMPTY);
    const [before, after] = await page.evaluate(async () => {
      const workspace = document.querySelector('pika-workspace');
      workspace.innerHTML = `<pika-plot id="wrong" from="rows" x="a" mark="bars">
        <pika-mark mark="line" y="b" onclick="window.ran = 1"></pika-mark><pika-mark mark="lin" y="c"></pika-mark>
      </pika-plot>`;
      const marks = () => [...workspace.querySelectorAll('pika-mark')].map((mark) => [mark.mark, mark.y]);
      const plot = () => workspace.querySelector('pika-plot');
      const facts = () => [plot().id, plot().getAttribute('mark'), plot().getAttribute('x'), marks()];
      const was = facts();
      await workspace.open(await workspace.save({ rows: 'none' }));
      return [was, [...facts(), workspace.innerHTML.includes('onclick')]];
    });
    assert.deepEqual(after, [...before, false]);
    await page.context().close();
  });

  it('creates no element, attribute or style that could run or fetch something', async () => {
    const page = await browser.open(EMPTY);
    const opened = await page.evaluate(async () => {
      const { SNAPSHOT, pageEngine } = await import('/dist/pika-plot.js');
      const { writeSnapshot } = await SNAPSHOT.load();
      const text = { kind: 'text', text: '<img src=x onerror="window.ran=1">' };
      const element = (tag, attributes = {}, style = {}, children = [text]) => ({
        kind: 'element',
        tag,
        attributes,
        style,
        children,
      });
      const far = 'https://example.org/far';
      const blob = await writeSnapshot({
        savedRows: 'all',
        queries: [{ name: 'rows', attributes: { src: far, onclick: 'ran=1' }, source: { kind: 'files', files: [] } }],
        plots: [],
        layout: [
          element('script'),
          element('iframe', { src: far }),
          element('h1', { onclick: 'window.ran=1', style: `background: url(${far})`, class: 'x' }),
          element('div', {}, { '--pika-background': `url(${far})`, position: 'fixed', height: `calc(url(${far}))` }),
          element('pika-plot', { onpointerdown: 'window.ran=1', from: 'rows' }),
        ],
        state: { version: 1, selections: {}, domains: {}, inputs: {} },
        theme: { '--pika-background': `image-set("${far}" 1x)`, 'background-image': `url(${far})` },
        rows: new Map(),
      });
      const { lost } = await pageEngine().openSnapshot(blob, { into: document.body });
      const workspace = document.body.lastElementChild;
      return { html: workspace.outerHTML, lost: lost.length };
    });
    assert.doesNotMatch(opened.html, /example\.org|<script|<iframe|<img|onclick|onpointerdown|position/);
    assert.match(opened.html, /&lt;img src=x/);
    assert.deepEqual([await page.evaluate(() => window.ran), page.outside], [undefined, []]);
    await page.context().close();
  });

  it('opens the file of its src, by ranges or whole; a file that is none keeps the page, and is an error', async () => {
    const page = await browser.open(EMPTY);
    const failed = await page.evaluate(async () => {
      const workspace = document.querySelector('pika-workspace');
      const error = new Promise((resolve) =>
        workspace.addEventListener('pika-error', ({ detail }) => resolve(detail.code), { once: true }),
      );
      workspace.src = '/package.json';
      return error;
    });
    assert.equal(failed, 'snapshot/bad-file');
    const name = await page.evaluate(async () => {
      const workspace = document.querySelector('pika-workspace');
      const opened = new Promise((resolve) => workspace.addEventListener('pika-open', resolve, { once: true }));
      workspace.trust = true;
      workspace.src = '/test/snapshot/files/v1.pika';
      await opened;
      return [workspace.querySelector('pika-plot').id, workspace.state.inputs.year];
    });
    assert.deepEqual(name, ['amounts', { bigint: '9007199254740993' }]);
    await page.context().close();
  });

  it('saves and opens a whole page', async () => {
    const page = await browser.open(SAVED);
    const counts = await page.evaluate(async () => {
      const { pageEngine } = await import('/dist/pika-plot.js');
      const blob = await pageEngine().save({ rows: 'drawn' });
      document.querySelector('#saved').remove();
      await pageEngine().openSnapshot(blob, { into: document.querySelector('#opened') });
      const plots = [...document.querySelectorAll('#opened pika-plot')];
      return Promise.all(plots.map(async (plot) => (await plot.values()).length));
    });
    assert.deepEqual(
      counts,
      expected.map(({ length }) => length),
    );
    const wrong = await page.evaluate(() =>
      document
        .querySelector('#opened pika-workspace')
        .save({ row: 'all' })
        .catch((error) => error.message),
    );
    assert.match(wrong, /options of save.*Did you mean "rows"\?/);
    await page.context().close();
  });
});
