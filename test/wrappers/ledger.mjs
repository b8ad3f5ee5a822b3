/**
 * What elements may leave behind in the engine of a page, which is that of `/dist/` unless the page has a global
 * `pageEngine`.
 */
import assert from 'node:assert/strict';
import { until } from '../pages/until.mjs';

/** Runs in the page: counts the listeners of the engine's events from now on. */
export async function watchListeners() {
  const pageEngine = globalThis.pageEngine ?? (await import('/dist/pika-plot.js')).pageEngine;
  const { events } = pageEngine();
  const on = events.on.bind(events);
  globalThis.listeners = 0;
  events.on = (...what) => {
    const off = on(...what);
    globalThis.listeners++;
    let isOn = true;
    return () => {
      if (isOn) globalThis.listeners--;
      isOn = false;
      off();
    };
  };
}

/** Runs in the page: views, listeners, columns and bytes, once what nothing uses is evicted. All zero is clean. */
export async function leftBehind() {
  const pageEngine = globalThis.pageEngine ?? (await import('/dist/pika-plot.js')).pageEngine;
  const engine = pageEngine();
  engine.trim();
  const { views, residentColumns, memory } = await engine.status();
  const held = memory.owners.filter(({ kind, sizeBytes }) => kind !== 'wasm' && sizeBytes > 0);
  return { views, residentColumns, listeners: globalThis.listeners ?? 0, held };
}

export const CLEAN = { views: 0, residentColumns: 0, listeners: 0, held: [] };

/** Waits until the page holds nothing of its plots, and fails if a listener remains or its console said something. */
export async function assertClean(page, said) {
  await untilReleased(page);
  assert.deepEqual(await page.evaluate(leftBehind), CLEAN);
  assert.deepEqual(said, []);
}

export async function untilReleased(page) {
  await until(page, `(${leftBehind})().then((left) => left.views + left.residentColumns + left.held.length === 0)`);
}
