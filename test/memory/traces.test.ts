/// <reference types="node" />
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Engine } from '../../src/engine/engine';
import { Faults, type FaultOptions } from '../../src/testing/index';
import { nodeDatabase, type NodeDatabase } from '../harness/node-database';
import { nodeEngine, nodePlot, type NodePlot } from '../harness/node-engine';
import { until } from '../harness/patience.mjs';
import { Random } from '../harness/random';

/** `PIKA_TRACES=20000` for a long run; `PIKA_TRACE=417` for a single trace. */
const TRACES = Number(process.env.PIKA_TRACES ?? 1000);
const ONLY = process.env.PIKA_TRACE;
const AT_ONCE = 30;
const STEPS = 12;
const ROWS = 800;
const COLUMNS = ['a', 'b', 'c'] as const;
type Data = Record<(typeof COLUMNS)[number], Float32Array<ArrayBuffer>>;

/** From a budget in which nothing fits to one in which everything does. */
const BUDGETS = [1_000, 4_500, 8_000, 12_000, 1e9];

interface Placed {
  readonly plot: NodePlot;
  readonly columns: readonly (keyof Data)[];
}

describe('random traces of a page under pressure', () => {
  let database: NodeDatabase;
  before(async () => {
    database = await nodeDatabase();
  });
  after(() => database.close());

  it(`${TRACES} traces: counts equal a plain loop over the rows, and no bytes stay allocated`, async () => {
    const seeds = ONLY === undefined ? Array.from({ length: TRACES }, (_, seed) => seed) : [Number(ONLY)];
    const seen = { bySql: 0, byKernels: 0, evictions: 0, losses: 0 };
    const run = async (): Promise<void> => {
      for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) await trace(seed, database, seen);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, run));
    if (ONLY === undefined)
      for (const [what, times] of Object.entries(seen))
        assert.ok(times > TRACES / 60, `${what} happened ${times} times, too rarely to test it`);
  });
});

