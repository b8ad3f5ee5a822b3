import { createCpuBackend } from '../../../src/engine/cpu/cpu-backend';
import type { TestDevice } from './test-device';

/** What a page without a GPU has. */
export const workers: TestDevice = {
  name: 'the CPU kernels in real workers',
  computes: true,
  capabilities: { index: true },
  open: () => Promise.resolve(createCpuBackend({ workers: 2 })),
};
