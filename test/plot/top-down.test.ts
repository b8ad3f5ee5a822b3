/** Categories on y begin at the top, whatever draws them and in whatever order they are. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { NodePlot } from '../harness/node-engine';
import { readyOf, usePlots, type Attributes } from '../harness/plots';

const ROWS = `SELECT chr(97 + (i * 3 % 4)::INTEGER) AS kind, i % 10 AS n, i % 3 AS part,
  TIMESTAMP '2024-01-01' + INTERVAL (i) HOUR AS hour_of, DATE '2024-01-01' + (i % 14)::INTEGER AS day FROM range(400) r(i)`;
const plots = usePlots({ t: ROWS }, { from: 't', pick: '' }, { size: [500, 400] });

async function plotOf(attributes: Attributes): Promise<NodePlot> {
  const plot = await plots.plotOf(attributes);
  await plot.view.values();
  return plot;
}

/** The labels of y from the top. */
function fromTop(plot: NodePlot, panel = 0): readonly string[] {
  const { ticks } = readyOf(plot).layout.panels[panel]!.y;
  return [...ticks].sort((a, b) => b.at - a.at).map(({ label }) => label);
}

const ABC = ['a', 'b', 'c', 'd'];
const CASES: Readonly<Record<string, { readonly attributes: Attributes; readonly labels: readonly string[] }>> = {
  bars: { attributes: { mark: 'bar', x: 'count()', y: 'kind' }, labels: ABC },
  'bars of an aggregate': { attributes: { mark: 'bar', x: 'avg(n)', y: 'kind' }, labels: ABC },
  boxes: { attributes: { mark: 'box', x: 'n', y: 'kind' }, labels: ABC },
  'a heat map': { attributes: { mark: 'rect', x: 'bin(n)', y: 'kind', color: 'count()' }, labels: ABC },
  'a density': { attributes: { mark: 'density', x: 'n', y: 'kind' }, labels: ABC },
  points: { attributes: { mark: 'point', x: 'n', y: 'kind', sort: 'y' }, labels: ABC },
  panels: { attributes: { mark: 'bar', x: 'count()', y: 'kind', facetX: 'part' }, labels: ABC },
  weekdays: {
    attributes: { mark: 'rect', x: 'hour(hour_of)', y: 'weekday(hour_of)', color: 'count()', lang: 'de' },
    labels: ['Mo', 'Di', 'Mi', 'Do', 'Fr', 'Sa', 'So'],
  },
  'a backward order': { attributes: { mark: 'bar', x: 'count()', y: 'kind', sort: '-y' }, labels: ABC.toReversed() },
  'an author’s order': {
    attributes: { mark: 'bar', x: 'count()', y: 'kind', yDomain: '["c", "a", "d", "b"]' },
    labels: ['c', 'a', 'd', 'b'],
  },
  'a limit': { attributes: { mark: 'bar', x: 'count()', y: 'kind', sort: 'y', limit: '3' }, labels: ['a', 'b', 'c'] },
  'a reversed axis': { attributes: { mark: 'bar', x: 'count()', y: 'kind', yReverse: 'on' }, labels: ABC.toReversed() },
};

describe('categories on y', () => {
  for (const [name, { attributes, labels }] of Object.entries(CASES))
    it(`read from the top: ${name}`, async () => {
      const plot = await plotOf(attributes);
      assert.deepEqual(fromTop(plot), labels);
    });

  it('are picked, brushed and walked through where they are', async () => {
    const plot = await plotOf({ mark: 'bar', x: 'count()', y: 'kind', brush: 'y' });
    const { height } = readyOf(plot).layout.box;
    plot.view.pick({ x: 2, y: height - 5 }, false);
    assert.deepEqual(plot.view.selection!.ranges[0]!.labels, ['a']);
    plot.view.brushTo({ x: null, y: [height * 0.1, height * 0.45] });
    assert.deepEqual(plot.view.selection!.ranges[0]!.labels, ['c', 'd']);
    const { shape } = readyOf(plot);
    assert.ok(shape?.kind === 'brush');
    assert.deepEqual(shape.px.y!.map(Math.round), [0, Math.round(height / 2)]);
    const hoverLookup = plot.view.hoverLookup!;
    const top = { x: 2, y: height - 5 };
    const below = hoverLookup.step(top, 0, -1)!;
    assert.ok(below.y < top.y && below.y > height / 2, 'the arrow down goes to the bar below');
  });

  it('are drawn where their labels are', async () => {
    const plot = await plotOf({ mark: 'bar', x: 'sum(n)', y: 'kind', sort: '-x' });
    const widths = [...plot.canvas()!.rects].sort((a, b) => a.y - b.y).map(({ width }) => width);
    assert.deepEqual(
      widths,
      [...widths].sort((a, b) => b - a),
      'the longest bar at the top',
    );
    const values = (await plot.view.values())!.map(({ y }) => y);
    assert.deepEqual(values, fromTop(plot));
  });
});
