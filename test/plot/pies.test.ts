/** Pies: slices compared with SQL, categories beyond the largest, and a filter by the legend. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readyOf, summaryOf, usePlots, valuesOf } from '../harness/plots';

const SALES = `SELECT 'r' || (i % 12) AS region, (i % 12) * (1 + i // 12) AS amount FROM range(120) r(i)`;
const { plotOf, rows } = usePlots({ sales: SALES }, { from: 'sales', mark: 'arc' });

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
  });

  it('keeps the rest of its slices when a click in the legend filters', async () => {
    const plot = await plotOf({ theta: 'count()', color: 'region' });
    plot.view.legendActions!.toggle('color', -1, false);
    const slices = async () => (await valuesOf(plot)).map(({ color, theta }) => [color, theta]);
    // The clause becomes a column first.
    for (let tries = 0; tries < 50 && (await slices()).length > 1; tries++)
      await new Promise((resolve) => setTimeout(resolve, 40));
    assert.deepEqual(await slices(), [['other', 40]]);
    plot.view.legendActions!.clear('color');
  });
});
