/// <reference types="node" />
import { createGpuBackend } from '../../../src/engine/gpu/gpu-backend';
import { installDawn } from '../dawn';
import { BUFFER_ROWS, type TestDevice } from './test-device';

/**
 * Chromium's validation and WGSL compiler in Node, without a GPU. Null if the package `webgpu` has no binary for this
 * platform.
 */
export async function validating(): Promise<TestDevice | null> {
  if (!(await installDawn('backend=null'))) return null;
  return {
    name: 'a WebGPU that only validates',
    computes: false,
    hasLargeIndexes: false,
    open: (onError) => createGpuBackend({ bufferRows: BUFFER_ROWS, indexRows: 0, onError }),
  };
}
