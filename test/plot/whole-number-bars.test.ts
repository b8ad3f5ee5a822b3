/** Bars of whole numbers and days: their ticks, and a brush that is drawn around what it selects. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { NodePlot } from '../harness/node-engine';
import { readyOf, usePlots, type Attributes } from '../harness/plots';

const ROWS = `SELECT (i * i) % 10 AS n, DATE '2024-03-01' + (i % 12)::INTEGER AS day, (i * i) % 10 + 0.0 AS decimal,
  (i * i) % 1000 AS large FROM range(1000) r(i)`;
const plots = usePlots({ t: ROWS }, { from: 't' }, { size: [500, 400] });

async function plotOf(attributes: Attributes): Promise<NodePlot> {
  const plot = await plots.plotOf({ mark: 'bar', y: 'count()', brush: 'x', ...attributes });
  await plot.view.values();
  return plot;
}

/** The pixels of a value on x. */
function pxOf(plot: NodePlot, value: number): number {
  const [lo, hi] = plot.view.domain!.x as readonly [number, number];
  return ((value - lo) / (hi - lo)) * readyOf(plot).layout.box.width;
}

function brushOf(plot: NodePlot): readonly [number, number] {
  const { shape } = readyOf(plot);
  assert.ok(shape?.kind === 'brush' && shape.px.x);
  return shape.px.x;
}

describe('bars of whole numbers', () => {
  it('have their ticks in the middle, also in the author’s places', async () => {
    for (const ticks of [{}, { xTicks: '[2, 5, 9]' }]) {
      const plot = await plotOf({ x: 'bin(n, step=1)', ...ticks });
      for (const { at, label } of readyOf(plot).layout.x.ticks)
        assert.ok(Math.abs(at * readyOf(plot).layout.box.width - pxOf(plot, Number(label) + 0.5)) < 1e-6, label);
      assert.ok(readyOf(plot).layout.x.ticks.every(({ at }) => at > 0 && at < 1));
    }
  });

  it('of several numbers, or below another layer, keep their ticks at their edges', async () => {
    const wide = await plotOf({ x: 'bin(large, step=100)' });
    const first = readyOf(wide).layout.x.ticks[0]!;
    assert.deepEqual([first.label, first.at], ['0', 0]);
  });

  it('are inside or outside a brush, which is drawn along their edges', async () => {
    const plot = await plotOf({ x: 'bin(n, step=1)' });
    plot.view.brushTo({ x: [pxOf(plot, 3.3), pxOf(plot, 7.6)], y: null });
    const { clause } = plot.view.selection!;
    assert.ok(clause?.kind === 'interval');
    assert.deepEqual([clause.ranges[0]!.lo, clause.ranges[0]!.hi], [3, 8]);
    assert.deepEqual(brushOf(plot), [pxOf(plot, 3), pxOf(plot, 8)]);
  });

  it('a drag inside one of them selects it', async () => {
    const plot = await plotOf({ x: 'bin(n, step=1)' });
    plot.view.brushTo({ x: [pxOf(plot, 4.2), pxOf(plot, 4.4)], y: null });
    assert.deepEqual(
      plot.view.selection!.ranges.map(({ lo, hi }) => [lo, hi]),
      [[4, 5]],
    );
  });

  it('a moved brush keeps its length, and moves by whole bars', async () => {
    const plot = await plotOf({ x: 'bin(n, step=1)' });
    const width = pxOf(plot, 1);
    for (let px = 0; px < 3 * width; px += 7) {
      plot.view.brushTo({ x: [pxOf(plot, 3) + px, pxOf(plot, 6) + px], y: null });
      const { lo, hi } = plot.view.selection!.ranges[0]!;
      assert.equal(hi - lo, 3);
    }
    assert.equal(plot.view.brushStepCss('x', 0), width);
  });

  it('filter another plot as SQL does, from the index too', async () => {
    const plot = await plotOf({ x: 'bin(n, step=1)' });
    const other = await plotOf({ x: 'bin(large, step=100)', brush: '' });
    plot.view.prepareBrush();
    for (const [from, to] of [
      [2.2, 4.4],
      [0, 3.6],
      [5.5, 10],
      [8.9, 9.1],
    ] as const) {
      plot.view.brushTo({ x: [pxOf(plot, from), pxOf(plot, to)], y: null });
      const { lo, hi } = plot.view.selection!.ranges[0]!;
      const counted = (await other.view.counts())!.counts.reduce((a, b) => a + b);
      const expected = Array.from({ length: 1000 }, (_, i) => (i * i) % 10).filter((n) => n >= lo && n < hi).length;
      assert.equal(counted, expected);
    }
    plot.view.brushTo(null);
  });

  it('of dates are whole too; decimals and bars of many numbers are cut where the user says', async () => {
    const days = await plotOf({ x: 'bin(day, step=day)' });
    const { width } = readyOf(days).layout.box;
    days.view.brushTo({ x: [width * 0.27, width * 0.48], y: null });
    assert.deepEqual(
      brushOf(days).map((px) => Math.round((px / width) * 12 * 1e6) / 1e6),
      [3, 6],
    );
    for (const x of ['bin(decimal, step=1)', 'bin(large, step=100)']) {
      const plot = await plotOf({ x });
      plot.view.brushTo({ x: [101, 203], y: null });
      assert.deepEqual(brushOf(plot), [101, 203], x);
    }
  });
});
