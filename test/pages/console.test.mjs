/** Errors of the database are shown by elements; the console of the page and of its workers stays empty. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { buildStale } from '../../examples/prepare.mjs';
import { serve } from '../../examples/serve.mjs';
import { patient } from './patient.mjs';
import { until } from './until.mjs';
import { launchChromium } from './launch-chromium.mjs';

const CSV = `region,price\n${Array.from({ length: 500 }, (_, i) => `${'NSE'[i % 3]},${i % 200}`).join('\n')}\n`;
const PAGE = `<!doctype html><html lang="en" data-pika-backend="cpu"><meta charset="utf-8"><link rel="icon" href="data:,">
<script type="module" src="/dist/pika-plot.js"></script>
<pika-query name="orders" src="/said/orders.csv"></pika-query>
<pika-input name="cut" type="range" min="0" max="200" value="50"></pika-input>
<pika-query name="dear" sql="SELECT region, count(*)::INTEGER AS n FROM orders WHERE price > $cut GROUP BY ALL"></pika-query>
<pika-plot from="dear" mark="bar" x="region" y="n" style="height: 200px"></pika-plot>
<pika-plot from="orders" mark="bar" x="bin(price)" y="count()" brush="x" style="height: 200px"></pika-plot>
<pika-query name="wrong" sql="SELECT nosuch FROM orders"></pika-query>
<pika-count from="orders"></pika-count>
<pika-status></pika-status>`;

describe('the console', () => {
  let browser;
  let server;

  before(async () => {
    await buildStale();
    server = await serve({ port: 0 });
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });

  it('stays empty while the database starts, and while an input changes faster than queries run', async () => {
    const page = patient(await browser.newPage());
    const said = [];
    page.on('console', (message) => {
      if (!/^No available adapters/.test(message.text())) said.push(message.text());
    });
    page.on('pageerror', (error) => said.push(error.message));
    await page.route('**/said/*', (route) =>
      route.request().url().endsWith('.csv')
        ? route.fulfill({ contentType: 'text/csv', body: CSV })
        : route.fulfill({ contentType: 'text/html', body: PAGE }),
    );
    await page.goto(`${server.url}/said/`);
    const drawn = () =>
      until(page, () =>
        [...document.querySelectorAll('pika-plot')].every((plot) => plot.shadowRoot?.querySelector('line.base')),
      );
    await drawn();
    await until(page, () => document.querySelector('[name=wrong]').shadowRoot.textContent.includes('nosuch'));
    await page.locator('input').focus();
    for (let i = 0; i < 20; i++) await page.keyboard.press('ArrowRight');
    await until(page, async () => {
      const values = await document.querySelector('pika-plot').values();
      return document.querySelector('pika-input').value === 70 && values?.reduce((sum, { y }) => sum + y, 0) === 287;
    });
    assert.deepEqual(said, []);
  });
});
