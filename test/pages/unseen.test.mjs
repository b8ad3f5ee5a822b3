// Browsers that compute by WebGPU and show nothing of what it paints: an empty plot and no error would be the worst answer.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PNG } from 'pngjs';
import { TEST_GPU, UNSEEN_GPU } from '../chromium.mjs';
import { openBrowser, rest } from './page.mjs';

/** The software adapter under a name of its own, because software is refused sooner. */
function passForHardware() {
  for (const name of ['vendor', 'architecture', 'device', 'description']) Object.defineProperty(GPUAdapterInfo.prototype, name, { get: () => 'passed' });
  Object.defineProperty(GPUAdapterInfo.prototype, 'isFallbackAdapter', { get: () => false });
}

async function shown(t, flags, backend) {
  const browser = await openBrowser({ flags });
  t.after(() => browser.close());
  const page = await browser.open('examples/index.html', { backend, few: true, first: passForHardware });
  await rest(page);
  const { data } = PNG.sync.read(await page.locator('pika-plot').first().screenshot());
  let blue = 0;
  for (let i = 0; i < data.length; i += 4) if (data[i + 2] - data[i] > 100) blue++;
  const status = await page.evaluate(async () => (await engine()).status());
  assert.deepEqual(page.errors, []);
  return { bars: blue > 1000, backend: status.backend, reason: status.reason };
}

describe('pictures that nobody would see', () => {
  it('are left to the CPU, and the reason is said', async (t) => {
    const { bars, backend, reason } = await shown(t, UNSEEN_GPU, 'auto');
    assert.deepEqual({ bars, backend }, { bars: true, backend: 'cpu' });
    assert.match(reason, /shows nothing of what WebGPU paints: it composites without the GPU/);
  });

  it('are painted all the same where WebGPU is asked for, and that is said', async (t) => {
    const { bars, backend, reason } = await shown(t, UNSEEN_GPU, 'webgpu');
    assert.deepEqual({ bars, backend }, { bars: false, backend: 'webgpu' });
    assert.match(reason, /^asked for, though the browser shows nothing/);
  });

  it('are WebGPU\'s wherever they are seen', async (t) => {
    assert.deepEqual(await shown(t, TEST_GPU, 'auto'), { bars: true, backend: 'webgpu', reason: 'the browser offers a hardware WebGPU adapter' });
  });
});
