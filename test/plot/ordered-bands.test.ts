/**
 * Bands in an author's order: histogram, plane, brush, lasso, click and zoom. Kernels and the database count the same
 * as SQL does by label.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { tableFromIPC } from '@uwdata/flechette';
import type { Engine } from '../../src/engine/engine';
import { scaleTexts, type ScaleSpecs } from '../harness/scale-texts';
import type { CountedBins } from '../../src/engine/plot/plot-model';
import { nodeDatabase, type NodeDatabase } from '../harness/node-database';
import { nodeEngine, nodePlot, type NodePlot } from '../harness/node-engine';

const ROWS = 3000;
const sqlOf = (rows: number): string => `SELECT i, i * 0.37 AS v, i % 5 = 0 AS late,
  CASE i % 13 WHEN 0 THEN NULL WHEN 1 THEN 'low' WHEN 2 THEN 'low' WHEN 3 THEN 'mid' WHEN 4 THEN 'l''other' WHEN 5 THEN 'another'
    ELSE 'high' END AS level FROM range(${rows}) r(i)`;
/** 'middle' has no rows. Two labels are missing from the order: they follow alphabetically. */
const ORDER: ScaleSpecs = { x: { kind: 'band', order: ['low', 'middle', 'mid', 'high', 'low'] } };
const LABELS = ['low', 'middle', 'mid', 'high', 'another', "l'other"];

let database: NodeDatabase;
const engines: Engine[] = [];
before(async () => {
  database = await nodeDatabase();
});
after(async () => {
  for (const engine of engines) await engine.dispose();
  database.close();
});

interface Page {
  readonly engine: Engine;
  readonly from: string;
  readonly owner: object;
  plot(attributes: Parameters<typeof nodePlot>[1]): Promise<NodePlot>;
  count(where: string): Promise<number>;
}

function page(jsBytes = 1e9): Page {
  const engine = nodeEngine(database, { memory: { jsBytes } });
  engines.push(engine);
  const from = `bands${engines.length}`;
  const owner = {};
  void engine.define({ name: from, sql: sqlOf(ROWS) }, owner);
  return {
    engine,
    from,
    owner,
    async plot(attributes) {
      const plot = await nodePlot(engine, { from, mark: 'bar', ...attributes }, [400, 300]);
      await plot.until('ready');
      return plot;
    },
    async count(where) {
      const answer = await engine.sql(`SELECT count(*) AS n FROM "${from}" WHERE ${where}`);
      return Number(tableFromIPC(answer).getChildAt(0).at(0));
    },
  };
}

const quoted = (label: string): string => `'${label.replaceAll("'", "''")}'`;
const total = (counts: Uint32Array): number => counts.reduce((sum, count) => sum + count, 0);

