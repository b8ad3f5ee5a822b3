/** Pies: slices compared with SQL, categories beyond the largest, and a filter by the legend. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DrawnValue } from '../../src/engine/plot/drawn-values';
import type { PointPx } from '../../src/engine/inspect/hover';
import type { NodePlot } from '../harness/node-engine';
import { until } from '../harness/patience.mjs';
import { readyOf, summaryOf, usePlots, valuesOf } from '../harness/plots';

const SALES = `SELECT 'r' || (i % 12) AS region, (i % 12) * (1 + i // 12) AS amount FROM range(120) r(i)`;
const plots = usePlots({ sales: SALES }, { from: 'sales', mark: 'arc' });
const { errorOf, plotOf, rows } = plots;

describe('a pie', () => {
  it('has the largest categories, summed as by SQL, and one slice for all others', async () => {
    const plot = await plotOf({ theta: 'sum(amount)', color: 'region' });
    const values = await valuesOf(plot);
    const expected = await rows(
      `SELECT region AS color, sum(amount)::DOUBLE AS theta FROM sales GROUP BY 1 ORDER BY theta DESC LIMIT 8`,
    );
    const byColor = (a: { color?: unknown }, b: { color?: unknown }): number =>
      String(a.color) < String(b.color) ? -1 : 1;
    const own = values.filter(({ color }) => color !== 'other').map(({ color, theta }) => ({ color, theta }));
    assert.deepEqual(own.sort(byColor), expected.sort(byColor));
    const [all] = await rows('SELECT sum(amount)::DOUBLE AS total FROM sales');
    assert.equal(
      values.reduce((sum, { theta }) => sum + (theta as number), 0),
      all!.total,
    );
    assert.equal(values.filter(({ color }) => color === 'other').length, 1);
  });

  it('has no axes, fills the plot, and describes shares', async () => {
    const plot = await plotOf({ theta: 'sum(amount)', color: 'region', legend: 'off' });
    assert.match(await summaryOf(plot), /^9 slices; the largest is r11 with 16\.7%\.$/);
    const { layout } = readyOf(plot);
    assert.deepEqual([layout.isBare, layout.box], [true, { x: 8, y: 8, width: 384, height: 284 }]);
    const edge = await plotOf({ theta: 'sum(amount)', color: 'region', legend: 'off', axes: 'off' });
    await edge.until('ready');
    assert.deepEqual(readyOf(edge).layout.box, { x: 1, y: 1, width: 398, height: 298 }, 'axes="off" leaves no margin');
  });

  it('says so when it has no slice, and names the slice of NULL', async () => {
    const zeros = await plotOf({ theta: 'sum(0)', color: 'region' });
    assert.match(await summaryOf(zeros), /^9 slices; none is drawn, because no value is above 0\.$/);
    assert.equal(readyOf(zeros).note, 'no slice is drawn: every value of sum of 0 is 0');
    const nulls = await plotOf({ theta: 'count()', color: "CASE WHEN region = 'r1' THEN region END" });
    assert.match(await summaryOf(nulls), /^2 slices; the largest is no value with 91\.7%\.$/);
  });

  it('selects NULL by a click on its slice, by its entry of the legend and by value, with the same clause', async () => {
    const color = "CASE WHEN region < 'r5' THEN region END";
    const pie = await plotOf({ theta: 'count()', color });
    const points = await plotOf({ mark: 'bar', x: 'region', y: 'count()' });
    const regions = async (): Promise<string> =>
      (await valuesOf(points))
        .map(({ x }) => x)
        .sort()
        .join(' ');
    const [all, nulls] = (
      await Promise.all(
        ['TRUE', `(${color}) IS NULL`].map((where) =>
          rows(`SELECT DISTINCT region FROM sales WHERE ${where} ORDER BY 1`),
        ),
      )
    ).map((found) => found.map(({ region }) => region).join(' '));
    const entry = readyOf(pie).legend[0]!.entries.find(({ label }) => label === 'no value')!;
    const { box } = readyOf(pie).layout;
    // The slice of NULL is the largest, so it begins at 12 o'clock.
    const at: PointPx = { x: box.width / 2 + 20, y: box.height / 2 + 60 };
    pie.view.hoverLookup!.point(at);
    assert.match(JSON.stringify(pie.hovers.at(-1)!.values), /"no value"/);
    pie.view.pick(at, false);
    const { clauses } = plots.engine.selection('sales');
    assert.deepEqual(
      clauses.map((clause) => clause.kind === 'points' && clause.boxes.map(([range]) => range!.labels)),
      [[[null]]],
    );
    await until('the rows without a value', async () => (await regions()) === nulls);
    assert.equal((await valuesOf(pie)).length, (await rows(`SELECT DISTINCT (${color}) AS c FROM sales`)).length);
    assert.deepEqual(litOf(pie), ['no value']);
    pie.view.legendActions!.toggle('color', entry.value, false);
    await until('all rows', async () => (await regions()) === all);
    pie.view.legendActions!.toggle('color', entry.value, false);
    assert.deepEqual(plots.engine.selection('sales').clauses, clauses);
    assert.deepEqual(litOf(pie), ['no value']);
    await until('the rows without a value', async () => (await regions()) === nulls);
    plots.engine.selection('sales').restore(JSON.parse(JSON.stringify(clauses)));
    assert.equal(pie.view.selection!.clause?.kind, 'points', 'the pie claims its clause');
    await until('the rows without a value', async () => (await regions()) === nulls);
    pie.view.legendActions!.clear('color');
    await until('all rows', async () => (await regions()) === all);
    pie.view.select({ color: [null, 'r0'] });
    assert.deepEqual(litOf(pie).toSorted(), ['no value', 'r0']);
    const [{ both }] = (await rows(`SELECT string_agg(region, ' ' ORDER BY region) AS both FROM
      (SELECT DISTINCT region FROM sales WHERE (${color}) IS NULL OR region = 'r0')`)) as [{ both: string }];
    await until('both', async () => (await regions()) === both);
    assert.throws(() => points.view.select({ x: [null, 'r0'] }), /Rows without a value have no place on x/);
    pie.view.select(null);
  });

  it('adds the slice of NULL to the slices picked before', async () => {
    const color = "CASE WHEN region < 'r5' THEN region END";
    const pie = await plotOf({ theta: 'count()', color });
    const bars = await plotOf({ mark: 'bar', x: 'region', y: 'count()' });
    await valuesOf(pie);
    const { box } = readyOf(pie).layout;
    const nulls: PointPx = { x: box.width / 2 + 20, y: box.height / 2 + 60 };
    const found = Array.from({ length: 60 }, (_, i): { at: PointPx; label: string | undefined } => {
      const angle = (i / 60) * 2 * Math.PI;
      const at = { x: box.width / 2 + 60 * Math.sin(angle), y: box.height / 2 + 60 * Math.cos(angle) };
      pie.view.hoverLookup!.point(at);
      const texts = pie.hovers.at(-1)?.values?.map(({ text }) => text) ?? [];
      return { at, label: texts.find((text) => /^r\d$/.test(text)) };
    });
    const { at, label } = found.find((one) => one.label !== undefined)!;
    pie.view.pick(at, false);
    pie.view.pick(nulls, true);
    const [{ n }] = (await rows(`SELECT count(*)::INTEGER AS n FROM sales
      WHERE (${color}) IS NULL OR region = '${label!}'`)) as [{ n: number }];
    const counted = async (): Promise<number> => (await valuesOf(bars)).reduce((sum, { y }) => sum + (y as number), 0);
    await until('both slices', async () => (await counted()) === n);
    pie.view.legendActions!.clear('color');
  });

  it('keeps all slices when a click in its legend or in that of another plot selects some, and marks them', async () => {
    const plot = await plotOf({ theta: 'count()', color: 'region' });
    const bars = await plotOf({ mark: 'bar', x: 'region', y: 'count()', color: 'region' });
    const points = await plotOf({ mark: 'bar', x: 'amount', y: 'count()' });
    const count = async () => (await valuesOf(points)).reduce((sum, { y }) => sum + (y as number), 0);
    const slices = await valuesOf(plot);
    plot.view.legendActions!.toggle('color', -1, false);
    await until('the four regions of the shared slice', async () => (await count()) === 40);
    assert.deepEqual(await valuesOf(plot), slices);
    assert.deepEqual([litOf(plot), litOf(bars)], [['other'], ['other']]);
    const { value } = readyOf(bars).legend[0]!.entries[0]!;
    bars.view.legendActions!.toggle('color', value, false);
    await until('one region', async () => (await count()) === 10);
    assert.deepEqual(await valuesOf(plot), slices);
    assert.deepEqual([litOf(plot), litOf(bars)], [['r0'], ['r0']]);
    bars.view.legendActions!.clear('color');
    assert.equal(plot.view.selection!.clause, null);
    await until('all rows', async () => (await count()) === 120);
  });
});

/** The entries that the legend of color does not fade. */
const litOf = (plot: NodePlot) =>
  readyOf(plot)
    .legend[0]!.entries.filter(({ muted }) => !muted)
    .map(({ label }) => label);

