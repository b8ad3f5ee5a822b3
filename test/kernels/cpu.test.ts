/// <reference types="node" />
import { after, before, describe, it } from 'node:test';
import { createCpuBackend } from '../../src/engine/cpu/cpu-backend';
import type { Backend } from '../../src/engine/frame/backend';
import { openDuckdb } from '../harness/duckdb-node';
import { inProcessWorker } from '../../src/testing/in-process-worker';
import type { Oracle } from '../harness/oracle';
import { conformanceCases } from './conformance';

describe('CPU kernels against SQL', () => {
  let backend: Backend;
  let oracle: Oracle;
  before(async () => {
    oracle = await openDuckdb();
    backend = createCpuBackend({ workers: 2, spawn: () => inProcessWorker() });
  });
  after(async () => {
    backend.dispose();
    await oracle.close();
  });
  for (const c of conformanceCases()) it(c.name, () => c.run({ backend, oracle }));
});
