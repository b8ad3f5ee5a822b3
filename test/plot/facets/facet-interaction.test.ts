/** What users do in small multiples, compared with SQL: every kind of selection, the legend, zoom, and plots by SQL. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Engine } from '../../../src/engine/engine';
import type { PanelLayout } from '../../../src/engine/guides/layout';
import type { PointPx } from '../../../src/engine/inspect/hover';
import { clauseSql } from '../../../src/engine/sql/clause-sql';
import { nodeDatabase } from '../../harness/node-database';
import { nodeEngine, nodePlot, type NodePlot } from '../../harness/node-engine';
import { until } from '../../harness/patience.mjs';
import { readyOf, sorted, usePlots, valuesOf, type Attributes } from '../../harness/plots';

const TRIPS = `SELECT i % 97 AS hour, (i * 37 % 501) / 4.0 - 20 AS delay, ['d', 'b', 'a', 'c'][i % 4 + 1] AS region,
  2019 + i % 3 AS year, CASE WHEN i % 7 = 0 THEN NULL ELSE (i * i) % 23 END AS score, i // 1000 AS part,
  TIMESTAMP '2024-01-01' + INTERVAL 1 DAY * (i % 100) AS day FROM range(6000) r(i)`;

const { plotOf, rows } = usePlots({ trips: TRIPS }, { from: 'trips' }, { size: [600, 400] });

const panelOf = (plot: NodePlot, panel: number): PanelLayout => readyOf(plot).layout.panels[panel]!;

/** The clause of a plot's selection, as SQL. */
function whereOf(plot: NodePlot): string {
  const { clause } = plot.view.selection!;
  assert.ok(clause);
  return clauseSql(clause);
}

/** The sum of all bars. */
const totalOf = async (plot: NodePlot): Promise<number> =>
  (await valuesOf(plot)).reduce((sum, { y }) => sum + Number(y), 0);
const countOf = async (where: string): Promise<number> => {
  const [{ n }] = (await rows(`SELECT count(*)::INTEGER AS n FROM (${TRIPS}) WHERE ${where}`)) as [{ n: number }];
  return n;
};

/** What each mark draws in panels, and its values by SQL. */
const MARKS: readonly (readonly [Attributes, columns: readonly string[], sql: string])[] = [
  [
    { mark: 'bar', x: 'bin(delay, step=10)', y: 'count()', facetX: 'region' },
    ['facet-x', 'x', 'y'],
    'region, floor(delay / 10) * 10, count(*)::INTEGER',
  ],
  [
    { mark: 'bar', x: 'region', y: 'count()', facetX: 'year', facetY: 'part' },
    ['facet-x', 'facet-y', 'x', 'y'],
    'year, part::INTEGER, region, count(*)::INTEGER',
  ],
  [
    { mark: 'line', x: 'hour', y: 'avg(delay)', color: 'region', facetY: 'year' },
    ['facet-y', 'color', 'x', 'y'],
    'year, region, hour::INTEGER, avg(delay)',
  ],
  [
    { mark: 'area', x: 'hour', y: 'max(delay)', facetX: 'region', facetScales: 'free' },
    ['facet-x', 'x', 'y'],
    'region, hour::INTEGER, max(delay)::DOUBLE',
  ],
  [
    { mark: 'rect', x: 'region', y: 'year', color: 'sum(delay)', facetX: 'part' },
    ['facet-x', 'x', 'y', 'color'],
    'part::INTEGER, region, year, sum(delay)::DOUBLE',
  ],
  [
    { mark: 'bar', x: 'region', y: 'median(delay)', facetX: 'year' },
    ['facet-x', 'x', 'y'],
    'year, region, median(delay)::DOUBLE',
  ],
  [
    { mark: 'density', x: 'bin(hour, step=10)', y: 'bin(delay, step=10)', facetY: 'region' },
    ['facet-y', 'x', 'y', 'color'],
    'region, (hour // 10 * 10)::INTEGER, floor(delay / 10) * 10, count(*)::INTEGER',
  ],
  [
    { mark: 'arc', theta: 'count()', color: 'region', facetX: 'year' },
    ['facet-x', 'color', 'theta'],
    'year, region, count(*)::INTEGER',
  ],
];

