/// <reference types="node" />
import type { create } from 'webgpu';

/**
 * WebGPU in Node: Dawn, Chromium's own implementation, from the `webgpu` package. Puts `navigator.gpu` and the WebGPU
 * classes where a page has them, and gives the GPU. Flags are Dawn's: `backend=null` checks calls and WGSL on a machine
 * with no GPU at all. Null where the package has no binary for this platform.
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
