import assert from 'node:assert/strict';
import { test } from 'node:test';
import { measureFixedPoint } from '../../src/engine/aggregates/measure-fixed-point';
import type { ColumnMeta, Encoding } from '../../src/engine/columns/column';
import { FrameScheduler } from '../../src/engine/frame/frame-scheduler';
import type { KernelCall } from '../../src/engine/frame/recording';
import { columnOf } from '../harness/columns';
import { recorded } from '../harness/devices/recorded';
import type { SqlValue } from '../harness/oracle';

async function measuring(encoding: Encoding, values: readonly SqlValue[]) {
  const backend = await recorded.open(() => undefined);
  const { pages, ...meta } = columnOf('c', { encoding, values });
  await backend.load({ ...meta, pages });
  const kernels: KernelCall[] = [];
  const execute = backend.execute.bind(backend);
  backend.execute = (recording) => {
    kernels.push(...recording.kernels);
    return execute(recording);
  };
  const scheduler = new FrameScheduler(backend, (act) => {
    setTimeout(act);
    return () => undefined;
  });
  const signal = new AbortController().signal;
  const measure = (of: ColumnMeta = meta) => measureFixedPoint(of, { frameScheduler: scheduler, backend }, signal);
  return { meta, measure, kernels, close: () => backend.dispose() };
}

test('the fixed point of a column follows from its digits, which are read once', async () => {
  for (const [encoding, values, shift, size] of [
    [{ kind: 'f32' }, [0.5, null, -7], 1, 4],
    [{ kind: 'float64' }, [0.75, null, 1024], 2, 13],
    [{ kind: 'fixed64', origin: 5n, step: 1n }, [6n, null, 5n + 2n ** 40n], null, 41],
  ] as const satisfies readonly (readonly [Encoding, readonly SqlValue[], number | null, number])[]) {
    const { measure, kernels, close } = await measuring(encoding, values);
    const lane = encoding.kind === 'f32' ? 'f32' : 'u64';
    const expected = { summand: { lane, shift, bits: size }, isExact: true };
    assert.deepEqual(await measure(), expected);
    assert.deepEqual(await measure(), expected);
    assert.equal(kernels.length, 1);
    close();
  }
});

test('columns of 32-bit keys need no reading', async () => {
  const { measure, kernels, close } = await measuring({ kind: 'u32', origin: 0n, step: 1n }, [1n, 2n]);
  assert.equal((await measure())?.summand.bits, 32);
  assert.equal(kernels.length, 0);
  close();
});

test('a column with infinite values has no fixed point', async () => {
  const { meta, measure, close } = await measuring({ kind: 'f32' }, [1, Infinity]);
  assert.equal(await measure({ ...meta, infinite: 1 }), null);
  close();
});
