/** Several layers on one canvas: they share scales, and each is counted and filtered over its own query. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { tableFromIPC } from '@uwdata/flechette';
import type { Engine } from '../../src/engine/engine';
import type { PikaError } from '../../src/engine/errors';
import type { Backend } from '../../src/engine/frame/backend';
import type { SurfacePaint } from '../../src/engine/frame/surface-paint';
import type { BarsPaint } from '../../src/engine/paints/bars';
import { nodeDatabase, type NodeDatabase } from '../harness/node-database';
import { nodeEngine, nodePlot, type NodePlot } from '../harness/node-engine';
import { readyOf, ticksOf } from '../harness/plots';

const ALL = `SELECT (i * 37) % 1000 AS v, i % 7 AS k, CASE i % 3 WHEN 0 THEN 'b' ELSE 'd' END AS name,
  DATE '2020-01-01' + (i % 50)::INTEGER AS day FROM range(4000) r(i)`;
/** Values beyond those of the first query, on both sides, and a label that it does not have. */
const FEW = `SELECT (i * 53) % 1400 - 200 AS v, i % 5 AS k, CASE i % 2 WHEN 0 THEN 'a' ELSE 'd' END AS name,
  DATE '2020-02-01' + (i % 50)::INTEGER AS day FROM range(500) r(i)`;

let database: NodeDatabase;
let engine: Engine;
let backend: Backend;
/** The paints of every frame. */
const frames: (readonly SurfacePaint[])[] = [];
const plots: NodePlot[] = [];
const owners = new Map<string, object>();

before(async () => {
  database = await nodeDatabase();
  engine = nodeEngine(database, {
    seams: {
      backend: (opened) => {
        backend = opened;
        const execute = opened.execute.bind(opened);
        opened.execute = (recording) => {
          if (recording.paints.length > 0) frames.push(recording.paints);
          return execute(recording);
        };
      },
    },
  });
  define('everything', ALL);
  define('few', FEW);
});
after(async () => {
  await engine.dispose();
  database.close();
});

afterEach(() => {
  for (const plot of plots.splice(0)) plot.dispose();
});

function define(name: string, sql: string): void {
  const owner = owners.get(name) ?? {};
  owners.set(name, owner);
  void engine.define({ name, sql }, owner);
}

interface LayeredPlot extends NodePlot {
  /** The bars of its last picture, in painter's order. */
  bars(): readonly BarsPaint[];
}

async function plotOf(attributes: Parameters<typeof nodePlot>[1]): Promise<LayeredPlot> {
  const plot = await nodePlot(engine, { from: 'everything', mark: 'bar', ...attributes }, [400, 300]);
  await plot.until('ready');
  plots.push(plot);
  await plot.view.counts();
  // The newest canvas is the plot's.
  const { surface } = frames
    .flat()
    .reduce((a, b) => (Number(b.surface.match(/\d+/)) >= Number(a.surface.match(/\d+/)) ? b : a));
  return {
    ...plot,
    bars: () => frames.flat().findLast((paint) => paint.surface === surface)!.panels[0]!.paints as readonly BarsPaint[],
  };
}

async function numbers(sql: string): Promise<number[]> {
  return Array.from(tableFromIPC(await engine.sql(sql)).getChildAt(0), Number);
}

const sum = (counts: Uint32Array): number => counts.reduce((total, count) => total + count, 0);
const TWO = [{ x: 'bin(v, step=50)' }, { from: 'few', x: 'bin(v, step=100)' }];

