/**
 * Plots of numbers on log, symlog, square-root and power scales: histogram, plane, brush, lasso, zoom and hover.
 * Kernels and the database count the same as SQL with the same thresholds.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { tableFromIPC } from '@uwdata/flechette';
import type { Engine } from '../../src/engine/engine';
import { parseClauses } from '../../src/engine/grammar/parse-clauses';
import type { NumberScaleSpec } from '../../src/engine/grammar/scale-spec';
import type { CountedBins } from '../../src/engine/plot/plot-model';
import { scaleTexts, type ScaleSpecs } from '../harness/scale-texts';
import { numberScale } from '../../src/engine/scales/scale-for';
import { nodeDatabase, type NodeDatabase } from '../harness/node-database';
import { nodeEngine, nodePlot, type NodePlot } from '../harness/node-engine';

/** Six decades of doubles and of whole numbers, both signs of doubles, and values without a position on a log scale. */
const ROWS = 5000;
const SQL = `SELECT i, exp((i * 7919 % 5000) / 360.0) * 0.01 AS p, exp(abs(sin(i)) * 9) * sign(cos(i * 3)) AS s,
  floor(exp((i * 31 % 5000) / 600.0))::INTEGER AS n,
  CASE i % 10 WHEN 0 THEN 0 WHEN 1 THEN -2.5 WHEN 2 THEN NULL WHEN 3 THEN 'infinity'::DOUBLE WHEN 4 THEN '-infinity'::DOUBLE
    ELSE i / 7.0 END AS odd, (i % 7 - 2)::INTEGER AS few
  FROM range(${ROWS}) r(i)`;
const LOG: NumberScaleSpec = { kind: 'log', base: 10 };
const SPECS: readonly NumberScaleSpec[] = [
  LOG,
  { kind: 'log', base: 2 },
  { kind: 'symlog', constant: 1 },
  { kind: 'sqrt' },
  { kind: 'pow', exponent: 0.3 },
];
const HOWS = [
  ['kernels', 1e9],
  ['SQL', 50],
] as const;
const WIDTH = 400;

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
  plot(attributes: Parameters<typeof nodePlot>[1], scales?: ScaleSpecs): Promise<NodePlot>;
  count(where: string): Promise<number>;
}

function page(jsBytes = 1e9): Page {
  const engine = nodeEngine(database, { memory: { jsBytes } });
  engines.push(engine);
  const from = `scaled${engines.length}`;
  void engine.define({ name: from, sql: SQL }, {});
  return {
    engine,
    from,
    async plot(attributes, scales = {}) {
      const plot = await nodePlot(engine, { from, mark: 'bar', ...attributes, ...scaleTexts(scales) }, [WIDTH, 300]);
      await plot.until('ready');
      return plot;
    },
    async count(where) {
      const answer = await engine.sql(`SELECT count(*) AS n FROM "${from}" WHERE ${where}`);
      return Number(tableFromIPC(answer).getChildAt(0).at(0));
    },
  };
}

/** The SQL condition for the rows of one bin. */
function inside(column: string, [lo, hi]: readonly [number, number]): string {
  return `${column} >= CAST('${lo}' AS DOUBLE) AND ${column} < CAST('${hi}' AS DOUBLE)`;
}

const total = (counts: Uint32Array): number => counts.reduce((sum, count) => sum + count, 0);

