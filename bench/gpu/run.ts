/// <reference types="node" />
/**
 * Kernels on a GPU, in Node by Dawn: `npm run bench:gpu [-- millions of rows… --only "cells|64 bins" --data
 * "uniform|skewed" --check]`. Prints the table of docs/performance.md, or the lines whose kernels and distribution
 * match. Copy bandwidth comes first, because a kernel that reads every row once cannot be faster. `--check` compares
 * counts and sums with a loop over the rows. Sums and extremes alone: `npm run bench:gpu -- 100 --only "sum|min"`. On a
 * headless machine Dawn needs a Vulkan loader and VK_DRIVER_FILES, as any Vulkan program does. COPY_BYTES=1e6 copies
 * less, for a slow device.
 */
import { parseArgs } from 'node:util';
import type { Backend } from '../../src/engine/frame/backend';
import type { KernelCall, SlotId } from '../../src/engine/frame/recording';
import { createGpuBackend } from '../../src/engine/gpu/gpu-backend';
import { installDawn } from '../../test/harness/dawn';
import { casesFor, column, DISTRIBUTIONS, NAMES, type Distribution } from './cases';
import { differences } from './check';
import { watchDevices } from './clock';
import { copyBandwidth } from './copy-bandwidth';

const EXECUTES = 20;
const PAUSE_MS = 2500;
const PACED_MS = 700;
const WARM_UP_MS = Number(process.env['WARM_UP_MS'] ?? 400);
const { values: wanted, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string', default: '' },
    data: { type: 'string', default: '' },
    check: { type: 'boolean', default: false },
  },
});
const millions = positionals.map(Number).filter((number) => number > 0);
const distributions = (Object.keys(DISTRIBUTIONS) as Distribution[]).filter((name) =>
  new RegExp(wanted.data).test(name),
);

const gpu = await installDawn('enable-dawn-features=allow_unsafe_apis', 'disable-dawn-features=timestamp_quantization');
if (!gpu) throw new Error('The package webgpu has no binary for this platform.');
const bandwidth = await copyBandwidth(gpu, Number(process.env['COPY_BYTES'] ?? 2 ** 30));
const clock = watchDevices(gpu);

function middleOf(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1]!;
}

async function median(times: number, act: () => Promise<number>): Promise<number> {
  const found: number[] = [];
  for (let i = 0; i < times; i++) found.push(await act());
  return middleOf(found);
}

/**
 * The GPU time of one execute every 16 ms, as in a drag: the device is idle in between, and may lower its clock. An
 * H200 does so two seconds after other work.
 */
async function paced(execute: () => Promise<void>): Promise<number> {
  const times: number[] = [];
  await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  const start = performance.now();
  for (let k = 1; performance.now() - start < PACED_MS; k++) {
    const begunMs = performance.now();
    await execute();
    const hostMs = performance.now() - begunMs;
    // A move of an indexed brush is answered by the host.
    times.push((await clock.take()) ?? hostMs);
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, start + 16 * k - performance.now())));
  }
  return middleOf(times.slice(times.length >> 1));
}

async function measure(rows: number, distribution: Distribution): Promise<void> {
  const failures: string[] = [];
  const backend = await createGpuBackend({ onError: (error) => failures.push(error.message) });
  try {
    const cases = casesFor(distribution).filter(({ name }) => new RegExp(wanted.only).test(name));
    // Cases with fewer columns read the first ones.
    for (const name of NAMES.slice(0, Math.max(0, ...cases.map(({ columns }) => columns))))
      await backend.load(column(name, rows, distribution));
    for (const { name, columns, reads = columns, kernels, first } of cases) {
      const execute = async () => backend.execute({ kernels, paints: [] });
      if (first) await backend.execute({ kernels: first, paints: [] });
      const out = [...(first ?? []), ...kernels].flatMap(outsOf)[0]!;
      const pacedMs = await paced(execute);
      // An idle GPU needs a while to reach its full clock.
      for (const start = performance.now(); performance.now() - start < WARM_UP_MS;) {
        for (let i = 0; i < EXECUTES; i++) await execute();
        await backend.read(out);
        await clock.take();
      }
      const gpuMs = await median(11, async () => {
        await execute();
        return (await clock.take()) ?? NaN;
      });
      const wallMs = await median(3, async () => {
        const start = performance.now();
        for (let i = 0; i < EXECUTES; i++) await execute();
        await backend.read(out);
        return (performance.now() - start) / EXECUTES;
      });
      await clock.take();
      const ms = Number.isNaN(gpuMs) ? wallMs : gpuMs;
      const perSecond = (4 * reads * rows) / (ms / 1000);
      const cells = [
        `${rows / 1e6}M`,
        distribution,
        name,
        ms.toFixed(3),
        pacedMs.toFixed(2),
        wallMs.toFixed(2),
        (perSecond / 1e9).toFixed(0),
        `${((100 * perSecond) / bandwidth).toFixed(0)} %`,
        ...(wanted.check ? [await checked(backend, kernels, rows, distribution)] : []),
      ];
      console.log(`| ${cells.join(' | ')} |`);
    }
  } catch (thrown) {
    console.log(`| ${rows / 1e6}M | ${distribution} | ${String(thrown)} | | | | | |`);
  } finally {
    backend.dispose();
  }
  for (const failure of failures) console.log(failure);
}

function outsOf(call: KernelCall): readonly SlotId[] {
  if (call.kernel === 'index') return call.views.map(({ out }) => out);
  return call.kernel === 'slice' ? [] : [call.out];
}

async function checked(
  backend: Backend,
  kernels: readonly KernelCall[],
  rows: number,
  distribution: Distribution,
): Promise<string> {
  const wrong: string[] = [];
  let known = 0;
  for (const call of kernels) {
    if (!('out' in call)) continue;
    const found = differences(call, rows, distribution, await backend.read(call.out));
    if (found) known++;
    wrong.push(...(found ?? []));
  }
  if (wrong.length > 0) process.exitCode = 1;
  return wrong.length > 0 ? `${wrong.length} wrong: ${wrong[0]!}` : known > 0 ? 'right' : '–';
}

const probe = await createGpuBackend();
console.log(
  `${new Date().toISOString().slice(0, 10)}, ${probe.description}, Dawn in Node ${process.version}; copy ${(bandwidth / 1e12).toFixed(2)} TB/s (read and written)\n`,
);
probe.dispose();
const titles = ['rows', 'distribution', 'kernels', 'GPU ms', 'one per 16 ms', 'wall ms', 'GB/s read', 'of copy'];
if (wanted.check) titles.push('check');
console.log(`| ${titles.join(' | ')} |\n| ${titles.map(() => '---').join(' | ')} |`);
for (const size of millions.length > 0 ? millions : [1, 10, 100]) {
  for (const distribution of distributions) await measure(size * 1e6, distribution);
}
process.exit();
