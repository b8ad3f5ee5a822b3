/// <reference types="mocha" />
import type { Backend } from '../../src/engine/frame/backend';
import { createGpuBackend } from '../../src/engine/gpu/gpu-backend';
import { openDuckdb } from '../harness/duckdb-browser';
import type { Oracle } from '../harness/oracle';
import { conformanceCases } from './conformance';

describe('WebGPU kernels against SQL', () => {
  let backend: Backend;
  let oracle: Oracle;
  before(async () => {
    oracle = await openDuckdb();
    // Small buffers, so that even the small tables are cut into several.
    backend = await createGpuBackend({ bufferRows: 4096 });
  });
  after(async () => {
    backend.dispose();
    await oracle.close();
  });
  for (const c of conformanceCases()) if (c.needs !== 'index') it(c.name, () => c.run({ backend, oracle }));
});
