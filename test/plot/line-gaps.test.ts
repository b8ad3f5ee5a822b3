/** What makes a gap in a line: a group whose value is NULL does, a group without rows does not. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { until } from '../harness/patience.mjs';
import { recordedWork } from '../harness/recorded-work';
import { usePlots, valuesOf } from '../harness/plots';

const { seams } = recordedWork();
/** Nothing but NULL at 2, no rows at 4; only rows of b at 1. */
const numbers = `SELECT * FROM (VALUES (0, 'a', 1), (1, 'b', 2), (2, 'a', NULL), (3, 'a', 4), (5, 'a', 6))
  t(place, name, value)`;

const { plotOf } = usePlots({ numbers }, { from: 'numbers', mark: 'line' }, { seams });

describe('a line', () => {
  it('has a point without a value for a group of NULL, and none for a group without rows', async () => {
    const plot = await plotOf({ x: 'bin(place, step=1)', y: 'avg(value)' });
    const points = (await valuesOf(plot)).map(({ x, y }) => [x, y]).sort(([a], [b]) => Number(a) - Number(b));
    assert.deepEqual(points, [
      [0, 1],
      [1, 2],
      [2, null],
      [3, 4],
      [5, 6],
    ]);
  });

  it('has no point for a group that a selection empties', async () => {
    const plot = await plotOf({ x: 'bin(place, step=1)', y: 'avg(value)' });
    const names = await plotOf({ mark: 'bar', x: 'name', y: 'count()', pick: '' });
    names.view.select({ x: ['a'] });
    const places = async (): Promise<number[]> => (await valuesOf(plot)).map(({ x }) => Number(x)).sort();
    await until('the line follows', async () => !(await places()).includes(1));
    assert.deepEqual(await places(), [0, 2, 3, 5]);
  });
});
