/// <reference types="node" />
// Medians of the CPU backend's work, in Node with real worker threads:
// npx tsx --import ./test/wgsl-hooks.mjs bench/cpu-kernels.ts [rows in millions] [workers]
import { PAGE_ROWS, type Column, type ColumnId, type Encoding, type Keys } from '../src/engine/columns/column';
import { createCpuBackend } from '../src/engine/cpu/cpu-backend';
import type { Backend } from '../src/engine/frame/backend';
import {
  COUNT,
  type Bins,
  type Dimensions,
  type IndexId,
  type KernelCall,
  type SlotId,
} from '../src/engine/frame/recording';
import { colorCells } from '../src/engine/paints/cell-colors';
import { spreadCells } from '../src/engine/paints/spread-cells';
import { countBy } from '../test/harness/aggregate-calls';
import { binsOf } from '../test/harness/columns';
import { nodeWorker } from '../test/harness/node-worker';
import { Random } from '../test/harness/random';

const F32: Encoding = { kind: 'f32' };

function column(id: string, rows: number, random: Random): Column {
  const pages = [];
  for (let start = 0; start < rows; start += PAGE_ROWS) {
    const count = Math.min(PAGE_ROWS, rows - start);
    const keys: Keys = Float32Array.from({ length: count }, () => random.next() * random.next() * 100);
    pages.push({ rows: count, keys });
  }
  return { id: id as ColumnId, rows, encoding: F32, type: { kind: 'number', integer: false }, pages };
}

/** `shift` makes new thresholds, so that no cache of earlier calls helps. */
function bins(name: string, count: number, shift = 0): Bins {
  return binsOf(F32, {
    column: name,
    edges: Array.from({ length: count + 1 }, (_, i) => (100 * i) / count + shift),
    even: true,
  });
}

/** Wall time, and the CPU time of all threads together, which a busy machine disturbs less. */
async function medianMs(repeats: number, act: (i: number) => Promise<void> | void): Promise<string> {
  const times: number[] = [];
  const cpuTimes: number[] = [];
  for (let i = 0; i < repeats; i++) {
    const before = process.cpuUsage();
    const start = performance.now();
    const pending = act(i);
    if (pending) await pending;
    times.push(performance.now() - start);
    const { user, system } = process.cpuUsage(before);
    cpuTimes.push((user + system) / 1000);
  }
  times.sort((a, b) => a - b);
  cpuTimes.sort((a, b) => a - b);
  return `${times[repeats >> 1]!.toFixed(2)} ms (best ${times[0]!.toFixed(2)}, worst ${times[repeats - 1]!.toFixed(2)}; CPU ${cpuTimes[repeats >> 1]!.toFixed(2)})`;
}

