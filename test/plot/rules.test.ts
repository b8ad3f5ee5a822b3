/** Rules and ticks beside other layers: their values compared with SQL, and the scales that all layers share. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { summaryOf, ticksOf, usePlots } from '../harness/plots';

const DAYS = `SELECT TIMESTAMP_NS '2024-01-01' + INTERVAL (i) DAY AS day, CASE i % 2 WHEN 0 THEN 'a' ELSE 'b' END AS kind,
  10 + (i * 37 % 101) / 4.0 AS price FROM range(300) r(i)`;
const { plotOf, rows } = usePlots({ days: DAYS }, { from: 'days' });

async function numbersOf(sql: string): Promise<readonly number[]> {
  const [first] = await rows(sql);
  return Object.values(first as Record<string, number>);
}

describe('a rule', () => {
  it('at an aggregate has the value of SQL, and follows the filter of another plot', async () => {
    const plot = await plotOf({ mark: 'rule', y: 'avg(price)' });
    const value = async (): Promise<unknown> => (await plot.view.values())!.map(({ y }) => y);
    assert.deepEqual(await value(), await numbersOf('SELECT avg(price) FROM days'));
    const bars = await plotOf({ mark: 'bar', x: 'kind', y: 'count()' });
    bars.view.select({ x: ['b'] });
    assert.deepEqual(await value(), await numbersOf(`SELECT avg(price) FROM days WHERE kind = 'b'`));
    bars.view.select(null);
  });

  it('extends the axis of values and counts of other layers, but does not move its start', async () => {
    const counts = { mark: 'bar', x: 'kind', y: 'count()' };
    const plot = await plotOf({ layers: [counts, { mark: 'rule', x: '', y: '190' }] });
    const ticks = ticksOf(plot, 'y');
    assert.deepEqual([ticks[0], ticks.at(-1)], ['0', '200']);
    const lines = await plotOf({
      layers: [
        { mark: 'line', x: 'day', y: 'price' },
        { mark: 'rule', x: '', y: 'avg(price)' },
      ],
    });
    assert.notEqual(ticksOf(lines, 'y')[0], '0');
  });

  it('at a constant crosses the panel, although its plot has a position on the other axis', async () => {
    const line = { mark: 'line', y: 'avg(price)' };
    for (const [rule, drawn] of [
      [{ mark: 'rule', y: '30' }, [{ y: 30, layer: 1 }]],
      [{ mark: 'rule', y: '30', x: 'day' }, 300],
      [{ mark: 'rule', y: '30', y2: '31' }, 300],
    ] as const) {
      const plot = await plotOf({ x: 'bin(day, step=week)', layers: [line, rule] });
      const rules = (await plot.view.values())!.filter(({ layer }) => layer === 1);
      if (typeof drawn === 'number') assert.ok(rules.length > 1);
      else assert.deepEqual(rules, drawn);
    }
  });

  it('is described in words', async () => {
    const plot = await plotOf({ mark: 'tick', x: 'price', y: 'kind' });
    assert.equal(await summaryOf(plot), '300 ticks; price from 10 to 35.');
  });
});
