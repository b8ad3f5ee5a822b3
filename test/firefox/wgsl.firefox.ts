/// <reference types="node" />
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'puppeteer-core';
import { FIXED_BINDINGS } from '../../src/engine/gpu/device/pipelines';
import { computeShaders, paintShaders } from '../harness/shader-variants';
import { openFirefox } from './browser.mjs';

/**
 * The second WGSL compiler, Firefox's Naga: parses every text that `test/gpu/wgsl.test.ts` passes to Dawn, and creates
 * a pipeline of every compute shader, because Naga translates only then.
 */

interface Text {
  readonly label: string;
  readonly wgsl: string;
  /** Absent for paints, which are only parsed. */
  readonly entry?: string;
  readonly inputs?: number;
}

describe('WGSL in Firefox', () => {
  let browser: Awaited<ReturnType<typeof openFirefox>> | undefined;
  let page: Page;
  before(async () => {
    browser = await openFirefox();
    page = await browser.bare('examples/page.css');
  });
  after(() => browser?.close());

  const complaints = (texts: readonly Text[]): Promise<string[]> => page.evaluate(compileAll, texts, FIXED_BINDINGS);

  it('compiles for every kernel variant', async () => {
    const texts = [...computeShaders()];
    assert.ok(texts.length > 100, `${texts.length} variants`);
    assert.deepEqual(await complaints(texts), []);
  });

  it('compiles for every paint', async () => assert.deepEqual(await complaints(paintShaders('bgra8unorm')), []));

  it('names the line of an error', async () => {
    const [said] = await complaints([{ label: 'broken', wgsl: 'fn a() {}\nfn b() { return 1u; }' }]);
    assert.match(said ?? '', /^broken, line 2: /);
  });
});

/** In the page. Returns the compiler's errors, each with its line. */
async function compileAll(texts: readonly Text[], fixedBindings: number): Promise<string[]> {
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter)
    return ['Firefox offers no WebGPU adapter: install a Vulkan driver (apt-get install mesa-vulkan-drivers)'];
  const { maxStorageBuffersPerShaderStage } = adapter.limits;
  const device = await adapter.requestDevice({ requiredLimits: { maxStorageBuffersPerShaderStage } });
  const found = await Promise.all(
    texts.map(async ({ label, wgsl, entry, inputs = 0 }) => {
      device.pushErrorScope('validation');
      const module = device.createShaderModule({ label, code: wgsl });
      const [error, { messages }] = await Promise.all([device.popErrorScope(), module.getCompilationInfo()]);
      const said = messages
        .filter(({ type }) => type === 'error')
        .map(
          ({ message, lineNum }) => `${label}, line ${lineNum}: ${message}\n  ${wgsl.split('\n')[lineNum - 1] ?? ''}`,
        );
      if (said.length > 0 || error) return said.length > 0 ? said : [`${label}: ${error?.message}`];
      if (!entry || fixedBindings - 1 + inputs > maxStorageBuffersPerShaderStage) return [];
      const kinds: GPUBufferBindingType[] = [
        'uniform',
        'read-only-storage',
        'storage',
        ...new Array<GPUBufferBindingType>(inputs).fill('read-only-storage'),
      ];
      const entries = kinds.map((type, binding) => ({ binding, visibility: GPUShaderStage.COMPUTE, buffer: { type } }));
      const layout = device.createPipelineLayout({ bindGroupLayouts: [device.createBindGroupLayout({ entries })] });
      return device.createComputePipelineAsync({ label, layout, compute: { module, entryPoint: entry } }).then(
        () => [],
        (thrown: unknown) => [`${label}: ${String(thrown)}`],
      );
    }),
  );
  device.destroy();
  return found.flat();
}
