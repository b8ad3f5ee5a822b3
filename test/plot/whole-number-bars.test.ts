/** Bars of whole numbers and days: their ticks, and a brush that is drawn around what it selects. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { NodePlot } from '../harness/node-engine';
import { readyOf, usePlots, type Attributes } from '../harness/plots';

const ROWS = `SELECT (i * i) % 10 AS n, DATE '2024-03-01' + (i % 12)::INTEGER AS day, (i * i) % 10 + 0.0 AS decimal,
  (i * i) % 1000 AS large, 1 + (i * i) % 1000 AS above FROM range(1000) r(i)`;
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

function rangeOf(plot: NodePlot): readonly [number, number] {
  const { clause } = plot.view.selection!;
  assert.ok(clause?.kind === 'interval');
  return [Number(clause.ranges[0]!.lo), Number(clause.ranges[0]!.hi)];
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

  it('are whole without bin(…), and on a log axis where they can be told apart', async () => {
    const unbinned = await plotOf({ x: 'n' });
    unbinned.view.brushTo({ x: [pxOf(unbinned, 2.2), pxOf(unbinned, 2.8)], y: null });
    assert.deepEqual(rangeOf(unbinned), [2, 3]);
    const log = await plotOf({ x: 'bin(above)', xScale: 'log' });
    const { width } = readyOf(log).layout.box;
    const [lo, hi] = log.view.domain!.x as readonly [number, number];
    const px = (value: number): number => (Math.log(value / lo) / Math.log(hi / lo)) * width;
    log.view.brushTo({ x: [px(1.1), px(1.6)], y: null });
    assert.deepEqual(rangeOf(log), [1, 2]);
    log.view.brushTo({ x: [px(1.1), px(700.3)], y: null });
    const [first, end] = rangeOf(log);
    assert.equal(first, 1);
    assert.ok(end > 698 && end < 703 && end !== Math.round(end), `the other end stays where it is, at ${end}`);
  });

  it('are selected as a whole where the end of a zoomed axis cuts them', async () => {
    const plot = await plotOf({ x: 'bin(n, step=5)', zoom: '' });
    const other = await plotOf({ x: 'bin(large, step=100)', brush: '' });
    plot.view.show({ x: [2.5, 7.5] });
    await plot.view.values();
    const { width } = readyOf(plot).layout.box;
    for (const [drag, range] of [
      [
        [0, 30],
        [2, 3],
      ],
      [
        [0, width],
        [2, 8],
      ],
      [
        [width - 30, width],
        [7, 8],
      ],
      [
        [width / 2 - 5, width / 2 + 5],
        [5, 6],
      ],
    ] as const) {
      plot.view.brushTo({ x: drag, y: null });
      assert.deepEqual(rangeOf(plot), range);
      const counted = (await other.view.counts())!.counts.reduce((a, b) => a + b);
      const inside = (n: number): boolean => n >= range[0] && n < range[1];
      assert.equal(counted, Array.from({ length: 1000 }, (_, i) => (i * i) % 10).filter(inside).length);
    }
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
