/** Small multiples: the panels of facets, their values compared with SQL, brushes in a panel, limits. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Layout } from '../../../src/engine/guides/layout';
import { nodeEngine, nodePlot, type NodePlot } from '../../harness/node-engine';
import { until } from '../../harness/patience.mjs';
import type { SurfacePaint } from '../../../src/engine/frame/surface-paint';
import type { RectsPaint } from '../../../src/engine/paints/rects';
import { readyOf, sorted, summaryOf, usePlots, valuesOf, type Attributes } from '../../harness/plots';
import { recordedWork } from '../../harness/recorded-work';

const TRIPS = `SELECT i % 97 AS hour, (i * 37 % 501) / 4.0 - 20 AS delay, ['d', 'b', 'a', 'c'][i % 4 + 1] AS region,
  2019 + i % 3 AS year, CASE WHEN i % 7 = 0 THEN NULL ELSE (i * i) % 23 END AS score, NULL::VARCHAR AS nothing,
  'p' || (i % 200) AS many, TIMESTAMP '2024-01-01' + INTERVAL 1 DAY * (i % 100) AS day FROM range(6000) r(i)`;

/** The paints of every frame. */
const { frames, seams } = recordedWork();
const plots = usePlots({ trips: TRIPS }, { from: 'trips' }, { size: [600, 400], seams });
const { open, plotOf, errorOf, rows } = plots;

/** The last picture of the newest plot. */
function lastFrame(): SurfacePaint {
  const numberOf = ({ surface }: SurfacePaint): number => Number(/\d+/.exec(surface));
  const newest = Math.max(...frames.map(numberOf));
  return frames.findLast((frame) => numberOf(frame) === newest)!;
}

const layoutOf = (plot: NodePlot): Layout => readyOf(plot).layout;
const headersOf = (plot: NodePlot): (string | undefined)[] => layoutOf(plot).panels.map(({ above }) => above?.text);

