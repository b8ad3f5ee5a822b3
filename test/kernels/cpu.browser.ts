/// <reference types="mocha" />
import { createCpuBackend } from '../../src/engine/cpu/cpu-backend';
import type { Backend } from '../../src/engine/frame/backend';
import { openDuckdb } from '../harness/duckdb-browser';
import type { Oracle } from '../harness/oracle';
import { conformanceCases } from './conformance';

describe('CPU kernels in real workers against SQL', () => {
  let backend: Backend;
  let oracle: Oracle;
  before(async () => {
    oracle = await openDuckdb();
    backend = createCpuBackend({ workers: 2 });
  });
  after(async () => {
    backend.dispose();
    await oracle.close();
  });
  for (const c of conformanceCases()) it(c.name, () => c.run({ backend, oracle }));
});
