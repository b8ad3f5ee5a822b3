/** Texts of marks: their formats, which ones fit, and their colors over the shapes behind them. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TextLabel } from '../../src/engine/plot/text-labels';
import { readyOf, usePlots, type Attributes } from '../harness/plots';

const SALES = `SELECT * FROM (VALUES
  ('<b>North</b>', 120, 'A', DATE '2024-01-01'), ('South', 80, 'A', DATE '2024-02-01'),
  ('East', 60, 'B', DATE '2024-03-01'), ('West', NULL, 'B', NULL)) t(region, amount, product, day)`;

const { plotOf } = usePlots({ sales: SALES }, { from: 'sales' }, { size: [500, 300] });

async function textsOf(attributes: Attributes): Promise<readonly TextLabel[]> {
  const plot = await plotOf(attributes);
  await plot.view.values();
  return readyOf(plot).texts;
}

const saying = (texts: readonly TextLabel[]): readonly string[] => texts.map(({ text }) => text);
const bars = { mark: 'bar', color: "'#1f4fa8'" } as const;

describe('texts', () => {
  it('show labels as they are, and numbers and times in a format; NULL has no text', async () => {
    const layer = { mark: 'text', x: 'region', y: 'amount' };
    assert.deepEqual(saying(await textsOf({ ...layer, text: 'region' })), ['<b>North</b>', 'South', 'East']);
    assert.deepEqual(saying(await textsOf({ ...layer, text: 'amount', textFormat: '$.1f' })), [
      '$120.0',
      '$80.0',
      '$60.0',
    ]);
    assert.deepEqual(saying(await textsOf({ ...layer, text: 'day', textFormat: '%b' })), ['Jan', 'Feb', 'Mar']);
    assert.deepEqual(saying(await textsOf({ ...layer, y: 'sum(amount)', text: 'count()' })), ['1', '1', '1']);
    await assert.rejects(textsOf({ ...layer, text: 'amount', textFormat: '%q' }), /text-format/);
  });

  it('are light in a dark shape, and outlined elsewhere', async () => {
    const text = { mark: 'text', text: 'amount' };
    const stacked = await textsOf({ x: 'product', y: 'amount', series: 'region', layers: [bars, text] });
    assert.deepEqual(
      stacked.map(({ color, isInside }) => [color, isInside]),
      [
        ['#ffffff', true],
        ['#ffffff', true],
        ['#ffffff', true],
      ],
    );
    const outside = await textsOf({ x: 'region', y: 'amount', layers: [bars, text] });
    assert.deepEqual(new Set(outside.map(({ color, isInside }) => `${color} ${isInside}`)), new Set(['null false']));
  });

  it('keep the first of overlapping texts, or the one with the least order', async () => {
    const all = { mark: 'text', x: '1', y: '1', text: 'region' };
    assert.deepEqual(saying(await textsOf({ ...all, y: 'amount * 0' })), ['<b>North</b>']);
    assert.deepEqual(saying(await textsOf({ ...all, y: 'amount * 0', order: 'amount' })), ['East']);
  });
});