/** A plot counted by SQL has no counts while it counts a new domain. */
async function countsOf(plot: NodePlot): Promise<CountedBins> {
  for (;;) {
    const counts = await plot.view.counts();
    if (counts) return counts;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function boxOf(plot: NodePlot): { readonly width: number; readonly height: number } {
  const model = plot.models.findLast(({ phase }) => phase === 'ready');
  if (model?.phase !== 'ready') throw new Error('no picture');
  return model.layout.box;
}

for (const [how, jsBytes] of [
  ['kernels', 1e9],
  ['SQL', 50],
] as const) {
  describe(`counted by ${how}`, () => {
    it('draws bars in the given order; labels without rows keep a band, and other labels follow alphabetically', async () => {
      const one = page(jsBytes);
      const plot = await one.plot({ x: 'level', ...scaleTexts(ORDER), zoom: 'x' });
      assert.equal(plot.view.note?.startsWith('counted by SQL') ?? false, how === 'SQL');
      const expected = await Promise.all(LABELS.map((label) => one.count(`level = ${quoted(label)}`)));
      assert.deepEqual(Array.from((await countsOf(plot)).counts), expected);
      assert.equal(expected[1], 0);
      const model = plot.models.findLast(({ phase }) => phase === 'ready')!;
      assert.deepEqual(model.phase === 'ready' && model.layout.x.ticks.map(({ label, full }) => full ?? label), LABELS);

      plot.view.show({ x: [2, 5] });
      plot.view.settle();
      const part = await countsOf(plot);
      assert.deepEqual(part.edges, [[2, 3, 4, 5]]);
      assert.deepEqual(Array.from(part.counts), expected.slice(2, 5), 'a zoomed part');
      const booleans = await one.plot({ x: 'late', ...scaleTexts({ x: { kind: 'band', order: ['true', 'false'] } }) });
      assert.deepEqual(Array.from((await countsOf(booleans)).counts), [
        await one.count('late'),
        await one.count('NOT late'),
      ]);
    });

    it('selects the labels inside a brush, a click and a lasso', async () => {
      const one = page(jsBytes);
      const plot = await one.plot({ x: 'level', ...scaleTexts(ORDER), brush: 'x' });
      const [other, alphabetical] = [await one.plot({ x: 'bin(i)' }), await one.plot({ x: 'level' })];
      const { width } = boxOf(plot);
      const selects = async (what: string, labels: readonly string[]): Promise<void> => {
        const expected = await one.count(`level IN (${labels.map(quoted).join(', ')})`);
        assert.equal(await one.count(one.engine.selection(one.from).toSQL(one.from)), expected, `${what}, SQL`);
        assert.equal(total((await countsOf(other)).counts), expected, what);
        assert.equal(total((await countsOf(alphabetical)).counts), expected, `${what}, beside the alphabet's order`);
      };
      plot.view.brushTo({ x: [(2.2 / 6) * width, (3.9 / 6) * width], y: null });
      await selects('a brush', ['mid', 'high']);
      plot.view.pick({ x: (4.5 / 6) * width, y: 1 }, false);
      plot.view.pick({ x: (0.5 / 6) * width, y: 1 }, true);
      await selects('two clicks', ['another', 'low']);
      plot.view.select({ x: ["l'other", 'mid'] });
      await selects('by label', ["l'other", 'mid']);
      plot.view.select(null);

      const plane = await one.plot({ mark: 'density', x: 'level', y: 'v', ...scaleTexts(ORDER), brush: 'lasso' });
      const { edges, counts } = await countsOf(plane);
      for (const [code, label] of LABELS.entries()) {
        const column = counts.filter((_, cell) => cell % LABELS.length === code);
        assert.equal(total(column), await one.count(`level = ${quoted(label)}`), label);
      }
      assert.equal(edges[0]!.length, LABELS.length + 1);
      const box = boxOf(plane);
      plane.view.lasso([
        [box.width * 0.4, 10],
        [box.width * 0.9, 30],
        [box.width * 0.6, box.height * 0.8],
      ]);
      assert.equal(plane.view.selection!.clause?.kind, 'polygon');
      const selected = await one.count(one.engine.selection(one.from).toSQL(one.from));
      assert.ok(selected > 10 && selected < ROWS);
      assert.equal(total((await countsOf(other)).counts), selected);
      assert.equal(total((await countsOf(alphabetical)).counts), selected);
    });
  });
}

it('a brush covers new rows: from its first label to its last, with new labels in between', async () => {
  const one = page();
  const plot = await one.plot({ x: 'level', ...scaleTexts(ORDER), brush: 'x' });
  const other = await one.plot({ x: 'bin(i)' });
  const { width } = boxOf(plot);
  plot.view.brushTo({ x: [(2.2 / 6) * width, (4.5 / 6) * width], y: null });
  const labels = "('mid', 'high', 'another')";
  assert.equal(total((await countsOf(other)).counts), await one.count(`level IN ${labels}`));
  await one.engine.define(
    {
      name: one.from,
      sql: `${sqlOf(900)} UNION ALL SELECT 0, 0, false, 'a new one' UNION ALL SELECT 0, 0, false, 'zero'`,
    },
    one.owner,
  );
  const expected = await one.count(`level IN ('mid', 'high', 'a new one', 'another')`);
  assert.equal(await one.count(one.engine.selection(one.from).toSQL(one.from)), expected);
  assert.equal(total((await countsOf(other)).counts), expected);
});

it('labels that are not adjacent in the order filter the plot, but are not drawn as a brush', async () => {
  const one = page();
  const alphabetical = await one.plot({ x: 'level', brush: 'x' });
  const other = await one.plot({ x: 'bin(i)' });
  const { width } = boxOf(alphabetical);
  // another, high, l'other
  alphabetical.view.brushTo({ x: [2, (2.9 / 5) * width], y: null });
  const kept = JSON.parse(JSON.stringify(one.engine.selection(one.from))) as { clauses: unknown };
  const expected = await one.count("level IN ('another', 'high', 'l''other')");
  assert.equal(total((await countsOf(other)).counts), expected);
  alphabetical.dispose();
  const plot = await one.plot({
    x: 'level',
    ...scaleTexts({ x: { kind: 'band', order: ['high', 'low'] } }),
    brush: 'x',
  });
  one.engine.selection(one.from).restore(kept.clauses);
  let found = ROWS;
  while (found === ROWS) {
    await new Promise((resolve) => setImmediate(resolve));
    found = total((await countsOf(other)).counts);
  }
  assert.equal(found, expected);
  assert.equal(await one.count(one.engine.selection(one.from).toSQL(one.from)), expected);
  assert.equal(plot.view.selection!.clause, null);
});