/** A plot counted by SQL has no counts while it counts a new domain. */
async function countsOf(plot: NodePlot): Promise<CountedBins> {
  for (;;) {
    const counts = await plot.view.counts();
    if (counts) return counts;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Compares the counts of a plot with SQL, bin by bin. */
async function checkCounts({ engine, from }: Page, plot: NodePlot, columns: readonly string[]): Promise<void> {
  const { edges, counts } = await countsOf(plot);
  const bins = columns.map((column, i) => {
    const whens = edges[i]!.slice(1).map((edge, k) => `WHEN ${inside(column, [edges[i]![k]!, edge])} THEN ${k}`);
    return `CASE ${whens.join(' ')} END AS b${i}`;
  });
  const answer = await engine.sql(
    `SELECT ${columns.map((_, i) => `b${i}::INTEGER`).join(', ')}, count(*)::INTEGER AS n FROM (SELECT ${bins.join(', ')} FROM "${from}")` +
      ` WHERE ${columns.map((_, i) => `b${i} IS NOT NULL`).join(' AND ')} GROUP BY ALL`,
  );
  const expected = new Uint32Array(counts.length);
  for (const row of tableFromIPC(answer).toArray() as Record<string, number>[]) {
    const [x, y = 0, n] = [
      ...Object.values(row).slice(0, -1),
      ...(columns.length === 1 ? [0] : []),
      Object.values(row).at(-1)!,
    ];
    expected[y * (edges[0]!.length - 1) + x!] = n!;
  }
  assert.deepEqual(counts, expected, columns.join());
  assert.ok(total(counts) > 0);
}

for (const [how, jsBytes] of HOWS) {
  describe(`counted by ${how}`, () => {
    for (const spec of SPECS) {
      const name = JSON.stringify(spec);
      it(`counts a histogram on ${name}, zoomed, and brushed, and selects the same rows in SQL`, async () => {
        const one = page(jsBytes);
        const column = spec.kind === 'log' ? 'p' : 's';
        const plot = await one.plot({ x: `bin(${column})`, brush: 'x', zoom: 'x' }, { x: spec });
        const other = await one.plot({ x: 'bin(i)' });
        assert.equal(total((await countsOf(plot)).counts), ROWS);
        await checkCounts(one, plot, [column]);

        for (const move of [
          () => plot.view.zoomAt({ x: 0.7 }, 0.4),
          () => plot.view.panBy({ x: -0.3 }),
          () => plot.view.zoomAt({ x: 0.2 }, 0.1),
        ]) {
          move();
          plot.view.settle();
          await checkCounts(one, plot, [column]);
        }
        const [lo, hi] = plot.view.domain!.x!;
        const { layout } = plot.models.findLast((model) => model.phase === 'ready')!;
        plot.view.brushTo({ x: [30, 120], y: null });
        const { clause } = plot.view.selection!;
        assert.equal(clause!.kind, 'interval');
        const scale = numberScale([lo, hi], false, spec);
        const { ranges } = plot.view.selection!;
        assert.deepEqual(
          [ranges[0]!.lo, ranges[0]!.hi],
          [30, 120].map((pixel) => scale.invert(pixel / layout.box.width)),
          'a brush selects what its pixels show',
        );
        const selected = await one.count(one.engine.selection(one.from).toSQL(one.from));
        assert.equal(selected, await one.count(inside(column, [ranges[0]!.lo, ranges[0]!.hi])));
        assert.ok(selected > 0 && selected < ROWS);
        assert.equal(total((await countsOf(other)).counts), selected);
      });
    }

    it('counts a plane on two scales, zoomed, and under a lasso', async () => {
      const one = page(jsBytes);
      const scales: ScaleSpecs = { x: LOG, y: { kind: 'symlog', constant: 1 } };
      const plane = await one.plot({ mark: 'density', x: 'p', y: 's', brush: 'lasso', zoom: 'xy' }, scales);
      const other = await one.plot({ x: 'bin(i)' });
      await checkCounts(one, plane, ['p', 's']);
      plane.view.zoomAt({ x: 0.5, y: 0.3 }, 0.5);
      plane.view.settle();
      await checkCounts(one, plane, ['p', 's']);

      const corners = [
        [20, 30],
        [250, 60],
        [200, 200],
        [90, 120],
      ] as const;
      plane.view.lasso(corners);
      const { clause } = plane.view.selection!;
      assert.equal(clause!.kind, 'polygon');
      const sql = one.engine.selection(one.from).toSQL(one.from);
      const selected = await one.count(sql);
      assert.ok(selected > 20 && selected < ROWS, String(selected));
      assert.equal(total((await countsOf(other)).counts), selected);

      // Exactly the rows whose pixel lies inside the lasso, by the even-odd rule.
      const { layout } = plane.models.findLast((model) => model.phase === 'ready')!;
      const { x, y } = plane.view.domain!;
      const [sx, sy] = [
        numberScale(x!, false, scales.x as NumberScaleSpec),
        numberScale(y!, false, scales.y as NumberScaleSpec),
      ];
      const answer = tableFromIPC(await one.engine.sql(`SELECT p, s FROM "${one.from}"`)).toArray() as {
        p: number;
        s: number;
      }[];
      const enclosed = answer.filter(({ p, s }) => {
        const [px, py] = [sx.position(p) * layout.box.width, sy.position(s) * layout.box.height];
        if (!(px >= 0 && px < layout.box.width && py >= 0 && py < layout.box.height)) return false;
        const [cx, cy] = [Math.floor(px) + 0.5, Math.floor(py) + 0.5];
        let isInside = false;
        corners.forEach(([x0, y0], k) => {
          const [x1, y1] = corners[(k + 1) % corners.length]!;
          if (y0 <= cy !== y1 <= cy && cx >= x0 + ((cy - y0) / (y1 - y0)) * (x1 - x0)) isInside = !isInside;
        });
        return isInside;
      });
      assert.equal(selected, enclosed.length);

      // Its JSON selects the same rows on this page, on another page, and after a zoom.
      const kept: unknown = JSON.parse(JSON.stringify(one.engine.selection(one.from)));
      assert.deepEqual(parseClauses((kept as { clauses: unknown }).clauses), [clause]);
      plane.view.zoomAt({ x: 0.1, y: 0.1 }, 3);
      plane.view.settle();
      assert.equal(total((await countsOf(other)).counts), selected);
      one.engine.selection(one.from).clear();
      assert.equal(total((await countsOf(other)).counts), ROWS);
      one.engine.selection(one.from).restore((kept as { clauses: unknown }).clauses);
      assert.equal(total((await countsOf(other)).counts), selected);
      assert.equal(one.engine.selection(one.from).toSQL(one.from), sql);
      assert.equal(plane.view.selection!.clause?.kind, 'polygon', 'the plot draws it again');
    });

    it('leaves out values without a position on a log scale, and counts them in the note', async () => {
      const one = page(jsBytes);
      const odd = await one.plot({ x: 'bin(odd)' }, { x: LOG });
      assert.match(
        odd.view.note!,
        /not drawn: 1,000 infinite values of odd, 1,000 values ≤ 0 of odd, which a log scale can't show, 500 rows without a value of odd$/,
      );
      assert.equal(total((await countsOf(odd)).counts), 2500);
      await checkCounts(one, odd, ['odd']);
      const few = await one.plot({ x: 'bin(few)' }, { x: LOG });
      assert.match(few.view.note!, /values ≤ 0 of few/);
      const { edges, counts } = await countsOf(few);
      assert.deepEqual(edges[0], [1, 2, 3, 4, 5]);
      assert.equal(total(counts), await one.count('few > 0'));
      const none = nodePlot(one.engine, { from: one.from, mark: 'bar', x: 'bin(-p)', ...scaleTexts({ x: LOG }) });
      const empty = await (await none).until('empty');
      assert.match(
        empty.phase === 'empty' ? empty.summary : '',
        /^No rows to show \(.*not drawn: 5,000 values ≤ 0 of -p/,
      );
      for (const plot of [odd, few]) assert.doesNotMatch(JSON.stringify(plot.models), /NaN/);
    });

    it('bins whole numbers on a log axis at whole numbers', async () => {
      const one = page(jsBytes);
      const plot = await one.plot({ x: 'bin(n)' }, { x: LOG });
      const { edges } = await countsOf(plot);
      assert.ok(edges[0]!.every(Number.isInteger));
      await checkCounts(one, plot, ['n']);
      const plane = await one.plot({ mark: 'density', x: 'n', y: 'p' }, { x: LOG, y: LOG });
      await checkCounts(one, plane, ['n', 'p']);
    });
  });
}

it('a click picks a bar of a log axis, and pointing at it reads its bin', async () => {
  const one = page();
  const plot = await one.plot({ x: 'bin(p)', brush: 'x' }, { x: LOG });
  const other = await one.plot({ x: 'bin(i)' });
  const { edges, counts } = await countsOf(plot);
  const { layout } = plot.models.findLast((model) => model.phase === 'ready')!;
  const scale = numberScale(plot.view.domain!.x!, false, LOG);
  const at = { x: scale.position(Math.sqrt(edges[0]![5]! * edges[0]![6]!)) * layout.box.width, y: 1 };
  plot.view.pick(at, false);
  assert.equal(total((await countsOf(other)).counts), counts[5]);
  assert.equal(await one.count(one.engine.selection(one.from).toSQL(one.from)), counts[5]);
  const stepped = plot.view.hoverLookup!.step(at, 1, 0)!;
  assert.ok(
    stepped.x > scale.position(edges[0]![6]!) * layout.box.width &&
      stepped.x < scale.position(edges[0]![7]!) * layout.box.width,
  );
});

it('plots of a zoom group share domains only between axes with the same kind of scale', async () => {
  const one = page();
  const [a, b, linear] = await Promise.all([
    one.plot({ x: 'bin(p)', zoom: 'x', zoomGroup: 'g' }, { x: LOG }),
    one.plot({ x: 'bin(p * 2)', zoom: 'x', zoomGroup: 'g' }, { x: LOG }),
    one.plot({ x: 'bin(p)', zoom: 'x', zoomGroup: 'g' }),
  ]);
  const before = linear!.view.domain;
  a!.view.zoomAt({ x: 0.5 }, 0.25);
  assert.deepEqual(b!.view.domain, a!.view.domain);
  assert.deepEqual(linear!.view.domain, before);
  a!.view.show({ x: [-5, 10] });
  assert.ok(a!.view.domain!.x![0] > 0, 'a part that a log scale can show');
  a!.view.show({ x: null });
});

it('rejects a scale that does not fit the type of the column', async () => {
  const one = page();
  const error = async (x: string, scales: ScaleSpecs, mark = 'bar', y: string | null = null): Promise<string> => {
    const plot = await nodePlot(one.engine, { from: one.from, mark, x, y, ...scaleTexts(scales) });
    const model = await plot.until('error');
    return model.phase === 'error' ? `${model.error.code}: ${model.error.message}` : '';
  };
  assert.match(await error("i::VARCHAR || 'a'", { x: LOG }), /^plan\/wrong-scale: .*text or booleans/);
  assert.match(
    await error("DATE '2024-01-01' + i::INTEGER", { x: { kind: 'sqrt' } }),
    /^plan\/wrong-scale: .*dates or times/,
  );
  assert.match(await error('p', { x: { kind: 'band', order: ['a'] } }), /^plan\/wrong-scale: .*numbers/);
  assert.match(await error('bin(p, step=2)', { x: LOG }, 'density', 's'), /^plan\/wrong-scale: .*step=2/);
});
