/** Notes and legends about rows that a plot leaves out, or draws with a shared style. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { NodePlot } from '../harness/node-engine';
import { until } from '../harness/patience.mjs';
import { readyOf, usePlots } from '../harness/plots';

const { plotOf, rows } = usePlots({
  many: 'SELECT i AS x, i % 7 AS y, i % 100 AS part FROM range(60000) r(i)',
  kinds: `SELECT i AS x, i * 2 AS y, CASE WHEN i % 3 > 0 THEN 'k' || i % 3 END AS kind FROM range(9) r(i)`,
  gaps: `SELECT i, CASE WHEN i % 2 = 0 THEN i END AS v, CASE WHEN i % 3 > 0 THEN 'k' || i % 3 END AS k FROM range(99) r(i)`,
  ids: 'SELECT i % 2 AS part, 9007199254740992 + i AS id, 1000000 + i AS small, (2.0 ** 60 + i)::DOUBLE AS d FROM range(9) r(i)',
  // Twelve categories: the last ones have the largest amounts, all have as many rows.
  sales: `SELECT i % 5 AS day, chr(97 + (i // 5)::INTEGER) AS product, i // 5 AS amount FROM range(60) r(i)`,
});

/** Resolves once the note matches. */
async function noted(plot: NodePlot, pattern: RegExp): Promise<void> {
  while (!pattern.test(readyOf(plot).note ?? 'none')) await new Promise((resolve) => setTimeout(resolve, 10));
}

describe('rows beyond the limit', () => {
  it('are counted in the note, also while a brush filters', async () => {
    const points = await plotOf({ from: 'many', mark: 'point', x: 'x', y: 'y' });
    assert.equal(readyOf(points).note, 'only the first 50,000 of 60,000 rows of "many" are drawn');
    const brush = await plotOf({ from: 'many', mark: 'bar', x: 'bin(part)', y: 'count()', brush: 'x' });
    brush.view.select({ x: [0, 90] });
    await noted(points, /^only the first 50,000 of the rows that pass the filters are drawn$/);
    brush.view.select({ x: [0, 10] });
    await noted(points, /^none$/);
    brush.view.select(null);
    await noted(points, /^only the first 50,000 of 60,000/);
  });
});

describe('values that are not drawn', () => {
  it('are those of all rows, and the note says so while a filter narrows the picture', async () => {
    const plots = [
      await plotOf({ from: 'gaps', mark: 'bar', x: 'bin(v)', y: 'count()' }),
      await plotOf({ from: 'gaps', mark: 'bar', x: 'k', y: 'avg(v)' }),
      await plotOf({ from: 'gaps', mark: 'point', x: 'i', y: 'v' }),
    ];
    const brush = await plotOf({ from: 'gaps', mark: 'bar', x: 'bin(i)', y: 'count()', brush: 'x' });
    const notes = plots.map((plot) => readyOf(plot).note);
    assert.deepEqual(notes, [
      'not drawn: 49 rows without a value of v',
      'not drawn: 33 rows without a value of k',
      'not drawn: 49 rows without a value of v',
    ]);
    brush.view.select({ x: [0, 10] });
    for (const [i, plot] of plots.entries())
      await until('the filtered note', () => readyOf(plot).note === `of all rows, ${notes[i]!}`);
    brush.view.select(null);
    for (const [i, plot] of plots.entries()) await until('the first note', () => readyOf(plot).note === notes[i]);
  });
});

describe('whole numbers beyond 2⁵³', () => {
  const note = (sql: string): string =>
    `values of id beyond 2⁵³ may be rounded: CAST(${sql} AS VARCHAR) keeps every digit`;

  it('have a note with the cast that keeps the digits of SQL', async () => {
    const exact = (await rows('SELECT id::VARCHAR AS id FROM ids')).map(({ id }) => id);
    const points = await plotOf({ from: 'ids', mark: 'point', x: 'part', y: 'id' });
    const drawn = (await points.view.values())!.map(({ y }) => BigInt(y as number).toString());
    assert.notDeepEqual(drawn, exact);
    assert.equal(readyOf(points).note, note('id'));
    const cast = await plotOf({ from: 'ids', mark: 'point', x: 'part', y: 'CAST(id AS VARCHAR)' });
    assert.deepEqual(
      (await cast.view.values())!.map(({ y }) => y),
      exact,
    );
    assert.equal(readyOf(cast).note, null);
  });

  it('have a note where an aggregate is the value of a row', async () => {
    for (const sql of ['min(id)', 'max(id)', 'first(id)', 'last(id)']) {
      const plot = await plotOf({ from: 'ids', mark: 'point', x: 'part', y: sql });
      assert.equal(readyOf(plot).note, note(sql), sql);
      const cast = await plotOf({ from: 'ids', mark: 'point', x: 'part', y: `CAST(${sql} AS VARCHAR)` });
      const exact = await rows(`SELECT CAST(${sql} AS VARCHAR) AS v FROM ids GROUP BY part ORDER BY part`);
      assert.deepEqual(
        (await cast.view.values())!.map(({ y }) => y),
        exact.map(({ v }) => v),
      );
      assert.equal(readyOf(cast).note, null);
    }
  });

  it('have none if they are binned or summed, nor have doubles and smaller numbers', async () => {
    const others = [
      { mark: 'bar', x: 'bin(id)', y: 'count()' },
      { mark: 'line', x: 'bin(id)', y: 'max(small)' },
      { mark: 'point', x: 'part', y: 'sum(id)' },
      { mark: 'point', x: 'd', y: 'small' },
    ];
    for (const layer of others) assert.equal(readyOf(await plotOf({ from: 'ids', ...layer })).note, null, layer.x);
  });
});

