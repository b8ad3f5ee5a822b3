/** Nothing moves when the script arrives, nor when rows do: with `pika-plot.css`, or with a rule of the page. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { buildStale } from '../../examples/prepare.mjs';
import { serve } from '../../examples/serve.mjs';
import { patient } from './patient.mjs';
import { until } from './until.mjs';
import { launchChromium } from './launch-chromium.mjs';

const INPUTS = ['range', 'number', 'text', 'date', 'checkbox', 'select'].map(
  (type) => `<div><pika-input name="${type}" type="${type}" label="Delay" options="[1, 2]"></pika-input></div>`,
);
/** Each element that takes space has text below it, which would move. */
const ELEMENTS = [
  ...INPUTS,
  '<div><pika-input name="cut"></pika-input></div>',
  '<div><pika-count from="rows"></pika-count></div>',
  '<p>All <b>of</b> them: <pika-count from="rows"></pika-count></p>',
  '<p style="font: 16px serif">Rows: <pika-count from="rows"></pika-count></p>',
  '<div><pika-count from="rows" label="Rows"></pika-count></div>',
  '<div><pika-count from="rows" aggregate="sum(v)" label=""></pika-count></div>',
  '<div><pika-count from="rows" aggregate="sum(v)"></pika-count></div>',
  '<pika-query name="dropped" drop></pika-query>',
  '<pika-table from="rows"></pika-table>',
  '<pika-overview from="rows"></pika-overview>',
  '<pika-legend for="bars"></pika-legend>',
  '<pika-plot id="bars" from="rows" mark="bar" x="v" y="count()" color="k"></pika-plot>',
  '<pika-legend for="points"></pika-legend>',
  '<pika-plot id="points" from="rows" mark="point" x="v" y="v" color="v"></pika-plot>',
  '<pika-plot from="rows" mark="bar" x="v" y="count()" color="k"></pika-plot>',
];
const pageOf = (head, elements) => `<!doctype html><html lang="en" data-pika-backend="cpu"><meta charset="utf-8">
  <title>Layout</title><link rel="icon" href="data:,"><style>body { font: 16px/1.5 sans-serif }</style>${head}
  <pika-query name="rows"></pika-query>
  ${elements.map((element) => `${element}<p class="below">below</p>`).join('\n')}
  <pika-plot hidden from="rows" mark="bar" x="v" y="count()"></pika-plot>
  <script type="module">
    globalThis.shifts = [];
    new PerformanceObserver((list) => {
      for (const { value, sources } of list.getEntries())
        shifts.push([value, ...sources.map(({ node }) => node?.outerHTML ?? node?.textContent)]);
    }).observe({ type: 'layout-shift', buffered: true });
    globalThis.load = () => import('/dist/pika-plot.js');
    globalThis.giveRows = () => {
      document.querySelector('[name="rows"]').data = Array.from({ length: 300 }, (_, v) => ({ v, k: 'k' + (v % 3) }));
    };
  </script></html>`;

describe('the layout of a page', () => {
  let browser;
  let server;
  let page;

  before(async () => {
    await buildStale();
    browser = await launchChromium();
    server = await serve();
    page = patient(await browser.newPage({ viewport: { width: 1000, height: 3000 } }));
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });

  async function open(html) {
    await page.route('**/layout/', (route) => route.fulfill({ contentType: 'text/html', body: html }));
    await page.goto(`${server.url}/layout/`);
    await page.unroute('**/layout/');
    await page.waitForFunction('globalThis.giveRows');
  }

  const places = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('.below')].map((below) => [
        below.previousElementSibling.outerHTML,
        Math.round(below.getBoundingClientRect().top * 100) / 100,
      ]),
    );
  const painted = () =>
    page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

  async function staysInPlace() {
    await painted();
    const first = await places();
    await page.evaluate(() => load().then(() => undefined));
    await painted();
    assert.deepEqual(await places(), first, 'the script has run');
    await page.evaluate(() => giveRows());
    await until(page, () =>
      [...document.querySelectorAll('pika-plot:not([hidden])')].every((plot) =>
        plot.shadowRoot.querySelector('line.base'),
      ),
    );
    await until(page, () => [...document.querySelectorAll('pika-count')].every((count) => count.value));
    await painted();
    assert.deepEqual(await places(), first, 'rows are drawn');
    assert.deepEqual(await page.evaluate('shifts'), []);
  }

  it('does not change while the script loads, with the stylesheet', async () => {
    await open(pageOf('<link rel="stylesheet" href="/dist/pika-plot.css">', ELEMENTS));
    assert.equal(await page.evaluate(() => document.querySelector('[hidden]').offsetHeight), 0);
    await staysInPlace();
  });

  it('does not change with a rule of the page for its plots, and no stylesheet', async () => {
    const plots = ELEMENTS.filter((element) => element.startsWith('<pika-plot'));
    await open(pageOf('<style>pika-plot { display: block; height: 320px }</style>', plots));
    await staysInPlace();
  });
});
