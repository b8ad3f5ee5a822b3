/** The layer that answers a pointer over counts and tables. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PlotHover, PointPx } from '../../src/engine/inspect/hover';
import type { PlotRequest } from '../../src/engine/grammar/plot-spec';
import type { NodePlot } from '../harness/node-engine';
import { until } from '../harness/patience.mjs';
import { readyOf, usePlots } from '../harness/plots';

const plots = usePlots(
  {
    flights: "SELECT i % 10 AS hour, 'half ' || i // 500 AS half FROM range(1000) r(i)",
    goals: 'SELECT * FROM (VALUES (2.5, 200), (15.5, 200)) t(hour, goal)',
  },
  { from: 'flights' },
);

type LayerAttributes = NonNullable<PlotRequest['layers']>[number];

const BARS: LayerAttributes = { mark: 'bar', x: 'bin(hour, step=1)', y: 'count()' };
const POINTS: LayerAttributes = { from: 'goals', mark: 'point', x: 'hour', y: 'goal' };

async function plotOf(...layers: LayerAttributes[]): Promise<NodePlot> {
  const plot = await plots.plotOf({ layers });
  await plot.view.values();
  return plot;
}

/** The values in the tooltip at a place in data units. */
async function hoverAt(plot: NodePlot, hour: number, value: number): Promise<PlotHover> {
  const { box } = readyOf(plot).layout;
  const { x, y } = plot.view.domain!;
  const share = (at: number, [lo, hi]: readonly [number, number]): number => (at - lo) / (hi - lo);
  const at: PointPx = { x: share(hour, x!) * box.width, y: share(value, y!) * box.height };
  const before = plot.hovers.length;
  plot.view.hoverLookup!.point(at);
  while (plot.hovers.length === before) await new Promise((resolve) => setTimeout(resolve, 5));
  return plot.hovers.at(-1)!;
}

