// Browsers that compute with WebGPU but do not display what it paints: an empty plot without an error would be the
// worst outcome.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PNG } from 'pngjs';
import { TEST_GPU, UNSEEN_GPU } from '../chromium.mjs';
import { openBrowser, rest, until } from './page.mjs';

/** The software adapter under another name, because software adapters are rejected earlier. */
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

describe('WebGPU whose pictures are not displayed', () => {
  it('is replaced by the CPU, with the reason', async (t) => {
    const { bars, backend, reason } = await shownBy(await opened(t, UNSEEN_GPU, 'auto'));
    assert.deepEqual({ bars, backend }, { bars: true, backend: 'cpu' });
    assert.equal(reason, 'the browser cannot display what WebGPU paints: it composites without the GPU');
  });

  it('paints if WebGPU was requested, with a note', async (t) => {
    const { bars, backend, reason } = await shownBy(await opened(t, UNSEEN_GPU, 'webgpu'));
    assert.deepEqual({ bars, backend }, { bars: false, backend: 'webgpu' });
    assert.match(reason, /^requested, though the browser cannot display/);
  });

  it('is checked again after device loss, because the new device may be another GPU', async (t) => {
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
