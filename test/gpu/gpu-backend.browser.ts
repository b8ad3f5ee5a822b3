/// <reference types="mocha" />
import type { ColumnId, Encoding } from '../../src/engine/columns/column';
import { PikaError } from '../../src/engine/errors';
import type { Backend } from '../../src/engine/frame/backend';
import type { IndexId, KernelCall, SlotId, SurfaceId } from '../../src/engine/frame/recording';
import { probeAdapter } from '../../src/engine/gpu/device/adapter';
import { Device } from '../../src/engine/gpu/device/device';
import { createGpuBackend } from '../../src/engine/gpu/gpu-backend';
import { Pipelines } from '../../src/engine/gpu/device/pipelines';
import { countBy } from '../harness/aggregate-calls';
import { binsOf, columnOf } from '../harness/columns';

const F32: Encoding = { kind: 'f32' };
const out = 'out' as SlotId;
const x = binsOf(F32, { column: 'x', edges: [0, 1, 2, 3] });
const call: KernelCall = countBy([x], [], out);
const column = (rows = 10) => columnOf('x', { encoding: F32, values: Array.from({ length: rows }, (_, i) => i % 4) });

async function rejects(work: () => unknown, code: string, words = ''): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    if (thrown instanceof PikaError && thrown.code === code && thrown.message.includes(words)) return;
    throw new Error(`expected ${code} with "${words}", found ${String(thrown)}`);
  }
  throw new Error(`expected ${code}, found no failure`);
}

/** Runs `work` and also returns the device that it creates, so that a test can lose it. */
async function withDevice<T>(work: () => Promise<T>): Promise<{ value: T; device: GPUDevice }> {
  const original = GPUAdapter.prototype.requestDevice;
  let device: GPUDevice | undefined;
  GPUAdapter.prototype.requestDevice = async function (descriptor) {
    return (device = await original.call(this, descriptor));
  };
  try {
    const value = await work();
    return { value, device: device! };
  } finally {
    GPUAdapter.prototype.requestDevice = original;
  }
}