describe('the legend of a pie', () => {
  const entries = (plot: NodePlot) =>
    readyOf(plot).legend.flatMap((legend) => legend.entries.map(({ label }) => label));

  it('has the slices in their order', async () => {
    const plot = await plotOf({ theta: 'sum(amount)', color: 'region' });
    const expected = (await rows(`SELECT region FROM sales GROUP BY 1 ORDER BY sum(amount) DESC LIMIT 8`)).map(
      ({ region }) => region,
    );
    assert.deepEqual(entries(plot), [...expected, 'other']);
    const listed = await plotOf({ theta: 'sum(amount)', color: 'region', sort: '["r9", "r4", "r11"]' });
    assert.deepEqual(entries(listed).slice(0, 3), ['r9', 'r4', 'r11']);
    assert.equal(entries(listed).at(-1), 'other');
  });

  it('has as many as the limit, in the first colors', async () => {
    const plot = await plotOf({ theta: 'sum(amount)', color: 'region', limit: '3' });
    assert.deepEqual(entries(plot), ['r11', 'r10', 'r9', 'other']);
    assert.deepEqual(
      (await valuesOf(plot)).map(({ color }) => color),
      ['r9', 'r10', 'r11', 'other'],
    );
    const all = await plotOf({ from: 'sales', mark: 'bar', x: 'region', y: 'count()', color: 'region' });
    const colors = (one: NodePlot) => readyOf(one).legend[0]!.entries.map(({ color }) => color);
    assert.deepEqual([...colors(plot).slice(0, 3)].sort(), [...colors(all).slice(0, 3)].sort());
  });

  it('follows a filter once the user pauses', async () => {
    const plot = await plotOf({ theta: 'sum(amount)', color: 'region' });
    const bars = await plotOf({ mark: 'bar', x: 'bin(amount)', y: 'count()', brush: 'x' });
    bars.view.select({ x: [0, 20] });
    const expected = (
      await rows(`SELECT region, sum(amount) AS s FROM sales WHERE amount < 20 GROUP BY 1 ORDER BY s DESC, region`)
    ).map(({ region }) => region);
    const kept = new Set(entries(plot));
    const wanted = expected.filter((region) => kept.has(region as string));
    await until('the legend', () => entries(plot)[0] === wanted[0]);
  });

  it('refuses a limit of values that don’t add up, or of too many colors', async () => {
    assert.equal((await errorOf({ theta: 'avg(amount)', color: 'region', limit: '3' })).code, 'plan/unsupported');
    assert.match((await errorOf({ theta: 'sum(amount)', color: 'region', limit: '9' })).message, /at most 8/);
  });
});

