import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scaleUtc } from 'd3-scale';
import { TimeScale } from '../../src/engine/scales/time-scale';
import { checkScale } from './check-scale';

const [FROM, TO] = [Date.parse('2020-03-01'), Date.parse('2024-11-15')];

test("ticks equal d3's, in any unit", () => {
  for (const ticksPerMs of [1, 1000, 1e6]) {
    const scale = new TimeScale([FROM * ticksPerMs, TO * ticksPerMs], ticksPerMs);
    checkScale(scale, `${ticksPerMs} a ms`);
    assert.deepEqual(
      scale.ticks(6).values.map((tick) => tick / ticksPerMs),
      scaleUtc([FROM, TO], [0, 1]).ticks(6).map(Number),
    );
  }
});

test('the length of the domain decides how a time is written', () => {
  const at = Date.parse('2021-04-05T15:30Z');
  const text = (days: number): string => new TimeScale([at, at + days * 86_400_000], 1).format(at);
  assert.deepEqual([text(1), text(30), text(3000)], ['5 Apr 15:30', '5 Apr 2021', 'Apr 2021']);
});
