/// <reference types="node" />
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createCpuBackend } from '../../src/engine/cpu/cpu-backend';
import type { Backend } from '../../src/engine/frame/backend';
import { openDuckdb } from '../harness/duckdb-node';
import { inProcessWorker } from '../../src/testing/in-process-worker';
import type { Oracle } from '../harness/oracle';
import { conformanceCases, KERNELS } from './conformance';

describe('CPU kernels against SQL', () => {
  let backend: Backend;
  let oracle: Oracle;
  const asked = new Set<string>();
  before(async () => {
    oracle = await openDuckdb();
    backend = createCpuBackend({ workers: 2, spawn: () => inProcessWorker() });
    const execute = backend.execute.bind(backend);
    backend.execute = (recording) => {
      for (const { kernel } of recording.kernels) asked.add(kernel);
      return execute(recording);
    };
  });
  after(async () => {
    backend.dispose();
    await oracle.close();
  });
  for (const c of conformanceCases()) it(c.name, () => c.run({ backend, oracle }));
  it('asks every kernel', () => assert.deepEqual([...asked].sort(), Object.keys(KERNELS).sort()));
});
