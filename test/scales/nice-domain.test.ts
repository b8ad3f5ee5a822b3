import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scaleLinear, scaleLog, scaleUtc } from 'd3-scale';
import { niceDomain } from '../../src/engine/scales/nice-domain';
import { scaleFor } from '../../src/engine/scales/scale-for';
import type { Span } from '../../src/engine/scales/scale-methods';
import type { NumberScaleSpec } from '../../src/engine/grammar/scale-spec';
import { Random } from '../harness/random';

const nice = (domain: Span, spec: NumberScaleSpec | null = null, integer = false): Span =>
  niceDomain(scaleFor({ kind: 'number', integer }, domain, spec), 6);

test("linear domains end on round numbers, like d3's", () => {
  for (const domain of [
    [0, 96],
    [0, 100],
    [-3, 7.5],
    [20, 95],
    [1e6, 1.5e6],
    [0.001, 0.0015],
  ] as const)
    assert.deepEqual(nice(domain), scaleLinear([0, 1]).domain(domain).nice(6).domain(), domain.join());
  assert.deepEqual(nice([0.2, 2.9], null, true), [0, 3]);
});

test("times end on calendar units, like d3's", () => {
  for (const [from, to] of [
    ['2020-01-03', '2020-11-20'],
    ['2020-01-01', '2020-01-02T10:00Z'],
    ['2019-12-31', '2024-01-01'],
    ['2020-02-28', '2020-03-01'],
  ] as const) {
    const domain = [new Date(from), new Date(to)];
    const ours = niceDomain(scaleFor({ kind: 'time', ticksPerMs: 1000 }, [+domain[0]! * 1000, +domain[1]! * 1000]), 6);
    assert.deepEqual(
      ours.map((us) => new Date(us / 1000)),
      scaleUtc([0, 1]).domain(domain).nice(6).domain(),
      `${from} to ${to}`,
    );
  }
});

test("log domains end on powers of their base, like d3's; short ones on round numbers", () => {
  const log = (domain: Span, base = 10): Span => nice(domain, { kind: 'log', base });
  for (const domain of [
    [20, 95],
    [2, 900],
    [0.0013, 48_000],
  ] as const)
    assert.deepEqual(log(domain), scaleLog([0, 1]).domain(domain).nice().domain(), domain.join());
  assert.deepEqual(log([1, 1000]), [1, 1000]);
  assert.deepEqual(log([3, 1000], 2), [2, 1024]);
  assert.deepEqual(log([2, 1024], 2), [2, 1024]);
  assert.deepEqual(log([1.0001, 1.0002]), nice([1.0001, 1.0002]));
  assert.deepEqual(log([Number.MIN_VALUE, Number.MAX_VALUE]), [Number.MIN_VALUE, Number.MAX_VALUE]);
});

test('symlog, sqrt and pow domains are rounded like linear ones', () => {
  for (const spec of [{ kind: 'symlog', constant: 1 }, { kind: 'sqrt' }, { kind: 'pow', exponent: 3 }] as const)
    for (const domain of [
      [0, 1_234_567],
      [-17, 230],
    ] as const)
      assert.deepEqual(nice(domain, spec), nice(domain));
  assert.deepEqual(nice([1, 99], { kind: 'sqrt' }), [0, 100]);
});

test('a rounded domain holds the domain, and is finite', () => {
  const random = new Random(20);
  for (let i = 0; i < 2000; i++) {
    const [a, b] = [1, 1].map(() => (random.next() - 0.3) * 10 ** Math.floor(600 * random.next() - 300)) as [
      number,
      number,
    ];
    const domain: Span = a < b ? [a, b] : [b, a];
    for (const spec of [
      null,
      { kind: 'symlog', constant: 1 },
      { kind: 'log', base: 10 },
      { kind: 'log', base: 2 },
    ] as const) {
      if (spec?.kind === 'log' && !(domain[0] > 0)) continue;
      const [lo, hi] = nice(domain, spec);
      assert.ok(lo <= domain[0] && hi >= domain[1] && Number.isFinite(hi - lo || 1), `${domain.join()} ${lo} ${hi}`);
      if (spec?.kind === 'log') assert.ok(lo > 0, domain.join());
    }
  }
});
