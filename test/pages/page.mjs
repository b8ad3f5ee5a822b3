/** A real page in a real Chromium, with what tests of pages ask of it. */
import { chromium } from 'playwright-core';
import { serve } from '../../examples/serve.mjs';
import { findChromium, GPU_FLAGS } from '../chromium.mjs';
import { watchPage } from './watch-page.mjs';

export { drag, pointIn, rest } from './hands.mjs';
export { until } from './until.mjs';

const READY_TIMEOUT_MS = 90_000;

export async function openBrowser() {
  const server = await serve({ port: 0 });
  const browser = await chromium.launch({ executablePath: await findChromium(), args: GPU_FLAGS });
  return {
    /** Opens a page of the examples; `backend` is set before its first plot. */
    open: (path, { backend = 'cpu', ...context } = {}) => openPage(browser, `${server.url}/${path}`, backend, context),
    /** To drive the browser itself. */
    session: () => browser.newBrowserCDPSession(),
    close: async () => {
      await browser.close();
      await server.close();
    },
  };
}

async function openPage(browser, url, backend, { block, ...options }) {
  const context = await browser.newContext({ viewport: { width: 1100, height: 1100 }, ...options });
  const page = await context.newPage();
  if (block) await page.route(block, (route) => route.abort());
  const requests = [];
  const errors = [];
  page.on('request', (request) => requests.push(new URL(request.url()).pathname));
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.addInitScript(watchPage, backend);
  await page.goto(url);
  await page.waitForFunction(() => window.allSettled(), null, { timeout: READY_TIMEOUT_MS });
  return Object.assign(page, { requests, errors });
}