describe('layers', () => {
  it('draws layers of two queries on one canvas, each with its own bins on a shared domain', async () => {
    const plot = await plotOf({ layers: TWO });
    const [first, second, ...others] = plot.bars();
    assert.deepEqual(others, []);
    assert.deepEqual(plot.view.domain, { x: [-200, 1200], y: null });
    assert.equal(first!.yMax, second!.yMax, 'one count axis');
    assert.equal(first!.edgesPx.length, 29);
    assert.equal(second!.edgesPx.length, 15);
    for (const [bars, name, from, step] of [
      [first!, 'everything', -200, 50],
      [second!, 'few', -200, 100],
    ] as const) {
      const counts = await backend.read(bars.counts);
      const expected = await numbers(
        `SELECT (SELECT count(*) FROM "${name}" WHERE v >= ${from} + b * ${step} AND v < ${from} + (b + 1) * ${step})
         FROM range(${1400 / step}) r(b)`,
      );
      assert.deepEqual([...counts], expected);
    }
    assert.equal(
      first!.yMax,
      Math.max(...(await backend.read(first!.counts)), ...(await backend.read(second!.counts))),
    );
  });

  it('paints the canvas once a frame, although both layers have changed', async () => {
    const plot = await plotOf({ layers: TWO });
    const before = frames.length;
    plot.view.resize(500, 300, 1);
    await plot.view.counts();
    assert.ok(frames.length > before);
    for (const paints of frames) assert.equal(new Set(paints.map(({ surface }) => surface)).size, paints.length);
  });

  it('does not filter any of its own layers by its brush, and filters each by clauses over its query', async () => {
    const plot = await plotOf({ brush: 'x', layers: [...TWO, { x: 'bin(v, step=25)' }] });
    const own = await plotOf({ from: 'few', x: 'k', brush: 'x', layers: [{}] });
    plot.view.select({ x: [0, 300] });
    await plot.view.counts();
    assert.equal(plot.bars().length, 3, 'no context: nothing is filtered');
    own.view.select({ x: [1, 3] });
    await plot.view.counts();
    const bars = plot.bars();
    assert.equal(bars.length, 4, 'the second layer draws its filtered-out rows behind');
    const [inside] = await numbers(`SELECT count(*) FROM few WHERE k >= 1 AND k < 3`);
    assert.equal(sum(await backend.read(bars[0]!.counts)), 4000);
    assert.equal(sum(await backend.read(bars[1]!.counts)), 500);
    assert.equal(sum(await backend.read(bars[2]!.counts)), inside);
  });

  it('draws the other layers if the first one has no rows, over numbers and over categories', async () => {
    define('none', `SELECT * FROM (${FEW}) WHERE v > 10_000`);
    for (const [x, y] of [
      ['name', 'count()'],
      ['name', 'avg(v)'],
      ['v', 'avg(k)'],
      ['name', 'v'],
    ] as const) {
      const plot = await plotOf({
        layers: [
          { from: 'none', x, y },
          { from: 'few', x, y },
        ],
      });
      const values = (await plot.view.values())!;
      const groups = y === 'v' ? 'few' : `(SELECT DISTINCT ${x} FROM few)`;
      assert.deepEqual([values.length], await numbers(`SELECT count(*) FROM ${groups}`), `${x}, ${y}`);
      assert.ok(values.every(({ layer }) => layer === 1));
    }
  });

  it('starts bars at 0 on an axis that another layer shares with a column', async () => {
    const far = 'v + 5000';
    for (const bars of ['count()', 'avg(k)', 'sum(v)'])
      for (const column of [
        { mark: 'point', x: 'k', y: far },
        { mark: 'density', x: 'k', y: far },
        { mark: 'rect', x: 'k', y: `bin(${far})`, color: 'count()' },
      ])
        for (const layers of [
          [column, { x: 'bin(k)', y: bars }],
          [{ x: 'bin(k)', y: bars }, column],
        ]) {
          const plot = await plotOf({ layers });
          const ticks = ticksOf(plot, 'y').map((label) => Number(label.replace(/,/g, '').replace('k', '000')));
          assert.equal(ticks[0], 0, JSON.stringify(layers));
          assert.ok(ticks.at(-1)! >= 5000, JSON.stringify(layers));
        }
  });

  it('draws negative values of a column beside bars of counts', async () => {
    const plot = await plotOf({
      zoom: 'xy',
      layers: [
        { mark: 'point', x: 'k', y: '-v' },
        { x: 'bin(k)', y: 'count()' },
      ],
    });
    const ticks = ticksOf(plot, 'y');
    assert.ok(ticks.some((label) => label.startsWith('−')) && ticks.includes('0'));
    const [lo, hi] = plot.view.domain!.y!;
    const { height } = readyOf(plot).layout.box;
    const bars = frames
      .flat()
      .at(-1)!
      .panels[0]!.paints.find((paint) => paint.paint === 'bars')!;
    assert.equal(bars.baselinePx, Math.round((-lo / (hi - lo)) * height));
    assert.equal(bars.yMax, hi);
    plot.view.zoomAt({ y: 0 }, 0.5);
    await plot.view.counts();
    assert.deepEqual(plot.view.domain!.y, [lo, lo + (hi - lo) / 2], 'zooms into what is shown');
  });

  it('gives layers of categories the bands of all their labels', async () => {
    const plot = await plotOf({ layers: [{ x: 'name' }, { from: 'few', x: 'name' }] });
    const model = plot.models.at(-1)!;
    assert.ok(model.phase === 'ready');
    assert.deepEqual(
      model.layout.x.ticks.map(({ label }) => label),
      ['b', 'd', 'a'],
    );
    const [first, second] = plot.bars();
    for (const [bars, name] of [
      [first!, 'everything'],
      [second!, 'few'],
    ] as const) {
      const expected = await numbers(
        `SELECT (SELECT count(*) FROM "${name}" WHERE name = label) FROM (VALUES ('b'), ('d'), ('a')) t(label)`,
      );
      assert.deepEqual([...(await backend.read(bars.counts))], expected);
    }
  });

  it('zooms all layers together', async () => {
    const plot = await plotOf({ zoom: 'x', layers: [{ x: 'bin(v)' }, { from: 'few', x: 'bin(v)' }] });
    plot.view.show({ x: [0, 100] });
    await plot.view.counts();
    await plot.view.counts();
    const [first, second] = plot.bars();
    for (const [bars, name] of [
      [first!, 'everything'],
      [second!, 'few'],
    ] as const) {
      const [inside] = await numbers(`SELECT count(*) FROM "${name}" WHERE v >= 0 AND v < 100`);
      assert.equal(sum(await backend.read(bars.counts)), inside);
    }
  });

  it('redraws when the query of any layer has new rows', async () => {
    const plot = await plotOf({ layers: TWO });
    define('few', `${FEW} LIMIT 120`);
    for (;;) {
      await plot.view.counts();
      if (sum(await backend.read(plot.bars()[1]!.counts)) === 120) break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.equal(sum(await backend.read(plot.bars()[0]!.counts)), 4000);
    define('few', FEW);
  });

  it('refuses layers that put numbers and times on one channel', async () => {
    await assert.rejects(
      plotOf({ layers: [{ x: 'v' }, { from: 'few', x: 'day' }] }),
      (error: PikaError) =>
        error.code === 'plan/mixed-scale' &&
        error.message.includes('times from "few"') &&
        error.message.includes('x of'),
    );
  });

  it('describes every layer in words', async () => {
    const plot = await plotOf({ layers: TWO });
    for (;;) {
      const model = plot.models.at(-1)!;
      if (model.phase === 'ready' && model.summary) {
        assert.match(model.summary, /^4,000 rows; .* 500 rows; /);
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });
});
