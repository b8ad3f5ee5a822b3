/// <reference types="node" />
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { measureExtent } from '../../src/engine/aggregates/measure-extent';
import type { Column, ColumnId, Encoding } from '../../src/engine/columns/column';
import { extentOfFew } from '../../src/engine/columns/extent-of-few';
import { FrameScheduler } from '../../src/engine/frame/frame-scheduler';
import { columnOf, type TestColumn } from '../harness/columns';
import { recorded } from '../harness/devices/recorded';

const ENCODINGS: Readonly<Record<string, TestColumn>> = {
  floats: { encoding: { kind: 'f32' }, values: [3.5, -2.25, null, Infinity, -Infinity, NaN] },
  doubles: { encoding: { kind: 'float64' }, values: [1e300, -1e-300, null, Infinity, -Infinity] },
  integers: { encoding: { kind: 'u32', origin: -50n, step: 5n }, values: [-50, 100, null, 35] },
  'long integers': { encoding: { kind: 'fixed64', origin: 0n, step: 1n }, values: [7n, 2n ** 62n, null] },
  'no value': { encoding: { kind: 'f32' }, values: [null, null] },
  'infinite values alone': { encoding: { kind: 'f32' }, values: [Infinity, -Infinity, null] },
  'no row': { encoding: { kind: 'u32', origin: 0n, step: 1n }, values: [] },
};

describe('the extent of few rows', () => {
  for (const [name, column] of Object.entries(ENCODINGS))
    it(`is what a kernel finds: ${name}`, async () => {
      const backend = await recorded.open((error) => assert.fail(error));
      try {
        const frameScheduler = new FrameScheduler(backend, (act) => void setImmediate(act));
        const made = columnOf('c', column) as Column;
        const found = extentOfFew(made);
        await backend.load(made);
        const signal = new AbortController().signal;
        assert.deepEqual(found, await measureExtent(made, [], { frameScheduler, backend }, signal));
      } finally {
        backend.dispose();
      }
    });

  it('is left to kernels where there are many rows', () => {
    const encoding: Encoding = { kind: 'f32' };
    const pages = [{ rows: 1001, keys: new Float32Array(1001) }];
    const type = { kind: 'number', integer: false } as const;
    assert.equal(extentOfFew({ rows: 1001, encoding, pages, type }), undefined);
    assert.deepEqual(extentOfFew(columnOf('c' as ColumnId, { encoding, values: [1] }) as Column), [1, 1]);
  });
});
