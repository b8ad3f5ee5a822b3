/// <reference types="node" />
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { PAGE_ROWS, type ColumnId } from '../../src/engine/columns/column';
import { CpuBackend } from '../../src/engine/cpu/cpu-backend';
import type { KernelHost } from '../../src/engine/cpu/workers/kernel-host';
import type { Surface } from '../../src/engine/frame/backend';
import {
  COUNT,
  type IndexCall,
  type IndexId,
  type KernelCall,
  type SliceCall,
  type SlotId,
  type SurfaceId,
} from '../../src/engine/frame/recording';
import { countBy, extentOf } from '../harness/aggregate-calls';
import { binsOf, columnOf, type TestColumn } from '../harness/columns';
import { until } from '../harness/patience.mjs';
import { inProcessWorker } from '../../src/testing/in-process-worker';
import { RecordingContext } from './paints/recording-context';

const rows = 3 * PAGE_ROWS;
const column: TestColumn = { encoding: { kind: 'f32' }, values: Array.from({ length: rows }, (_, i) => i % 100) };
const tenths = binsOf(column.encoding, {
  column: 'x',
  edges: Array.from({ length: 11 }, (_, i) => i * 10),
  even: true,
});
const id = (name: string) => name as IndexId;
const slot = (name: string) => name as SlotId;
const index = (name: string): IndexCall => ({
  kernel: 'index',
  id: id(name),
  active: [tenths],
  views: [{ bins: [tenths], accumulators: COUNT, clauses: [], out: slot('out') }],
});
const slice = (name: string, from: number, to: number): SliceCall => ({
  kernel: 'slice',
  id: id(name),
  pixels: [[from, to]],
});

describe('CpuBackend', () => {
  let backend: CpuBackend;
  let hosts: KernelHost[];
  const execute = (...kernels: KernelCall[]) => backend.execute({ kernels, paints: [] });

  beforeEach(async () => {
    hosts = [];
    backend = new CpuBackend({ workers: 2, spawn: () => inProcessWorker((host) => hosts.push(host)) });
    await backend.load(columnOf('x', column));
  });
  afterEach(() => backend.dispose());

  it('answers slices of a built index, and paints them, before execute returns', async () => {
    const { canvas, context } = fakeCanvas();
    backend.attach('c' as SurfaceId, canvas);
    await execute(index('i'));
    const paint = {
      paint: 'bars',
      edgesPx: Float32Array.from({ length: 11 }, (_, i) => i * 10),
      gapPx: 1,
      yMax: rows / 10,
      counts: slot('out'),
      color: [1, 2, 3, 1],
    } as const;
    const picture = {
      surface: 'c' as SurfaceId,
      widthPx: 100,
      heightPx: 50,
      panels: [{ box: { x: 0, y: 0, width: 100, height: 50 }, paints: [paint] }],
    };
    assert.equal(backend.execute({ kernels: [slice('i', 2, 4)], paints: [picture] }), undefined);
    assert.deepEqual(
      context.rects.map(({ x }) => x),
      [20, 30],
    );
  });

  it('counts plots of several relations in one recording', async () => {
    await backend.load(columnOf('short', { encoding: { kind: 'f32' }, values: [5, 15, 15] }));
    const short = binsOf(column.encoding, { column: 'short', edges: [0, 10, 20], even: true });
    await execute(
      countBy([tenths], [], slot('long')),
      countBy([short], [], slot('short')),
      extentOf('x' as ColumnId, 'f32', [], slot('extent')),
    );
    assert.deepEqual([...(await backend.read(slot('short')))], [1, 2]);
    assert.equal(
      (await backend.read(slot('long'))).reduce((a, b) => a + b),
      rows,
    );
    assert.deepEqual([...new Float32Array((await backend.read(slot('extent'))).buffer)], [0, 99]);
  });

  it('makes a slice wait for an index that is still being built', async () => {
    const building = execute(index('i'));
    const sliced = execute(slice('i', 0, 10));
    assert.ok(sliced instanceof Promise);
    await sliced;
    assert.equal(
      (await backend.read(slot('out'))).reduce((a, b) => a + b),
      rows,
    );
    await building;
  });

  it('abandons the build of a dropped index at the next page', async () => {
    const building = execute(index('old'));
    backend.drop([id('old')]);
    await building;
    assert.throws(() => execute(slice('old', 0, 1)), { code: 'engine/internal' });
    assert.equal(backend.holdings.indexes, 0);
    await execute(index('new'));
    assert.ok(hosts.every((host) => host.holdings.builds === 0));
  });

  it('replaces an index of the same id', async () => {
    const first = execute(index('i'));
    const fewer = { ...index('i'), active: [binsOf(column.encoding, { column: 'x', edges: [0, 50] })] as const };
    await Promise.all([first, execute(fewer)]);
    assert.equal(execute(slice('i', 0, 1)), undefined);
    assert.deepEqual(
      [...(await backend.read(slot('out')))].map((count) => count > 0),
      [true, true, true, true, true, false, false, false, false, false],
    );
  });

  it('gives copies', async () => {
    await execute(index('i'));
    void execute(slice('i', 0, 10));
    const copy = await backend.read(slot('out'));
    void execute(slice('i', 0, 0));
    assert.equal(
      copy.reduce((a, b) => a + b),
      rows,
    );
  });

  it('frees everything', async () => {
    const { canvas } = fakeCanvas();
    backend.attach('c' as SurfaceId, canvas);
    await execute(countBy([tenths], [], slot('s')), index('i'), slice('i', 0, 3));
    assert.deepEqual(backend.holdings, { columns: 1, slots: 2, indexes: 1, surfaces: 1, requests: 0 });
    backend.drop([slot('s'), slot('out'), id('i'), slot('never was')]);
    backend.unload('x' as ColumnId);
    backend.detach('c' as SurfaceId);
    assert.deepEqual(backend.holdings, { columns: 0, slots: 0, indexes: 0, surfaces: 0, requests: 0 });
    // Messages to the workers arrive later.
    await until('the workers hold nothing', () =>
      hosts.every(({ holdings }) => holdings.columns === 0 && holdings.builds === 0),
    );
    assert.deepEqual(
      hosts.map((host) => host.holdings),
      [
        { columns: 0, builds: 0 },
        { columns: 0, builds: 0 },
      ],
    );
    await assert.rejects(async () => execute(countBy([tenths], [], slot('s'))), { code: 'engine/internal' });
    await assert.rejects(backend.read(slot('s')), { code: 'engine/internal' });
  });

  it('is empty once disposed of; a read says that the backend ended, not that its slot is missing', async () => {
    await execute(index('i'), slice('i', 0, 3), countBy([tenths], [], slot('s')));
    backend.dispose();
    assert.deepEqual(backend.holdings, { columns: 0, slots: 0, indexes: 0, surfaces: 0, requests: 0 });
    await assert.rejects(backend.read(slot('s')), { code: 'cpu/worker' });
  });
});

function fakeCanvas(): { canvas: Surface; context: RecordingContext } {
  const context = new RecordingContext();
  return { canvas: { width: 100, height: 50, getContext: () => context } as unknown as Surface, context };
}
