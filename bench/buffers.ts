/// <reference types="node" />
// Cost of creating and of reusing a GPU buffer, and memory that free lists waste over a day:
// npx tsx --import ./test/wgsl-hooks.mjs bench/buffers.ts [chromium|dawn|none]
import { chromium } from 'playwright-core';
import { BufferPool } from '../src/engine/gpu/columns/buffer-pool';
import { findChromium, GPU_FLAGS } from '../test/chromium.mjs';
import { serve } from '../examples/serve.mjs';
import { Random } from '../test/harness/random';

interface Cost {
  readonly sizeBytes: number;
  readonly makeUs: number;
  readonly makeAndFillUs: number;
  readonly reuseAndFillUs: number;
}

/**
 * Self-contained: it also runs in a page. Medians in microseconds. Drains the queue in between, so "created" includes
 * the device's work.
 */
async function measure(device: GPUDevice): Promise<{ costs: Cost[] }> {
  const usage = 0x80 | 0x8; // STORAGE | COPY_DST
  const median = (times: number[]): number => Math.round(times.sort((a, b) => a - b)[times.length >> 1]! * 1000);
  const drained = (): Promise<undefined> => device.queue.onSubmittedWorkDone();
  const costs: Cost[] = [];
  for (const sizeBytes of [4096, 1 << 20, 1 << 24, 1 << 26]) {
    const data = new Uint8Array(sizeBytes);
    const [made, filled, reused]: number[][] = [[], [], []];
    const kept = device.createBuffer({ size: sizeBytes, usage });
    for (let i = 0; i < 15; i++) {
      await drained();
      let start = performance.now();
      const buffer = device.createBuffer({ size: sizeBytes, usage });
      await drained();
      made!.push(performance.now() - start);
      buffer.destroy();
      await drained();
      start = performance.now();
      const other = device.createBuffer({ size: sizeBytes, usage });
      device.queue.writeBuffer(other, 0, data);
      await drained();
      filled!.push(performance.now() - start);
      other.destroy();
      await drained();
      start = performance.now();
      device.queue.writeBuffer(kept, 0, data);
      await drained();
      reused!.push(performance.now() - start);
    }
    kept.destroy();
    costs.push({ sizeBytes, makeUs: median(made!), makeAndFillUs: median(filled!), reuseAndFillUs: median(reused!) });
  }
  return { costs };
}

async function inChromium(): Promise<{ adapter: string; costs: Cost[] }> {
  const server = await serve({ port: 0 });
  const browser = await chromium.launch({ executablePath: (await findChromium()) ?? '', args: GPU_FLAGS });
  try {
    const page = await browser.newPage();
    await page.goto(`${server.url}/examples/page.css`);
    return await page.evaluate(`(async () => {
      const __name = (value) => value;
      const adapter = await navigator.gpu.requestAdapter() ?? await navigator.gpu.requestAdapter({ featureLevel: 'compatibility' });
      const device = await adapter.requestDevice({ requiredLimits: { maxBufferSize: adapter.limits.maxBufferSize } });
      return { adapter: adapter.info.vendor + ' ' + (adapter.info.description || adapter.info.architecture), ...await (${measure.toString()})(device) };
    })()`);
  } finally {
    await browser.close();
    await server.close();
  }
}

async function inDawn(): Promise<{ adapter: string; costs: Cost[] }> {
  const { create, globals } = await import('webgpu');
  Object.assign(globalThis, globals);
  const gpu = create([]) as GPU;
  const adapter = ((await gpu.requestAdapter()) ?? (await gpu.requestAdapter({ featureLevel: 'compatibility' })))!;
  const device = await adapter.requestDevice({ requiredLimits: { maxBufferSize: adapter.limits.maxBufferSize } });
  const result = { adapter: `${adapter.info.vendor} ${adapter.info.description}`, ...(await measure(device)) };
  device.destroy();
  return result;
}

// A day of a dashboard: queries with different numbers of rows are added and removed, each with a few columns; plots
// are resized, so their counts change size.

interface Held {
  readonly sizeBytes: number;
  give(): void;
}

interface Policy {
  take(sizeBytes: number): Held;
  /** Each frame checks whether its new buffers were really allocated; until then, the pool counts them. */
  readonly asked?: () => Promise<unknown>;
  /** Bytes allocated on the device, in use or not. */
  readonly heldBytes: number;
  readonly made: number;
}