describe('the shares of a pie', () => {
  const texts = (plot: NodePlot) => readyOf(plot).texts.map(({ text }) => text);

  it('are written in the slices that have room, in the format of the author', async () => {
    const sums = (await rows('SELECT sum(amount)::DOUBLE AS s FROM sales GROUP BY region ORDER BY s DESC')).map(
      ({ s }) => s as number,
    );
    const total = sums.reduce((sum, one) => sum + one);
    const shares = [...sums.slice(0, 8), total - sums.slice(0, 8).reduce((sum, one) => sum + one)].map(
      (one) => one / total,
    );
    for (const [textFormat, digits] of [
      [null, 0],
      ['.2%', 2],
    ] as const) {
      const plot = await plotOf({ theta: 'sum(amount)', color: 'region', textFormat });
      await valuesOf(plot);
      const { width, height } = readyOf(plot).layout.box;
      // A text takes 32 pixels of an arc at two thirds of the radius.
      const radius = 0.68 * 0.49 * Math.min(width, height);
      const withRoom = shares.filter((share) => share * 2 * Math.PI * radius >= 32);
      assert.ok(withRoom.length > 0 && withRoom.length < shares.length + 1);
      const expected = withRoom.map((share) => `${(100 * share).toFixed(digits)}%`);
      assert.deepEqual(texts(plot).sort(), expected.sort());
    }
    const small = await plotOf({ theta: 'sum(amount)', color: 'region', legend: 'off' }, [120, 100]);
    await valuesOf(small);
    assert.deepEqual(texts(small), []);
  });

  it('can be left out, and make way for texts', async () => {
    const off = await plotOf({ theta: 'sum(amount)', color: 'region', textFormat: 'off' });
    await valuesOf(off);
    assert.deepEqual(texts(off), []);
    const both = await plotOf({
      theta: 'sum(amount)',
      color: 'region',
      layers: [{ mark: 'arc' }, { mark: 'text', text: 'sum(amount)' }],
    });
    await valuesOf(both);
    assert.ok(texts(both).length > 3 && texts(both).every((text) => !text.includes('%')));
    const thin = await plotOf({ theta: 'sum(amount)', color: 'region', innerRadius: '0.9' });
    await valuesOf(thin);
    assert.deepEqual(texts(thin), []);
    assert.equal(
      (await errorOf({ theta: 'count()', color: 'region', textFormat: 'nonsense' })).code,
      'spec/bad-format',
    );
  });
});

