import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BufferPool } from '../../../src/engine/gpu/columns/buffer-pool';
import { Memory } from '../../../src/engine/memory/memory';

function countingDevice() {
  const state = { live: 0, made: 0, failing: false };
  const device = {
    pushErrorScope: () => undefined,
    popErrorScope: async () => (state.failing ? { message: 'no memory' } : null),
    createBuffer: ({ size, usage }: GPUBufferDescriptor) => {
      state.live += size;
      state.made++;
      return {
        size,
        usage,
        label: '',
        destroy: () => {
          state.live -= size;
        },
      };
    },
  } as unknown as GPUDevice;
  return { device, state };
}

describe('the buffer pool', () => {
  it('reuses buffers of the same size and usage; over the cap destroys those that were free longest', () => {
    const { device, state } = countingDevice();
    const pool = new BufferPool(device, () => undefined, undefined, 300);
    const stale = [1, 2, 3].map((i) => pool.acquire(100 + i - 2, 1, ''));
    for (const buffer of stale) pool.release(buffer);
    const [a, other] = [pool.acquire(50, 1, ''), pool.acquire(50, 2, '')];
    pool.release(a);
    pool.release(other);
    assert.ok(pool.bytes.free <= 300 && state.live === pool.bytes.free, JSON.stringify(pool.bytes));
    assert.equal(pool.acquire(50, 1, ''), a, 'the buffer given back last is kept');
    assert.notEqual(pool.acquire(99, 1, ''), stale[0], 'the oldest was destroyed');
    pool.trim();
    assert.equal(state.live, pool.bytes.live);
  });

  it('keeps buffers given back while a frame is encoded until it is submitted', () => {
    const { device, state } = countingDevice();
    const memory = new Memory();
    const pool = new BufferPool(device, () => undefined, memory);
    const buffer = pool.acquire(64, 1, '');
    pool.beginFrame();
    pool.release(buffer);
    assert.notEqual(pool.acquire(64, 1, ''), buffer);
    pool.endFrame();
    assert.equal(memory.usedBytes('gpu'), 64, 'free, and evicted first');
    assert.equal(memory.trim('gpu'), 64);
    assert.equal(state.live, 64);
  });

  it('reports buffers without memory and never reuses them', async () => {
    const { device, state } = countingDevice();
    const pool = new BufferPool(device, () => undefined);
    const good = pool.acquire(64, 1, '');
    assert.equal(await pool.missingBytes(), 0);
    assert.equal(pool.hasMade, false);
    state.failing = true;
    const bad = pool.acquire(128, 1, '');
    assert.equal(await pool.missingBytes(), 128);
    assert.deepEqual([pool.isEmpty(good), pool.isEmpty(bad)], [false, true]);
    pool.release(bad);
    pool.release(good);
    assert.deepEqual(pool.bytes, { live: 0, free: 64 });
  });
});