describe('panels', () => {
  it('draws a panel of one size for each category, with axes at the outer edge', async () => {
    const plot = await plotOf({ mark: 'line', x: 'hour', y: 'avg(delay)', facetX: 'region', facetWrap: '2' });
    const { panels, box, facetTitle } = layoutOf(plot);
    assert.deepEqual(headersOf(plot), ['a', 'b', 'c', 'd']);
    assert.equal(facetTitle?.text, 'region');
    assert.equal(new Set(panels.map(({ box: { width, height } }) => `${width} ${height}`)).size, 1);
    assert.deepEqual(
      panels.map(({ isLabelled: { x, y } }) => [x, y]),
      [
        [false, true],
        [false, false],
        [true, true],
        [true, false],
      ],
    );
    for (const one of panels) assert.ok(one.box.x >= box.x && one.box.x + one.box.width <= box.x + box.width);
    assert.deepEqual(panels[0].y.ticks, panels[3]!.y.ticks, 'one scale');
  });

  it('draws a grid of two facets, with values above the columns and beside the rows', async () => {
    const plot = await plotOf({ mark: 'bar', x: 'bin(delay)', y: 'count()', facetX: 'region', facetY: 'year' });
    const { panels } = layoutOf(plot);
    assert.equal(panels.length, 12);
    assert.deepEqual(headersOf(plot).slice(0, 5), ['a', 'b', 'c', 'd', undefined]);
    assert.deepEqual(
      panels.flatMap(({ beside }) => beside?.text ?? []),
      ['2,019', '2,020', '2,021'],
    );
    assert.equal(layoutOf(plot).facetTitle?.text, 'region × year');
  });

  it('has the values of SQL in each panel: groups, rows and stacks', async () => {
    const groups = await plotOf({ mark: 'bar', x: 'region', y: 'sum(delay)', facetX: 'year' });
    const values = await valuesOf(groups);
    const expected = await rows(
      `SELECT region, year, sum(delay)::DOUBLE AS total FROM (${TRIPS}) GROUP BY region, year`,
    );
    assert.deepEqual(
      sorted(values.map((value) => [value.x, value['facet-x'], value.y])),
      sorted(expected.map(({ region, year, total }) => [region, year, total])),
    );
    const points = await plotOf({ mark: 'point', x: 'hour', y: 'score', facetY: 'region' });
    const counts = await rows(`SELECT region, count(*)::INTEGER AS n FROM (${TRIPS}) GROUP BY region`);
    const drawn = await valuesOf(points);
    for (const { region, n } of counts) assert.equal(drawn.filter((one) => one['facet-y'] === region).length, n);
  });

  it('stacks within a panel, so that the shared axis ends at the highest stack of any panel', async () => {
    const one = await plotOf({ mark: 'bar', x: 'year', y: 'count()', color: 'region', facetX: 'region' });
    const [{ n }] = (await rows(
      `SELECT max(n)::INTEGER AS n FROM (SELECT count(*) AS n FROM (${TRIPS}) GROUP BY region, year)`,
    )) as [{ n: number }];
    const top = Math.max(...layoutOf(one).y.ticks.map(({ label }) => Number(label.replace(/,/g, ''))));
    assert.ok(top >= n * 0.6 && top < 2 * n, `${top} for stacks up to ${n}`);
  });

  it('counts a density in each panel as SQL does', async () => {
    const plot = await plotOf({ mark: 'density', x: 'bin(hour, step=10)', y: 'bin(delay, step=10)', facetX: 'region' });
    const expected = await rows(`SELECT region, floor(hour / 10) * 10 AS x, floor(delay / 10) * 10 AS y,
      count(*)::INTEGER AS n FROM (${TRIPS}) GROUP BY ALL`);
    assert.deepEqual(
      sorted((await valuesOf(plot)).map((value) => [value['facet-x'], value.x, value.y, value.color])),
      sorted(expected.map(({ region, x, y, n }) => [region, x, y, n])),
    );
  });

  it('bins a facet, in the bins that the author asks for', async () => {
    const plot = await plotOf({ mark: 'bar', x: 'region', y: 'count()', facetX: 'bin(delay, step=50)' });
    const expected = await rows(`SELECT floor(delay / 50) * 50 AS bin, region, count(*)::INTEGER AS n
      FROM (${TRIPS}) GROUP BY ALL`);
    assert.deepEqual(
      sorted((await valuesOf(plot)).map((value) => [value['facet-x'], value.x, value.y])),
      sorted(expected.map(({ bin, region, n }) => [bin, region, n])),
    );
    assert.deepEqual(headersOf(plot), ['−50 to 0', '0 to 50', '50 to 100', '100 to 150']);
  });

  it('repeats a layer without the facet in each panel', async () => {
    const plot = await plotOf({
      layers: [
        { mark: 'point', x: 'hour', y: 'delay', facetX: 'region' },
        { mark: 'rule', y: '50', x: '' },
      ],
    });
    assert.equal(layoutOf(plot).panels.length, 4);
    assert.equal((await valuesOf(plot)).filter(({ layer }) => layer === 1).length, 1);
  });
});

describe('panels in words', () => {
  it('names the panels in the description, and titles their values', async () => {
    const one = await plotOf({ mark: 'bar', x: 'region', y: 'count()', facetX: 'year' });
    assert.match(await summaryOf(one), /^12 bars; rows from [\d,]+ to [\d,]+\. 3 panels: year 2,019, 2,020, 2,021\.$/);
    assert.equal(one.view.titleOf('facet-x'), 'year');
    const grid = await plotOf({ mark: 'density', x: 'hour', y: 'delay', facetX: 'many', facetY: 'year' });
    assert.match(await summaryOf(grid), /60 panels: many p0, .* and 8 more; year 2,019, 2,020, 2,021\.$/);
  });
});

