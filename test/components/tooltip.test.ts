import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hoverWords } from '../../src/components/pika-plot/tooltip';
import { englishForm, numberIn, piecesOf } from '../../src/components/messages/message';
import { HOVER_MESSAGES } from '../../src/components/messages/english/hover';
import type { Say } from '../../src/components/controllers/messages-controller';
import type { PlotHover } from '../../src/engine/index';

const HOVER: PlotHover = {
  from: 'sales',
  at: { x: 0, y: 0 },
  cell: { x: [0, 1], y: null },
  sides: [{ channel: 'x', title: 'region', text: 'EMEA' }],
  count: 3,
  of: 1200,
  row: null,
  pending: false,
  problem: null,
};

const say: Say<typeof HOVER_MESSAGES> = (name, values = {}) => {
  const texts = Object.entries(values).map(([key, value]) => [
    key,
    typeof value === 'number' ? numberIn(null, value) : value,
  ]);
  const form = englishForm(HOVER_MESSAGES[name], values['count']);
  return piecesOf<string>(form, Object.fromEntries(texts) as Record<string, string>).join('');
};

describe('the words of a tooltip', () => {
  it('count rows', () => {
    assert.equal(hoverWords(HOVER, say), 'region EMEA: 3 of 1,200 rows.');
  });

  it('name the rows as the author does', () => {
    assert.equal(hoverWords({ ...HOVER, countTitle: 'orders' }, say), 'region EMEA: orders 3 of 1,200.');
    assert.equal(hoverWords({ ...HOVER, countTitle: 'orders', of: null }, say), 'region EMEA: orders 3.');
  });

  it('give the values drawn there instead, if there are any', () => {
    const values = [
      { title: 'sum of amount', text: '1,234', color: 'red' },
      { title: 'product', text: 'Tea', color: null },
    ];
    assert.equal(hoverWords({ ...HOVER, values }, say), 'sum of amount 1,234, product Tea.');
  });
});
