// Browsers that compute by WebGPU and show nothing of what it paints: an empty plot and no error would be the worst
// answer.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PNG } from 'pngjs';
import { TEST_GPU, UNSEEN_GPU } from '../chromium.mjs';
import { openBrowser, rest, until } from './page.mjs';

/** The software adapter under a name of its own, because software is refused sooner. */
function passForHardware() {
  for (const name of ['vendor', 'architecture', 'device', 'description'])
    Object.defineProperty(GPUAdapterInfo.prototype, name, { get: () => 'passed' });
  Object.defineProperty(GPUAdapterInfo.prototype, 'isFallbackAdapter', { get: () => false });
}

async function opened(t, flags, backend) {
  const browser = await openBrowser({ flags });
  t.after(() => browser.close());
  const page = await browser.open('examples/index.html', { backend, few: true, first: passForHardware });
  await rest(page);
  return page;
}

async function shownBy(page) {
  const { data } = PNG.sync.read(await page.locator('pika-plot').first().screenshot());
  let blue = 0;
  for (let i = 0; i < data.length; i += 4) if (data[i + 2] - data[i] > 100) blue++;
  const status = await page.evaluate(async () => (await engine()).status());
  assert.deepEqual(page.errors, []);
  return { bars: blue > 1000, backend: status.backend, reason: status.reason };
}

describe('pictures that nobody would see', () => {
  it('are left to the CPU, and the reason is said', async (t) => {
    const { bars, backend, reason } = await shownBy(await opened(t, UNSEEN_GPU, 'auto'));
    assert.deepEqual({ bars, backend }, { bars: true, backend: 'cpu' });
    assert.equal(reason, 'the browser cannot display what WebGPU paints: it composites without the GPU');
  });

  it('are painted all the same where WebGPU is asked for, and that is said', async (t) => {
    const { bars, backend, reason } = await shownBy(await opened(t, UNSEEN_GPU, 'webgpu'));
    assert.deepEqual({ bars, backend }, { bars: false, backend: 'webgpu' });
    assert.match(reason, /^requested, though the browser cannot display/);
  });

  it("are WebGPU's as long as they are seen: a new device may be another GPU", async (t) => {
    const page = await opened(t, TEST_GPU, 'auto');
    assert.deepEqual(await shownBy(page), {
      bars: true,
      backend: 'webgpu',
      reason: 'the browser offers a hardware WebGPU adapter',
    });
    await page.evaluate(() => {
      OffscreenCanvasRenderingContext2D.prototype.drawImage = () => undefined;
      devices.at(-1).destroy();
    });
    await until(page, async () => (await (await engine()).status()).losses === 1);
    await page.waitForFunction(() =>
      [...document.querySelectorAll('pika-plot')].every((plot) => !plot.shadowRoot.querySelector('.cover')),
    );
    await rest(page);
    const { bars, backend, reason } = await shownBy(page);
    assert.deepEqual({ bars, backend }, { bars: true, backend: 'cpu' });
    assert.match(reason, /^the webgpu backend was lost: .*; the browser cannot display what WebGPU paints/);
  });
});
