import { until as untilTrue } from '../harness/patience.mjs';

const ASK_EVERY_MS = 50;

/**
 * Polls `predicate` in the page until it resolves to something truthy; on a hang, rejects with its last result.
 * Playwright's own waitForFunction treats the promise of an async function as its result, which is always truthy, so it
 * does not wait (lint forbids it).
 */
export async function until(page, predicate, argument) {
  await untilTrue(textOf(predicate, argument), () => page.evaluate(predicate, argument), { everyMs: ASK_EVERY_MS });
}

/** Text of a function that a page runs, for progress reports. */
export function textOf(predicate, argument) {
  const text = String(predicate).replace(/\s+/g, ' ');
  return `${text.length > 200 ? `${text.slice(0, 200)}…` : text}${argument === undefined || argument === null ? '' : ` with ${JSON.stringify(argument)}`}`;
}
