/// <reference types="node" />
import type { create } from 'webgpu';

/**
 * WebGPU in Node: Dawn, Chromium's own implementation, from the `webgpu` package. Installs `navigator.gpu` and the
 * WebGPU classes as in a page, and returns the GPU. Flags are Dawn's: `backend=null` checks calls and WGSL on a machine
 * without a GPU. Null if the package has no binary for this platform.
 */
export async function installDawn(...flags: string[]): Promise<GPU | null> {
  let dawn: { create: typeof create; globals: object };
  try {
    dawn = await import('webgpu');
  } catch {
    return null;
  }
  Object.assign(globalThis, dawn.globals);
  const gpu = dawn.create(flags) as GPU;
  Object.defineProperty(globalThis, 'navigator', {
    value: { ...globalThis.navigator, gpu },
    configurable: true,
    writable: true,
  });
  return gpu;
}