describe('hover', () => {
  it('finds a point above the counts, and the counts elsewhere', async () => {
    const plot = await plotOf(BARS, POINTS);
    assert.equal((await hoverAt(plot, 2.5, 200)).from, 'goals');
    const bar = await hoverAt(plot, 2.5, 110);
    assert.deepEqual([bar.from, bar.count, bar.values], ['flights', 100, undefined]);
  });

  it('finds a point beneath the counts only where there are no counts', async () => {
    const plot = await plotOf(POINTS, BARS);
    assert.equal((await hoverAt(plot, 2.5, 200)).from, 'flights');
    assert.equal((await hoverAt(plot, 15.5, 200)).from, 'goals');
  });

  /** At an hour, and at a share of the plot's height. */
  async function textsAt(plot: NodePlot, hour: number, height: number): Promise<readonly string[]> {
    const { box } = readyOf(plot).layout;
    const [lo, hi] = plot.view.domain!.x!;
    const seen = plot.hovers.length;
    plot.view.hoverLookup!.point({ x: ((hour - lo) / (hi - lo)) * box.width, y: height * box.height });
    await until('a hover', () => plot.hovers.length > seen);
    const values = plot.hovers.at(-1)?.values;
    return (values ?? []).map(({ title, text }) => `${title} ${text}`);
  }
  const LINE: LayerAttributes = { mark: 'line', x: 'bin(hour, step=1)', y: 'avg(hour)' };
  const SUMS: LayerAttributes = { mark: 'bar', x: 'bin(hour, step=1)', y: 'sum(hour)' };

  it('names counts and the line over them, first what is nearer', async () => {
    const plot = await plotOf(BARS, LINE);
    assert.deepEqual(await textsAt(plot, 7.5, 0.1), ['hour 7', 'average hour 7', 'rows 100']);
    assert.deepEqual(await textsAt(plot, 7.5, 0.8), ['hour 7', 'rows 100', 'average hour 7']);
  });

  it('names bars and the line over them, also above a bar', async () => {
    const plot = await plotOf(SUMS, LINE);
    assert.deepEqual(await textsAt(plot, 7.5, 0.5), ['hour 7', 'sum of hour 700', 'average hour 7']);
    assert.deepEqual(await textsAt(plot, 1.5, 0.02), ['hour 1', 'average hour 1', 'sum of hour 100']);
    assert.deepEqual(await textsAt(plot, 1.5, 0.6), ['hour 1', 'average hour 1', 'sum of hour 100']);
  });

  it('names the line where it has a point in the slot of the bar, however wide, and no other point', async () => {
    const gaps: LayerAttributes = { ...LINE, y: 'avg(CASE WHEN hour <> 5 THEN hour END)' };
    const plot = await plotOf(SUMS, gaps);
    for (const hour of [5.1, 5.5, 5.9]) assert.deepEqual(await textsAt(plot, hour, 0.1), ['hour 5', 'sum of hour 500']);
    const wide = await plotOf({ ...SUMS, x: 'half' }, { ...LINE, x: 'half' });
    for (const place of [0.2, 0.5, 0.8])
      assert.deepEqual(await textsAt(wide, place, 0.5), ['half half 0', 'sum of hour 2,250', 'average hour 4.5']);
  });

  it('names values as the titles of the axes that the author wrote', async () => {
    const titled = async (attributes: Partial<PlotRequest>): Promise<NodePlot> => {
      const plot = await plots.plotOf(attributes);
      await plot.view.values();
      return plot;
    };
    const titles = { xLabel: 'hour of day', yLabel: 'mean delay' };
    const line = await titled({ ...LINE, ...titles });
    assert.deepEqual(await textsAt(line, 7.5, 0.8), ['hour of day 7', 'mean delay 7']);
    const counts = await titled({ ...BARS, xLabel: 'hour of day', yLabel: 'flights' });
    await textsAt(counts, 7.5, 0.5);
    const { sides, countTitle } = counts.hovers.at(-1)!;
    assert.deepEqual([sides.map(({ title }) => title), countTitle], [['hour of day'], 'flights']);
    const both = await titled({
      layers: [BARS, { ...LINE, yAxis: 'right' }],
      yLabel: 'flights',
      rightLabel: 'mean delay',
    });
    assert.deepEqual(await textsAt(both, 7.5, 0.1), ['hour 7', 'flights 100', 'mean delay 7']);
  });

  it('keeps the titles of several quantities on an axis apart', async () => {
    const plot = await plots.plotOf({ layers: [SUMS, LINE], xLabel: 'hour of day', yLabel: 'minutes' });
    await plot.view.values();
    assert.deepEqual(await textsAt(plot, 7.5, 0.5), ['hour of day 7', 'sum of hour 700', 'average hour 7']);
  });

  it('names counts and the line beneath them', async () => {
    const plot = await plotOf(LINE, BARS);
    assert.deepEqual(await textsAt(plot, 7.5, 0.1), ['hour 7', 'rows 100', 'average hour 7']);
  });

  it('names only the counts of a density over a point', async () => {
    const point = { mark: 'point', x: '5', y: '5' } as const;
    const plot = await plotOf(point, { mark: 'density', x: 'hour', y: 'hour' });
    const cell = await hoverAt(plot, 5, 5);
    assert.deepEqual([cell.count, cell.values], [100, undefined]);
    const above = await plotOf({ mark: 'density', x: 'hour', y: 'hour' }, point);
    assert.deepEqual(
      (await hoverAt(above, 5, 5)).values!.map(({ title, text }) => `${title} ${text}`),
      ['x 5', 'y 5'],
    );
  });

  it('names beside a stack a line without colors, and inside it only the line of the same color', async () => {
    const stack: LayerAttributes = { ...SUMS, color: 'half' };
    const plain = await plotOf(stack, LINE);
    assert.deepEqual(await textsAt(plain, 1.5, 0.6), ['hour 1', 'average hour 1']);
    const lines = await plotOf(stack, { ...LINE, color: 'half' });
    const texts = await Promise.all([await textsAt(lines, 7.5, 0.2), await textsAt(lines, 7.5, 0.6)]);
    for (const at of texts) assert.equal(at.filter((text) => text.startsWith('half ')).length, 1, at.join(', '));
    assert.equal(texts.filter((at) => at.includes('average hour 7')).length, 1);
  });

  it('names a point alone if cells are beneath it, and a bar alone if it covers a point', async () => {
    const cells: LayerAttributes = { mark: 'rect', x: 'bin(hour, step=1)', y: 'bin(hour, step=1)', color: 'count()' };
    const onCell = await plotOf(cells, { mark: 'point', x: '5.5', y: '5.5' });
    assert.deepEqual(await textsAt(onCell, 5.5, 0.55), ['x 5.5', 'y 5.5']);
    const covered = await plotOf({ ...LINE, mark: 'point', y: 'max(hour) * 50' }, SUMS);
    assert.deepEqual(await textsAt(covered, 7.5, 0.38), ['hour 7', 'sum of hour 700']);
  });

  it('names a text only where there is nothing else', async () => {
    const plot = await plotOf(POINTS, { ...POINTS, mark: 'text', text: 'hour + 40' });
    const { values } = await hoverAt(plot, 2.5, 200);
    assert.deepEqual(
      values!.map(({ title, text }) => `${title} ${text}`),
      ['hour 2.5', 'goal 200'],
    );
  });

  it('names both ends of a bar as long as one', async () => {
    const bar: LayerAttributes = { mark: 'bar', x: 'bin(hour, step=1)', y: 'max(hour)', y2: '8' };
    const plot = await plotOf(bar);
    assert.deepEqual(await textsAt(plot, 7.5, 0.75), ['hour 7', 'highest hour 7 to 8']);
  });

  it('names a point and the bar beneath it', async () => {
    const plot = await plotOf(SUMS, { mark: 'point', x: '2.5', y: '200' });
    assert.deepEqual(await textsAt(plot, 2.6, 0.2), ['x 2.5', 'y 200', 'hour 2', 'sum of hour 200']);
  });

  it('names both ends of a range', async () => {
    const range = { mark: 'bar', x: 'bin(hour, step=1)', y: 'first(hour)', y2: 'sum(hour)' } as const;
    assert.deepEqual(await textsAt(await plotOf(range), 7.5, 0.5), ['hour 7', 'first hour 7', 'sum of hour 700']);
    const same = { mark: 'bar', x: 'bin(hour, step=1)', y: 'sum(hour)', y2: '10' } as const;
    assert.deepEqual(await textsAt(await plotOf(same), 7.5, 0.5), ['hour 7', 'sum of hour 700 to 10']);
  });
});
