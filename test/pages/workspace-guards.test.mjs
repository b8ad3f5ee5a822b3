/** <pika-workspace> on a page: what links, routers, frameworks and second workspaces must not break. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { until } from '../harness/patience.mjs';
import { drag, openBrowser, rest } from './page.mjs';

const PAGE = 'test/pages/workspace.html';
/** The rows of most tests. */
const QUERY = `<pika-query name="rows" sql="SELECT i AS id, (i * 7919) % 1000 AS amount, CASE i % 3 WHEN 0 THEN 'one'
  WHEN 1 THEN 'two' ELSE 'three' END AS label FROM range(20000) AS t(i)"></pika-query>`;
const plotOf = (id, x = 'bin(amount)', more = 'brush="x"') =>
  `<pika-plot id="${id}" from="rows" mark="bar" x="${x}" y="count()" ${more}></pika-plot>`;

describe('a workspace keeps working', () => {
  let browser;
  let page;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());
  beforeEach(async () => {
    await page?.context().close();
    page = await browser.open(PAGE);
    await started();
  });

  const started = async () => {
    await page.waitForFunction(() => window.allSettled());
    await until('all workspaces have started', () =>
      page.evaluate(() =>
        [...document.querySelectorAll('pika-workspace')].every((workspace) => workspace.state !== null),
      ),
    );
    await rest(page);
  };
  /** Replaces the page's body. */
  const show = async (html) => {
    await page.evaluate((html) => {
      document.body.innerHTML = html;
    }, html);
    await started();
  };
  const goTo = async (address) => {
    await page.goto('about:blank');
    await page.goto(address);
    await started();
  };
  const first = () => page.locator('pika-workspace').first();
  const steps = () => first().evaluate(({ canUndo, canRedo }) => [canUndo, canRedo]);
  const condition = () => page.evaluate(async () => (await engine()).selection('rows').toSQL('rows'));
  const selectedIn = (id) => page.locator(`#${id}`).evaluate(({ selected }) => selected?.ranges.length ?? 0);
  const hash = () => page.evaluate(() => location.hash);
  const linkOf = (state) =>
    first().evaluate((workspace, state) => {
      workspace.state = state;
      return workspace.link;
    }, state);
  const total = (id) =>
    page.locator(`#${id}`).evaluate(async (plot) => {
      const { counts } = await plot.counts();
      return counts.reduce((sum, count) => sum + count, 0);
    });
  const stepTaken = () => until('the step is kept', async () => (await steps())[0]);

  it('a link with infinite ends selects nothing, and plots are drawn and brushed on', async () => {
    const range = { channel: 'x', expression: 'amount', kind: 'number', lo: 1, hi: 5 };
    const ticks = { ticks: ['Infinity', 'Infinity'], ticksPerMs: 1000 };
    for (const wrong of [
      { ...range, kind: 'time', ...ticks },
      { ...range, lo: 1e308, hi: 1e309 },
      { ...range, kind: 'time', lo: 1e308, hi: 1.1e308 },
    ]) {
      const clause = { version: 2, kind: 'interval', from: 'rows', ranges: [wrong] };
      await goTo(await linkOf({ version: 1, selections: { rows: [clause] } }));
      assert.ok((await total('labels')) <= 20_000);
      await drag(page, 2, [0.2, 0.5], [0.6, 0.5]);
      await until('the brush filters', async () => /at/.test(await condition()));
      assert.ok((await total('labels')) < 20_000);
    }
    assert.deepEqual(page.errors, []);
  });

  it('a link keeps an anchor of the page, and anchors and routers keep the state', async () => {
    await drag(page, 0, [0.2, 0.5], [0.6, 0.5]);
    await until('the URL has the state', async () => (await hash()) !== '');
    const [text, where] = [await hash(), await condition()];
    await page.evaluate(() => {
      document.querySelector('#late').innerHTML = '<a href="#late">down</a>';
      document.querySelector('#late a').click();
    });
    await until('both are there', async () => (await hash()) === `#late&${text.slice(1)}`);
    assert.equal(await condition(), where);
    await page.evaluate(() => window.history.pushState(null, '', '#/other'));
    await page.evaluate(() => window.dispatchEvent(new window.PopStateEvent('popstate')));
    await until('a router keeps it', async () => (await hash()) === `#/other&${text.slice(1)}`);
    assert.equal(await condition(), where);
  });

  it('undo returns each brush to its own plot, though another plot shows the same column', async () => {
    await show(`<pika-workspace>${QUERY}${plotOf('a')}${plotOf('b')}</pika-workspace>`);
    await drag(page, 1, [0.2, 0.5], [0.6, 0.5]);
    await stepTaken();
    await drag(page, 0, [0.1, 0.5], [0.9, 0.5]);
    await until('two clauses', async () => (await selectedIn('a')) === 1);
    await until('the second step is kept', () =>
      first().evaluate((workspace) => workspace.state.selections.rows.length === 2),
    );
    await first().evaluate((workspace) => workspace.undo());
    await rest(page);
    assert.deepEqual([await selectedIn('a'), await selectedIn('b')], [0, 1]);
    await first().evaluate((workspace) => workspace.redo());
    await rest(page);
    assert.deepEqual([await selectedIn('a'), await selectedIn('b')], [1, 1]);
  });

  it('steps keep what waits for an element that comes later', async () => {
    const html = `<pika-workspace sync-url>${QUERY}${plotOf('a')}${plotOf('b', 'bin(id)')}</pika-workspace>`;
    await show(html);
    await drag(page, 1, [0.2, 0.5], [0.6, 0.5]);
    await stepTaken();
    const link = await first().evaluate((workspace) => workspace.link);
    const where = await condition();
    await goTo(link.replace(PAGE, 'test/pages/empty-workspace.html'));
    await page.evaluate(
      (html) => (document.querySelector('pika-workspace').innerHTML = html),
      `${QUERY}${plotOf('a')}`,
    );
    await started();
    assert.equal(await condition(), 'TRUE', 'no element has this expression');
    await drag(page, 0, [0.2, 0.5], [0.6, 0.5]);
    await stepTaken();
    assert.match(await condition(), /amount/);
    await first().evaluate((workspace) => workspace.undo());
    await rest(page);
    assert.equal(await condition(), 'TRUE');
    await page.evaluate(
      (html) => document.querySelector('pika-workspace').insertAdjacentHTML('beforeend', html),
      plotOf('b', 'bin(id)'),
    );
    await until('the late plot claims its clause', async () => (await condition()) === where);
    assert.equal(await selectedIn('b'), 1);
  });

  it('the page as its author wrote it drops what a link proposed', async () => {
    await show(`<pika-workspace sync-url>${QUERY}${plotOf('b', 'bin(id)')}</pika-workspace>`);
    await drag(page, 0, [0.2, 0.5], [0.6, 0.5]);
    await stepTaken();
    const link = await first().evaluate((workspace) => workspace.link);
    await goTo(link.replace(PAGE, 'test/pages/empty-workspace.html'));
    await page.evaluate(
      (html) => (document.querySelector('pika-workspace').innerHTML = html),
      `${QUERY}${plotOf('a')}`,
    );
    await started();
    await first().evaluate((workspace) => (workspace.state = null));
    await page.evaluate(
      (html) => document.querySelector('pika-workspace').insertAdjacentHTML('beforeend', html),
      plotOf('b', 'bin(id)'),
    );
    await started();
    assert.deepEqual([await condition(), await selectedIn('b')], ['TRUE', 0]);
  });

  it('named inputs with a column keep their value when a link or a state clears filters', async () => {
    const input = '<pika-input name="least" from="rows" column="label" type="select" value="two"></pika-input>';
    await show(`<pika-workspace>${QUERY}${input}${plotOf('a')}</pika-workspace>`);
    const value = () => page.locator('pika-input').evaluate((input) => input.value);
    await until('the choices are there', async () => (await value()) === 'two');
    await first().evaluate((workspace) => (workspace.state = { version: 1, selections: {} }));
    await rest(page);
    assert.equal(await value(), 'two');
  });

  it('a state clears filters that come later, and null restores them', async () => {
    const filter = '<pika-input from="rows" column="label" type="select" value="two"></pika-input>';
    await show(`<pika-workspace>${QUERY}${plotOf('a')}</pika-workspace>`);
    await first().evaluate((workspace) => (workspace.state = { version: 1, selections: {} }));
    await page.evaluate(
      (html) => document.querySelector('pika-workspace').insertAdjacentHTML('beforeend', html),
      filter,
    );
    await started();
    assert.equal(await condition(), 'TRUE');
    await first().evaluate((workspace) => (workspace.state = null));
    await until("the author's value filters", async () => /'two'/.test(await condition()));
  });

  it('a workspace that moves on the page keeps its steps', async () => {
    await show(`<div></div><pika-workspace>${QUERY}${plotOf('a')}</pika-workspace>`);
    await drag(page, 0, [0.2, 0.5], [0.6, 0.5]);
    await stepTaken();
    const where = await condition();
    await page.evaluate(async () => {
      const workspace = document.querySelector('pika-workspace');
      workspace.remove();
      await new Promise((resolve) => setTimeout(resolve, 100));
      document.querySelector('div').append(workspace);
    });
    await started();
    assert.deepEqual([await condition(), await steps()], [where, [true, false]]);
    await first().evaluate((workspace) => workspace.undo());
    assert.equal(await condition(), 'TRUE');
    await first().evaluate((workspace) => workspace.redo());
    assert.equal(await condition(), where);
  });

  it('names of JavaScript itself are names like any other', async () => {
    await show(`<pika-workspace>${QUERY}${plotOf('constructor')}${plotOf('__proto__', 'bin(id)')}</pika-workspace>`);
    await first().evaluate(
      (workspace) =>
        (workspace.state = JSON.parse(
          '{"version":1,"domains":{"constructor":{"x":[100,200]},"__proto__":{"x":[5,9]}},"inputs":{"toString":1}}',
        )),
    );
    await rest(page);
    const domains = await first().evaluate(({ state }) => Object.entries(state.domains));
    assert.deepEqual(
      new Map(domains),
      new Map([
        ['constructor', { x: [100, 200] }],
        ['__proto__', { x: [5, 9] }],
      ]),
    );
  });

  it('a workspace leaves out the elements of a workspace inside it', async () => {
    await show(`<pika-workspace>${QUERY}${plotOf('a', 'bin(amount)', 'brush="x" zoom selection="outer"')}
      <pika-workspace>${plotOf('b', 'bin(id)', 'brush="x" zoom selection="inner"')}</pika-workspace></pika-workspace>`);
    await drag(page, 1, [0.2, 0.5], [0.6, 0.5]);
    await until('the inner one has a step', () =>
      page
        .locator('pika-workspace')
        .nth(1)
        .evaluate(({ canUndo }) => canUndo),
    );
    assert.deepEqual(await steps(), [false, false]);
    const names = await page
      .locator('pika-workspace')
      .evaluateAll((all) => all.map(({ state }) => Object.keys(state.selections)));
    assert.deepEqual(names, [[], ['inner']]);
    await page.locator('#b').evaluate((plot) => plot.shadowRoot.querySelector('.plot').focus());
    await page.keyboard.press('Control+z');
    assert.equal(await selectedIn('b'), 0);
  });

  it('a value that a script sets while the page loads is the page as its author wrote it', async () => {
    await show(`<pika-workspace sync-url>${QUERY}${plotOf('a')}</pika-workspace>`);
    await page.locator('#a').evaluate((plot) => plot.select({ x: [100, 300] }));
    await rest(page);
    await new Promise((resolve) => setTimeout(resolve, 600));
    assert.deepEqual([await steps(), await hash()], [[false, false], '']);
    await drag(page, 0, [0.5, 0.5], [0.9, 0.5]);
    await stepTaken();
    assert.notEqual(await hash(), '');
    await page.goBack();
    await until("the script's selection", async () => /\b100\b/.test(await condition()));
  });
});
