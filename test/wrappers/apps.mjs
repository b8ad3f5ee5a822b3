/** Chromium and a server, for one app after another. */
import { chromium } from 'playwright-core';
import { buildPackage } from '../../examples/prepare.mjs';
import { serve } from '../../examples/serve.mjs';
import { findChromium, NO_GPU } from '../chromium.mjs';
import { patient, PATIENT_LAUNCH } from '../pages/patient.mjs';

export async function openApps() {
  await buildPackage();
  const browser = await chromium.launch({ ...PATIENT_LAUNCH, executablePath: await findChromium(), args: NO_GPU });
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
