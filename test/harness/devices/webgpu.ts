import { createGpuBackend } from '../../../src/engine/gpu/gpu-backend';
import { BUFFER_ROWS, type TestDevice } from './test-device';

/** The browser's own WebGPU: SwiftShader where there is no GPU. */
export const webgpu: TestDevice = {
  name: 'WebGPU',
  computes: true,
  hasLargeIndexes: false,
  open: (onError) => createGpuBackend({ bufferRows: BUFFER_ROWS, indexRows: 0, onError }),
};
