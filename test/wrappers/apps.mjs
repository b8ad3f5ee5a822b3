/** Chromium and a server, for one app after another. */
import { buildPackage } from '../../examples/prepare.mjs';
import { serve } from '../../examples/serve.mjs';
import { patient } from '../pages/patient.mjs';
import { launchChromium } from '../pages/launch-chromium.mjs';

export async function openApps() {
  await buildPackage();
  const browser = await launchChromium();
  const server = await serve();
  let current = null;
  return {
    /** Opens a page of one script and some HTML, in place of the page before. `said` is what its console says. */
    async open(script, html = '') {
      await current?.close();
      const page = (current = patient(await browser.newPage()));
      const said = [];
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type()) && !/^No available adapters/.test(message.text()))
          said.push(message.text());
      });
      page.on('pageerror', (error) => said.push(error.message));
      await page.route('**/app/*', (route) =>
        route.request().url().endsWith('.js')
          ? route.fulfill({ contentType: 'text/javascript', body: script })
          : route.fulfill({ contentType: 'text/html', body: pageWith(html) }),
      );
      await page.goto(`${server.url}/app/`);
      await page.waitForFunction('globalThis.app');
      return { page, said };
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

function pageWith(html) {
  return `<!doctype html><html lang="en" data-pika-backend="cpu"><meta charset="utf-8"><link rel="icon" href="data:,">
    <link rel="stylesheet" href="/dist/pika-plot.css"><div id="root">${html}</div>
    <script type="module" src="/app/app.js"></script></html>`;
}
