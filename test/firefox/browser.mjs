/**
 * A stock Firefox, driven over WebDriver BiDi, with the helpers that page tests need: the counterpart of
 * `test/pages/page.mjs`.
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
    /** A page of the server without any script, for tests that only need `navigator.gpu`. */
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
