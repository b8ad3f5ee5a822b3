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

  it('undo and redo return a brush to the plot that had it', async () => {
    await show(`<pika-workspace>${QUERY}${plotOf('a')}${plotOf('b')}</pika-workspace>`);
    await drag(page, 1, [0.2, 0.5], [0.6, 0.5]);
    await stepTaken();
    const rows = [await total('a'), await total('b')];
    await first().evaluate((workspace) => workspace.undo());
    await rest(page);
    await first().evaluate((workspace) => workspace.redo());
    await rest(page);
    assert.deepEqual([await selectedIn('a'), await selectedIn('b')], [0, 1]);
    assert.deepEqual([await total('a'), await total('b')], rows);
  });

  it('a parameter whose value is NULL is restored', async () => {
    await show(
      `<pika-workspace>${QUERY}<pika-input name="floor" type="number" value="3"></pika-input></pika-workspace>`,
    );
    const value = () => page.locator('pika-input').evaluate((input) => input.value);
    const type = async (text) => {
      const steps = await first().evaluate(({ state }) => JSON.stringify(state));
      await page.locator('pika-input').locator('input').fill(text);
      await page.keyboard.press('Enter');
      await until('a step', () => first().evaluate(({ state }, before) => JSON.stringify(state) !== before, steps));
      await new Promise((resolve) => setTimeout(resolve, 400));
    };
    await type('7');
    await type('');
    assert.equal(await value(), null);
    await first().evaluate((workspace) => workspace.undo());
    assert.equal(await value(), 7);
    await first().evaluate((workspace) => workspace.redo());
    assert.equal(await value(), null);
  });

  it('anchors that are clicked again, or that are empty, keep the state; going back past them does not', async () => {
    await drag(page, 0, [0.2, 0.5], [0.6, 0.5]);
    await until('the URL has the state', async () => (await hash()) !== '');
    const [text, where] = [await hash(), await condition()];
    const click = (href) =>
      page.evaluate((href) => {
        document.querySelector('#late').innerHTML = `<a href="${href}">go</a>`;
        document.querySelector('#late a').click();
      }, href);
    for (const [href, expected] of [
      ['#late', `#late&${text.slice(1)}`],
      ['#late', `#late&${text.slice(1)}`],
      ['#', text],
    ]) {
      await click(href);
      await until(`the state after ${href}`, async () => (await hash()) === expected);
      assert.equal(await condition(), where);
    }
    await page.evaluate(() => window.history.go(-4));
    await until('nothing is selected', async () => (await condition()) === 'TRUE');
    assert.equal(await hash(), '');
  });

  it('a hash router reads its own fragment before the state returns to the URL', async () => {
    await drag(page, 0, [0.2, 0.5], [0.6, 0.5]);
    await until('the URL has the state', async () => (await hash()) !== '');
    await page.evaluate(() => {
      window.routes = [];
      window.addEventListener('hashchange', () => window.routes.push(location.hash));
      location.hash = '#/reports';
    });
    await until('the state is back', async () => (await hash()).startsWith('#/reports&pika='));
    assert.deepEqual(await page.evaluate(() => window.routes), ['#/reports']);
  });

  it('elements that change all the time put off no step', async () => {
    await show(`<pika-workspace>${QUERY}${plotOf('a')}${plotOf('b', 'bin(id)')}<p></p></pika-workspace>`);
    await page.evaluate(() => {
      window.ticking = setInterval(() => (document.querySelector('p').textContent = String(Date.now())), 50);
      window.adding = setInterval(() => {
        document.querySelector('p').innerHTML = '<pika-selection name="other"></pika-selection>';
      }, 90);
    });
    await drag(page, 0, [0.2, 0.5], [0.6, 0.5]);
    await stepTaken();
    await drag(page, 1, [0.2, 0.5], [0.6, 0.5]);
    await until('the second step', () => first().evaluate(({ state }) => state.selections.rows?.length === 2));
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await first().evaluate((workspace) => workspace.undo());
    assert.deepEqual([await selectedIn('a'), await selectedIn('b')], [1, 0]);
  });

  it("undo leaves an author's filter that came later, and forgets that a state cleared filters", async () => {
    const filter = '<pika-input from="rows" column="label" type="select" value="two"></pika-input>';
    const add = async () => {
      await page.evaluate(
        (html) => document.querySelector('pika-workspace').insertAdjacentHTML('beforeend', html),
        filter,
      );
      await started();
    };
    await show(`<pika-workspace>${QUERY}${plotOf('a')}</pika-workspace>`);
    await drag(page, 0, [0.2, 0.5], [0.6, 0.5]);
    await stepTaken();
    // What happens this soon after a gesture counts as its effect.
    await new Promise((resolve) => setTimeout(resolve, 1600));
    await add();
    await until('both filter', async () => /amount.*'two'|'two'.*amount/s.test(await condition()));
    await first().evaluate((workspace) => workspace.undo());
    await until('the filter stays', async () => /^[^a]*label.*'two'/s.test(await condition()));
    assert.equal(await selectedIn('a'), 0);
    await first().evaluate((workspace) => (workspace.state = null));
    await until('the filter stays', async () => /'two'/.test(await condition()));

    await show(`<pika-workspace>${QUERY}${plotOf('a')}</pika-workspace>`);
    await drag(page, 0, [0.2, 0.5], [0.6, 0.5]);
    await stepTaken();
    await first().evaluate((workspace) => (workspace.state = { version: 1 }));
    await first().evaluate((workspace) => workspace.undo());
    await add();
    await until('the filter filters', async () => /'two'/.test(await condition()));
  });

  it('a state that is too long for a link is kept, and the workspace says so', async () => {
    const box = (i) => [
      { channel: 'x', expression: 'other', kind: 'category', lo: i, hi: i + 1, labels: [`${Math.sin(i)}`] },
    ];
    const clause = { version: 2, kind: 'points', from: 'rows', boxes: Array.from({ length: 4000 }, (_, i) => box(i)) };
    assert.equal(await linkOf({ version: 1, selections: { rows: [clause] } }), '');
    assert.equal(await hash(), '');
    await until('the error is shown', async () =>
      /link of a workspace.*expected\s*a state that fits/s.test(
        await first().evaluate(({ shadowRoot }) => shadowRoot.textContent),
      ),
    );
    assert.equal(await first().evaluate(({ state }) => state.selections.rows[0].boxes.length), 4000);
  });

  it('keeps its steps when it is added and removed at once, or its part of the URL is renamed', async () => {
    await show(`<pika-workspace sync-url>${QUERY}${plotOf('a')}</pika-workspace>`);
    await drag(page, 0, [0.2, 0.5], [0.6, 0.5]);
    await stepTaken();
    const [text, where] = [await hash(), await condition()];
    await first().evaluate((workspace) => workspace.setAttribute('sync-url', 'right'));
    await until('the part is renamed', async () => (await hash()) === text.replace('pika=', 'right='));
    await page.evaluate(async () => {
      const workspace = document.querySelector('pika-workspace');
      const wait = () => new Promise((resolve) => setTimeout(resolve, 200));
      workspace.remove();
      await wait();
      document.body.append(workspace);
      workspace.remove();
      await wait();
      document.body.append(workspace);
    });
    await started();
    assert.deepEqual([await condition(), await steps()], [where, [true, false]]);
  });

  it('a step that changes nothing any more is no step', async () => {
    await show(`<pika-workspace>${QUERY}${plotOf('a')}</pika-workspace>`);
    await drag(page, 0, [0.2, 0.5], [0.6, 0.5]);
    await stepTaken();
    await new Promise((resolve) => setTimeout(resolve, 1600));
    await page.locator('#a').evaluate((plot) => plot.setAttribute('x', 'bin(id)'));
    await until('there is nothing to undo', async () => !(await steps())[0]);
  });

  it('a drag just before a reload is kept', async () => {
    await drag(page, 0, [0.2, 0.5], [0.6, 0.5]);
    const where = await condition();
    await page.reload();
    await started();
    await until('the brush is back', async () => (await condition()) === where);
  });
});
