/** What a page does before its first plot: it asks for a GPU, which takes a while, so that the plot need not wait. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openBrowser } from './page.mjs';

let browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

function countRequests() {
  window.adapterRequests = 0;
  const { requestAdapter } = GPU.prototype;
  GPU.prototype.requestAdapter = function (...options) {
    window.adapterRequests++;
    return requestAdapter.apply(this, options);
  };
}

async function drawBars() {
  const query = Object.assign(document.createElement('pika-query'), { name: 'sales', data: [{ month: 'Jan', n: 3 }] });
  const plot = document.createElement('pika-plot');
  for (const [name, value] of Object.entries({ from: 'sales', mark: 'bar', x: 'month', y: 'n' }))
    plot.setAttribute(name, value);
  const ready = new Promise((resolve) => plot.addEventListener('pika-ready', resolve, { once: true }));
  document.body.append(query, plot);
  await ready;
  return window.adapterRequests;
}

test('elements ask for an adapter when they are registered, and the first plot uses the answer', async () => {
  const page = await browser.open('test/reports/blank.html', { backend: 'auto', first: countRequests });
  const before = await page.evaluate(() => window.adapterRequests);
  assert.ok(before > 0);
  assert.equal(await page.evaluate(drawBars), before);
});

test('a page that chooses the CPU asks for none', async () => {
  const page = await browser.open('test/reports/blank.html', { first: countRequests });
  assert.equal(await page.evaluate(drawBars), 0);
});
