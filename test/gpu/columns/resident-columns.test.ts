/// <reference types="node" />
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { PAGE_ROWS, type Column, type ColumnId } from '../../../src/engine/columns/column';
import { PikaError } from '../../../src/engine/errors';
import type { Backend } from '../../../src/engine/frame/backend';
import { createGpuBackend } from '../../../src/engine/gpu/gpu-backend';
import { Faults } from '../../../src/testing/index';
import { installDawn } from '../../harness/dawn';

const gpu = await installDawn('backend=null');
/** The `STEP_BYTES` of `resident-columns.ts`. */
const STEP_BYTES = 8 * 2 ** 20;
const PAGE_BYTES = 4 * PAGE_ROWS;
const PAGES = 100;
const page = { rows: PAGE_ROWS, keys: new Float32Array(PAGE_ROWS) };
/** Buffers end in the middle of a step, and of a page. */
const BUFFER_ROWS = 45 * PAGE_ROWS + 32;
const column = (name: string, pages = PAGES): Column => ({
  id: name as ColumnId,
  rows: pages * PAGE_ROWS,
  encoding: { kind: 'f32' },
  type: { kind: 'number', integer: false },
  pages: Array.from({ length: pages }, () => page),
});
const codeOf = (code: string) => (thrown: unknown) => thrown instanceof PikaError && thrown.code === code;

describe(
  'the upload of a long column',
  { skip: gpu ? false : 'the package webgpu has no binary for this platform' },
  () => {
    let faults: Faults;
    let written: { readonly buffer: GPUBuffer; readonly offset: number; readonly sizeBytes: number }[];
    let onWritten: (bytes: number) => void;
    /** The number of error scopes from now until one reports out of memory. */
    let noMemoryAt: number;
    let backend: Backend;
    const wrong: PikaError[] = [];
    const writtenBytes = (): number => written.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);

    beforeEach(async () => {
      [faults, written, onWritten, noMemoryAt] = [new Faults(), [], () => undefined, 0];
      backend = await createGpuBackend({
        bufferRows: BUFFER_ROWS,
        onError: (error) => wrong.push(error),
        prepareDevice: (device) => {
          faults.seams.device!(device);
          const write = device.queue.writeBuffer.bind(device.queue);
          device.queue.writeBuffer = (buffer, offset, data, from, sizeBytes = 0) => {
            write(buffer, offset, data as ArrayBuffer, from, sizeBytes);
            written.push({ buffer, offset, sizeBytes });
            onWritten(writtenBytes());
          };
          const pop = device.popErrorScope.bind(device);
          device.popErrorScope = async () => {
            const fails = --noMemoryAt === 0;
            return (await pop()) ?? (fails ? new GPUOutOfMemoryError('simulated') : null);
          };
        },
      });
    });
    afterEach(() => {
      backend.dispose();
      assert.deepEqual(wrong.splice(0), []);
    });

    /** Asserts that every byte of the column was written once, in order, buffer by buffer. */
    function assertWhole(): void {
      const ends = new Map<GPUBuffer, number>();
      for (const { buffer, offset, sizeBytes } of written) {
        assert.equal(offset, ends.get(buffer) ?? 0);
        ends.set(buffer, offset + sizeBytes);
      }
      assert.deepEqual(
        [...ends].map(([buffer, end]) => end === buffer.size),
        [true, true, true],
      );
      assert.equal(writtenBytes(), PAGES * PAGE_BYTES);
    }

    it('runs in steps with other tasks in between, and is complete', async () => {
      let turn = 0;
      const turnsOfWrites = new Set<number>();
      const others = setInterval(() => turn++, 0);
      onWritten = () => turnsOfWrites.add(turn);
      await backend.load(column('x')).finally(() => clearInterval(others));
      assert.ok(turnsOfWrites.size > 1);
      assertWhole();
    });

    it('shares the upload window with concurrent uploads', async () => {
      let [inTurnBytes, mostBytes] = [0, 0];
      onWritten = () => {
        if (inTurnBytes === 0)
          setTimeout(() => {
            inTurnBytes = 0;
          }, 0);
        mostBytes = Math.max(mostBytes, (inTurnBytes += written.at(-1)!.sizeBytes));
      };
      await Promise.all(['x', 'y', 'z', 'u', 'v', 'w'].map((name) => backend.load(column(name, 40))));
      assert.equal(writtenBytes(), 6 * 40 * PAGE_BYTES);
      assert.ok(mostBytes < 4 * STEP_BYTES, `${mostBytes / 2 ** 20} MB in one turn`);
    });

    it('stops before the next step after an abort, and frees its buffers', async () => {
      const request = new AbortController();
      onWritten = (bytes) => {
        if (bytes > STEP_BYTES) request.abort();
      };
      await assert.rejects(backend.load(column('x'), request.signal), codeOf('source/aborted'));
      assert.equal(writtenBytes(), 2 * STEP_BYTES);
      assert.equal(faults.counts.liveBytes, 0);
      await assert.rejects(backend.readKeys('x' as ColumnId, Uint32Array.of(0)), /no such name/);
      await assert.rejects(backend.load(column('x'), request.signal), codeOf('source/aborted'));
      assert.equal(writtenBytes(), 2 * STEP_BYTES, 'nothing was uploaded');
      written = [];
      await backend.load(column('x'));
      assertWhole();
    });

    it('starts again after running out of memory halfway', async () => {
      let failedAt = 0;
      onWritten = (bytes) => {
        if (failedAt === 0 && bytes === 2 * STEP_BYTES) [failedAt, noMemoryAt] = [written.length, 1];
      };
      await backend.load(column('x'));
      written = written.slice(failedAt);
      assertWhole();
      assert.equal(faults.counts.liveBytes, PAGES * PAGE_BYTES);
    });

    it('fails when the device is lost halfway', async () => {
      onWritten = (bytes) => {
        if (bytes === STEP_BYTES) faults.loseDevice();
      };
      await assert.rejects(backend.load(column('x')), codeOf('gpu/device-lost'));
      assert.equal(faults.counts.liveBytes, 0);
    });
  },
);
