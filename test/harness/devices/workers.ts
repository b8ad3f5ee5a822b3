import { createCpuBackend } from '../../../src/engine/cpu/cpu-backend';
import type { TestDevice } from './test-device';

/** The kernels of a page without a GPU. */
export const workers: TestDevice = {
  name: 'the CPU kernels in real workers',
  computes: true,
  hasLargeIndexes: true,
  open: () => Promise.resolve(createCpuBackend({ workers: 2 })),
};
