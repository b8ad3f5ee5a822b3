/** Size, shape and opacity by value: what is drawn, the legends, and what a click in a legend selects. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LegendModel } from '../../src/engine/guides/legend';
import type { NodePlot } from '../harness/node-engine';
import { readyOf, usePlots } from '../harness/plots';

const CARS = `SELECT * FROM (VALUES (90, 30, 'Europe', 'small', 100), (120, 22, 'USA', 'large', 400),
  (70, 35, 'Japan', 'small', 50), (150, 15, 'USA', 'large', NULL)) t(hp, mpg, origin, class, weight)`;

const { plotOf } = usePlots({ cars: CARS }, { from: 'cars', mark: 'point', x: 'hp', y: 'mpg' }, { size: [500, 300] });

const legendsOf = (plot: NodePlot): readonly LegendModel[] => readyOf(plot).legend;

describe('size, shape and opacity by value', () => {
  it('has a legend for each channel, and the values of each instance', async () => {
    const plot = await plotOf({ color: 'origin', size: 'weight', shape: 'class', opacity: 'mpg' });
    assert.deepEqual(
      legendsOf(plot).map(({ channel, title, isPlain = false }) => [channel, title, isPlain]),
      [
        ['color', 'origin', false],
        ['shape', 'class', false],
        ['size', 'weight', true],
        ['opacity', 'mpg', true],
      ],
    );
    assert.deepEqual((await plot.view.values())!.at(-1), {
      x: 150,
      y: 15,
      color: 'USA',
      size: null,
      shape: 'large',
      opacity: 15,
      layer: 0,
    });
  });

  it('joins color and shape of one column in one legend', async () => {
    const [legend, ...others] = legendsOf(await plotOf({ color: 'class', shape: 'class' }));
    assert.equal(others.length, 0);
    assert.deepEqual(
      legend!.entries.map(({ label, shape }) => [label, shape]),
      [
        ['large', 'circle'],
        ['small', 'square'],
      ],
    );
  });

  it('filters by a click on a shape, together with one on a color', async () => {
    const plot = await plotOf({ color: 'origin', shape: 'class' });
    const count = async (): Promise<number> => (await plot.view.values())!.length;
    const actions = plot.view.legendActions!;
    actions.toggle('shape', 1, false);
    assert.equal(await count(), 2, 'two cars are small');
    actions.toggle('color', 1, false);
    assert.equal(await count(), 1, 'one of them is from Japan');
    assert.deepEqual(
      legendsOf(plot).map(({ entries }) => entries.filter(({ muted }) => !muted).map(({ label }) => label)),
      [['Japan'], ['small']],
    );
    actions.clear('shape');
    actions.clear('color');
    assert.equal(await count(), 4);
  });

  it('takes constants: an area, and the name of a symbol', async () => {
    assert.deepEqual(legendsOf(await plotOf({ size: '60', shape: 'square' })), []);
    await assert.rejects(
      plotOf({ shape: "'hexagon'" }),
      /channel "shape".*expected a column, or "circle".*found 'hexagon'/s,
    );
  });

  it('sizes grow with the logarithm on a log scale, of positive values only', async () => {
    const [legend] = legendsOf(await plotOf({ size: 'weight', sizeScale: 'log', sizeRange: '10, 100' }));
    assert.ok(legend!.entries.every(({ value }) => value > 0));
  });
});