describe('hover in panels', () => {
  it('finds the bar of the panel, and names the panel', async () => {
    const plot = await plotOf({ mark: 'bar', x: 'region', y: 'count()', facetX: 'year' });
    const panel = layoutOf(plot).panels[2]!;
    plot.view.hoverLookup!.point({ x: panel.box.width / 8, y: 5, panel: 2 });
    const hover = plot.hovers.at(-1)!;
    const [{ n }] = (await rows(
      `SELECT count(*)::INTEGER AS n FROM (${TRIPS}) WHERE region = 'a' AND year = 2021`,
    )) as [{ n: number }];
    assert.deepEqual(
      hover?.values?.map(({ title, text }) => [title, text]),
      [
        ['year', '2,021'],
        ['region', 'a'],
        ['rows', String(n)],
      ],
    );
    assert.equal(hover?.at.panel, 2);
  });

  it('moves the keyboard cursor from the last bar of a panel to the first of the next', async () => {
    const plot = await plotOf({ mark: 'bar', x: 'region', y: 'count()', facetX: 'year', facetWrap: '3' });
    const hoverLookup = plot.view.hoverLookup!;
    let at = hoverLookup.step(null, 0, 0);
    for (let i = 0; i < 4; i++) at = hoverLookup.step(at, 1, 0);
    assert.equal(at?.panel, 1);
  });
});

describe('brush in a panel', () => {
  it('filters by the range and the panel, as SQL does by its clause', async () => {
    const source = await plotOf({ mark: 'bar', x: 'bin(delay)', y: 'count()', facetX: 'region', brush: 'x' });
    const other = await plotOf({ mark: 'bar', x: 'year', y: 'count()' });
    source.view.brushTo({ x: [20, 60], y: null, panel: 1 });
    const { clause } = source.view.selection!;
    assert.ok(clause?.kind === 'interval');
    assert.deepEqual(
      clause.ranges.map(({ channel, labels }) => [channel, labels]),
      [
        ['x', undefined],
        ['facet-x', ['b']],
      ],
    );
    const { lo, hi } = clause.ranges[0]!;
    const expected = await rows(`SELECT year, count(*)::INTEGER AS n FROM (${TRIPS})
      WHERE region = 'b' AND delay >= ${lo} AND delay < ${hi} GROUP BY year`);
    const counts = (await other.view.counts())!;
    assert.equal(
      counts.counts.reduce((a, b) => a + b),
      expected.reduce((sum, { n }) => sum + (n as number), 0),
    );
    const model = source.models.at(-1)!;
    assert.ok(model.phase === 'ready' && model.shape?.kind === 'brush');
    assert.equal(model.shape.px.panel, 1);
  });

  it('filters a plot with facets, panel by panel', async () => {
    const faceted = await plotOf({ mark: 'bar', x: 'region', y: 'count()', facetX: 'year' });
    const source = await plotOf({ mark: 'bar', x: 'bin(delay)', y: 'count()', brush: 'x' });
    source.view.select({ x: [0, 40] });
    const expected = await rows(`SELECT region, year, count(*)::INTEGER AS n FROM (${TRIPS})
      WHERE delay >= 0 AND delay < 40 GROUP BY ALL`);
    assert.deepEqual(
      sorted((await valuesOf(faceted)).map((value) => [value.x, value['facet-x'], value.y])),
      sorted(expected.map(({ region, year, n }) => [region, year, n])),
    );
  });

  it('keeps a selection in its panel when the plot is resized', async () => {
    const plot = await plotOf({ mark: 'bar', x: 'bin(delay)', y: 'count()', facetX: 'region', brush: 'x' });
    plot.view.brushTo({ x: [20, 60], y: null, panel: 3 });
    const before = JSON.stringify(plot.view.selection!.clause);
    plot.view.resize(300, 500, 1);
    await plot.view.values();
    assert.equal(JSON.stringify(plot.view.selection!.clause), before);
    const model = plot.models.at(-1)!;
    assert.ok(model.phase === 'ready' && model.shape?.kind === 'brush');
    assert.equal(model.shape.px.panel, 3);
  });
});

