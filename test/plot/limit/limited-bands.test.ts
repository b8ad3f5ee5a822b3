/** The ten largest bars of the rows that pass the filters: every picture is compared with ORDER BY … LIMIT in SQL. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readyOf, ticksOf, usePlots, valuesOf, type Attributes } from '../../harness/plots';
import type { NodePlot } from '../../harness/node-engine';

/** 60 products; the largest ones differ from hour to hour. */
const SALES = `SELECT 'p' || lpad((i % 60)::VARCHAR, 2, '0') AS product, (hash(i) % 24)::INTEGER AS hour,
  CASE WHEN i % 60 = 7 THEN NULL ELSE ((hash(i * 7 + i % 60) % 1000) * (1 + (i * 31 % 60) / 20))::INTEGER END AS amount,
  ['web', 'shop', 'phone'][1 + (hash(i + 5) % 3)::INTEGER] AS channel, ['EU', 'US'][1 + (hash(i + 9) % 2)::INTEGER] AS region
  FROM range(6000) r(i)`;
const FEW = `SELECT 'f' || (i % 30) AS product, i * i % 97 AS amount, i % 5 AS hour FROM range(90) r(i)`;

const { plotOf, errorOf, rows } = usePlots({ sales: SALES, few: FEW }, { from: 'sales', mark: 'bar' });

/** The top of a query as `[label, value]`, the first bar first. */
async function top(of: string, limit: number, direction: 'ASC' | 'DESC' = 'DESC', where = 'true', from = 'sales') {
  const found = await rows(
    `SELECT product, (${of})::DOUBLE AS value FROM ${from} WHERE ${where} GROUP BY 1 ORDER BY 2 ${direction} NULLS LAST, length(product), 1 LIMIT ${limit}`,
  );
  return found.map(({ product, value }) => [product, value]);
}

const drawn = async (plot: NodePlot, label: 'x' | 'y', value: 'x' | 'y') =>
  (await valuesOf(plot)).map((one) => [one[label], one[value]]);

/** Brushes the hours lo ≤ hour < hi on a histogram. */
async function brushed(lo: number, hi: number, attributes: Attributes = {}): Promise<() => void> {
  const hours = await plotOf({ x: 'bin(hour, step=1)', y: 'count()', brush: 'x', ...attributes });
  hours.view.select({ x: [lo, hi] });
  return () => hours.view.select(null);
}

