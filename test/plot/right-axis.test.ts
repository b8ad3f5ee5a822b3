/** A second y axis, for layers with values of another kind or size. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ReadyModel } from '../../src/engine/plot/plot-model';
import type { NodePlot } from '../harness/node-engine';
import { readyOf, usePlots, type Attributes } from '../harness/plots';

const MONTHS = `SELECT DATE '2024-01-01' + to_months(i::INTEGER) AS month, 100 + i * 10 AS rain,
  i / 20.0 - 0.2 AS share, DATE '2020-01-01' + i::INTEGER AS since FROM range(12) r(i)`;

const LAYERS: NonNullable<Attributes['layers']> = [
  { mark: 'bar', y: 'sum(rain)' },
  { mark: 'line', y: 'avg(share)', yAxis: 'right' },
];

const { plotOf, errorOf } = usePlots(
  { months: MONTHS },
  { from: 'months', x: 'bin(month, step=month)', layers: LAYERS },
  { size: [600, 400] },
);

async function ready(attributes: Attributes): Promise<readonly [NodePlot, ReadyModel]> {
  const plot = await plotOf(attributes);
  return [plot, readyOf(plot)];
}

const labels = ({ ticks }: ReadyModel['layout']['y']): readonly string[] => ticks.map(({ label }) => label);

describe('a right axis', () => {
  it('has a scale, a title and a format of its own, trained over its layers only', async () => {
    const [, { layout }] = await ready({ rightFormat: '.0%' });
    assert.deepEqual([layout.y.title, layout.right!.title], ['sum of rain', 'average share']);
    assert.deepEqual([labels(layout.y)[0], labels(layout.y).at(-1)], ['0', '240']);
    assert.deepEqual([labels(layout.right!)[0], labels(layout.right!).at(-1)], ['−20%', '40%']);
    const [, alone] = await ready({ layers: [LAYERS[0]!] });
    assert.deepEqual(labels(alone.layout.y), labels(layout.y));
    assert.equal(alone.layout.right, null);
  });

  it('has its own attributes', async () => {
    const [, { layout }] = await ready({
      rightLabel: 'Part',
      rightDomain: '1, 0',
      rightTicks: '[0, 1]',
      yLabel: 'Rain in mm',
    });
    assert.deepEqual([layout.right!.title, layout.y.title], ['Part', 'Rain in mm']);
    assert.ok(layout.right!.direction === -1 && layout.y.direction === 1);
    const ticks = layout.right!.ticks.map(({ at, label }) => [label, at]);
    assert.deepEqual(ticks.sort(), [
      ['0', 1],
      ['1.0', 0],
    ]);
  });

  it('has layers in a color of their own, and titles in the color of their layers', async () => {
    for (const layers of [
      LAYERS,
      [LAYERS[1]!, { mark: 'bar', y: 'count()' }].map((one, i) => ({ ...one, yAxis: i ? 'right' : null })),
    ]) {
      const [, { layout }] = await ready({ layers: layers as typeof LAYERS });
      const [left, right] = [layout.y.color, layout.right!.color];
      assert.ok(left !== null && right !== null && left !== right, `${left} ${right}`);
    }
    const [, { layout }] = await ready({
      layers: [
        { ...LAYERS[0]!, color: '#00f' },
        { ...LAYERS[1]!, color: '#e00' },
      ],
    });
    assert.deepEqual([layout.y.color, layout.right!.color], ['#0000ff', '#ee0000']);
    const [, pale] = await ready({ layers: [{ ...LAYERS[0]!, color: '#c6d5f1' }, LAYERS[1]!] });
    assert.equal(pale.layout.y.color, null, 'a title in it would be hard to read');
    const [, several] = await ready({ layers: [{ ...LAYERS[0]!, color: 'share' }, LAYERS[1]!] });
    assert.equal(several.layout.y.color, null);
    assert.equal((await ready({ layers: [LAYERS[0]!] }))[1].layout.y.color, null, 'one axis needs no color');
  });

  it('may show times beside numbers', async () => {
    const [, { layout }] = await ready({ layers: [LAYERS[0]!, { mark: 'point', y: 'min(since)', yAxis: 'right' }] });
    assert.match(labels(layout.right!).join(), /Jan/);
    const { code } = await errorOf({ layers: [LAYERS[0]!, { mark: 'point', y: 'min(since)' }] });
    assert.equal(code, 'plan/mixed-scale');
  });

  it('shows columns too, on a domain of their own', async () => {
    const [, { layout }] = await ready({
      x: 'month',
      layers: [
        { mark: 'point', y: 'rain' },
        { mark: 'point', y: 'share', yAxis: 'right' },
      ],
    });
    assert.ok(labels(layout.y).includes('200') && !labels(layout.right!).includes('200'));
  });

  it('does not affect brush, zoom, values and the left axis; hover names its value', async () => {
    const [plot] = await ready({ brush: 'x', zoom: 'x' });
    const values = (await plot.view.values())!;
    assert.deepEqual(
      values.filter(({ layer }) => layer === 1).map(({ y }) => Math.round(Number(y) * 100) / 100),
      Array.from({ length: 12 }, (_, i) => Math.round((i / 20 - 0.2) * 100) / 100),
    );
    assert.deepEqual(plot.view.zoomable, { x: true });
    // The last point of the line is at the top, where no bar is.
    const model = readyOf(plot);
    const { box, right } = model.layout;
    const [first, last] = [right!.ticks[0]!, right!.ticks.at(-1)!];
    assert.deepEqual([first.at, last.at], [0, 1]);
    plot.view.hoverLookup!.point({ x: (box.width / 12) * 11.5, y: ((0.35 + 0.2) / 0.6) * box.height });
    const texts = plot.hovers.at(-1)!.values!.map(({ title, text }) => `${title}: ${text}`);
    assert.match(texts.join(', '), /average share: 0.35/);
  });

  it('needs a layer on the left', async () => {
    const { message } = await errorOf({ layers: [LAYERS[1]!] });
    assert.match(message, /y-axis of the plot from "months".*a layer on the left axis.*"right" in all layers/s);
  });
});

describe('scales that do not fit', () => {
  const refused = async (attributes: Attributes): Promise<string> => {
    const { message } = await errorOf({ mark: 'bar', layers: [], ...attributes });
    return message;
  };

  it('are errors for aggregates as for columns', async () => {
    assert.match(await refused({ y: 'sum(rain)', yScale: 'time' }), /the time scale of y.*dates or times.*numbers/s);
    assert.match(
      await refused({ y: 'max(since)', yScale: 'log', mark: 'point' }),
      /the log scale of y.*dates or times/s,
    );
    assert.match(await refused({ y: 'count()', yScale: 'band' }), /the band scale of y.*text or booleans.*numbers/s);
  });

  it('include a log scale whose domain reaches 0', async () => {
    for (const yDomain of ['0, 100', '-5, 100', '100, 0'])
      assert.match(
        await refused({ y: 'sum(rain)', yScale: 'log', yDomain }),
        /attribute y-domain.*two numbers above 0/s,
      );
  });
});
