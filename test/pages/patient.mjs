import { awaiting, PATIENCE_MS } from '../harness/patience.mjs';
import { textOf } from './until.mjs';

const WAITS = ['goto', 'reload', 'waitForFunction', 'waitForSelector', 'waitForEvent', 'click', 'screenshot'];

/** For whoever starts a browser, Playwright or Puppeteer: no step of a browser fails for being slow. */
export const PATIENT_LAUNCH = { timeout: PATIENCE_MS, protocolTimeout: PATIENCE_MS };

/** Gives a page, of Playwright or Puppeteer, the patience of all tests, and has it report what it awaits. */
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
