/** Formats of values that have no axis: the slices of a pie, and sizes. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MARK_NAMES } from '../../src/engine/grammar/mark-name';
import { attributesOf } from '../../src/engine/plan/marks/index';
import type { NodePlot } from '../harness/node-engine';
import '../harness/all-marks';
import { until } from '../harness/patience.mjs';
import { readyOf, usePlots } from '../harness/plots';

const plots = usePlots({ sales: "SELECT i % 7 * 1000 AS price, 'k' || i % 3 AS kind FROM range(500) r(i)" });

async function textsAt(plot: NodePlot, x: number, y: number): Promise<readonly (string | undefined)[]> {
  const { box } = readyOf(plot).layout;
  plot.view.hoverLookup!.point({ x: x * box.width, y: y * box.height });
  await until('a tooltip', () => plot.hovers.length > 0);
  return plot.hovers.at(-1)!.values!.map(({ title, text }) => `${title} ${text}`);
}

/** The sum of the prices of a kind, in dollars. */
async function dollars(kind: string): Promise<string> {
  const [row] = await plots.rows(`SELECT CAST(sum(price) AS DOUBLE) AS v FROM sales WHERE kind = '${kind}'`);
  return (row!.v as number).toLocaleString('en', { style: 'currency', currency: 'USD', minimumFractionDigits: 0 });
}

describe('formats of values without an axis', () => {
  it('are attributes of the marks that have these values', () => {
    const marksWith = (name: string): readonly string[] =>
      MARK_NAMES.filter((mark) => attributesOf(mark)!.includes(name));
    assert.deepEqual(marksWith('theta-format'), ['arc'], 'a text on a slice has the tooltip of the slice');
    assert.deepEqual(marksWith('size-format'), marksWith('size-scale'));
  });

  it('write the values of a pie beside their shares', async () => {
    const plot = await plots.plotOf({
      from: 'sales',
      mark: 'arc',
      theta: 'sum(price)',
      color: 'kind',
      thetaFormat: '$,.0f',
    });
    assert.equal(readyOf(plot).note, null);
    const [value] = await textsAt(plot, 0.7, 0.6);
    assert.equal(value, `sum of price ${await dollars('k0')} (33.5%)`);
  });

  it('write sizes shortly in a legend, and in full in a tooltip', async () => {
    const plot = await plots.plotOf({
      from: 'sales',
      mark: 'point',
      x: 'kind',
      y: '1',
      size: 'sum(price)',
      sizeFormat: '$,.2~s',
    });
    const [legend] = readyOf(plot).legend;
    assert.deepEqual(
      legend!.entries.map(({ label }) => label),
      ['$100k', '$200k', '$300k', '$400k', '$500k'],
    );
    assert.ok((await textsAt(plot, 0.5, 0.5)).includes(`sum of price ${await dollars('k1')}`));
  });
});