async function checkValues(plot: NodePlot, [, columns, sql]: (typeof MARKS)[number], where: string): Promise<void> {
  const values = await valuesOf(plot);
  const names = columns.map((_, i) => `c${i}`).join(', ');
  const expected = await rows(
    `SELECT * FROM (SELECT ${sql} FROM (${TRIPS}) WHERE ${where} GROUP BY ALL) t(${names}) ORDER BY ALL`,
  );
  const rounded = (value: unknown): unknown => (typeof value === 'number' ? Number(value.toPrecision(12)) : value);
  assert.deepEqual(
    sorted(values.map((value) => columns.map((name) => rounded(value[name as 'x'])))),
    sorted(expected.map((row) => Object.values(row).map(rounded))),
  );
}

const nameOf = ({ mark, y, theta }: Attributes): string => `${mark} of ${y ?? theta}`;

describe('values in panels equal those of SQL, without a filter and under a brush', () => {
  for (const one of MARKS)
    it(nameOf(one[0]), async () => {
      const plot = await plotOf(one[0]);
      await checkValues(plot, one, 'TRUE');
      const source = await plotOf({ mark: 'bar', x: 'bin(score)', y: 'count()', brush: 'x' });
      for (const [lo, hi] of [
        [3, 14],
        [4, 15],
        [0, 1],
      ]) {
        source.view.select({ x: [lo!, hi!] });
        await checkValues(plot, one, `score >= ${lo} AND score < ${hi}`);
      }
    });
});

describe('panels whose columns do not fit into memory', () => {
  async function opened(act: (open: (attributes: Attributes) => Promise<NodePlot>) => Promise<void>): Promise<void> {
    // The engine names its tables after its queries, so it needs a database of its own.
    const database = await nodeDatabase();
    const engine: Engine = nodeEngine(database, { memory: { jsBytes: 1000 } });
    void engine.define({ name: 'trips', sql: TRIPS }, {});
    const all: NodePlot[] = [];
    try {
      await act(async (attributes) => {
        const plot = await nodePlot(engine, { from: 'trips', ...attributes }, [600, 400]);
        all.push(plot);
        await plot.until('ready');
        return plot;
      });
    } finally {
      for (const plot of all) plot.dispose();
      await engine.dispose();
      database.close();
    }
  }

  for (const one of MARKS)
    it(`the database answers: ${nameOf(one[0])}`, () =>
      opened(async (open) => {
        const plot = await open(one[0]);
        assert.equal((await plot.view.explain())!.layers[0]!.by, 'SQL');
        await checkValues(plot, one, 'TRUE');
        const source = await open({ mark: 'bar', x: 'bin(score)', y: 'count()' });
        source.view.select({ x: [3, 14] });
        await checkValues(plot, one, 'score >= 3 AND score < 14');
      }));

  it('a selection of values in a panel filters other plots by SQL', () =>
    opened(async (open) => {
      const source = await open({ mark: 'bar', x: 'region', y: 'count()', facetX: 'year', pick: '' });
      const other = await open({ mark: 'bar', x: 'bin(delay)', y: 'count()' });
      const { box } = panelOf(source, 1);
      source.view.pick({ x: box.width / 8, y: 3, panel: 1 }, false);
      assert.equal(await totalOf(other), await countOf("region = 'a' AND year = 2020"));
    }));
});

