import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Engine } from '../../src/engine/engine';
import { Faults } from '../../src/testing/index';
import { nodeDatabase, type NodeDatabase } from '../harness/node-database';
import { nodeEngine, nodePlot, type NodePlot } from '../harness/node-engine';
import { until } from '../harness/patience.mjs';
import { Random } from '../harness/random';

const ROWS = 20_000;
const random = new Random(9);
const CITIES = ['Århus', "L'Aquila", 'Wien', '', '𝒵ürich', 'zz'];
const data = {
  x: Float32Array.from({ length: ROWS }, () => random.normal() * 10),
  y: Float64Array.from({ length: ROWS }, (_, i) => (i % 50 === 0 ? NaN : random.normal() + 0.1)),
  n: Int32Array.from({ length: ROWS }, () => random.integer(-40, 60)),
  big: BigInt64Array.from({ length: ROWS }, () => 2n ** 60n + random.bigint(0n, 1000n)),
  moment: Array.from({ length: ROWS }, () => new Date(1.7e12 + random.integer(0, 9e9))),
  city: Array.from({ length: ROWS }, () => random.pick(CITIES)),
  late: Array.from({ length: ROWS }, () => random.next() < 0.3),
};

/** Plots of every column type, with all columns resident and with none. */
const PLOTS = [
  { mark: 'bar', x: 'bin(x)', y: 'count()', brush: 'x' },
  { mark: 'bar', x: 'bin(y, step=0.1)', y: 'count()', brush: 'x' },
  { mark: 'bar', x: 'bin(n)', y: 'count()', brush: 'x' },
  { mark: 'bar', x: 'bin(big)', y: 'count()' },
  { mark: 'bar', x: 'bin(moment, step=week)', y: 'count()', brush: 'x' },
  { mark: 'bar', x: 'city', y: 'count()', brush: 'x' },
  { mark: 'bar', x: 'late', y: 'count()' },
  { mark: 'density', x: 'x', y: 'n + 1', brush: 'xy' },
  { mark: 'density', x: 'city', y: 'moment' },
] as const;

describe('columns that do not fit', () => {
  let database: NodeDatabase;
  const engines: Engine[] = [];
  before(async () => {
    database = await nodeDatabase();
  });
  after(async () => {
    for (const engine of engines) await engine.dispose();
    database.close();
  });

  async function dashboard(jsBytes: number): Promise<{ engine: Engine; plots: NodePlot[] }> {
    const engine = nodeEngine(database, { memory: { jsBytes } });
    engines.push(engine);
    void engine.define({ name: `t${engines.length}`, data }, {});
    const plots = await Promise.all(PLOTS.map((plot) => nodePlot(engine, { from: `t${engines.length}`, ...plot })));
    await Promise.all(plots.map((plot) => plot.until('ready')));
    return { engine, plots };
  }

  it('are counted by SQL with the same results under every brush, and the plot notes it', async () => {
    const [large, small] = [await dashboard(1e9), await dashboard(100_000)];
    const same = async (what: string): Promise<void> => {
      for (const [i, plot] of PLOTS.entries()) {
        const [expected, found] = [await large.plots[i]!.view.counts(), await small.plots[i]!.view.counts()];
        const model = small.plots[i]!.models.at(-1);
        if (model?.phase === 'error') throw model.error;
        assert.deepEqual(found, expected, `${what}: ${JSON.stringify(plot)}`);
      }
    };
    const notes = ({ plots }: { readonly plots: readonly NodePlot[] }): (string | null)[] =>
      plots.map(({ view }) => view.note);
    assert.deepEqual(new Set(notes(large)), new Set([null, 'not drawn: 400 rows without a value of y']));
    assert.equal(
      notes(small).filter((note) => note?.startsWith('counted by SQL: ')).length,
      PLOTS.length - 1,
      'one column of 80 kB fits',
    );
    assert.match(notes(small).at(-2)!, /^counted by SQL: 160 kB of columns do not fit in 100 kB$/);
    await same('no brush');
    for (const { plots } of [large, small]) plots[0]!.view.select({ x: [-5, 12.25] });
    await same('a range of floats');
    for (const { plots } of [large, small]) plots[1]!.view.brushTo({ x: [20, 200], y: null });
    await same('pixels over doubles with NaN');
    for (const { plots } of [large, small]) plots[4]!.view.select({ x: [1_702_000_000_000, 1_706_000_000_001] });
    for (const { plots } of [large, small]) plots[5]!.view.select({ x: [1, 4] });
    await same('times and categories');
    for (const { plots } of [large, small]) plots[7]!.view.select({ x: [-10, 10], y: [-20, 30] });
    await same('a plane');
    for (const { plots } of [large, small]) plots[3]!.view.select({ x: [2n ** 60n + 100n, 2n ** 60n + 101n] });
    await same('one of many integers that are equal as doubles');
    for (const { plots } of [large, small]) for (const { view } of plots) view.select(null);
    await same('cleared');
  });

  it('are loaded when the budget grows', async () => {
    const { engine, plots } = await dashboard(100_000);
    await engine.configure({ memory: { jsBytes: 1e9 } });
    await until('kernels count all plots', () => plots.every(({ view }) => !view.note?.includes('counted by SQL')));
    assert.equal((await engine.status()).residentColumns, 8);
  });

  it('are evicted for one another when unused', async () => {
    const engine = nodeEngine(database, { memory: { jsBytes: 250_000 } });
    engines.push(engine);
    void engine.define({ name: 'swap', data }, {});
    for (const x of ['x', 'n', 'x', 'city']) {
      const plot = await nodePlot(engine, { from: 'swap', mark: 'bar', x, y: 'count()' });
      await plot.until('ready');
      assert.equal(plot.view.note, null, `${x} fits by itself`);
      plot.dispose();
    }
    const { memory, residentColumns } = await engine.status();
    assert.ok(memory.js.usedBytes <= 250_000 && memory.evictions > 0 && residentColumns < 3, JSON.stringify(memory));
  });

  it('are counted by SQL when a reservation is refused', async () => {
    const faults = new Faults({ refuseReservation: [1, 2] });
    const engine = nodeEngine(database, { seams: faults.seams });
    engines.push(engine);
    void engine.define({ name: 'refused', data }, {});
    const plot = await nodePlot(engine, { from: 'refused', mark: 'density', x: 'x', y: 'y' });
    await plot.until('ready');
    assert.match(plot.view.note!, /^counted by SQL/);
    assert.equal(faults.counts.reservations, 2);
  });
});
