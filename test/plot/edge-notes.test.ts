/** What a plot says about things it can't draw: constants, domains without data, labels without room. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { until } from '../harness/patience.mjs';
import { readyOf, summaryOf, usePlots, valuesOf } from '../harness/plots';

const { errorOf, plotOf } = usePlots(
  {
    points: `SELECT i AS x, i * 2 AS y, 'label ' || i AS name, ['a', 'b'][i % 2 + 1] AS kind FROM range(12) r(i)`,
    many: `SELECT (i % 5) / 100.0 + 10 * (i % 2) AS x, i AS y FROM range(12000) r(i)`,
  },
  { from: 'points' },
);

describe('a constant that can’t be drawn', () => {
  it('is an error: a negative size, an opacity beyond 0 to 1', async () => {
    for (const bad of [{ size: '-4' }, { opacity: '1.5' }, { opacity: '-0.1' }]) {
      const { code, detail } = await errorOf({ mark: 'point', x: 'x', y: 'y', ...bad });
      assert.equal(code, 'spec/bad-channel');
      assert.match(detail.expected, /at least 0|from 0 to 1/);
      assert.equal(detail.found, `"${Object.values(bad)[0]}"`);
    }
    for (const good of [{ size: '0' }, { opacity: '0' }, { opacity: '1' }])
      assert.equal((await valuesOf(await plotOf({ mark: 'point', x: 'x', y: 'y', ...good }))).length, 12);
  });
});

describe('a home domain without data', () => {
  it('is noted: of bars in bins, of cells, of points and of aggregates', async () => {
    for (const [attributes, note] of [
      [
        { from: 'many', mark: 'bar', x: 'bin(x)', y: 'count()', xDomain: '30, 40' },
        /0 of 12,000 rows lie in 30 to 40, the x-domain/,
      ],
      [
        { from: 'many', mark: 'bar', x: 'bin(x)', y: 'count()', xDomain: '5, 6' },
        /0 of 12,000 rows lie in 5.* to 6.*, the x-domain/,
      ],
      [
        { from: 'many', mark: 'density', x: 'x', y: 'y', yDomain: '-20, -10' },
        /0 of 12,000 rows lie in −20 to −10, the y-domain/,
      ],
      [
        { mark: 'point', x: 'x / 4.0', y: 'y', xDomain: '0.3, 0.45' },
        /0 of 12 rows lie in 0\.3.* to 0\.45.*, the x-domain/,
      ],
      [
        { from: 'many', mark: 'line', x: 'bin(x)', y: 'avg(y)', xDomain: '30, 40' },
        /0 of 12,000 rows lie in 30 to 40, the x-domain/,
      ],
      [
        { from: 'many', mark: 'bar', x: 'bin(x)', y: 'sum(y)', xDomain: '1000, 1100' },
        /0 of 12,000 rows lie in 1,000 to 1,100, the x-domain/,
      ],
      [{ mark: 'line', x: 'x', y: 'avg(y)', yDomain: '50, 60' }, /no point lies in 50 to 60, the y-domain/],
    ] as const)
      assert.match((await plotOf(attributes)).view.note ?? '', note, JSON.stringify(attributes));
  });

  it('is not noted if it holds some, or if a bar crosses it', async () => {
    for (const attributes of [
      { from: 'many', mark: 'bar', x: 'bin(x)', y: 'count()', xDomain: '5, 20' },
      { mark: 'point', x: 'x / 4.0', y: 'y', xDomain: '0.3, 0.55' },
      { mark: 'bar', x: 'kind', y: 'sum(y)', yDomain: '5, 6' },
      { mark: 'bar', x: 'kind', y: 'sum(y)' },
    ])
      assert.equal((await plotOf(attributes)).view.note, null, JSON.stringify(attributes));
  });

  it('is not noted where the user has zoomed past the rows', async () => {
    const plot = await plotOf({ from: 'many', mark: 'bar', x: 'bin(x)', y: 'count()', xDomain: '0, 1000', zoom: '' });
    plot.view.show({ x: [500, 600] });
    await plot.view.values();
    assert.equal(plot.view.note, null);
  });
});

describe('labels', () => {
  it('without room are counted in the note as in the description', async () => {
    const plot = await plotOf({ mark: 'text', x: 'x % 2', y: 'y % 3', text: 'name' });
    const summary = await summaryOf(plot);
    const [said] = /\d+ labels are hidden, because they would overlap others/.exec(summary) ?? [];
    assert.ok(said, summary);
    await until('the note', () => readyOf(plot).note?.includes(said));
  });

  it('never cover an axis: neither that of y, nor of x, nor a right one', async () => {
    const plot = await plotOf({
      layers: [
        { mark: 'text', x: 'x', y: 'y', text: 'name', dx: '-30', dy: '30' },
        { mark: 'text', x: 'x', y: 'y', text: 'name', dx: '30' },
        { mark: 'line', x: 'x', y: 'y * 3', yAxis: 'right' },
      ],
    });
    await summaryOf(plot);
    const { texts, layout } = readyOf(plot);
    assert.ok(texts.length > 2);
    for (const { text, x, y, anchor, baseline } of texts) {
      const width = text.length * 6.6;
      const left = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;
      const bottom = baseline === 'top' ? y + 12.65 : baseline === 'bottom' ? y : y + 6.4;
      const { box } = layout;
      assert.ok(left >= box.x - 0.1 && left + width <= box.x + box.width + 0.1, `${text} ${left}`);
      assert.ok(bottom <= box.y + box.height + 0.1, `${text} ${bottom}`);
    }
  });
});