describe('a picked slice', () => {
  const sumOf = async (plot: NodePlot) =>
    (await valuesOf(plot)).reduce((sum, { y, theta }) => sum + Number(y ?? theta), 0);
  /** The places of a pie's slices by their labels: the largest first, the shared one last. */
  async function slicesOf(plot: NodePlot): Promise<Map<string, PointPx>> {
    const { width, height } = readyOf(plot).layout.box;
    const values = [...(await valuesOf(plot))];
    const rank = (one: DrawnValue): number => (one.color === 'other' ? Infinity : -Number(one.theta));
    values.sort((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)));
    const total = values.reduce((sum, { theta }) => sum + Number(theta), 0);
    let sum = 0;
    return new Map(
      values.map(({ color, theta }) => {
        const angle = (2 * Math.PI * (sum + Number(theta) / 2)) / total;
        sum += Number(theta);
        const radius = height / 4;
        return [
          String(color),
          { x: width / 2 + radius * Math.sin(angle), y: height / 2 + radius * Math.cos(angle) },
        ] as const;
      }),
    );
  }
  /** The opacity of the picture at a place of the pie. */
  const alphaAt = (plot: NodePlot, { x, y }: PointPx): number => {
    const { box } = readyOf(plot).layout;
    const { image, ...corner } = plot.canvas()!.images.at(-1)!;
    const [column, row] = [Math.round(box.x + x - corner.x), Math.round(box.y + box.height - y - corner.y)];
    return image.data[4 * (row * image.width + column) + 3]!;
  };

  it('selects the category of its color: a click alone, Shift adds, again clears', async () => {
    const pie = await plotOf({ theta: 'count()', color: 'region' });
    const bars = await plotOf({ mark: 'bar', x: 'region', y: 'count()' });
    const whole = await sumOf(bars);
    const slices = await slicesOf(pie);
    const pick = async (label: string, add: boolean) => pie.view.pick(slices.get(label)!, add);
    await pick('r3', false);
    assert.equal(await sumOf(bars), 10);
    assert.deepEqual(litOf(pie), ['r3']);
    assert.equal(await sumOf(pie), whole, 'its own selection does not filter a pie');
    const wholePanel = { kind: 'picked', boxes: [{ x: null, y: null }] };
    assert.deepEqual(readyOf(pie).shape, wholePanel, 'nothing is veiled: the other slices are faint');
    await pick('r0', true);
    assert.equal(await sumOf(bars), 20);
    assert.deepEqual(readyOf(pie).shape, wholePanel, 'also around several slices');
    const { clause } = pie.view.selection!;
    assert.ok(clause?.kind === 'points');
    assert.deepEqual(
      clause.boxes.map(([range]) => range!.labels),
      [['r3'], ['r0']],
    );
    await pick('r3', true);
    assert.equal(await sumOf(bars), 10);
    await pick('r0', false);
    assert.equal(await sumOf(bars), whole);
    await pick('r3', false);
    await pick('r0', true);
    await pick('r3', false);
    assert.equal(await sumOf(bars), 10, 'of several, a click keeps only its own');
    await pick('r3', false);
    await pick('other', false);
    assert.equal(await sumOf(bars), 40, 'all categories of the shared slice');
    pie.view.pick({ x: 1, y: 1 }, false);
    assert.equal(await sumOf(bars), whole, 'a click beside the pie clears');
  });

  it('keeps its color, and the others fade; a script and a saved clause select it too', async () => {
    const pie = await plotOf({ theta: 'count()', color: 'region' });
    const bars = await plotOf({ mark: 'bar', x: 'region', y: 'count()' });
    pie.view.select({ color: ['r2', 'r5'] });
    assert.equal(await sumOf(bars), 20);
    const slices = await slicesOf(pie);
    const opaque = () => [...slices].filter(([, at]) => alphaAt(pie, at) > 200).map(([label]) => label);
    assert.deepEqual(opaque().sort(), ['r2', 'r5']);
    pie.view.select(null);
    await valuesOf(pie);
    assert.equal(opaque().length, 9);
    assert.throws(() => bars.view.select({ color: ['r2'] }), /Only slices of a pie/);
  });

  it('of NULL filters by kernels, also where the column has no key for NULL', async () => {
    const color = "CASE WHEN region < 'r5' THEN region END";
    for (const theta of ['count()', 'amount']) {
      const pie = await plotOf({ theta, color });
      const bars = await plotOf({ mark: 'bar', x: 'region', y: 'count()' });
      for (const picked of [[null], [null, 'r1'], [null, 'r1', 'r2']]) {
        pie.view.select({ color: picked });
        const labels = picked.flatMap((label) => (label === null ? [] : [`'${label}'`]));
        const [{ n }] = (await rows(`SELECT count(*)::INTEGER AS n FROM sales
          WHERE (${color}) IS NULL OR region IN (${labels.join() || 'NULL'})`)) as [{ n: number }];
        assert.equal(await sumOf(bars), n, `${theta}: ${picked.join()}`);
      }
      pie.view.select(null);
    }
  });

  it('follows the keyboard cursor', async () => {
    const pie = await plotOf({ theta: 'count()', color: 'region' });
    const bars = await plotOf({ mark: 'bar', x: 'region', y: 'count()' });
    const cursor = pie.view.hoverLookup!.step(null, 0, 0);
    assert.ok(cursor);
    pie.view.pick(cursor, false);
    assert.ok((await sumOf(bars)) < 120);
    const cleared = { ...cursor };
    pie.view.pick(cleared, false);
    assert.equal(await sumOf(bars), 120);
  });
});

