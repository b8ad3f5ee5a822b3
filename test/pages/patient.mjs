import { awaiting, PATIENCE_MS } from '../harness/patience.mjs';
import { textOf } from './until.mjs';

const WAITS = ['goto', 'reload', 'waitForFunction', 'waitForSelector', 'waitForEvent', 'click', 'screenshot'];

/** Launch options for Playwright and Puppeteer: no step of a browser fails for being slow. */
export const PATIENT_LAUNCH = { timeout: PATIENCE_MS, protocolTimeout: PATIENCE_MS };

/** Sets the common timeout on a page of Playwright or Puppeteer, and reports what it awaits. */
export function patient(page) {
  page.setDefaultTimeout(PATIENCE_MS);
  page.setDefaultNavigationTimeout(PATIENCE_MS);
  for (const name of WAITS) {
    const wait = page[name]?.bind(page);
    if (wait)
      page[name] = (what, ...rest) =>
        awaiting(`page.${name}(${what === undefined ? '' : textOf(what)})`, wait(what, ...rest));
  }
  return page;
}
