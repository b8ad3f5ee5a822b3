/** The layer that answers a pointer over counts and tables. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PlotHover, PointPx } from '../../src/engine/inspect/hover';
import type { PlotRequest } from '../../src/engine/grammar/plot-spec';
import type { NodePlot } from '../harness/node-engine';
import { readyOf, usePlots } from '../harness/plots';

const plots = usePlots(
  {
    flights: 'SELECT i % 10 AS hour FROM range(1000) r(i)',
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
  plot.view.hoverLookup.point(at);
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
});