describe('selections in a panel', () => {
  it('picks a bar, and adds one of another panel', async () => {
    const source = await plotOf({ mark: 'bar', x: 'region', y: 'count()', facetX: 'year', pick: '' });
    const other = await plotOf({ mark: 'bar', x: 'bin(delay)', y: 'count()' });
    const { box } = panelOf(source, 1);
    source.view.pick({ x: box.width / 8, y: 3, panel: 1 }, false);
    assert.equal(await totalOf(other), await countOf("region = 'a' AND year = 2020"));
    source.view.pick({ x: (box.width * 7) / 8, y: 3, panel: 2 }, true);
    const both = "region = 'a' AND year = 2020 OR region = 'd' AND year = 2021";
    assert.equal(await totalOf(other), await countOf(both));
    assert.equal(await countOf(whereOf(source)), await countOf(both));
    const { shape } = readyOf(source);
    assert.ok(shape?.kind === 'picked');
    assert.deepEqual(
      shape.boxes.map(({ panel }) => panel),
      [1, 2],
    );
    source.view.pick({ x: box.width / 8, y: 3, panel: 1 }, true);
    assert.equal(await totalOf(other), await countOf("region = 'd' AND year = 2021"), 'again: removed');
  });

  it('picks a cell of a density', async () => {
    const cells = { x: 'bin(hour, step=10)', y: 'bin(delay, step=10)' };
    const source = await plotOf({ mark: 'density', ...cells, facetX: 'region', pick: '' });
    const other = await plotOf({ mark: 'bar', x: 'year', y: 'count()' });
    const { box } = panelOf(source, 3);
    source.view.pick({ x: box.width / 2, y: box.height / 2, panel: 3 }, false);
    const where = whereOf(source);
    assert.match(where, /'d'/);
    assert.ok((await countOf(where)) > 0);
    assert.equal(await totalOf(other), await countOf(where));
  });

  it('selects the inside of a lasso, in its panel only', async () => {
    const attributes = { mark: 'density', x: 'hour', y: 'delay', facetX: 'region', brush: 'lasso' };
    const source = await plotOf(attributes);
    const other = await plotOf({ mark: 'bar', x: 'region', y: 'count()' });
    const { box } = panelOf(source, 2);
    const corners = [
      [0.1, 0.1],
      [0.9, 0.2],
      [0.5, 0.9],
    ].map(([x, y]) => [x! * box.width, y! * box.height] as const);
    source.view.lasso(corners, 2);
    const { clause } = source.view.selection!;
    assert.ok(clause?.kind === 'polygon');
    const values = await valuesOf(other);
    const count = await countOf(clauseSql(clause));
    assert.ok(count > 0 && count < 1500);
    assert.deepEqual(
      values.filter(({ y }) => Number(y) > 0).map(({ x, y }) => [x, y]),
      [['c', count]],
    );
    const { shape } = readyOf(source);
    assert.ok(shape?.kind === 'lasso');
    assert.equal(shape.panel, 2);
    // Points inside and outside of the triangle, beside the borders.
    const [width, height] = [97, 125];
    const inside = await countOf(
      `region = 'c' AND ${clauseSql(clause)} AND abs(hour / ${width} - 0.5) < 0.05 AND (delay + 20) / ${height} < 0.3 AND (delay + 20) / ${height} > 0.25`,
    );
    const all = await countOf(
      `region = 'c' AND abs(hour / ${width} - 0.5) < 0.05 AND (delay + 20) / ${height} < 0.3 AND (delay + 20) / ${height} > 0.25`,
    );
    assert.equal(inside, all);
  });

  it('follows the nearest row of the panel', async () => {
    const source = await plotOf({ mark: 'density', x: 'hour', y: 'delay', facetX: 'region', brush: 'nearest' });
    const { box } = panelOf(source, 1);
    source.view.nearestFollower!.point({ x: box.width / 2, y: box.height / 2, panel: 1 });
    await until('a nearest row', () => source.view.selection?.clause != null);
    const found = await countOf(`region = 'b' AND ${whereOf(source)}`);
    assert.ok(found > 0, whereOf(source));
  });

  it('selects by value across all panels', async () => {
    const source = await plotOf({ mark: 'bar', x: 'bin(delay)', y: 'count()', facetX: 'region', brush: 'x' });
    const other = await plotOf({ mark: 'bar', x: 'year', y: 'count()' });
    source.view.select({ x: [0, 40] });
    assert.equal(await totalOf(other), await countOf('delay >= 0 AND delay < 40'));
    source.view.select(null);
    assert.equal(await totalOf(other), 6000);
  });
});

describe('the legend of panels', () => {
  it('filters other plots and fades its own entries', async () => {
    const source = await plotOf({ mark: 'bar', x: 'year', y: 'count()', color: 'region', facetX: 'part' });
    const other = await plotOf({ mark: 'bar', x: 'bin(delay)', y: 'count()', facetX: 'year' });
    const { legend } = readyOf(source);
    const entry = legend[0]!.entries.find(({ label }) => label === 'b')!;
    source.view.legendActions!.toggle('color', entry.value, false);
    const expected = await rows(`SELECT year, count(*)::INTEGER AS n FROM (${TRIPS})
      WHERE region = 'b' GROUP BY ALL`);
    const total = expected.reduce((sum, { n }) => sum + Number(n), 0);
    // A condition in SQL is computed before a backend counts by it.
    await until('the filter', async () => (await totalOf(other)) === total);
    const sums = new Map<unknown, number>();
    for (const { 'facet-x': facet, y } of await valuesOf(other)) sums.set(facet, (sums.get(facet) ?? 0) + Number(y));
    assert.deepEqual(sorted([...sums]), sorted(expected.map(({ year, n }) => [year, n])));
    assert.deepEqual(
      readyOf(source).legend[0]!.entries.map(({ label, muted = false }) => [label, muted]),
      [
        ['a', true],
        ['b', false],
        ['c', true],
        ['d', true],
      ],
    );
    source.view.legendActions!.clear('color');
    await until('all rows', async () => (await totalOf(other)) === 6000);
  });
});

