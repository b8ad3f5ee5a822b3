/// <reference types="node" />
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { PikaError } from '../../src/engine/errors';
import type { Backend } from '../../src/engine/frame/backend';
import { createGpuBackend } from '../../src/engine/gpu/gpu-backend';
import { installDawn } from '../harness/dawn';
import { openDuckdb } from '../harness/duckdb-node';
import type { Oracle } from '../harness/oracle';
import { conformanceCases } from '../kernels/conformance';

/** That nothing was computed is no news. */
const NOT_COUNTED = /SQL \d+, kernel \d+/;

const gpu = await installDawn('backend=null');

/** Every call of the WebGPU backend, checked by Chromium's validation on a machine without a GPU. Nothing is computed: the counts are not asked. */
describe('the WebGPU backend on a device that only validates', { skip: gpu ? false : 'the package webgpu has no binary for this platform' }, () => {
  const wrong: PikaError[] = [];
  let recordings = 0;
  let backend: Backend;
  let oracle: Oracle;
  before(async () => {
    oracle = await openDuckdb();
    backend = await createGpuBackend({ bufferRows: 4096, onError: (error) => wrong.push(error) });
    const execute = backend.execute.bind(backend);
    backend.execute = async (recording) => {
      await execute(recording);
      recordings++;
    };
  });
  after(async () => {
    backend.dispose();
    await oracle.close();
  });

  for (const c of conformanceCases()) {
    if (c.needs === 'index') continue;
    it(c.name, async () => {
      const before = recordings;
      await c.run({ backend, oracle }).catch((thrown: unknown) => {
        if (!NOT_COUNTED.test(String(thrown))) throw thrown;
      });
      assert.ok(recordings > before);
      assert.deepEqual(wrong.splice(0), []);
    });
  }
});