describe('the largest bars', () => {
  it('are those of SQL, the first at the top, and a note says how many labels there are', async () => {
    const plot = await plotOf({ y: 'product', x: 'sum(amount)', sort: '-x', limit: '10' });
    const expected = await top('sum(amount)', 10);
    assert.deepEqual(await drawn(plot, 'y', 'x'), expected);
    assert.deepEqual(
      ticksOf(plot, 'y'),
      expected.map(([label]) => label),
    );
    assert.equal(plot.view.note, '10 of 60 products');
    assert.deepEqual(readyOf(plot).layout.y.ticks.length, 10);
  });

  it('follow a brush: other bars, in another order, on another axis', async () => {
    const plot = await plotOf({ y: 'product', x: 'sum(amount)', sort: '-x', limit: '10' });
    const before = ticksOf(plot, 'y');
    const clear = await brushed(3, 6);
    const expected = await top('sum(amount)', 10, 'DESC', 'hour >= 3 AND hour < 6');
    assert.deepEqual(await drawn(plot, 'y', 'x'), expected);
    assert.deepEqual(
      ticksOf(plot, 'y'),
      expected.map(([label]) => label),
    );
    assert.notDeepEqual(ticksOf(plot, 'y'), before);
    clear();
    assert.deepEqual(await drawn(plot, 'y', 'x'), await top('sum(amount)', 10));
    assert.deepEqual(ticksOf(plot, 'y'), before);
    assert.match((await plot.view.explain())!.text, /Kernels answer/);
  });

  it('are the largest without sort; with an ascending sort the smallest, NULL last', async () => {
    const plot = await plotOf({ x: 'product', y: 'sum(amount)', limit: '5' });
    assert.deepEqual(await drawn(plot, 'x', 'y'), await top('sum(amount)', 5));
    assert.deepEqual(
      ticksOf(plot, 'x'),
      (await top('sum(amount)', 5)).map(([label]) => label),
    );
    const least = await plotOf({ x: 'product', y: 'sum(amount)', sort: 'y', limit: '5' });
    assert.deepEqual(await drawn(least, 'x', 'y'), await top('sum(amount)', 5, 'ASC'));
    const end = Math.max(...ticksOf(least, 'y').map((label) => Number(label.replace(/\D/g, ''))));
    assert.ok(end < 3 * ((await top('sum(amount)', 5, 'ASC')).at(-1)![1] as number), 'the axis ends with the bars');
  });

  it('count rows, vertically or horizontally', async () => {
    await brushed(2, 9);
    for (const [label, value] of [
      ['x', 'y'],
      ['y', 'x'],
    ] as const) {
      const plot = await plotOf({ [label]: 'product', [value]: 'count()', limit: '7' });
      assert.deepEqual(await drawn(plot, label, value), await top('count(*)', 7, 'DESC', 'hour >= 2 AND hour < 9'));
    }
  });

  it('rank stacks by their totals, and averages by those of all groups', async () => {
    await brushed(4, 11);
    const where = 'hour >= 4 AND hour < 11';
    for (const [measure, attributes] of [
      ['sum(amount)', { color: 'channel' }],
      ['avg(amount)', { color: 'channel', stack: 'dodge' }],
      ['median(amount)', { color: 'channel', stack: 'dodge' }],
      ['avg(amount)', { facetX: 'region' }],
      ['count(DISTINCT hour)', { color: 'channel', stack: 'dodge', y: 'distinct(hour)' }],
    ] as const) {
      const plot = await plotOf({ x: 'product', y: measure, limit: '6', ...attributes });
      const labels = [...new Set((await valuesOf(plot)).map(({ x }) => x))];
      assert.deepEqual(
        labels,
        (await top(measure, 6, 'DESC', where)).map(([label]) => label),
        `${measure} ${JSON.stringify(attributes)}`,
      );
    }
  });

  it('of rows as they are rank by the sum of each label', async () => {
    const plot = await plotOf({ from: 'few', y: 'product', x: 'amount', sort: '-x', limit: '4' });
    const labels = [...new Set((await valuesOf(plot)).map(({ y }) => y))];
    assert.deepEqual(
      labels,
      (await top('sum(amount)', 4, 'DESC', 'true', 'few')).map(([label]) => label),
    );
    await brushed(1, 3, { from: 'few' });
    const filtered = [...new Set((await valuesOf(plot)).map(({ y }) => y))];
    assert.deepEqual(
      filtered,
      (await top('sum(amount)', 4, 'DESC', 'hour >= 1 AND hour < 3', 'few')).map(([label]) => label),
    );
  });

  it('take the first labels of an order that is not by value', async () => {
    const alphabetical = await plotOf({ x: 'product', y: 'sum(amount)', sort: 'x', limit: '3' });
    assert.deepEqual(ticksOf(alphabetical, 'x'), ['p00', 'p01', 'p02']);
    const backwards = await plotOf({ y: 'product', x: 'sum(amount)', sort: '-y', limit: '3' });
    assert.deepEqual(ticksOf(backwards, 'y'), ['p59', 'p58', 'p57']);
    const listed = await plotOf({ x: 'product', y: 'sum(amount)', sort: '["p30", "p10", "p20", "p50"]', limit: '3' });
    assert.deepEqual(ticksOf(listed, 'x'), ['p30', 'p10', 'p20']);
  });

  it('are fewer, without a note, where fewer labels have rows', async () => {
    const plot = await plotOf({ x: 'product', y: 'count()', limit: '100' });
    assert.equal(ticksOf(plot, 'x').length > 0, true);
    assert.equal((await valuesOf(plot)).length, 60);
    assert.equal(plot.view.note, null);
    const none = await plotOf({ x: 'product', y: 'sum(amount)', limit: '10' });
    await brushed(40, 50);
    assert.deepEqual(await valuesOf(none), []);
  });

  it('keep their thickness where a filter leaves fewer', async () => {
    const [few, hours] = [
      await plotOf({ from: 'few', y: 'product', x: 'sum(amount)', limit: '20', pick: '' }, [400, 700]),
      await plotOf({ from: 'few', x: 'bin(amount)', y: 'count()', brush: 'x' }),
    ];
    const { height } = readyOf(few).layout.box;
    hours.view.select({ x: [90, 97] });
    const left = await valuesOf(few);
    assert.ok(left.length > 0 && left.length < 20);
    const ticks = readyOf(few).layout.y.ticks.map(({ labelCss }) => labelCss);
    assert.equal(ticks.length, left.length);
    assert.deepEqual(
      ticks.map(Math.round).sort((a, b) => b - a),
      left.map((_, i) => Math.round(height - (i + 0.5) * (height / 20))),
      'from the top, a twentieth each',
    );
    const clicked = (y: number) => {
      few.view.pick({ x: 3, y }, false);
      return few.view.selection!.ranges.map(({ labels }) => labels);
    };
    assert.deepEqual(clicked(height - 2), [[left[0]!.y]]);
    assert.deepEqual(clicked(2), [], 'a click below the bars clears');
  });

  it('come from the database where kernels have no room', async () => {
    const plot = await plotOf({ y: 'product', x: 'median(amount)', sort: '-x', limit: '10' });
    await brushed(3, 6);
    assert.deepEqual(await drawn(plot, 'y', 'x'), await top('median(amount)', 10, 'DESC', 'hour >= 3 AND hour < 6'));
    assert.match((await plot.view.explain())!.text, /SQL answers/);
  });
});