describe('limits', () => {
  it('draws the largest panels, and says so', async () => {
    const plot = await plotOf({ mark: 'bar', x: 'region', y: 'count()', facetX: 'many' });
    assert.equal(layoutOf(plot).panels.length, 60);
    assert.match(plot.view.note ?? '', /drawn: the 60 largest of 200 values of many/);
  });

  it('leaves out the panels that do not fit, and says how many do and what shows more', async () => {
    const plot = await plotOf({ mark: 'bar', x: 'year', y: 'count()', facetY: "'n' || (hour % 40)" }, [600, 320]);
    const { panels } = layoutOf(plot);
    assert.ok(panels.length >= 3 && panels.length < 40, `${panels.length} panels`);
    for (const { box } of panels) assert.ok(box.height >= 20 && box.y + box.height <= 320 - 30, JSON.stringify(box));
    const note = new RegExp(
      `^${panels.length} of 40 panels of .* fit, those with the most rows: a taller plot shows more`,
    );
    assert.match(plot.view.note ?? '', note);
    assert.match(await summaryOf(plot), new RegExp(` ${panels.length} of 40 panels: `));
    const drawn = new Set((await valuesOf(plot)).map((value) => value['facet-y']));
    assert.deepEqual([...drawn].sort(), headersOf(plot).toSorted(), 'values of these panels alone');

    plot.view.resize(600, 2400, 1);
    await until('all panels', () => layoutOf(plot).panels.length === 40);
    await plot.view.values();
    assert.equal(plot.view.note, null);
    plot.view.resize(600, 320, 1);
    await until('fewer panels', () => layoutOf(plot).panels.length === panels.length);
    assert.deepEqual(sorted([headersOf(plot)]), sorted([panels.map(({ above }) => above?.text)]));
  });

  it('keeps the panel of a selection when others no longer fit, for a brush, a lasso and picks', async () => {
    // Other labels have half as many rows again.
    const [label, least] = ["'n' || (hour % 40)", 'n39'];
    for (const [brush, select] of [
      ['x', (plot, panel) => plot.view.brushTo({ x: [20, 60], y: null, panel })],
      ['lasso', (plot, panel) => plot.view.lasso([[5, 5], [90, 5], [50, 20]], panel)], // prettier-ignore
      ['x', (plot, panel) => plot.view.pick({ x: 30, y: 5, panel }, false)],
    ] as readonly (readonly [string, (plot: NodePlot, panel: number) => void])[]) {
      const marks = brush === 'lasso' ? { mark: 'density', y: 'bin(delay)' } : { mark: 'bar', y: 'count()' };
      const plot = await plotOf({ ...marks, x: 'bin(delay)', facetY: label, brush }, [600, 2400]);
      const panel = headersOf(plot).indexOf(least);
      assert.ok(panel >= 0, `a panel of ${least}`);
      select(plot, panel);
      const before = JSON.stringify(plot.view.selection!.clause);
      plot.view.resize(600, 300, 1);
      await until('fewer panels', () => headersOf(plot).length < 12);
      await plot.view.values();
      const { shape } = readyOf(plot);
      const shown = shape?.kind === 'picked' ? shape.boxes[0] : shape?.kind === 'brush' ? shape.px : shape;
      assert.ok(shown && 'panel' in shown, `${brush}: ${JSON.stringify(shape)}`);
      assert.equal(headersOf(plot)[shown.panel!], least);
      assert.equal(JSON.stringify(plot.view.selection!.clause), before);
    }
  });

  it('draws a selection in no panel if its own is not shown, says so, and keeps its rows', async () => {
    const label = "'n' || (hour % 40)";
    const plot = await plotOf({ mark: 'bar', x: 'bin(delay)', y: 'count()', facetY: label, brush: 'x' }, [600, 320]);
    const shown = headersOf(plot);
    const hidden = Array.from({ length: 40 }, (_, i) => `n${i}`).find((one) => !shown.includes(one))!;
    plot.view.select({ x: [0, 50], 'facet-y': [hidden] });
    assert.deepEqual(readyOf(plot).shape, { kind: 'hidden' });
    const note = new RegExp(`the selection is in a panel that is not shown \\(.*${hidden}\\): Escape clears it`);
    assert.match(plot.view.note ?? '', note);
    assert.match(readyOf(plot).note ?? '', note);
    const other = await plotOf({ mark: 'bar', x: 'region', y: 'count()' });
    const [{ n }] = (await rows(
      `SELECT count(*)::INTEGER AS n FROM (${TRIPS}) WHERE delay >= 0 AND delay < 50 AND ${label} = '${hidden}'`,
    )) as [{ n: number }];
    const total = (await valuesOf(other)).reduce((sum, { y }) => sum + Number(y), 0);
    assert.equal(total, n);
    plot.view.brushTo(null);
    assert.doesNotMatch(readyOf(plot).note ?? '', /selection/);
  });

  it('describes the cells of the panels that fit, not a denser one elsewhere', async () => {
    // 20 labels with 50 rows each, and one with 30 rows in a single cell.
    plots.define(
      'sparse',
      `SELECT CASE WHEN i < 1000 THEN 'p' || (i % 20) ELSE 'q' END AS label, CASE WHEN i < 1000 THEN i % 50 ELSE 7 END AS x,
        CASE WHEN i < 1000 THEN i // 50 ELSE 3 END AS y FROM range(1030) r(i)`,
    );
    const bins = { x: 'bin(x, step=10)', y: 'bin(y, step=5)' };
    const plot = await plotOf({ from: 'sparse', mark: 'density', ...bins, facetY: 'label' }, [600, 320]);
    const among = headersOf(plot)
      .map((label) => `'${label}'`)
      .join();
    const [{ n, most }] = (await rows(`SELECT sum(n)::INTEGER AS n, max(n)::INTEGER AS most FROM
      (SELECT count(*) AS n FROM sparse WHERE label IN (${among}) GROUP BY label, x // 10, y // 5)`)) as [
      { n: number; most: number },
    ];
    assert.ok(most < 30 && !among.includes('q'));
    assert.match(await summaryOf(plot), new RegExp(`^${n} rows; the densest cell holds ${most},`));
  });

  it('draws in the panels that fit what SQL finds for their values, in columns and rows, counts and groups', async () => {
    const skewed = "'n' || least(hour, (hour * 7) % 61)";
    const all = `SELECT *, ${skewed} AS label FROM (${TRIPS})`;
    for (const [marks, x, y] of [
      [{ mark: 'bar', x: 'region', y: 'sum(delay)' }, 'region', 'sum(delay)::DOUBLE'],
      [{ mark: 'bar', x: 'bin(delay, step=50)', y: 'count()' }, 'floor(delay / 50) * 50', 'count(*)::INTEGER'],
    ] as const) {
      const plot = await plotOf({ ...marks, facetX: 'year', facetY: skewed }, [300, 300]);
      const { panels } = layoutOf(plot);
      const kept = panels.flatMap(({ beside }) => beside?.full ?? beside?.text ?? []);
      assert.ok(kept.length > 4 && kept.length < 20 && panels.length === 3 * kept.length);
      const largest = await rows(`SELECT label FROM (${all}) GROUP BY label ORDER BY count(*) DESC, label`);
      assert.deepEqual(
        largest.slice(0, 3).map(({ label }) => kept.includes(label as string)),
        [true, true, true],
      );
      const among = kept.map((label) => `'${label}'`).join();
      const expected = await rows(
        `SELECT year, label, ${x} AS x, ${y} AS y FROM (${all}) WHERE label IN (${among}) GROUP BY year, label, x`,
      );
      const values = await valuesOf(plot);
      assert.deepEqual(
        sorted(values.map((value) => [value['facet-x'], value['facet-y'], value.x, value.y])),
        sorted(expected.map((row) => [row.year, row.label, row.x, row.y])),
      );
      const { box } = panels.at(-1)!;
      plot.view.hoverLookup!.point({ x: box.width / 2, y: 2, panel: panels.length - 1 });
      await until('a hover', () => plot.hovers.at(-1)?.values);
      const texts = plot.hovers.at(-1)?.values?.map(({ text }) => text);
      assert.deepEqual(texts?.slice(0, 2), ['2,021', kept.at(-1)]);
    }
  });

  it('counts the rows that pass a filter in panels that are not shown, in bars of counts and of sums', async () => {
    const skewed = "'n' || least(hour, (hour * 7) % 61)";
    for (const facet of [{ facetX: 'year', facetY: skewed }, { facetY: 'least(hour, (hour * 7) % 61) / 2' }])
      for (const y of ['count()', 'sum(year)']) {
        const plot = await plotOf({ mark: 'bar', x: 'region', y, ...facet }, [300, 200]);
        const hidden = async (where: string): Promise<string> => {
          const shown = layoutOf(plot).panels.flatMap(({ beside, above }) => {
            const header = facet.facetX ? beside : above;
            return header?.full ?? header?.text ?? [];
          });
          const value = facet.facetX ? skewed : facet.facetY;
          const [counted] = await rows(`SELECT count(*)::INTEGER AS n, count(*) FILTER (WHERE
            CAST(${value} AS VARCHAR) NOT IN (${shown.map((one) => `'${facet.facetX ? one : Number(one).toFixed(1)}'`).join()}))::INTEGER AS hidden
            FROM (${TRIPS}) WHERE ${where}`);
          const [n, left] = [counted!.n, counted!.hidden].map((count) => Number(count).toLocaleString('en'));
          return `${left} of ${where === 'TRUE' ? `${n} rows` : `the ${n} rows that pass`} are in panels not shown`;
        };
        const all = await hidden('TRUE');
        await until('all rows', () => plot.view.note?.includes(all));
        assert.ok((await summaryOf(plot)).includes(` ${all}. `), await summaryOf(plot));
        const source = await plotOf({ mark: 'bar', x: 'bin(hour, step=1)', y: 'count()', brush: 'x' });
        for (const [lo, hi] of [
          [51, 52],
          [20, 60],
        ] as const) {
          source.view.select({ x: [lo, hi] });
          const passing = await hidden(`hour >= ${lo} AND hour < ${hi}`);
          await until(passing, () => plot.view.note?.includes(passing));
          const { summary, note } = readyOf(plot);
          assert.ok(note?.includes(passing), note ?? '');
          assert.ok(summary.includes(` ${passing}. `), summary);
          if (hi - lo === 1) assert.match(summary, /^No rows in the panels shown\. /);
        }
        source.view.select(null);
      }
  });

  it('names the column and counts all values where more than 60 values do not fit', async () => {
    const plot = await plotOf({ mark: 'bar', x: 'region', y: 'count()', facetY: 'many' }, [600, 320]);
    const { length } = layoutOf(plot).panels;
    assert.match(plot.view.note ?? '', new RegExp(`^${length} of 200 panels of many fit, `));
    assert.doesNotMatch(plot.view.note ?? '', /largest of/);
    assert.match(await summaryOf(plot), new RegExp(` ${length} of 200 panels: `));
  });

  it('shows that there are no rows if a facet is NULL everywhere, and why', async () => {
    const plot = await open({ mark: 'bar', x: 'region', y: 'count()', facetX: 'nothing' });
    const model = await plot.until('empty');
    assert.ok(model.phase === 'empty');
    assert.match(model.summary, /in no panel: 6,000 rows without a value of nothing/);
  });

  it('counts the rows that are in no panel, for categories, numbers and bins', async () => {
    const [{ n }] = (await rows(`SELECT count(*)::INTEGER AS n FROM (${TRIPS}) WHERE score IS NULL`)) as [
      { n: number },
    ];
    for (const facetX of ['score', "'s' || score", 'score / 2', 'bin(score, step=5)']) {
      const plot = await plotOf({ mark: 'bar', x: 'region', y: 'count()', facetX });
      const note = new RegExp(`in no panel: ${n} rows without a value of `);
      assert.match(plot.view.note ?? '', note, facetX);
    }
    assert.equal((await plotOf({ mark: 'bar', x: 'region', y: 'count()', facetX: 'year' })).view.note, null);
  });

  it('rejects an aggregate as a facet', async () => {
    const { code } = await errorOf({ mark: 'bar', x: 'region', y: 'count()', facetX: 'avg(delay)' });
    assert.equal(code, 'spec/bad-channel');
  });
});

