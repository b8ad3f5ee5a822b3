/** Where axes end, and what filters change. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { usePlots, readyOf, ticksOf, type Attributes } from '../harness/plots';
import { until } from '../harness/patience.mjs';

const plots = usePlots(
  {
    months: "SELECT DATE '2024-01-05' + i::INTEGER AS day, (400 + i % 9)::DOUBLE AS v FROM range(726) r(i)",
    lines:
      'SELECT i % 12 AS m, (i // 12) % 3 AS k, 300 + 200 * ((i // 12) % 3) + 20 * (i % 12) AS v FROM range(360) r(i)',
  },
  {},
  { size: [600, 300] },
);

describe('an axis of binned times', () => {
  const last = async (attributes: Attributes): Promise<readonly (string | undefined)[]> => {
    const defaults = { from: 'months', mark: 'line', x: 'bin(day, step=month)', y: 'avg(v)' };
    const plot = await plots.plotOf({ ...defaults, ...attributes });
    return [new Date(plot.view.domain!.x![1]).toISOString().slice(0, 10), ticksOf(plot, 'x').at(-1)];
  };

  it('ends where the last point is drawn', async () => {
    for (const mark of ['line', 'area', 'point']) assert.deepEqual(await last({ mark }), ['2025-12-01', 'Oct'], mark);
    const layers = [{ mark: 'line' }, { mark: 'line', x: 'bin(day, step=quarter)' }];
    assert.deepEqual(await last({ mark: null, layers }), ['2025-12-01', 'Oct']);
  });

  it('ends with the last bin for shapes, a brush or a domain of the author, and does not name its end', async () => {
    for (const attributes of [
      { mark: 'bar' },
      { mark: 'bar', y: 'count()' },
      { brush: 'x' },
      { mark: null, layers: [{ mark: 'line' }, { mark: 'bar' }] },
    ])
      assert.deepEqual(await last(attributes), ['2026-01-01', 'Oct'], JSON.stringify(attributes));
    assert.deepEqual(await last({ xDomain: '2024-01-01, 2026-01-01' }), ['2026-01-01', 'Oct']);
  });
});

describe('an axis of averages', () => {
  it('follows filtered values at rest, by whole steps, and returns without the filter', async () => {
    const plot = await plots.plotOf({ from: 'lines', mark: 'line', x: 'm', y: 'avg(v)' });
    const brushed = await plots.plotOf({ from: 'lines', mark: 'bar', x: 'k', y: 'count()', brush: 'x' });
    const home = ticksOf(plot, 'y');
    const domain = readyOf(plot).layout.y;
    assert.equal(home[0], '500');
    brushed.view.select({ x: [0, 1] });
    await until('the axis follows', () => ticksOf(plot, 'y')[0] !== home[0]);
    assert.deepEqual(ticksOf(plot, 'y'), ['300', '400', '500', '600', '700']);
    brushed.view.select({ x: [1, 2] });
    await plot.view.values();
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.deepEqual(ticksOf(plot, 'y'), ['300', '400', '500', '600', '700'], 'holds while the filter moves');
    brushed.view.select(null);
    await until('the axis returns', () => ticksOf(plot, 'y')[0] === home[0]);
    assert.deepEqual(readyOf(plot).layout.y, domain);
  });
});
