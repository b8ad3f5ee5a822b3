import { setTimeout } from 'node:timers/promises';

const ASK_EVERY_MS = 50;

/**
 * Asks `predicate` in the page, time and again, until it resolves to something truthy. Rejects with what it said last. Playwright's own
 * waitForFunction takes the promise of an async function for its answer, which is always truthy: it waits for nothing (lint refuses it).
 */
export async function until(page, predicate, argument, { timeout = 30_000 } = {}) {
  const endMs = performance.now() + timeout;
  for (;;) {
    const answer = await page.evaluate(predicate, argument);
    if (answer) return;
    if (performance.now() > endMs) throw new Error(`waited ${timeout} ms for ${predicate}: it said ${answer}`);
    await setTimeout(ASK_EVERY_MS);
  }
}
