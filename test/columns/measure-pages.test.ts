/// <reference types="node" />
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { measureExtent } from '../../src/engine/aggregates/measure-extent';
import { measurePages } from '../../src/engine/columns/measure-pages';
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

describe('one pass over the keys of a column', () => {
  for (const [name, column] of Object.entries(ENCODINGS))
    it(`finds the extent that a kernel finds: ${name}`, async () => {
      const backend = await recorded.open((error) => assert.fail(error));
      try {
        const frameScheduler = new FrameScheduler(backend, (act) => void setImmediate(act));
        const made = columnOf('c', column);
        const found = measurePages(made).extent;
        await backend.load(made);
        const signal = new AbortController().signal;
        assert.deepEqual(found, await measureExtent(made, [], { frameScheduler, backend }, signal));
      } finally {
        backend.dispose();
      }
    });

  it('counts rows without a finite value', () => {
    const counts = Object.values(ENCODINGS).map((column) => {
      const { nulls, infinite } = measurePages(columnOf('c', column));
      return [nulls, infinite];
    });
    assert.deepEqual(counts, [
      [2, 2],
      [1, 2],
      [1, 0],
      [1, 0],
      [2, 0],
      [1, 2],
      [0, 0],
    ]);
  });
});
