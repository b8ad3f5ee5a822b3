import { until as untilTrue } from '../harness/patience.mjs';

const ASK_EVERY_MS = 50;

/**
 * Asks `predicate` in the page, time and again, until it resolves to something truthy. Rejects with what it said last
 * when that hangs. Playwright's own waitForFunction takes the promise of an async function for its answer, which is
 * always truthy: it waits for nothing (lint refuses it).
 */
export async function until(page, predicate, argument) {
  await untilTrue(textOf(predicate, argument), () => page.evaluate(predicate, argument), { everyMs: ASK_EVERY_MS });
}

/** A function that a page runs, as a heartbeat shows it. */
export function textOf(predicate, argument) {
  const text = String(predicate).replace(/\s+/g, ' ');
  return `${text.length > 200 ? `${text.slice(0, 200)}…` : text}${argument === undefined || argument === null ? '' : ` with ${JSON.stringify(argument)}`}`;
}
