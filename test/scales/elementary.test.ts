import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exp, expm1, log, log1p, logRatio, power } from '../../src/engine/scales/elementary';
import { Random } from '../harness/random';

const SIZES = [5e-324, 1e-310, 1e-300, 1e-17, 1e-8, 0.3, 0.5, 1, 1 + 2 ** -52, Math.SQRT2, 2, 10, 1e17, 1e300, 1.7e308];

/** Within a few units in the last place of the machine's own function. */
function close(found: number, expected: number, what: string, ulps = 4): void {
  if (Object.is(found, expected)) return;
  const scale = Math.max(Math.abs(expected), 2 ** -1022) * 2 ** -52;
  assert.ok(Math.abs(found - expected) <= ulps * scale, `${what}: ${found}, expected ${expected}`);
}

test("logarithms and exponentials equal the machine's, except for the last bits", () => {
  const random = new Random(3);
  const values = [...SIZES, ...Array.from({ length: 2000 }, () => 10 ** ((random.next() - 0.5) * 600))];
  for (const value of values) {
    close(log(value), Math.log(value), `log ${value}`);
    close(log1p(value), Math.log1p(value), `log1p ${value}`);
    const place = Math.log(value);
    close(exp(place), Math.exp(place), `exp ${place}`);
    close(expm1(place), Math.expm1(place), `expm1 ${place}`);
    close(expm1(value), Math.expm1(value), `expm1 ${value}`);
    close(power(value, 1 / 3), value ** (1 / 3), `cube root of ${value}`, 400);
    close(power(value, 2), value ** 2, `square of ${value}`);
  }
  for (const tiny of [1e-20, -1e-20, 1e-9, -1e-9]) {
    close(log1p(tiny), Math.log1p(tiny), `log1p ${tiny}`);
    close(expm1(tiny), Math.expm1(tiny), `expm1 ${tiny}`);
  }
});

test('handles the ends of their domains', () => {
  assert.deepEqual([log(0), log(-1), log(Infinity), log(NaN)], [-Infinity, NaN, Infinity, NaN]);
  assert.deepEqual([exp(-Infinity), exp(Infinity), exp(710), exp(-746)], [0, Infinity, Infinity, 0]);
  assert.deepEqual([expm1(-Infinity), expm1(Infinity), log1p(Infinity)], [-1, Infinity, Infinity]);
  assert.deepEqual([power(0, 0.5), power(Infinity, 3), power(9, 0.5), power(7, 1)], [0, Infinity, 3, 7]);
});

test('the logarithm of a quotient is accurate for adjacent doubles, and if the quotient overflows', () => {
  close(logRatio(1e9, 1e9 + 2 ** -23), 2 ** -23 / 1e9, 'neighbours');
  close(logRatio(5e-324, Number.MAX_VALUE), Math.log(Number.MAX_VALUE) - Math.log(5e-324), 'all doubles');
  close(logRatio(3, 1), -Math.log(3), 'downwards');
});
