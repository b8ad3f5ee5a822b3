/**
 * A stock Firefox, driven over WebDriver BiDi, with what tests of pages ask of it: `test/pages/page.mjs` for the other
 * browser.
 */
import puppeteer from 'puppeteer-core';
import { serve } from '../../examples/serve.mjs';
import { findFirefox, PREFERENCES } from '../firefox.mjs';
import { patient, PATIENT_LAUNCH } from '../pages/patient.mjs';
import { watchPage } from '../pages/watch-page.mjs';

export async function openFirefox() {
  const server = await serve({ port: 0 });
  const browser = await puppeteer.launch({
    ...PATIENT_LAUNCH,
    browser: 'firefox',
    executablePath: findFirefox(),
    headless: true,
    extraPrefsFirefox: PREFERENCES,
    defaultViewport: { width: 1100, height: 2200 },
  });
  return {
    /** A page of the server's, with nothing run in it beforehand: for what needs a `navigator.gpu` and no more. */
    async bare(path) {
      const page = patient(await browser.newPage());
      await page.goto(`${server.url}/${path}`);
      return page;
    },
    /** Opens a page of the examples; `backend` is set before its first plot. */
    async open(path, { backend }) {
      const page = patient(await browser.newPage());
      const errors = [];
      page.on('pageerror', (error) => errors.push(String(error)));
      await page.evaluateOnNewDocument(watchPage, backend);
      await page.goto(`${server.url}/${path}`);
      await page.waitForFunction(() => window.allSettled());
      return Object.assign(page, { errors });
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}
