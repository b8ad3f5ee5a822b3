/// <reference types="node" />
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { planCalls } from '../../../src/engine/gpu/kernels/batched-histograms';
import { singleKernels } from '../../../src/engine/gpu/kernels/single-aggregate';
import { planKernel } from '../../../src/engine/gpu/kernels/kernel-plan';
import { installDawn } from '../../harness/dawn';
import { calls, computeShaders, crossfilters, paintShaders } from '../../harness/shader-variants';

/**
 * Compiles every WGSL text of the planner and the paints with Chromium's compiler, without a GPU (Dawn's `null`
 * backend). Finds errors within a second, on any machine, with their lines. `test/firefox/wgsl.firefox.ts` does the
 * same with Firefox's compiler.
 */

const gpu = await installDawn('backend=null');

describe('WGSL', { skip: gpu ? false : 'the package webgpu has no binary for this platform' }, () => {
  let device: GPUDevice;
  before(async () => {
    device = await (await gpu!.requestAdapter())!.requestDevice();
  });
  after(() => device.destroy());

  /** The compiler's messages, each with its line of the text. */
  async function messagesOf(label: string, wgsl: string): Promise<string[]> {
    device.pushErrorScope('validation');
    const module = device.createShaderModule({ label, code: wgsl });
    const [error, { messages }] = await Promise.all([device.popErrorScope(), module.getCompilationInfo()]);
    const lines = messages
      .filter(({ type }) => type === 'error')
      .map(({ message, lineNum }) => `${label}, line ${lineNum}: ${message}\n  ${wgsl.split('\n')[lineNum - 1] ?? ''}`);
    return lines.length === 0 && error ? [`${label}: ${error.message}`] : lines;
  }

  it('compiles for every kernel variant', async () => {
    const shaders = computeShaders();
    assert.ok(shaders.size > 100, `${shaders.size} variants`);
    const found = await Promise.all([...shaders].map(({ label, wgsl }) => messagesOf(label, wgsl)));
    assert.deepEqual(found.flat(), []);
  });

  it('compiles for every paint', async () => {
    const found = await Promise.all(paintShaders('bgra8unorm').map(({ label, wgsl }) => messagesOf(label, wgsl)));
    assert.deepEqual(found.flat(), []);
  });

  it('is quoted by line in compile errors', async () => {
    const [message] = await messagesOf('broken', 'fn a() {}\nfn b() { return 1u; }');
    assert.match(message!, /^broken, line 2: .*\n {2}fn b\(\)/);
  });

  it('stays within the limits of every device: bindings, workgroup memory, uniform size', async () => {
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
