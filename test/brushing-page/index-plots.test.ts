/// <reference types="node" />
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { StepBox } from '../../src/engine/brushing-page/brush-sums';
import { indexPlots, type IndexedPage } from '../../src/engine/brushing-page/index-plots';
import { PikaError } from '../../src/engine/errors';
import type { Plot } from '../../src/engine/plot/plot';
import { PageCounts } from '../../src/saved-page/page-counts';
import type { NodePlot } from '../harness/node-engine';
import { binSql } from '../harness/oracle-sql';
import { usePlots } from '../harness/plots';
import { Random } from '../harness/random';

const ROWS = `
  SELECT (random_a % 240)::INTEGER - 60 AS delay, (random_a % 240) * 7.25 + random_b % 300 AS distance,
    CASE WHEN random_b % 11 = 0 THEN NULL ELSE random_c % 977 / 3.0 END AS price,
    'region ' || (random_c % 5) AS region
  FROM (SELECT hash(i) % 1000003 AS random_a, hash(i + 900000) % 1000003 AS random_b, hash(i * 3 + 7) % 1000003 AS random_c
    FROM range(20000) AS rows(i))`;
const bar = { from: 'flights', mark: 'bar', y: 'count()' } as const;

const NOT_COUNTED = 'it is not a density or unsorted vertical bars of counts';

