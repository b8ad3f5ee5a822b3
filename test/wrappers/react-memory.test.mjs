/** A hundred plots, mounted and unmounted in React ten times: what remains in the engine, and in the heap. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { until } from '../pages/until.mjs';
import { openApps } from './apps.mjs';
import { bundled } from './bundle.mjs';
import { CLEAN, leftBehind, untilReleased, watchListeners } from './ledger.mjs';

const PLOTS = 100;
const TIMES = 10;
const MOST_BYTES = 2e6;

let apps;

before(async () => {
  apps = await openApps();
});
after(() => apps?.close());

it(`${PLOTS} plots leave nothing behind, ${TIMES} times`, async () => {
  const { page, said } = await apps.open(await bundled('test/wrappers/react-app.jsx'));
  await page.evaluate(watchListeners);
  const devtools = await page.context().newCDPSession(page);

  const mountAndUnmount = async () => {
    await page.evaluate((count) => app.many(count), PLOTS);
    const drawn = (count) => {
      const plots = [...document.querySelectorAll('pika-plot')];
      return plots.length === count && plots.every((plot) => plot.shadowRoot.querySelector('line.base'));
    };
    await until(page, drawn, PLOTS);
    await page.evaluate(() => app.unmount());
    await untilReleased(page);
  };
  const heapBytes = async () => {
    // Twice: the first collection runs finalizers, which free more.
    for (let i = 0; i < 2; i++) await devtools.send('HeapProfiler.collectGarbage');
    return (await devtools.send('Runtime.getHeapUsage')).usedSize;
  };

  // What the first plots load, and keep for the next ones, is no leak.
  await mountAndUnmount();
  const firstBytes = await heapBytes();
  for (let i = 1; i < TIMES; i++) await mountAndUnmount();
  const grownBytes = (await heapBytes()) - firstBytes;
  console.log(`measured: heap of ${(firstBytes / 1e6).toFixed(1)} MB, grown by ${(grownBytes / 1e6).toFixed(2)} MB`);
  assert.deepEqual(await page.evaluate(leftBehind), CLEAN);
  assert.ok(grownBytes < MOST_BYTES, `the heap has grown by ${grownBytes} bytes`);
  assert.deepEqual(said, []);
});
