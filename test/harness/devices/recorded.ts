import { createCpuBackend } from '../../../src/engine/cpu/cpu-backend';
import { inProcessWorker } from '../../../src/testing/in-process-worker';
import type { TestDevice } from './test-device';

/** No GPU, no thread: the CPU kernels in the test's own thread, as in `RecordedDevice`. */
export const recorded: TestDevice = {
  name: 'the CPU kernels in this thread',
  computes: true,
  hasLargeIndexes: true,
  open: () => Promise.resolve(createCpuBackend({ workers: 2, spawn: () => inProcessWorker() })),
};
