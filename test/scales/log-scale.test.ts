import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scaleLog } from 'd3-scale';
import { LogScale } from '../../src/engine/scales/log-scale';
import { Random } from '../harness/random';
import { checkScale, closeTo } from './check-scale';

test("positions and values equal d3's, and ticks are among its ticks", () => {
  for (const domain of [
    [1, 1000],
    [0.02, 70],
    [1e-9, 1e9],
    [3, 900_000],
  ] as const) {
    const [ours, d3] = [new LogScale(domain, false, 10), scaleLog(domain, [0, 1])];
    checkScale(ours, domain.join());
    for (const fraction of [0, 0.1, 0.5, 0.77, 1]) {
      closeTo(ours.invert(fraction) / d3.invert(fraction), 1, `${fraction} of ${domain.join()}`);
      closeTo(ours.position(d3.invert(fraction)), fraction, `${fraction} of ${domain.join()}`);
    }
    const all = new Set(d3.ticks(20).map((tick) => tick.toPrecision(12)));
    for (const count of [3, 6, 12]) {
      const { values } = ours.ticks(count);
      assert.ok(values.length <= count + 1 && values.length >= 2, `${count} of ${domain.join()}: ${values.join()}`);
      for (const tick of values) assert.ok(all.has(tick.toPrecision(12)), `${tick} is a tick of d3`);
    }
  }
});

test('ticks are powers if space is short, then 1, 2 and 5, then all digits', () => {
  const ticks = (domain: readonly [number, number], count: number, base = 10): readonly number[] =>
    new LogScale(domain, false, base).ticks(count).values;
  assert.deepEqual(ticks([1, 1e12], 4), [1, 1e5, 1e10]);
  assert.deepEqual(ticks([1, 1e4], 6), [1, 10, 100, 1000, 10_000]);
  assert.deepEqual(ticks([1, 100], 7), [1, 2, 5, 10, 20, 50, 100]);
  assert.deepEqual(ticks([1, 10], 10), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  assert.deepEqual(ticks([2.1, 4.9], 6), [2.5, 3, 3.5, 4, 4.5], 'between two powers, round steps');
  assert.deepEqual(ticks([1, 64], 10, 2), [1, 2, 4, 8, 16, 32, 64]);
  const set = new LogScale([0.001, 1e7], false, 10).ticks(12);
  assert.deepEqual(set.labels([0.001, 1, 1000, 2e4, 1e6]), ['0.001', '1', '1,000', '20,000', '1M']);
  assert.ok(set.rank(1000) > set.rank(2e4));
  assert.deepEqual(new LogScale([1, 9], true, 10).ticks(20).values, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test('values at or below 0 lie infinitely far below', () => {
  const scale = new LogScale([1, 100], false, 10);
  assert.deepEqual([scale.position(0), scale.position(-5), scale.position(Infinity)], [-Infinity, -Infinity, Infinity]);
});

test('the domain may be all doubles, or two adjacent ones', () => {
  const neighbours = [1e9, 1e9 + 2 ** -20] as const;
  for (const domain of [[5e-324, Number.MAX_VALUE], [5e-324, 1e-323], [1e300, Number.MAX_VALUE], neighbours] as const)
    checkScale(new LogScale(domain, false, 10), domain.join());
  const random = new Random(8);
  for (let i = 0; i < 100; i++) {
    const lo = 10 ** (random.next() * 600 - 300);
    checkScale(new LogScale([lo, lo * (1 + 10 ** (random.next() * 20 - 9))], false, 10), `seed 8, ${i}`);
  }
});

test('the text of a value is as precise as a pixel is wide at that value', () => {
  const scale = new LogScale([1, 1e6], false, 10);
  assert.deepEqual([scale.format(3.14159), scale.format(314_159.26)], ['3.14', '314,159']);
});