describe('zoom in panels', () => {
  it('shows one domain in all panels, counted as SQL counts', async () => {
    const plot = await plotOf({ mark: 'bar', x: 'bin(delay)', y: 'count()', facetX: 'region', zoom: '' });
    plot.view.show({ x: [0, 40] });
    const [lo, hi] = plot.view.domain!.x!;
    assert.deepEqual([lo, hi], [0, 40]);
    const expected = await rows(`SELECT region, count(*)::INTEGER AS n FROM (${TRIPS}) WHERE delay >= 0 AND delay < 40
      GROUP BY ALL`);
    const sums = new Map<unknown, number>();
    for (const { 'facet-x': facet, x, y } of await valuesOf(plot))
      if (Number(x) >= 0 && Number(x) < 40) sums.set(facet, (sums.get(facet) ?? 0) + Number(y));
    assert.deepEqual(sorted([...sums]), sorted(expected.map(({ region, n }) => [region, n])));
    const ticks = readyOf(plot).layout.panels.map((panel) => panel.x.ticks.map(({ at }) => at));
    for (const own of ticks) assert.deepEqual(own, ticks[0]);
    plot.view.show({ x: null });
    assert.equal(await totalOf(plot), 6000);
  });

  it('leaves free scales as they are', async () => {
    const free = await plotOf({
      mark: 'density',
      x: 'hour',
      y: 'delay',
      facetX: 'region',
      facetScales: 'free-x',
      zoom: '',
    });
    assert.deepEqual(free.view.zoomable, { y: true });
  });
});

describe('the keyboard cursor in panels', () => {
  const textsAt = (plot: NodePlot, at: PointPx | null): readonly string[] | undefined => {
    plot.view.hoverLookup!.point(at!);
    return plot.hovers
      .at(-1)
      ?.values?.slice(0, 3)
      .map(({ text }) => text);
  };

  it('goes to the panel beside and below, and back to where it came from', async () => {
    const plot = await plotOf({ mark: 'bar', x: 'region', y: 'count()', facetX: 'year', facetY: 'part' });
    const hoverLookup = plot.view.hoverLookup!;
    let at = hoverLookup.step(null, 0, 0);
    assert.equal(at?.panel ?? 0, 0);
    for (let i = 0; i < 11; i++) at = hoverLookup.step(at, 1, 0);
    assert.deepEqual(textsAt(plot, at), ['2,021', '0', 'd'], 'the last bar of the first row of panels');
    assert.deepEqual(hoverLookup.step(at, 1, 0), at);
    at = hoverLookup.step(at, 0, -1);
    assert.deepEqual(textsAt(plot, at), ['2,021', '1', 'd'], 'the same bar of the panel below');
    for (let i = 0; i < 4; i++) at = hoverLookup.step(at, -1, 0);
    assert.deepEqual(textsAt(plot, at), ['2,020', '1', 'd'], 'the last bar of the panel at the left');
  });

  it('enters the panel of counts at the nearest bin', async () => {
    const cells = { x: 'bin(hour, step=10)', y: 'bin(delay, step=20)' };
    const plot = await plotOf({ mark: 'density', ...cells, facetX: 'region', facetWrap: '4' });
    const hoverLookup = plot.view.hoverLookup!;
    const { width } = panelOf(plot, 1).box;
    const middle = hoverLookup.step(null, 0, 0)!;
    const last = hoverLookup.step(middle, 100, 0)!;
    const entered = hoverLookup.step(last, 1, 0)!;
    assert.deepEqual([entered.panel, entered.y], [1, middle.y]);
    assert.ok(entered.x < width / 8, `${entered.x} of ${width}`);
    assert.deepEqual(hoverLookup.step(entered, -1, 0), last);
  });

  it('goes from pie to pie', async () => {
    const plot = await plotOf({ mark: 'arc', theta: 'count()', color: 'region', facetX: 'year', facetWrap: '3' });
    const hoverLookup = plot.view.hoverLookup!;
    let at = hoverLookup.step(null, 0, 0);
    const seen = new Set<unknown>();
    for (let i = 0; i < 12; i++) {
      seen.add(textsAt(plot, at)?.[0]);
      at = hoverLookup.step(at, 1, 0);
    }
    assert.deepEqual([...seen], ['2,019', '2,020', '2,021']);
  });
});
