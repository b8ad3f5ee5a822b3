/// <reference types="node" />
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { PAGE_ROWS, type Column, type ColumnId } from '../../src/engine/columns/column';
import { PikaError } from '../../src/engine/errors';
import type { Backend } from '../../src/engine/frame/backend';
import type { SlotId } from '../../src/engine/frame/recording';
import { createGpuBackend } from '../../src/engine/gpu/gpu-backend';
import { Faults } from '../../src/testing/index';
import { installDawn } from '../harness/dawn';

const gpu = await installDawn('backend=null');
const PAGES = 100;
const PAGE_BYTES = 4 * PAGE_ROWS;
/** `STEP_BYTES` of `resident-columns.ts`. */
const STEP_BYTES = 32 * 2 ** 20;
const page = { rows: PAGE_ROWS, keys: new Float32Array(PAGE_ROWS) };
const long: Column = {
  id: 'x' as ColumnId, rows: PAGES * PAGE_ROWS, encoding: { kind: 'f32' }, type: { kind: 'number', integer: false }, pages: Array.from({ length: PAGES }, () => page),
};
const extent = { kernel: 'extent', column: long.id, lane: 'f32', clauses: [], out: 'e' as SlotId } as const;

describe('the upload of a long column', { skip: gpu ? false : 'the package webgpu has no binary for this platform' }, () => {
  const faults = new Faults();
  const wrong: PikaError[] = [];
  let writtenBytes = 0;
  let onWritten: () => void;
  let backend: Backend;
  before(async () => {
    backend = await createGpuBackend({
      onError: (error) => wrong.push(error),
      prepareDevice: (device) => {
        faults.seams.device!(device);
        const write = device.queue.writeBuffer.bind(device.queue);
        device.queue.writeBuffer = (buffer, offset, data, from, size) => {
          writtenBytes += size ?? 0;
          write(buffer, offset, data as ArrayBuffer, from, size);
          onWritten();
        };
      },
    });
  });
  beforeEach(() => {
    writtenBytes = 0;
    onWritten = () => undefined;
  });
  after(() => backend.dispose());

  it('goes in steps between which others have their turn, and is whole', async () => {
    let turn = 0;
    const turnsOfWrites = new Set<number>();
    const others = setInterval(() => turn++, 0);
    onWritten = () => turnsOfWrites.add(turn);
    await backend.load(long);
    clearInterval(others);
    assert.equal(writtenBytes, PAGES * PAGE_BYTES);
    assert.ok(turnsOfWrites.size > 1);
    await backend.execute({ kernels: [extent], paints: [] });
    backend.unload(long.id);
  });

  it('ends after the step in which nobody waits for it any more, and frees what it took', async () => {
    const before = faults.counts.liveBytes;
    const request = new AbortController();
    onWritten = () => { if (writtenBytes > STEP_BYTES) request.abort(); };
    await assert.rejects(backend.load(long, request.signal), (thrown) => thrown instanceof PikaError && thrown.code === 'source/aborted');
    assert.equal(writtenBytes, 2 * STEP_BYTES);
    assert.ok(faults.counts.liveBytes <= before, `${faults.counts.liveBytes - before} bytes stay`);
    await assert.rejects(async () => backend.peek(0, [long.id]), /none of that name/);
    await backend.load(long);
    assert.deepEqual(wrong, []);
  });
});