/** The life of one page: plots come and go, are brushed and resized, rows change, budgets shrink, workers die. */
async function trace(
  seed: number,
  database: NodeDatabase,
  seen: Record<'bySql' | 'byKernels' | 'evictions' | 'losses', number>,
): Promise<void> {
  const random = new Random(seed);
  const log: string[] = [];
  const faults = new Faults(faultsOf(random));
  const engine = nodeEngine(database, {
    memory: { jsBytes: random.pick(BUDGETS) },
    graceMs: random.next() < 0.2 ? 0 : Infinity,
    seams: faults.seams,
  });
  const owner = {};
  const name = `trace_${seed}`;
  const placed: Placed[] = [];
  const drawn: Promise<void>[] = [];
  let data = rowsOf(random);
  try {
    void engine.define({ name, data }, owner);
    for (let step = 0; step < STEPS; step++) {
      const at = placed[random.integer(0, Math.max(1, placed.length))];
      const action = random.next();
      if (!at || (action < 0.25 && placed.length < 5)) placed.push(await place(engine, name, random, log));
      else if (action < 0.6) brush(at, random, log);
      else if (action < 0.7) resize(at, random, log);
      else if (action < 0.78) {
        log.push('remove');
        placed.splice(placed.indexOf(at), 1)[0]!.plot.dispose();
      } else if (action < 0.86) {
        log.push('other rows');
        data = rowsOf(random);
        drawn.push(engine.define({ name, data }, owner));
      } else if (action < 0.94) {
        const jsBytes = random.pick(BUDGETS);
        log.push(`budget ${jsBytes}`);
        await engine.configure({ memory: { jsBytes } });
      } else {
        log.push('trim');
        engine.trim();
      }
      if (random.next() < 0.5) await new Promise((resolve) => setTimeout(resolve, random.integer(0, 3)));
    }
    await Promise.allSettled(drawn);
    await settled(placed);
    await check(placed, data);
    for (const { plot } of placed) seen[plot.view.note?.includes('counted by SQL') ? 'bySql' : 'byKernels']++;
    const { memory, losses } = await engine.status();
    seen.evictions += memory.evictions;
    seen.losses += losses;
    for (const { plot } of placed) plot.dispose();
    await engine.dispose();
    const { js, gpu, wasm, owners } = engine.memory.report();
    assert.deepEqual([js.usedBytes, gpu.usedBytes, wasm.usedBytes, owners], [0, 0, 0, []]);
  } catch (thrown) {
    throw new Error(
      `trace ${seed} (PIKA_TRACE=${seed}): ${log.join('; ')}: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
      { cause: thrown },
    );
  }
}

function faultsOf(random: Random): FaultOptions {
  const kind = random.next();
  if (kind < 0.2) return { killWorkerAtMessage: random.integer(1, 20) };
  if (kind < 0.4) return { refuseReservation: [random.integer(1, 6), random.integer(1, 6)] };
  return kind < 0.6 ? { readDelayMs: random.integer(1, 5) } : {};
}

function rowsOf(random: Random): Data {
  const column = (): Float32Array<ArrayBuffer> =>
    Float32Array.from({ length: ROWS }, () => (random.next() < 0.02 ? NaN : Math.fround(random.normal() * 10)));
  return { a: column(), b: column(), c: column() };
}

async function place(engine: Engine, name: string, random: Random, log: string[]): Promise<Placed> {
  const columns = random.next() < 0.7 ? [random.pick(COLUMNS)] : [random.pick(COLUMNS), random.pick(COLUMNS)];
  log.push(`place ${columns.join(' by ')}`);
  const [x, y] = columns;
  const plot = await nodePlot(
    engine,
    y
      ? { from: name, mark: 'density', x: x!, y, brush: 'xy' }
      : { from: name, mark: 'bar', x: `bin(${x})`, y: 'count()', brush: 'x' },
    [120, 110],
  );
  return { plot, columns };
}

function brush({ plot: { view }, columns }: Placed, random: Random, log: string[]): void {
  const range = (most: number): readonly [number, number] => {
    const from = random.integer(0, most);
    return [from, from + random.integer(1, most)];
  };
  const kind = random.next();
  log.push('brush');
  if (kind < 0.2) view.brushTo(null);
  else if (kind < 0.7)
    for (let move = 0; move < 3; move++) view.brushTo({ x: range(60), y: columns.length > 1 ? range(60) : null });
  else {
    const [a, b] = [random.normal() * 10, 10 + random.normal() * 10];
    view.select({ x: [Math.min(a, b), Math.max(a, b)] });
  }
  if (random.next() < 0.3) view.prepareBrush();
}

function resize({ plot: { view } }: Placed, random: Random, log: string[]): void {
  log.push('resize');
  view.resize(random.integer(90, 200), random.integer(90, 200), 1);
}

/** Waits until plots are ready and no request is pending: counts stay the same for a while. */
async function settled(placed: readonly Placed[]): Promise<void> {
  let [same, before] = [0, ''];
  await until(
    'the counts stay',
    async () => {
      const now = (
        await Promise.all(
          placed.map(async ({ plot }) => {
            const model = plot.models.at(-1);
            if (model?.phase === 'error') throw model.error;
            return model?.phase === 'ready' && !model.stale ? `${(await plot.view.counts())?.counts.join()}` : 'wait';
          }),
        )
      ).join('|');
      same = now === before && !now.includes('wait') && !now.includes('undefined') ? same + 1 : 0;
      before = now;
      return same === 8;
    },
    { everyMs: 4, explain: () => placed.map(({ plot }) => JSON.stringify(plot.models.at(-1))).join() },
  );
}

async function check(placed: readonly Placed[], data: Data): Promise<void> {
  const selections = placed.map(({ plot }) => plot.view.selection!.ranges);
  for (const [i, { plot, columns }] of placed.entries()) {
    const { edges, counts } = (await plot.view.counts())!;
    const expected = new Uint32Array(counts.length);
    for (let row = 0; row < ROWS; row++) {
      const inside = selections.every(
        (ranges, other) =>
          other === i ||
          ranges.every(({ expression, lo, hi }) => {
            const value = data[expression as keyof Data][row]!;
            return value >= lo && value < hi;
          }),
      );
      const [x, y = 0] = columns.map((column, axis) => binOf(data[column][row]!, edges[axis]!));
      if (inside && x! >= 0 && y >= 0) expected[y * (edges[0]!.length - 1) + x!]!++;
    }
    assert.deepEqual(
      counts,
      expected,
      `plot ${i} of ${columns.join(' by ')}, ${plot.view.note ?? 'by kernels'}: ${sum(counts)} rows for ${sum(expected)}, inside ${JSON.stringify(selections)}`,
    );
  }
}

function sum(counts: Uint32Array): number {
  return counts.reduce((a, b) => a + b, 0);
}

/** The index of the bin; -1 if there is none. */
function binOf(value: number, edges: readonly number[]): number {
  if (!(value >= edges[0]! && value < edges[edges.length - 1]!)) return -1;
  return edges.findLastIndex((edge) => edge <= value);
}