async function measure(backend: Backend, rows: number): Promise<void> {
  const random = new Random(1);
  const names = ['a', 'b', 'c', 'd', 'e'];
  for (const name of names) await backend.load(column(name, rows, random));
  const say = async (what: string, repeats: number, act: (i: number) => Promise<void> | void) =>
    console.log(`  ${what}: ${await medianMs(repeats, act)}`);
  const slot = (name: string) => `slot-${name}` as SlotId;
  const run = (...kernels: KernelCall[]) => backend.execute({ kernels, paints: [] });
  const others = (name: string) =>
    names
      .filter((other) => other !== name)
      .map((other) => ({
        kind: 'range' as const,
        column: other as ColumnId,
        lane: 'f32' as const,
        keys: Float32Array.of(2, 60),
      }));

  let shift = 0;
  const fresh = () => (shift += 1e-4);

  await say('five 1D, fresh bins', 9, () => {
    fresh();
    return run(...names.map((name): KernelCall => countBy([bins(name, 64, shift)], [], slot(name))));
  });
  await say('five 1D, no clauses', 9, () =>
    run(...names.map((name): KernelCall => countBy([bins(name, 64)], [], slot(name)))),
  );
  await say('five 1D, four clauses each', 9, () =>
    run(...names.map((name): KernelCall => countBy([bins(name, 64)], others(name), slot(name)))),
  );
  await say('2D 512×512, fresh bins', 9, () =>
    run(countBy([bins('a', 512, fresh()), bins('b', 512, shift)], [], slot('grid'))),
  );
  await say('2D 512×512', 9, () => run(countBy([bins('a', 512), bins('b', 512)], [], slot('grid'))));

  const summand = { lane: 'f32', shift: 20, bits: 27 } as const;
  const sumBy = (names: readonly string[], clauses: ReturnType<typeof others>): KernelCall => ({
    kernel: 'aggregate',
    dimensions: names.map((name) => bins(name, name === 'a' ? 64 : 8)) as unknown as Dimensions,
    accumulators: [
      { op: 'sum', column: 'c' as ColumnId, of: summand },
      { op: 'count-of', column: 'c' as ColumnId, lane: 'f32' },
    ],
    clauses,
    out: slot('sums'),
  });
  const extremes: KernelCall = {
    ...sumBy(['a'], []),
    accumulators: [
      { op: 'min', column: 'c' as ColumnId, lane: 'f32' },
      { op: 'max', column: 'c' as ColumnId, lane: 'f32' },
    ],
  } as KernelCall;
  await say('one 1D, four clauses', 21, () => run(countBy([bins('a', 64)], others('a'), slot('a'))));
  await say('sum and count by 64 bins, no clauses', 21, () => run(sumBy(['a'], [])));
  await say('sum and count by 64 bins, four clauses', 21, () => run(sumBy(['a'], others('a'))));
  await say('sum and count by 64×8 cells, four clauses', 21, () => run(sumBy(['a', 'b'], others('a'))));
  await say('min and max by 64 bins', 21, () => run(extremes));

  for (const every of new Set([1, Math.ceil(rows / backend.capabilities.frameRows)])) {
    await say(`2D 512×512, a sample of one block in ${every}`, 21, () =>
      run(countBy([bins('a', 512, fresh()), bins('b', 512, shift)], [], slot('grid'), { stride: every })),
    );
  }
  const nearest = (at: number, clauses: ReturnType<typeof others>): KernelCall => ({
    kernel: 'nearest',
    x: bins('a', 600),
    y: bins('b', 400),
    at: [at, 200],
    radius: 12,
    clauses,
    out: slot('nearest'),
  });
  await say('nearest row, 600×400 pixels', 9, (i) => run(nearest(50 + 40 * i, [])));
  await say('nearest row, three unchanged clauses', 9, (i) => run(nearest(50 + 40 * i, others('a').slice(1))));

  const id = 'index' as IndexId;
  const index = (passive: readonly string[], density: boolean, activeShift = 0, filtered = false): KernelCall => ({
    kernel: 'index',
    id,
    active: [bins('a', 600, activeShift)],
    views: [
      ...passive.map((name) => ({
        bins: [bins(name, 64)] as const,
        accumulators: COUNT,
        clauses: filtered ? others(name).slice(1) : [],
        out: slot(name),
      })),
      ...(density
        ? [
            {
              bins: [bins('b', 512), bins('c', 300)] as const,
              accumulators: COUNT,
              clauses: filtered ? others('d').slice(3) : [],
              out: slot('grid'),
            },
          ]
        : []),
    ],
  });
  const four = ['b', 'c', 'd', 'e'];
  const moving = (step: number) => (i: number) =>
    run({ kernel: 'slice', id, pixels: [[20 + ((i * step) % 200), 120 + ((i * step) % 200)]] });
  await say('index, one 1D, fresh pixels', 7, () => run(index(['b'], false, fresh())));
  await say('index, one 1D', 7, () => run(index(['b'], false)));
  await say('index, four 1D, fresh pixels', 7, () => run(index(four, false, fresh())));
  await say('index, four 1D, three clauses each', 7, () => run(index(four, false, 0, true)));
  await say('index, four 1D', 7, () => run(index(four, false)));
  await say('slice, four 1D, 10 px', 51, moving(10));
  await say('index, four 1D and 512×300, fresh pixels', 7, () => run(index(four, true, fresh())));
  await say('index, four 1D and 512×300, clauses', 7, () => run(index(four, true, 0, true)));
  await say('index, four 1D and 512×300', 7, () => run(index(four, true)));
  for (const step of [1, 10, 100]) await say(`slice, four 1D and 512×300, ${step} px`, 51, moving(step));

  const plane = (cells: boolean): KernelCall => ({
    kernel: 'index',
    id,
    active: [bins('a', 512), bins('b', 300)],
    views: [
      ...['c', 'd'].map((name) => ({
        bins: [bins(name, 64)] as const,
        accumulators: COUNT,
        clauses: [],
        out: slot(name),
      })),
      ...(cells
        ? [{ bins: [bins('c', 512), bins('d', 300)] as const, accumulators: COUNT, clauses: [], out: slot('grid') }]
        : []),
    ],
  });
  await say('index over 512×300, two 1D', 3, () => run(plane(false)));
  for (const step of [1, 10]) {
    await say(`slice of 512×300, two 1D, ${step} px`, 51, (i) =>
      run({
        kernel: 'slice',
        id,
        pixels: [
          [20 + ((i * step) % 100), 220 + ((i * step) % 100)],
          [10, 150],
        ],
      }),
    );
  }

  const counts = await backend.read(slot('grid'));
  const colors = new Uint32Array(512 * 300);
  const words = new Uint32Array(1200 * 600);
  const box = { x: 0, y: 0, width: 1200, height: 600 };
  const grid = { colors, nx: 512, ny: 300, grid: box, part: box };
  const ramp = new Uint8ClampedArray(1024).fill(200);
  await say('shade 512×300', 21, () => colorCells(counts, 512 * 300, ramp, 'sqrt', colors));
  await say('spread over 1200×600', 21, () => spreadCells(grid, { words, isClear: true }));
  await say('spread over another', 21, () => spreadCells(grid, { words, isClear: false }));
}

const millions = Number(process.argv[2] ?? 3);
const workers = Number(process.argv[3] ?? 2);
console.log(`${millions}M rows, ${workers} worker(s)`);
const backend = createCpuBackend({ workers, spawn: nodeWorker });
measure(backend, millions * 1e6)
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  })
  .finally(() => backend.dispose());
