/** A real page in a real Chromium, with what tests of pages ask of it. */
import { chromium } from 'playwright-core';
import { serve } from '../../examples/serve.mjs';
import { findChromium, GPU_FLAGS } from '../chromium.mjs';

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
  await page.addInitScript((backend) => {
    window.heard = [];
    for (const type of ['pika-ready', 'pika-error', 'pika-select']) {
      addEventListener(type, ({ target, detail }) => heard.push({ type, target, detail: detail?.message ?? detail }));
    }
    const settled = (plot) => heard.some(({ type, target }) => target === plot && type !== 'pika-select');
    window.allSettled = () => [...document.querySelectorAll('pika-plot')].every(settled);
    window.devices = [];
    const requestDevice = globalThis.GPUAdapter?.prototype.requestDevice;
    if (requestDevice) {
      GPUAdapter.prototype.requestDevice = async function (...wanted) {
        const device = await requestDevice.apply(this, wanted);
        devices.push(device);
        return device;
      };
    }
    window.frames = async (count) => {
      for (let i = 0; i < count; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
    };
    window.engine = async () => (await import('/dist/pika-plot.js')).pageEngine();
    window.rows = async (sql) => {
      const [{ tableFromIPC }, engine] = await Promise.all([import('/node_modules/@uwdata/flechette/src/index.js'), window.engine()]);
      return tableFromIPC(await engine.sql(sql)).toArray().map((row) => Object.values(row).map(Number));
    };
    // Before any module runs: configure() by hand.
    globalThis[Symbol.for('pika-plot.engine.v0')] = { engine: null, options: { backend } };
  }, backend);
  await page.goto(url);
  await page.waitForFunction(() => window.allSettled(), null, { timeout: READY_TIMEOUT_MS });
  return Object.assign(page, { requests, errors });
}

/** Where a point of a plot's box is on the page: fractions from the box's left and bottom. */
export async function pointIn(page, index, fx, fy) {
  const plot = page.locator('pika-plot').nth(index);
  const { x, y } = await plot.boundingBox();
  const lines = await plot.evaluate((element) => {
    const base = element.shadowRoot.querySelector('line.base');
    const top = Math.min(...[...element.shadowRoot.querySelectorAll('line.grid')].map((line) => line.y1.baseVal.value));
    return { left: base.x1.baseVal.value, right: base.x2.baseVal.value, bottom: base.y1.baseVal.value, top };
  });
  return { x: x + lines.left + fx * (lines.right - lines.left), y: y + lines.bottom - fy * (lines.bottom - lines.top) };
}

/** Drags by real pointer events, from and to fractions of a plot's box; leaves the button down when `hold`. */
export async function drag(page, index, from, to, { steps = 8, hold = false } = {}) {
  const start = await pointIn(page, index, ...from);
  const end = await pointIn(page, index, ...to);
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(end.x, end.y, { steps });
  if (!hold) await page.mouse.up();
  await rest(page);
}

/** Waits until what was asked of the plots is on their canvases. */
export async function rest(page) {
  await page.evaluate(async () => {
    let before = '';
    for (let same = 0; same < 3;) {
      await frames(2);
      await new Promise((resolve) => setTimeout(resolve, 60));
      const now = JSON.stringify(await Promise.all([...document.querySelectorAll('pika-plot')].map(async (plot) => [...(await plot.counts())?.counts ?? []].reduce((a, b, i) => (a * 31 + b * (i + 1)) % 1e9, 7))));
      same = now === before ? same + 1 : 0;
      before = now;
    }
  });
}