describe('layers of one band', () => {
  it('show the same labels: texts beside bars, and a layer without a limit', async () => {
    const plot = await plotOf({
      y: 'product',
      x: 'sum(amount)',
      limit: '5',
      layers: [
        { mark: 'bar' },
        { mark: 'text', text: 'sum(amount)' },
        { mark: 'tick', x: 'avg(amount)', color: '#f00' },
      ],
    });
    await brushed(3, 6);
    const values = await valuesOf(plot);
    const expected = (await top('sum(amount)', 5, 'DESC', 'hour >= 3 AND hour < 6')).map(([label]) => label);
    for (const layer of [0, 1, 2])
      assert.deepEqual(
        values.filter((one) => one.layer === layer).map(({ y }) => y),
        expected,
        `layer ${layer}`,
      );
  });

  it('boxes rank by their medians', async () => {
    const plot = await plotOf({ mark: 'box', x: 'product', y: 'amount', limit: '4' });
    const labels = [...new Set((await valuesOf(plot)).map(({ x }) => x))];
    assert.deepEqual(
      labels,
      (await top('median(amount)', 4)).map(([label]) => label),
    );
  });

  it('points, rules, ticks and cells too', async () => {
    for (const attributes of [
      { mark: 'point', y: 'product', x: 'sum(amount)' },
      { mark: 'rule', y: 'product', x: 'sum(amount)' },
      { mark: 'tick', y: 'product', x: 'sum(amount)' },
      { mark: 'rect', y: 'product', x: 'bin(hour, step=6)', color: 'sum(amount)' },
    ]) {
      const plot = await plotOf({ ...attributes, limit: '4' });
      const labels = [...new Set((await valuesOf(plot)).map(({ y }) => y))];
      assert.deepEqual(
        labels,
        (await top('sum(amount)', 4)).map(([label]) => label),
        attributes.mark,
      );
    }
  });
});

