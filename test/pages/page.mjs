/** A real page in a real Chromium, with helpers for page tests. */
import { serve } from '../../examples/serve.mjs';
import { GPU_FLAGS, NO_GPU } from '../chromium.mjs';
import { patient } from './patient.mjs';
import { watchPage } from './watch-page.mjs';
import { launchChromium } from './launch-chromium.mjs';

export { described, drag, pointIn, rest } from './hands.mjs';
export { until } from './until.mjs';

/** A browser without a GPU, unless a test needs one; or with the given flags. */
export async function openBrowser({ gpu = false, flags = gpu ? GPU_FLAGS : NO_GPU } = {}) {
  const server = await serve({ port: 0 });
  const browser = await launchChromium(flags);
  return {
    /**
     * Opens a page of the examples; `backend` is set before its first plot. `few`: with 200,000 flights instead of
     * three million. `first` runs in it before any other script. The page's `outside` lists the requests to other
     * hosts.
     */
    open: (path, { backend = 'cpu', ...context } = {}) => openPage(browser, `${server.url}/${path}`, backend, context),
    /** For driving the browser itself. */
    session: () => browser.newBrowserCDPSession(),
    close: async () => {
      await browser.close();
      await server.close();
    },
  };
}

/** One page in a browser of its own; `page.end()` closes both. */
export async function openAlone(path, { gpu = false, ...options } = {}) {
  const browser = await openBrowser({ gpu: gpu || options.backend === 'webgpu' });
  try {
    const page = await browser.open(path, options);
    return Object.assign(page, { end: () => browser.close() });
  } catch (thrown) {
    await browser.close();
    throw thrown;
  }
}

async function openPage(browser, url, backend, { block, first, few = false, ...options }) {
  const context = await browser.newContext({ viewport: { width: 1100, height: 1100 }, ...options });
  const page = patient(await context.newPage());
  if (block) await page.route(block, (route) => route.abort());
  if (few) await page.route(url, withFewFlights);
  const requests = [];
  const errors = [];
  // Including requests of workers.
  const outside = [];
  context.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (/^http/.test(protocol) && origin !== new URL(url).origin) outside.push(request.url());
  });
  page.on('request', (request) => requests.push(new URL(request.url()).pathname));
  page.on('pageerror', (error) => errors.push(String(error)));
  if (first) await page.addInitScript(first);
  await page.addInitScript(watchPage, backend);
  await page.goto(url);
  await page.waitForFunction(() => window.allSettled());
  // Without WebGPU, plots are still drawn, and a test of it would test the other backend.
  const shown =
    backend === 'webgpu' ? await page.evaluate(async () => (await (await engine()).status()).backend) : backend;
  if (shown !== backend) throw new Error(`${url} is drawn by ${shown}, not by ${backend}`);
  return Object.assign(page, { requests, errors, outside });
}

/** Serves the page with fewer rows: a software GPU takes a second to count three million for three plots. */
async function withFewFlights(route) {
  const response = await route.fetch();
  await route.fulfill({
    response,
    body: (await response.text()).replaceAll('flights-3m.parquet', 'flights-200k.arrow'),
  });
}