describe('free scales', () => {
  it('trains a scale for each panel', async () => {
    const plot = await plotOf({
      mark: 'point',
      x: 'hour',
      y: "CASE region WHEN 'a' THEN 1000 * delay ELSE delay END",
      facetX: 'region',
      facetScales: 'free-y',
    });
    // In the order of the data: d, b, a, c.
    const [first, , scaled] = layoutOf(plot).panels;
    assert.notDeepEqual(
      first.y.ticks.map(({ label }) => label),
      scaled!.y.ticks.map(({ label }) => label),
    );
    assert.deepEqual(first.x.ticks, scaled!.x.ticks, 'x is shared');
  });

  it('trains x over the values of each panel, of bars in bins and of a density, as SQL finds them', async () => {
    const shifted = 'delay + (year - 2019) * 1000';
    const expected = await rows(`SELECT min(${shifted})::DOUBLE AS lo, max(${shifted})::DOUBLE AS hi FROM (${TRIPS})
      GROUP BY year ORDER BY year`);
    for (const marks of [
      { mark: 'bar', x: `bin(${shifted})`, y: 'count()' },
      { mark: 'density', x: shifted, y: 'hour' },
    ]) {
      const plot = await plotOf({ ...marks, facetX: 'year', facetScales: 'free-x' });
      for (const [i, { lo, hi }] of expected.entries()) {
        const labels = layoutOf(plot).panels[i]!.x.ticks.map(({ label }) =>
          Number(label.replace(/[^\d.−]/g, '').replace('−', '-')),
        );
        assert.ok(
          Math.min(...labels) >= (lo as number) - 100 && Math.max(...labels) <= (hi as number) + 100,
          `${labels}`,
        );
        assert.ok(labels.length >= 2);
      }
    }
  });

  it('are equal if the database counts, because columns do not fit into memory', async () => {
    const attributes = {
      from: 'trips',
      mark: 'density',
      x: 'delay + (year - 2019) * 1000',
      y: 'hour',
      facetX: 'year',
      facetY: 'region',
      facetScales: 'free-x',
    };
    const tight = nodeEngine(plots.database, { memory: { jsBytes: 1000 } });
    void tight.define({ name: 'trips', sql: TRIPS }, {});
    const bySql = await nodePlot(tight, attributes, [600, 400]);
    await bySql.until('ready');
    const [layer] = (await bySql.view.explain())!.layers;
    assert.equal(layer!.by, 'SQL');
    const ticksOfPanels = (plot: NodePlot) => layoutOf(plot).panels.map(({ x }) => x.ticks.map(({ label }) => label));
    assert.deepEqual(ticksOfPanels(bySql), ticksOfPanels(await plotOf(attributes)));
    assert.ok(new Set(ticksOfPanels(bySql).map(String)).size >= 3);
    bySql.dispose();
    await tight.dispose();
  });

  it('hovers over a density on the scale of the panel', async () => {
    const plot = await plotOf({ mark: 'density', x: 'year', y: 'hour', facetX: 'year', facetY: 'region' });
    assert.equal(layoutOf(plot).panels.length, 12);
    const free = await plotOf({
      mark: 'density',
      x: 'delay + (year - 2019) * 1000',
      y: 'hour',
      facetX: 'year',
      facetScales: 'free-x',
    });
    const { box } = layoutOf(free).panels[2]!;
    free.view.hoverLookup!.point({ x: 4, y: box.height / 2, panel: 2 });
    await free.view.values();
    await until('a hover', () => free.hovers.at(-1) != null);
    assert.match(
      free.hovers
        .at(-1)!
        .sides.map(({ text }) => text)
        .join(' '),
      /2,021 .*1,9\d\d/,
    );
  });
});