describe('webgpu backend life cycle', () => {
  let backend: Backend;
  afterEach(() => backend?.dispose());

  it('is visible in a browser that composites on its GPU', async () => {
    backend = await createGpuBackend();
    if (!backend.canPresent) throw new Error('expected the backend to be visible');
  });

  it('probes the adapter', async () => {
    const probe = await probeAdapter();
    if (!probe?.isFallback || probe.description === '')
      throw new Error(`expected a software adapter, found ${JSON.stringify(probe)}`);
  });

  it('reports why WebGPU is unavailable', async () => {
    const own = Object.getOwnPropertyDescriptor(Navigator.prototype, 'gpu')!;
    Object.defineProperty(Navigator.prototype, 'gpu', { configurable: true, get: () => undefined });
    try {
      await rejects(() => createGpuBackend(), 'gpu/unavailable', 'navigator.gpu');
      if ((await probeAdapter()) !== null) throw new Error('expected null');
    } finally {
      Object.defineProperty(Navigator.prototype, 'gpu', own);
    }
  });

  it('rejects an adapter without core features, and accepts one at compatibility level that has them', async () => {
    const original = GPU.prototype.requestAdapter;
    GPU.prototype.requestAdapter = async function (options) {
      return options?.featureLevel === 'compatibility' ? original.call(this, {}) : null;
    };
    try {
      (await createGpuBackend()).dispose();
      const features = Object.getOwnPropertyDescriptor(GPUAdapter.prototype, 'features')!;
      Object.defineProperty(GPUAdapter.prototype, 'features', { configurable: true, get: () => new Set() });
      try {
        await rejects(() => createGpuBackend(), 'gpu/unavailable', 'compatibility');
      } finally {
        Object.defineProperty(GPUAdapter.prototype, 'features', features);
      }
    } finally {
      GPU.prototype.requestAdapter = original;
    }
  });

  it('names unknown ids in errors', async () => {
    backend = await createGpuBackend();
    await rejects(() => backend.execute({ kernels: [call], paints: [] }), 'engine/internal', 'column "x"');
    await rejects(() => backend.read(out), 'engine/internal', 'slot "out"');
    await rejects(
      () => backend.execute({ kernels: [{ kernel: 'slice', id: 'i' as IndexId, pixels: [] }], paints: [] }),
      'engine/internal',
      'index "i"',
    );
    const canvas = document.createElement('canvas');
    canvas.getContext('2d');
    await rejects(
      () => backend.attach('s' as SurfaceId, canvas),
      'gpu/unavailable',
      'expected a canvas that can create',
    );
    backend.unload('x' as ColumnId);
    backend.drop([out]);
  });

  it('rejects columns of different lengths in one call', async () => {
    backend = await createGpuBackend();
    await backend.load(column(10));
    await backend.load({ ...columnOf('y', { encoding: F32, values: [1, 2] }) });
    const y = binsOf(F32, { column: 'y', edges: [0, 1, 2] });
    await rejects(
      () => backend.execute({ kernels: [countBy([x, y], [], out)], paints: [] }),
      'engine/internal',
      '2 rows',
    );
  });

  it('replaces a column of the same id and reuses its memory', async () => {
    backend = await createGpuBackend();
    for (const rows of [10, 30, 30, 7]) {
      await backend.load(column(rows));
      await backend.execute({ kernels: [call], paints: [] });
      const counts = await backend.read(out);
      const expected = Array.from({ length: rows }, (_, i) => i % 4).filter((value) => value < 3).length;
      const found = counts.reduce((sum, count) => sum + count, 0);
      if (found !== expected) throw new Error(`${rows} rows: expected ${expected}, found ${found}`);
    }
  });

  it('reports when memory runs out, and does not reuse failed buffers', async () => {
    const { value, device } = await withDevice(() => createGpuBackend());
    backend = value;
    const create = device.createBuffer.bind(device);
    device.createBuffer = (descriptor) => create({ ...descriptor, size: device.limits.maxBufferSize + 4 });
    await rejects(() => backend.load(column()), 'gpu/out-of-memory', 'column "x"');
    device.createBuffer = create;
    await backend.load(column());
    await backend.execute({ kernels: [call], paints: [] });
    const counts = await backend.read(out);
    if (counts.join() !== '3,3,2') throw new Error(counts.join());
  });

  it('answers concurrent reads', async () => {
    backend = await createGpuBackend();
    await backend.load(column());
    await backend.execute({ kernels: [call], paints: [] });
    const answers = await Promise.all(Array.from({ length: 20 }, () => backend.read(out)));
    if (answers.some((counts) => counts.join() !== '3,3,2'))
      throw new Error(answers.map((counts) => counts.join()).join(' '));
  });

  it('fails every call with gpu/device-lost after a loss, including pending ones', async () => {
    const { value, device } = await withDevice(() => createGpuBackend());
    backend = value;
    await backend.load(column());
    const underWay = rejects(() => backend.execute({ kernels: [call], paints: [] }), 'gpu/device-lost');
    device.destroy();
    const reason = await backend.lost;
    if (!reason.includes('destroyed')) throw new Error(`reason: ${reason}`);
    await underWay;
    await rejects(() => backend.execute({ kernels: [call], paints: [] }), 'gpu/device-lost');
    await rejects(() => backend.load(column()), 'gpu/device-lost');
    await rejects(() => backend.read(out), 'gpu/device-lost');
    await rejects(() => backend.attach('s' as SurfaceId, document.createElement('canvas')), 'gpu/device-lost');
    backend.unload('x' as ColumnId);
    backend.drop([out]);
    backend.detach('s' as SurfaceId);
  });

  it('fails a pending read when the device is lost', async () => {
    const { value, device } = await withDevice(() => createGpuBackend());
    backend = value;
    await backend.load(column());
    await backend.execute({ kernels: [call], paints: [] });
    const read = rejects(() => backend.read(out), 'gpu/device-lost');
    device.destroy();
    await read;
  });

  it('reports the line of a shader that does not compile, and tries again', async () => {
    const device = await Device.open();
    const pipelines = new Pipelines(device);
    const broken = { label: 'broken', wgsl: 'const fine = 1;\nfn wrong( {\n', entry: 'main', inputs: 0 };
    await rejects(() => pipelines.compute(broken), 'gpu/shader', 'fn wrong( {');
    await rejects(
      () => pipelines.compute({ ...broken, wgsl: '@compute @workgroup_size(1) fn other() {}' }),
      'gpu/shader',
      'main',
    );
    const fine = { ...broken, wgsl: '@compute @workgroup_size(1) fn main() {}' };
    const [first, second] = [pipelines.compute(fine), pipelines.compute({ ...fine })];
    if (first !== second) throw new Error('expected one promise per key');
    await first;
    device.dispose();
    await rejects(() => device.assertLive(), 'gpu/device-lost');
  });
});