describe('a pie that is removed', () => {
  const rowsIn = async (bars: NodePlot): Promise<number> =>
    (await valuesOf(bars)).reduce((sum, { y }) => sum + (y as number), 0);
  for (const how of ['legend', 'value'] as const)
    it(`takes along what was selected by ${how}`, async () => {
      const pie = await plotOf({ theta: 'count()', color: 'region' });
      const bars = await plotOf({ mark: 'bar', x: 'region', y: 'count()' });
      if (how === 'legend') pie.view.legendActions!.toggle('color', 2, false);
      else pie.view.select({ color: ['r1'] });
      assert.equal(await rowsIn(bars), 10);
      pie.dispose();
      assert.equal(await rowsIn(bars), 120);
    });
});

describe('a pie of numbers', () => {
  it('has whole numbers as categories: limited, in the legend, and picked', async () => {
    const pie = await plotOf({ theta: 'sum(amount)', color: 'amount % 12', limit: '3' });
    const expected = await rows(`SELECT (amount % 12)::VARCHAR AS color, sum(amount)::DOUBLE AS theta FROM sales
      GROUP BY 1 ORDER BY 2 DESC LIMIT 3`);
    const values = await valuesOf(pie);
    assert.deepEqual(
      values
        .filter(({ color }) => color !== 'other')
        .map(({ color }) => color)
        .sort(),
      expected.map(({ color }) => color).sort(),
    );
    assert.equal(values.length, 4);
    assert.equal(readyOf(pie).legend[0]!.title, 'amount % 12');
    assert.equal(readyOf(pie).note, null);
    const bars = await plotOf({ mark: 'bar', x: 'region', y: 'count()' });
    const [{ color }] = expected as [{ color: string }];
    pie.view.select({ color: [color] });
    assert.deepEqual(litOf(pie), [color]);
    const [{ n }] = (await rows(`SELECT count(*)::INTEGER AS n FROM sales WHERE amount % 12 = ${color}`)) as [
      { n: number },
    ];
    assert.equal(
      (await valuesOf(bars)).reduce((sum, { y }) => sum + Number(y), 0),
      n,
    );
  });

  it('has booleans as categories', async () => {
    const pie = await plotOf({ theta: 'count()', color: 'amount > 20' });
    assert.deepEqual((await valuesOf(pie)).map(({ color }) => color).sort(), ['false', 'true']);
    pie.view.select({ color: [true] });
    assert.deepEqual(litOf(pie), ['true']);
  });

  it('has categories also if the color ends in a comment', async () => {
    const pie = await plotOf({ theta: 'count()', color: 'amount % 3 -- parts' });
    const { entries } = readyOf(pie).legend[0]!;
    assert.deepEqual(entries.map(({ label }) => label).sort(), ['0', '1', '2']);
  });

  it('keeps a ramp if the color has a domain or a format, or the plot has other slices or no slices', async () => {
    const pies = [
      { colorDomain: '0, 50' },
      { colorFormat: '.1f' },
      { series: 'region' },
      { mark: 'point', x: 'region', y: '1' },
    ];
    for (const attributes of pies) {
      const theta = 'mark' in attributes ? {} : { theta: 'count()' };
      const plot = await plotOf({ color: 'amount', ...theta, ...attributes });
      assert.ok(readyOf(plot).legend[0]!.ramp, JSON.stringify(attributes));
    }
  });

  it('frees the columns of its numbers', async () => {
    const pie = await plotOf({ theta: 'count()', color: 'amount % 17' });
    plots.engine.trim();
    const columns = plots.engine.memory.report().owners.flatMap(({ column }) => column ?? []);
    assert.deepEqual(columns, ['CAST(amount % 17 AS VARCHAR)']);
    pie.dispose();
  });

  it('keeps a ramp where the author asks for one, or for other values, and says what has no effect', async () => {
    const ramp = await plotOf({ theta: 'count()', color: 'amount', colorScale: 'sequential' });
    assert.ok(readyOf(ramp).legend[0]!.ramp);
    assert.equal(readyOf(ramp).note, null);
    const fractions = await plotOf({ theta: 'count()', color: '(amount / 7.0)::DOUBLE', limit: '3' });
    assert.match(
      readyOf(fractions).note!,
      /^limit has no effect, because .* has numbers, not categories; color="CAST\(/,
    );
    const unlimited = await plotOf({ theta: 'count()', color: '(amount / 7.0)::DOUBLE' });
    assert.equal(readyOf(unlimited).note, null);
    const { box } = readyOf(unlimited).layout;
    unlimited.view.pick({ x: box.width / 2 + 30, y: box.height / 2 + 30 }, false);
    assert.match(readyOf(unlimited).note!, /^a click selects no slice, because .* has numbers, not categories/);
    unlimited.view.update({ from: 'sales', mark: 'arc', theta: 'sum(amount)', color: '(amount / 7.0)::DOUBLE' });
    await unlimited.until('ready');
    assert.equal(readyOf(unlimited).note, null, 'the click was on the earlier slices');
    const bins = await plotOf({ theta: 'count()', color: 'bin(amount)', limit: '3' });
    assert.equal(readyOf(bins).note, 'limit has no effect, because amount has numbers, not categories');
    const dates = await plotOf({ theta: 'count()', color: "DATE '2024-01-01' + amount::INTEGER", limit: '3' });
    assert.match(readyOf(dates).note!, /^limit has no effect, because .* has times/);
  });
});
