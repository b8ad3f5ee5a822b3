/// <reference types="node" />
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { planCalls } from '../../../src/engine/gpu/kernels/batched-histograms';
import { singleKernels } from '../../../src/engine/gpu/kernels/single-aggregate';
import { planKernel } from '../../../src/engine/gpu/kernels/kernel-plan';
import { installDawn } from '../../harness/dawn';
import { calls, computeShaders, crossfilters, paintShaders } from '../../harness/shader-variants';

/**
 * Every WGSL text that the planner and the paints put together, read by Chromium's compiler without a GPU (Dawn's
 * `null` backend): a text that does not compile is found in a second, on any machine, and by its line. Firefox's
 * compiler reads the same texts in `test/firefox/wgsl.firefox.ts`.
 */

const gpu = await installDawn('backend=null');

describe('WGSL', { skip: gpu ? false : 'the package webgpu has no binary for this platform' }, () => {
  let device: GPUDevice;
  before(async () => {
    device = await (await gpu!.requestAdapter())!.requestDevice();
  });
  after(() => device.destroy());

  /** The compiler's complaints, each with the line it means. */
  async function complaints(label: string, wgsl: string): Promise<string[]> {
    device.pushErrorScope('validation');
    const module = device.createShaderModule({ label, code: wgsl });
    const [error, { messages }] = await Promise.all([device.popErrorScope(), module.getCompilationInfo()]);
    const said = messages
      .filter(({ type }) => type === 'error')
      .map(({ message, lineNum }) => `${label}, line ${lineNum}: ${message}\n  ${wgsl.split('\n')[lineNum - 1] ?? ''}`);
    return said.length === 0 && error ? [`${label}: ${error.message}`] : said;
  }

  it('of every kernel variant compiles', async () => {
    const shaders = computeShaders();
    assert.ok(shaders.size > 100, `${shaders.size} variants`);
    const found = await Promise.all([...shaders].map(({ label, wgsl }) => complaints(label, wgsl)));
    assert.deepEqual(found.flat(), []);
  });

  it('of every paint compiles', async () => {
    const found = await Promise.all(paintShaders('bgra8unorm').map(({ label, wgsl }) => complaints(label, wgsl)));
    assert.deepEqual(found.flat(), []);
  });

  it('that does not compile is named by its line', async () => {
    const [said] = await complaints('broken', 'fn a() {}\nfn b() { return 1u; }');
    assert.match(said!, /^broken, line 2: .*\n {2}fn b\(\)/);
  });

  it('fits the limits that every device has: bindings, workgroup memory, uniform size', async () => {
    const shaders = new Set(
      [...calls().flatMap(singleKernels), ...crossfilters().flatMap((kernels) => planCalls(kernels, 6))].flatMap(
        (call) => {
          const { filters, main } = planKernel(call, 6);
          return [...filters, main].map(({ shader }) => shader);
        },
      ),
    );
    for (const { label, inputs, wgsl } of shaders) {
      assert.ok(inputs + 2 <= 8, `${label}: ${inputs} inputs`);
      assert.ok(Number(/const SLOTS = (\d+)u/.exec(wgsl)?.[1] ?? 0) * 4 <= 16384, label);
      assert.ok(Number(/const WORDS = (\d+)u/.exec(wgsl)?.[1] ?? 0) <= 2048, label);
    }
  });
});