/** Our pool, on a device that only counts. */
function exactSizes(): Policy {
  const state = { heldBytes: 0, made: 0 };
  const device = {
    pushErrorScope() {},
    popErrorScope: async () => null,
    createBuffer: ({ size, usage }: GPUBufferDescriptor) => {
      state.heldBytes += size;
      state.made++;
      return {
        size,
        usage,
        label: '',
        destroy: () => {
          state.heldBytes -= size;
        },
      };
    },
  } as unknown as GPUDevice;
  const pool = new BufferPool(device, () => undefined);
  return {
    take(sizeBytes) {
      const buffer = pool.acquire(sizeBytes, 0, '');
      return { sizeBytes, give: () => pool.release(buffer) };
    },
    asked: () => pool.missingBytes(),
    get heldBytes() {
      return state.heldBytes;
    },
    get made() {
      return state.made;
    },
  };
}

/** Sizes rounded up to powers of two; free buffers kept without limit or up to a cap. */
function powerOfTwoBuckets(capBytes: number): Policy {
  const free = new Map<number, number>();
  const state = { heldBytes: 0, freeBytes: 0, made: 0 };
  return {
    take(sizeBytes) {
      const bucket = 2 ** Math.ceil(Math.log2(sizeBytes));
      const waiting = free.get(bucket) ?? 0;
      if (waiting > 0) {
        free.set(bucket, waiting - 1);
        state.freeBytes -= bucket;
      } else {
        state.heldBytes += bucket;
        state.made++;
      }
      return {
        sizeBytes,
        give: () => {
          if (state.freeBytes + bucket > capBytes) {
            state.heldBytes -= bucket;
            return;
          }
          free.set(bucket, (free.get(bucket) ?? 0) + 1);
          state.freeBytes += bucket;
        },
      };
    },
    get heldBytes() {
      return state.heldBytes;
    },
    get made() {
      return state.made;
    },
  };
}

/** Bins of bars, and grids of plots of the usual widths. */
const USUAL_CELLS = [24, 30, 40, 48, 50, 180 * 100, 240 * 98, 256 * 130, 310 * 98, 512 * 200];

async function replay(
  policy: Policy,
  seed: number,
): Promise<{ liveMb: number; heldMb: number; mostHeldMb: number; madePercent: number }> {
  const random = new Random(seed);
  const queries: Held[][] = [];
  const counts: Held[] = [];
  let [live, sumLive, sumHeld, mostHeld, takes] = [0, 0, 0, 0, 0];
  const take = (sizeBytes: number): Held => {
    live += sizeBytes;
    takes++;
    return policy.take(sizeBytes);
  };
  const give = (held: Held): void => {
    live -= held.sizeBytes;
    held.give();
  };
  const MINUTES = 24 * 60;
  for (let minute = 0; minute < MINUTES; minute++) {
    for (let change = 0; change < 20; change++) {
      const action = random.next();
      if (action < 0.04 && queries.length < 8) {
        const rows = 4 * Math.floor(10 ** (4 + 3 * random.next()) / 4);
        queries.push(Array.from({ length: random.integer(1, 7) }, () => take(rows * (random.next() < 0.2 ? 8 : 4))));
      } else if (action < 0.08 && queries.length > 0)
        queries.splice(random.integer(0, queries.length), 1)[0]!.forEach(give);
      else if (action < 0.2 && queries.length > 0) {
        const columns = random.pick(queries);
        const { sizeBytes } = columns[0]!;
        if (columns.length > 1 && random.next() < 0.5) give(columns.pop()!);
        else columns.push(take(sizeBytes));
      } else {
        if (counts.length >= 12) give(counts.splice(random.integer(0, counts.length), 1)[0]!);
        counts.push(take(4 * (random.next() < 0.85 ? random.pick(USUAL_CELLS) : random.integer(20, 512 * 300))));
      }
    }
    await policy.asked?.();
    sumLive += live;
    sumHeld += policy.heldBytes;
    mostHeld = Math.max(mostHeld, policy.heldBytes);
  }
  const mb = (bytes: number): number => Math.round(bytes / 1e6);
  return {
    liveMb: mb(sumLive / MINUTES),
    heldMb: mb(sumHeld / MINUTES),
    mostHeldMb: mb(mostHeld),
    madePercent: Math.round((100 * policy.made) / takes),
  };
}

const where = process.argv[2] ?? 'chromium';
if (where !== 'none') {
  const { adapter, costs } = await (where === 'dawn' ? inDawn() : inChromium());
  console.log(`${where}, ${adapter}: microseconds until the device is done`);
  console.table(costs);
}
console.log(
  'a day of a dashboard, three seeds: bytes in use, bytes allocated (mean and most), and requests that created a buffer',
);
const CAP_BYTES = 256 * 2 ** 20;
const results: Record<string, object> = {};
for (const seed of [1, 2, 3]) {
  results[`exact sizes, 268 MB cap (ours), seed ${seed}`] = await replay(exactSizes(), seed);
  results[`powers of two, same cap, seed ${seed}`] = await replay(powerOfTwoBuckets(CAP_BYTES), seed);
  results[`powers of two, no cap, seed ${seed}`] = await replay(powerOfTwoBuckets(Infinity), seed);
}
console.table(results);