describe('selecting among the largest', () => {
  it('a click picks its label; the bar stays picked when others take its place', async () => {
    const plot = await plotOf({ y: 'product', x: 'sum(amount)', limit: '10', pick: '' });
    const hours = await plotOf({ x: 'bin(hour, step=1)', y: 'count()' });
    const { height } = readyOf(plot).layout.box;
    const band = height / 10;
    const all = (await top('sum(amount)', 10)).map(([label]) => label);
    const later = (await top('sum(amount)', 10, 'DESC', 'hour >= 3 AND hour < 6')).map(([label]) => label);
    const first = all.find((label) => later.includes(label) && later.indexOf(label) !== all.indexOf(label)) as string;
    plot.view.pick({ x: 5, y: height - (all.indexOf(first) + 0.5) * band }, false);
    const { clause } = plot.view.selection!;
    assert.ok(clause?.kind === 'points');
    assert.deepEqual(
      clause.boxes.map(([range]) => range!.labels),
      [[first]],
    );
    const count = async () => (await valuesOf(hours)).reduce((sum, { y }) => sum + (y as number), 0);
    const [{ n }] = (await rows(`SELECT count(*)::DOUBLE AS n FROM sales WHERE product = '${first}'`)) as [
      { n: number },
    ];
    assert.equal(await count(), n);
    hours.view.select({ x: [3, 6] });
    await valuesOf(plot);
    const { shape } = readyOf(plot);
    const place = later.indexOf(first);
    assert.ok(shape?.kind === 'picked');
    assert.deepEqual(
      shape.boxes.map(({ y }) => y!.map(Math.round)),
      [[Math.round(height - (place + 1) * band), Math.round(height - place * band)]],
    );
    const gone = all.find((label) => !later.includes(label)) as string;
    plot.view.select({ y: [gone] });
    const now = readyOf(plot).shape;
    assert.deepEqual(now?.kind === 'picked' && now.boxes, [], 'a label that is not shown has no box');
  });

  it('a drag selects the bars that it touches', async () => {
    const plot = await plotOf({ x: 'product', y: 'sum(amount)', limit: '10', brush: 'x' });
    const { width } = readyOf(plot).layout.box;
    plot.view.brushTo({ x: [width * 0.12, width * 0.38], y: null });
    const { clause } = plot.view.selection!;
    assert.ok(clause?.kind === 'points');
    const expected = (await top('sum(amount)', 10)).slice(1, 4).map(([label]) => label);
    assert.deepEqual(clause.boxes.flatMap(([range]) => range!.labels).sort(), [...expected].sort());
    const { shape } = readyOf(plot);
    assert.ok(shape?.kind === 'brush', 'it can be moved and resized');
    assert.deepEqual(shape.px.x!.map(Math.round), [Math.round(width * 0.1), Math.round(width * 0.4)]);
    await brushed(3, 6);
    await valuesOf(plot);
    const later = (await top('sum(amount)', 10, 'DESC', 'hour >= 3 AND hour < 6')).map(([label]) => label);
    const shown = readyOf(plot).shape;
    assert.ok(shown?.kind === 'picked', 'its bars are apart now');
    assert.deepEqual(
      shown.boxes.map(({ x }) => later[Math.round(x![0] / (width / 10))]).sort(),
      expected.filter((label) => later.includes(label)).sort(),
    );
  });
});

describe('a limit that makes no sense', () => {
  for (const limit of ['0', '-3', 'ten', '2.5', '5000'])
    it(`limit="${limit}" is refused`, async () => {
      const error = await errorOf({ x: 'product', y: 'count()', limit });
      assert.equal(error.code, 'spec/bad-attribute');
      assert.match(error.message, /limit.*whole number from 1 to 1000/s);
    });

  it('needs a band, and only one', async () => {
    assert.match((await errorOf({ x: 'bin(hour)', y: 'sum(amount)', limit: '3' })).message, /limit/);
    assert.match(
      (await errorOf({ mark: 'rect', x: 'product', y: 'channel', color: 'count()', limit: '3' })).message,
      /one band/,
    );
    assert.equal((await errorOf({ x: 'product', y: 'sum(amount)', limit: '3', zoom: 'x' })).code, 'spec/bad-zoom');
  });

  it('leaves the band out of zoom', async () => {
    const plot = await plotOf({
      mark: 'point',
      y: 'product',
      x: 'bin(hour)',
      color: 'sum(amount)',
      limit: '3',
      zoom: '',
    });
    plot.view.show({ y: [1, 2] });
    assert.equal(ticksOf(plot, 'y').length, 3);
  });
});