describe('a page that brushes', () => {
  const { plotOf, rows, define } = usePlots({ flights: ROWS });

  /** Saves plots; settled, as the elements do it. */
  async function save(plots: readonly NodePlot[], picks: readonly number[] = []): Promise<Saved> {
    for (const { view } of plots) await view.values();
    for (const { view } of plots) await view.counts();
    const page = await indexPlots(plots.map(({ view }, i) => ({ scene: view.scene, picks: picks.includes(i) })));
    return { page, counts: new PageCounts(page.index, page.sections), views: plots.map(({ view }) => view) };
  }

  async function sqlCounts(view: Plot, columns: readonly string[], where: string): Promise<number[]> {
    const { edges } = (await view.counts())!;
    const [x, y] = columns.map((column, i) => binSql({ column, edges: edges[i]! }));
    const [nx, ny] = [edges[0]!.length - 1, edges[1] ? edges[1].length - 1 : 1];
    const cell = y ? `${x} + ${nx} * ${y}` : x!;
    const found = await rows(
      `SELECT cell, count(*)::INTEGER AS n FROM (SELECT ${cell} AS cell FROM flights WHERE ${where}) WHERE cell IS NOT NULL GROUP BY cell`,
    );
    const counts = new Array<number>(nx * ny).fill(0);
    for (const { cell: at, n } of found) counts[Number(at)] = Number(n);
    return counts;
  }

  it('holds the counts of every brush, as SQL counts them', async () => {
    const columns = [['delay'], ['distance'], ['price'], ['distance', 'delay']];
    const plots = [
      await plotOf({ ...bar, x: 'bin(delay)', brush: 'x' }),
      await plotOf({ ...bar, x: 'bin(distance)', brush: 'x' }),
      await plotOf({ ...bar, x: 'bin(price)', brush: 'x' }),
      await plotOf({ from: 'flights', mark: 'density', x: 'distance', y: 'delay', brush: 'xy' }, [160, 120]),
    ];
    const saved = await save(plots);
    const random = new Random(5);
    for (const [plot, { brush }] of saved.page.index.plots.map((found, i) => [i, found!] as const)) {
      assert.equal(brush!.tables.length, 3, 'all others follow');
      for (let turn = 0; turn < 3; turn++) {
        const box = randomBox(
          brush!.axes.map(({ stops }) => stops.length - 1),
          random,
        );
        const where = await brushLive(saved, plot, box);
        for (const [other, own] of columns.entries()) {
          if (other === plot) continue;
          const found = saved.counts.filtered(plot, [box], other)!;
          const expected = await sqlCounts(plots[other]!.view, own, where);
          assert.deepEqual([...found], expected, `plot ${other} while ${where}`);
        }
        const [{ n }] = (await rows(`SELECT count(*)::INTEGER AS n FROM flights WHERE ${where}`)) as [{ n: number }];
        assert.equal(saved.counts.rowsIn(plot, [box]), n, 'selected rows');
      }
      plots[plot]!.view.select(null);
    }
    // Rows without a price are in no step, and are part of what no selection leaves out.
    const all = await sqlCounts(plots[0]!.view, ['delay'], 'TRUE');
    assert.deepEqual([...saved.counts.filtered(2, null, 0)!], all, 'a cleared brush');
    assert.deepEqual([...saved.counts.of(0).all], all);
  });

  it('keeps the other selections of the moment', async () => {
    const plots = [
      await plotOf({ ...bar, x: 'bin(delay)', brush: 'x' }),
      await plotOf({ ...bar, x: 'bin(distance)', brush: 'x' }),
      await plotOf({ ...bar, x: 'region' }),
    ];
    plots[0]!.view.select({ x: [10, 90] });
    plots[2]!.view.select({ x: ['region 1', 'region 3'] });
    const saved = await save(plots, [2]);
    const { index } = saved.page;
    const regions = "region IN ('region 1', 'region 3')";
    const delays = 'delay >= 10 AND delay < 90';
    const expected = await sqlCounts(plots[1]!.view, ['distance'], `${delays} AND ${regions}`);
    assert.deepEqual([...saved.counts.of(1).opening], expected, 'as it opens');
    // While one moves, its own selection of that moment does not filter, and the other one does.
    assert.deepEqual([...saved.counts.filtered(0, null, 1)!], await sqlCounts(plots[1]!.view, ['distance'], regions));
    assert.deepEqual([...saved.counts.filtered(2, null, 1)!], await sqlCounts(plots[1]!.view, ['distance'], delays));
    const second: StepBox = { x: [1, 2], y: [0, 1] };
    const one = await sqlCounts(plots[1]!.view, ['distance'], `${delays} AND region = 'region 1'`);
    assert.deepEqual([...saved.counts.filtered(2, [second], 1)!], one, 'a picked bar');
    assert.deepEqual(
      index.plots[2]!.brush!.axes[0].texts,
      [0, 1, 2, 3, 4].map((i) => `region ${i}`),
    );
    assert.equal(index.plots[2]!.brush!.saved!.shapes.length, 2, 'two picked bars');
    const [{ n }] = (await rows(`SELECT count(*)::INTEGER AS n FROM flights WHERE ${delays} AND ${regions}`)) as [
      { n: number },
    ];
    assert.deepEqual(index.relations, [{ from: 'flights', rows: 20000, selected: n }]);
  });

  it('says which plots can only be pictures, and why', async () => {
    const plots = [
      await plotOf({ ...bar, x: 'bin(delay)', brush: 'x' }),
      await plotOf({ from: 'flights', mark: 'point', x: 'distance', y: 'delay' }),
      await plotOf({ ...bar, x: 'bin(delay)', facetX: 'region' }),
    ];
    const { page } = await save(plots);
    assert.deepEqual(page.index.reasons, [null, NOT_COUNTED, NOT_COUNTED]);
    assert.deepEqual(
      page.index.plots.map((plot) => plot !== null),
      [true, false, false],
    );
    const error = await save(plots.slice(1)).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof PikaError);
    assert.equal(error.code, 'engine/nothing-brushes');
    assert.match(error.message, new RegExp(NOT_COUNTED));
  });

  it('leaves out a plot that rows of another query filter', async () => {
    define('airports', "SELECT 'region ' || i AS region, i * 1.5 AS height FROM range(5) AS t(i)");
    const plots = [
      await plotOf({ from: 'airports', mark: 'bar', x: 'bin(height)', y: 'count()', brush: 'x', selection: 'both' }),
      await plotOf({ ...bar, x: 'bin(delay)', brush: 'x', filterBy: 'both', filterKey: 'region' }),
    ];
    const { page } = await save(plots);
    assert.deepEqual(page.index.reasons, [null, 'a plot of other rows filters it']);
  });

  /** Brushes the live plot by the same steps, and returns its range as SQL. */
  async function brushLive({ page, views }: Saved, plot: number, box: StepBox): Promise<string> {
    const { axes } = page.index.plots[plot]!.brush!;
    const view = views[plot]!;
    const { panels } = view.scene.drawnAt(1)!;
    const { width, height } = panels[0]!.box;
    const px = axes.map(({ stops, channel }, i) => {
      const [from, to] = i === 0 ? box.x : box.y;
      const length = channel === 'x' ? width : height;
      return [stops[from]! * length, stops[to]! * length] as const;
    });
    if (axes.length === 1) view.brushTo({ x: px[0]!, y: null });
    else {
      // Steps of cells need not be whole pixels.
      const { edges } = (await view.counts())!;
      const [[x0, x1], [y0, y1]] = [box.x, box.y];
      view.select({ x: [edges[0]![x0]!, edges[0]![x1]!], y: [edges[1]![y0]!, edges[1]![y1]!] });
    }
    const { ranges } = view.selection!;
    return ranges.map(({ expression, lo, hi }) => `${expression} >= ${lo} AND ${expression} < ${hi}`).join(' AND ');
  }
});

interface Saved {
  readonly page: IndexedPage;
  readonly counts: PageCounts;
  readonly views: readonly Plot[];
}

function randomBox(steps: readonly number[], random: Random): StepBox {
  const [x, y] = steps.map((count): readonly [number, number] => {
    const from = random.integer(0, count);
    return [from, random.integer(from + 1, count + 1)];
  });
  return { x: x!, y: y ?? [0, 1] };
}