describe('a brush on values that differ each time they are computed', () => {
  it('selects what the plot draws, and the note says that SQL selects other rows', async () => {
    const brush = await plotOf({ from: 'many', mark: 'bar', x: 'bin(random())', y: 'count()', brush: 'x' });
    assert.match(
      readyOf(brush).note!,
      /^the brush on x selects other rows in plots and queries that SQL filters, because random\(\) differs each time/,
    );
    const jitter = await plotOf({ from: 'kinds', mark: 'point', x: 'x', y: 'random()', brush: 'x' });
    assert.equal(readyOf(jitter).note, null, 'no brush on y');
    const layers = [
      { mark: 'rule', y: '0.5' },
      { mark: 'point', x: 'x', y: 'random()' },
    ];
    const second = await plotOf({ from: 'kinds', layers, brush: 'y' });
    assert.match(readyOf(second).note!, /^the brush on y selects other rows/, 'on the layer that a brush selects in');
  });
});

describe('the legend', () => {
  it('has an entry for NULL, which a click selects', async () => {
    const plot = await plotOf({ from: 'kinds', mark: 'point', x: 'x', y: 'y', color: 'kind' });
    const { entries } = readyOf(plot).legend[0]!;
    assert.deepEqual(
      entries.map(({ label }) => label),
      ['k1', 'k2', 'no value'],
    );
    const other = await plotOf({ from: 'kinds', mark: 'point', x: 'x', y: 'y' });
    plot.view.legendActions!.toggle('color', entries[2]!.value, false);
    assert.deepEqual(
      (await other.view.values())!.map(({ x }) => x),
      [0, 3, 6],
    );
  });

  it('has no entry for NULL if all instances have a value', async () => {
    const plot = await plotOf({ from: 'sales', mark: 'point', x: 'day', y: 'amount', color: 'product' });
    assert.ok(readyOf(plot).legend[0]!.entries.every(({ label }) => label !== 'no value'));
  });

  it('colors the largest categories by what they sum to, and keeps their colors while a brush moves', async () => {
    const bars = await plotOf({ from: 'sales', mark: 'bar', x: 'day', y: 'sum(amount)', color: 'product' });
    const legend = readyOf(bars).legend[0]!;
    assert.deepEqual(
      legend.entries.map(({ label }) => label),
      [...'efghijkl', 'other'],
    );
    assert.equal(legend.note, '"other": 4 of 12 categories');
    const brush = await plotOf({ from: 'sales', mark: 'bar', x: 'bin(amount, step=1)', y: 'count()', brush: 'x' });
    brush.view.select({ x: [0, 3] });
    await bars.view.values();
    assert.deepEqual(readyOf(bars).legend[0]!.entries, legend.entries);
  });
});

describe('bins without an aggregate', () => {
  it('have two edges for each row', async () => {
    const plot = await plotOf({ from: 'kinds', mark: 'point', x: 'bin(x, step=5)', y: 'y' });
    assert.deepEqual(
      (await plot.view.values())!.map(({ x, x2, y }) => [x, x2, y]),
      Array.from({ length: 9 }, (_, i) => [i < 5 ? 0 : 5, i < 5 ? 5 : 10, 2 * i]),
    );
  });
});

describe('a zoom', () => {
  const layer = { mark: 'line', x: 'x', y: 'y' };

  it('ends when a layer shows something else on that axis', async () => {
    const plot = await plotOf({ from: 'kinds', zoom: '', layers: [layer] });
    plot.view.show({ x: [2, 4], y: [1, 5] });
    const zoomed = plot.view.domain!;
    plot.view.update({ from: 'kinds', zoom: '', layers: [{ ...layer, dash: '4' }] });
    await plot.until('ready');
    assert.deepEqual(plot.view.domain, zoomed, 'the same columns');
    plot.view.update({ from: 'kinds', zoom: '', layers: [{ ...layer, x: 'x * 100' }] });
    await plot.until('ready');
    assert.deepEqual(plot.view.domain!.x![1] > 400, true, `${String(plot.view.domain!.x)}`);
  });
});

describe('a legend for which a plot is too low', () => {
  it('is left out, and the note says so until the plot is higher', async () => {
    const plot = await plotOf({ from: 'kinds', mark: 'point', x: 'x', y: 'y', color: 'kind' });
    const hidden = /the legend is hidden, because the plot is too low/;
    assert.doesNotMatch(readyOf(plot).note ?? '', hidden);
    plot.view.resize(160, 120, 1);
    await until('the note', () => hidden.test(readyOf(plot).note ?? ''));
    assert.equal(readyOf(plot).layout.legend, null);
    plot.view.resize(400, 300, 1);
    await until('the legend', () => readyOf(plot).layout.legend !== null);
    assert.doesNotMatch(readyOf(plot).note ?? '', hidden);
  });
});
