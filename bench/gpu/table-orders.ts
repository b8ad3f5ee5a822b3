/// <reference types="node" />
/**
 * The order of a table on a GPU, in Node by Dawn: `node --import tsx --import ./test/wgsl-hooks.mjs
 * bench/gpu/table-orders.ts [millions of rows…]`. Measures the time until the first screen of rows is known after a
 * sort of all rows, and of the half that pass a brush, and until a screen at a random place is; medians. Compares the
 * rows of each screen with their keys: they must ascend, and equal keys must be in the order of the source.
 */
import type { ColumnId } from '../../src/engine/columns/column';
import type { Kernels } from '../../src/engine/frame/compute-once';
import type { Filter } from '../../src/engine/frame/recording';
import { createGpuBackend } from '../../src/engine/gpu/gpu-backend';
import { KeyOrder } from '../../src/engine/table/key-order';
import { installDawn } from '../../test/harness/dawn';
import { Random } from '../../test/harness/random';
import { column } from './cases';

const SCREEN = 60;
const SORTS = 5;
const PLACES = 20;
const SIGNAL = new AbortController().signal;

const given = process.argv
  .slice(2)
  .map(Number)
  .filter((number) => number > 0);
if (!(await installDawn('enable-dawn-features=allow_unsafe_apis'))) throw new Error('no binary for this platform');

for (const millions of given.length > 0 ? given : [10, 100]) {
  const rows = millions * 1e6;
  const backend = await createGpuBackend({ onError: (error) => console.error(String(error)) });
  const kernels: Kernels = {
    backend,
    frameScheduler: {
      computeFor: async (_, ...scans) => void (await backend.execute({ kernels: scans, paints: [] })),
      read: (slot) => backend.read(slot),
    },
  };
  for (const name of ['a', 'b']) await backend.load(column(name, rows, 'uniform'));
  const [a, b] = ['a', 'b'].map((name) => {
    const { id, encoding, type } = column(name, 1, 'uniform');
    return { meta: { id, rows, encoding, type }, extent: [0, 100] as const };
  });
  const half: Filter = [{ kind: 'range', column: 'b' as ColumnId, lane: 'f32', keys: Float32Array.of(0, 50) }];
  for (const [what, filter] of [
    ['all rows', []],
    ['rows of a brush', half],
  ] as const) {
    const firsts: number[] = [];
    const places: number[] = [];
    const random = new Random(1);
    let rowCount = 0;
    for (let sort = 0; sort < SORTS; sort++) {
      const startMs = performance.now();
      const order = await KeyOrder.of(kernels, (sort % 2 === 0 ? a : b)!, filter, false, SIGNAL);
      await check(await order.rowsAt(0, SCREEN, SIGNAL), sort % 2 === 0 ? 'a' : 'b');
      firsts.push(performance.now() - startMs);
      rowCount = order.rowCount;
      for (let i = 0; i < PLACES; i++) {
        const from = random.integer(0, rowCount - SCREEN);
        const scrolledMs = performance.now();
        const found = await order.rowsAt(from, from + SCREEN, SIGNAL);
        places.push(performance.now() - scrolledMs);
        await check(found, sort % 2 === 0 ? 'a' : 'b');
      }
    }
    const [first, place, slow] = [quantile(firsts, 0.5), quantile(places, 0.5), quantile(places, 0.95)];
    console.log(
      `${millions}M rows, ${what} (${rowCount}): sorted in ${first} ms; a place in ${place} ms, 95 %: ${slow} ms`,
    );
  }

  async function check(found: Uint32Array<ArrayBuffer>, name: string): Promise<void> {
    const keys = new Float32Array((await backend.readKeys(name as ColumnId, found)).buffer);
    for (let i = 1; i < found.length; i++) {
      const isOrdered = keys[i - 1]! < keys[i]! || (keys[i - 1] === keys[i] && found[i - 1]! < found[i]!);
      if (!isOrdered) throw new Error(`rows ${found[i - 1]} and ${found[i]} of ${name}: ${keys[i - 1]}, ${keys[i]}`);
    }
  }
  await backend.dispose();
}

function quantile(values: readonly number[], share: number): string {
  return [...values].sort((x, y) => x - y)[Math.floor(share * (values.length - 1))]!.toFixed(1);
}
