/** Which plot fits a column. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { columnPlot, typeWord } from '../../src/components/column-plot';
import { parsePlotSpec } from '../../src/engine/grammar/plot-spec';

const SHAPE = { bins: 40, labels: 6, bars: 'horizontal' } as const;

describe('the plot of a column', () => {
  it('is a histogram of numbers and times', () => {
    for (const kind of ['number', 'time'] as const) {
      const { mark, y, brush, x } = columnPlot({ expression: '"a"' }, kind, SHAPE);
      assert.deepEqual([mark, y, brush], ['bar', 'count()', 'x']);
      assert.match(x!, /^bin\("a"\s*, maxbins=40\)$/);
    }
  });

  it('has the most frequent labels first', () => {
    const across = columnPlot({ expression: '"a"' }, 'text', SHAPE);
    assert.deepEqual(across, { mark: 'bar', x: 'count()', y: '"a"', sort: '-x', limit: '6', pick: '' });
    const upright = columnPlot({ expression: '"a"' }, 'boolean', { ...SHAPE, bars: 'vertical' });
    assert.deepEqual(upright, { mark: 'bar', x: '"a"', y: 'count()', sort: '-y', limit: '6', pick: '' });
  });

  for (const expression of ['"a ""b"", c)"', 'a / 60', 'left(a, 3)', 'a + 1 -- one', '"select"', '""'])
    it(`shows ${expression} and nothing else`, () => {
      const { layers } = parsePlotSpec({ from: 'q', ...columnPlot({ expression }, 'number', SHAPE) });
      const x = layers[0].channels.get('x');
      assert.ok(x?.kind === 'bin');
      assert.equal(x.expression, expression);
      assert.equal(x.options.maxBins, 40);
    });
});

describe('the word for a type', () => {
  for (const [sqlType, kind, word] of [
    ['BIGINT', 'number', 'number'],
    ['DATE', 'time', 'date'],
    ['TIMESTAMP WITH TIME ZONE', 'time', 'time'],
    ['INTEGER[]', 'other', 'list'],
    ['STRUCT("a" INTEGER)', 'other', 'struct'],
    ['BLOB', 'other', 'blob'],
    [null, null, ''],
    [null, 'text', 'text'],
  ] as const)
    it(`is "${word}" for ${sqlType ?? kind ?? 'what is not known'}`, () => assert.equal(typeWord(sqlType, kind), word));
});