const fillOf = (paint: RectsPaint | undefined): Uint32Array => paint!.fill as Uint32Array;

describe('filtered bars of panels', () => {
  it('have all rows behind them in the color of the context, unless the author says otherwise', async () => {
    const source = await plotOf({ mark: 'bar', x: 'bin(hour)', y: 'count()', brush: 'x' });
    const counted = { mark: 'bar', x: 'region', y: 'count()', facetX: 'year' } as const;
    const paintsOf = async (attributes: Attributes): Promise<RectsPaint[]> => {
      const plot = await plotOf(attributes);
      source.view.select({ x: [0, 40] });
      await valuesOf(plot);
      const paints = lastFrame().panels[1]!.paints as readonly RectsPaint[];
      source.view.select(null);
      return [...paints];
    };
    const [behind, bars, ...others] = await paintsOf(counted);
    assert.deepEqual(others, []);
    assert.equal(new Set(fillOf(behind)).size, 1);
    assert.notEqual(fillOf(behind)[0], fillOf(bars)[0]);
    assert.ok(behind!.height.every((height, bar) => Math.abs(height) > Math.abs(bars!.height[bar]!)));
    assert.equal((await paintsOf({ ...counted, context: 'off' })).length, 1);
    assert.equal((await paintsOf({ ...counted, y: 'avg(delay)' })).length, 1, 'an average is no part of another');
    assert.equal((await paintsOf({ ...counted, y: 'avg(delay)', context: 'on' })).length, 2);
  });

  it('have it where values add up: sums, counts of values, stacks; not where they are shares or side by side', async () => {
    const source = await plotOf({ mark: 'bar', x: 'bin(hour)', y: 'count()', brush: 'x' });
    for (const [attributes, expected] of [
      [{ x: 'region', y: 'sum(hour)' }, 2],
      [{ x: 'count(hour)', y: 'region' }, 2],
      [{ x: 'count()', y: 'region' }, 2],
      [{ x: 'bin(hour)', y: 'sum(hour)' }, 2],
      [{ x: 'region', y: 'sum(hour)', color: 'year' }, 2],
      [{ x: 'region', y: 'sum(hour)', color: '#f60' }, 2],
      [{ x: 'region', y: 'sum(hour)', color: 'year', stack: 'dodge' }, 1],
      [{ x: 'region', y: 'sum(hour)', color: 'year', stack: 'normalize' }, 1],
      [{ x: 'region', y: 'max(hour)' }, 1],
      [{ x: 'region', y: 'sum(hour)', context: 'off' }, 1],
    ] as const) {
      const plot = await plotOf({ mark: 'bar', ...attributes });
      source.view.select({ x: [0, 12] });
      await valuesOf(plot);
      const paints = lastFrame().panels[0]!.paints as readonly RectsPaint[];
      assert.equal(paints.length, expected, JSON.stringify(attributes));
      if (expected === 2) {
        const lengths = (paint: RectsPaint, side: 'width' | 'height') =>
          paint[side].reduce((sum, one) => sum + Math.abs(one), 0);
        const side = 'y' in attributes && attributes.y === 'region' ? 'width' : 'height';
        assert.ok(lengths(paints[0]!, side) > lengths(paints[1]!, side));
      }
      source.view.select(null);
    }
  });
});
