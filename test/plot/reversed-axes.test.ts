/** Axes from right to left and from top to bottom draw and select the same as the other way round. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { NodePlot } from '../harness/node-engine';
import { readyOf, usePlots, type Attributes } from '../harness/plots';

const ROWS = `SELECT (i * 37 % 1000) / 10.0 AS a, (i * 91 % 777) / 7.0 AS b,
  chr(65 + ((i * i) % 5)::INTEGER) AS kind FROM range(4000) r(i)`;

const plots = usePlots({ t: ROWS }, { from: 't' }, { size: [500, 400] });

async function plotOf(attributes: Attributes): Promise<NodePlot> {
  const plot = await plots.plotOf(attributes);
  await plot.view.values();
  return plot;
}

/** The same plot in both directions. */
async function both(attributes: Attributes, reversed: Attributes): Promise<readonly [NodePlot, NodePlot]> {
  return [await plotOf(attributes), await plotOf({ ...attributes, ...reversed })];
}

const BARS: Attributes = { mark: 'bar', x: 'bin(a, step=5)', y: 'count()', brush: 'x', zoom: 'x' };
const PLANE: Attributes = { mark: 'density', x: 'a', y: 'b', brush: 'xy' };

describe('a reversed axis', () => {
  it('has its labels in the opposite order, and an arrow the other way', async () => {
    const [plot, reversed] = await both(BARS, { xReverse: 'on' });
    const [x, back] = [readyOf(plot).layout.x, readyOf(reversed).layout.x];
    assert.deepEqual(
      back.ticks.map(({ at, label }) => [label, Math.round(at * 1e6)]),
      x.ticks.map(({ at, label }) => [label, Math.round((1 - at) * 1e6)]),
    );
    assert.deepEqual([x.direction, back.direction], [1, -1]);
  });

  it('comes from a domain that starts with the greater value; two equal ends are an error', async () => {
    const reversed = await plotOf({ ...BARS, xDomain: '80, 20' });
    assert.equal(readyOf(reversed).layout.x.direction, -1);
    assert.deepEqual(reversed.view.domain!.x, [20, 80]);
    const twice = await plotOf({ ...BARS, xDomain: '80, 20', xReverse: 'on' });
    assert.equal(readyOf(twice).layout.x.direction, 1);
    for (const xDomain of ['5, 5', '2024-01-01, 2024-01-01', '[3, 3]']) {
      const { message } = await plots.errorOf({ ...BARS, xDomain });
      assert.match(message, /attribute x-domain.*two different numbers or dates/s);
    }
  });

  it('draws its bars in mirror image', async () => {
    const [plot, reversed] = await both(BARS, { xReverse: 'on' });
    const rectsOf = ({ canvas }: NodePlot): number[][] =>
      canvas()!.rects.map(({ x, width, height }) => [x, width, height]);
    const { width } = readyOf(plot).layout.box;
    const left = readyOf(plot).layout.box.x;
    const mirrored = rectsOf(plot).map(([x, w, h]) => [Math.round(2 * left + width - x! - w!), w!, h!]);
    const near = rectsOf(reversed);
    assert.equal(near.length, mirrored.length);
    for (const [i, [x, , height]] of mirrored.entries()) {
      assert.ok(Math.abs(near[i]![0]! - x!) <= 5, 'within the gap between bars');
      assert.equal(near[i]![2], height);
    }
  });

  it('selects what a brush, a click or a lasso encloses on the plot', async () => {
    const [plot, reversed] = await both(BARS, { xReverse: 'on' });
    const { width } = readyOf(plot).layout.box;
    plot.view.brushTo({ x: [30, 90], y: null });
    reversed.view.brushTo({ x: [width - 90, width - 30], y: null });
    assert.deepEqual(reversed.view.selection!.ranges, plot.view.selection!.ranges);
    const shape = readyOf(reversed).shape!;
    assert.ok(shape.kind === 'brush');
    assert.deepEqual(shape.px.x, [width - 90, width - 30]);
    plot.view.pick({ x: 41, y: 10 }, false);
    reversed.view.pick({ x: width - 41, y: 10 }, false);
    assert.deepEqual(reversed.view.selection!.ranges, plot.view.selection!.ranges);

    const [plane, turned] = await both(PLANE, { xReverse: 'on', yReverse: 'on' });
    const box = readyOf(plane).layout.box;
    const corners = [
      [20, 30],
      [200, 50],
      [90, 160],
    ] as const;
    plane.view.lasso(corners);
    turned.view.lasso(corners.map(([x, y]) => [box.width - x, box.height - y] as const));
    assert.deepEqual(turned.view.selection!.clause, plane.view.selection!.clause);
    const lasso = readyOf(turned).shape!;
    assert.ok(lasso.kind === 'lasso');
    assert.deepEqual(
      lasso.corners.map(([x, y]) => [Math.round(box.width - x), Math.round(box.height - y)]),
      corners,
    );
  });

  it('follows hover and arrow keys in the direction that the user sees', async () => {
    const [plot, reversed] = await both(PLANE, { xReverse: 'on' });
    const { width } = readyOf(plot).layout.box;
    const hovered = async ({ view, hovers }: NodePlot, x: number): Promise<NodePlot['hovers'][number]> => {
      view.hoverLookup!.point({ x, y: 100 });
      for (;;) {
        const hover = hovers.at(-1);
        if (hover && !hover.pending) return hover;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    };
    const [there, here] = [(await hovered(plot, 120))!, (await hovered(reversed, width - 120))!];
    assert.deepEqual([here.sides, here.count, here.row?.number], [there.sides, there.count, there.row?.number]);
    assert.equal(Math.round(here.row!.place!.x), Math.round(width - there.row!.place!.x));
    assert.deepEqual(here.cell.x.map(Math.round), [width - there.cell.x[1], width - there.cell.x[0]].map(Math.round));
    const from = reversed.view.hoverLookup!.step({ x: width - 120, y: 100 }, 0, 0)!;
    assert.ok(reversed.view.hoverLookup!.step(from, 1, 0)!.x > from.x, 'to the right');
    const nearest = await reversed.view.hoverLookup!.nearest({ x: width - 120, y: 100 });
    assert.equal(nearest!.number, there.row!.number);
  });

  it('zooms about the value under the pointer, and pans with it', async () => {
    const [plot, reversed] = await both(BARS, { xReverse: 'on' });
    plot.view.zoomAt({ x: 0.25 }, 0.5);
    reversed.view.zoomAt({ x: 0.75 }, 0.5);
    assert.deepEqual(reversed.view.domain, plot.view.domain);
    plot.view.panBy({ x: 0.1 });
    reversed.view.panBy({ x: -0.1 });
    assert.deepEqual(reversed.view.domain, plot.view.domain);
  });

  it('works on bands, on tables and on counts', async () => {
    const kinds: Attributes = { mark: 'bar', x: 'kind', y: 'count()' };
    const labels = (plot: NodePlot): string[] =>
      readyOf(plot)
        .layout.x.ticks.toSorted((a, b) => a.at - b.at)
        .map(({ label }) => label);
    const [plot, reversed] = await both(kinds, { xReverse: 'on' });
    assert.deepEqual(labels(reversed), labels(plot).toReversed());
    const [up, down] = await both(kinds, { yReverse: 'on' });
    assert.equal(readyOf(down).layout.y.direction, -1);
    assert.deepEqual(await down.view.values(), await up.view.values());
    const [line, back] = await both({ mark: 'line', x: 'bin(a)', y: 'avg(b)' }, { xReverse: 'on', yReverse: 'on' });
    assert.deepEqual(await back.view.values(), await line.view.values());
    const { x, y } = readyOf(back).layout;
    assert.deepEqual([x.direction, y.direction], [-1, -1]);
  });
});
