import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ColumnType } from '../../src/engine/columns/column';
import { PikaError } from '../../src/engine/errors';
import type { AxisScaleSpec } from '../../src/engine/grammar/plot-spec';
import type { Scale } from '../../src/engine/scales/scale';
import type { Span } from '../../src/engine/scales/scale-methods';
import { extentOf, trainScale, unitOf, type LayerValues } from '../../src/engine/scales/train';
import { scaleLinear, scaleLog } from 'd3-scale';

const DEFAULT: AxisScaleSpec = {
  scale: null,
  domain: null,
  isClockDomain: false,
  nice: null,
  zero: null,
  reverse: null,
};
const NUMBER: ColumnType = { kind: 'number', integer: false };
const INTEGER: ColumnType = { kind: 'number', integer: true };
const DAYS: ColumnType = { kind: 'time', ticksPerMs: 1 / 86_400_000 };
const MICROSECONDS: ColumnType = { kind: 'time', ticksPerMs: 1000 };
const LOG: AxisScaleSpec = { ...DEFAULT, scale: { kind: 'log', base: 10 } };

function layer(type: ColumnType, extent: Span | null, hasBaseline = false, from = 'a'): LayerValues {
  return { from, type, extent, hasBaseline };
}

function category(labels: readonly string[], from = 'a'): LayerValues {
  return layer({ kind: 'category', labels }, [0, labels.length], false, from);
}

function train(layers: readonly LayerValues[], spec: Partial<AxisScaleSpec> = {}): Scale {
  return trainScale('y', layers, { ...DEFAULT, ...spec })!;
}

test('the domain of numbers is the union of all layers, rounded like d3 does', () => {
  const scale = train([layer(NUMBER, [3.2, 17.9]), layer(NUMBER, [-4.4, 8])]);
  assert.deepEqual(scale.domain, scaleLinear().domain([-4.4, 17.9]).nice(6).domain());
});

test('bars and areas include zero, unless the author says otherwise; points do not', () => {
  assert.deepEqual(train([layer(NUMBER, [52, 97], true)]).domain, [0, 100]);
  assert.deepEqual(train([layer(NUMBER, [-97, -52], true)]).domain, [-100, 0]);
  assert.equal(train([layer(NUMBER, [52, 97], true)], { zero: false }).domain[0], 50);
  assert.equal(train([layer(NUMBER, [52, 97])]).domain[0], 50);
  assert.equal(train([layer(NUMBER, [52, 97])], { zero: true }).domain[0], 0);
});

test('nice="off" keeps the exact ends, and so does the domain of the author', () => {
  assert.deepEqual(train([layer(NUMBER, [3.2, 17.9])], { nice: false }).domain, [3.2, 17.9]);
  assert.deepEqual(train([layer(NUMBER, [3.2, 17.9], true)], { domain: [5, 7.7] }).domain, [5, 7.7]);
  const ms: Span = [Date.UTC(2001, 0, 1), Date.UTC(2001, 6, 1)];
  assert.deepEqual(
    train([layer(DAYS, [0, 1])], { domain: ms }).domain,
    ms.map((end) => end / 86_400_000),
  );
});

test('"reverse" reverses positions', () => {
  for (const scale of [
    train([layer(NUMBER, [0, 100])], { reverse: true }),
    train([layer(NUMBER, [1, 17])], { domain: [0, 100], reverse: true }),
  ]) {
    assert.deepEqual(
      [scale.domain, scale.position(0), scale.position(75), scale.position(100)],
      [[0, 100], 1, 0.25, 0],
    );
  }
  assert.deepEqual(
    [0, 1, 2].map((code) => train([category(['a', 'b'])], { reverse: true }).position(code)),
    [1, 0.5, 0],
  );
});

test('integers stay integers only if they are in all layers', () => {
  const isInteger = (scale: Scale): boolean => 'integer' in scale && scale.integer;
  assert.equal(isInteger(train([layer(INTEGER, [1, 5]), layer(INTEGER, [1, 9])])), true);
  assert.equal(isInteger(train([layer(INTEGER, [1, 5]), layer(NUMBER, [1, 9])])), false);
  assert.equal(isInteger(train([layer(NUMBER, [1, 5]), layer(INTEGER, [1, 9])])), false);
});

test('counts begin at zero and end on a round number, unless the author says otherwise', () => {
  const counts: LayerValues = { ...layer(INTEGER, [0, 1234], true), isCount: true };
  assert.deepEqual(train([counts]).domain, [0, 1400]);
  assert.deepEqual(train([{ ...counts, extent: [0, 1200] }]).domain, [0, 1200]);
  assert.deepEqual(train([counts], { nice: false }).domain, [0, 1234]);
  assert.deepEqual(train([{ ...counts, extent: null }]).domain, [0, 1]);
  assert.deepEqual(train([counts], { domain: [0, 10] }).domain, [0, 10]);
});

test('times are in the finest unit, and values of coarser ones are converted exactly', () => {
  const scale = train([layer(DAYS, [11_000, 11_010]), layer(MICROSECONDS, [11_005 * 864e8, 11_030 * 864e8])]);
  assert.ok(scale.kind === 'time' && scale.ticksPerMs === 1000);
  assert.ok(scale.domain[0] <= 11_000 * 864e8 && scale.domain[1] >= 11_030 * 864e8);
  assert.equal(unitOf(scale, DAYS)!(11_003), 11_003 * 864e8);
  assert.equal(unitOf(scale, MICROSECONDS), null);
});

test('values of a finer unit become parts of a coarser one', () => {
  assert.equal(unitOf(train([layer(DAYS, [0, 9])]), MICROSECONDS)!(864e8 * 2.5), 2.5);
});

test('categories are the union in the order of the layers, or of the author first', () => {
  const layers = [category(['a', 'c']), category(['a', 'b', 'c'], 'b')];
  const scale = train(layers);
  assert.ok(scale.kind === 'band');
  assert.deepEqual(
    [scale.labels, scale.domain],
    [
      ['a', 'c', 'b'],
      [0, 3],
    ],
  );
  assert.equal(unitOf(scale, layers[0]!.type), null);
  assert.deepEqual([0, 1, 2, NaN].map(unitOf(scale, layers[1]!.type)!), [0, 2, 1, NaN]);
  const ordered = train(layers, { scale: { kind: 'band', order: ['z', 'c'] } });
  assert.ok(ordered.kind === 'band');
  assert.deepEqual(ordered.labels, ['z', 'c', 'a', 'b']);
  assert.deepEqual(train([category([])]).domain, [0, 1]);
});

test('layers with different kinds of values are an error that names both', () => {
  assert.throws(
    () => train([layer(NUMBER, [0, 1], false, 'sales'), layer(DAYS, [0, 1], false, 'dates')]),
    (error) =>
      error instanceof PikaError &&
      error.code === 'plan/mixed-scale' &&
      /numbers from "sales", times from "dates"/.test(error.message),
  );
});

test('no layer makes no scale', () => assert.equal(trainScale('y', [], DEFAULT), null));

test('a single value, no value and infinite values make a domain with a length', () => {
  for (const spec of [DEFAULT, LOG, { ...DEFAULT, scale: { kind: 'symlog', constant: 1 } } as const]) {
    for (const type of [NUMBER, INTEGER, DAYS, MICROSECONDS]) {
      if (type.kind === 'time' && spec !== DEFAULT) continue;
      const extents: readonly (Span | null)[] = [
        null,
        [0, 0],
        [7, 7],
        [-7, -7],
        [-Infinity, Infinity],
        [-Infinity, 5],
        [1e308, 1e308],
        [-Number.MAX_VALUE, Number.MAX_VALUE],
        [5e-324, 5e-324],
      ];
      for (const extent of extents) {
        if (type.kind === 'time' && extent && Math.abs(extent[1]) > 1e300) continue;
        for (const nice of [true, false]) {
          const { domain } = train([layer(type, extent)], { ...spec, nice });
          const where = `${type.kind} ${spec.scale?.kind} ${extent?.join()} nice ${nice}: ${domain.join()}`;
          assert.ok(domain.every(Number.isFinite) && domain[0] < domain[1], where);
          if (spec === LOG) assert.ok(domain[0] > 0, where);
          if (extent?.[0] === 7) assert.ok(domain[0] <= 7 && domain[1] >= 7, where);
        }
      }
    }
  }
});

test('a single date gets about a day, not half of the time since 1970', () => {
  const [lo, hi] = train([layer(DAYS, [11_000, 11_000])]).domain;
  assert.ok(lo <= 11_000 && hi >= 11_000 && hi - lo <= 2, `${lo} ${hi}`);
});

test('a log domain starts above zero', () => {
  assert.deepEqual(train([layer(NUMBER, [2, 345])], LOG).domain, scaleLog().domain([2, 345]).nice().domain());
  assert.deepEqual(train([layer(NUMBER, [-5, 1000], true)], LOG).domain, [1, 1000]);
  assert.deepEqual(train([layer(NUMBER, [-5, -1])], { ...LOG, nice: false }).domain, [1, 10]);
  assert.deepEqual(train([layer(NUMBER, [1, 9])], { ...LOG, domain: [0, 100] }).domain, [0.1, 100]);
});

test('the extent of values leaves out NaN, infinities and, for a log scale, values without a position', () => {
  assert.deepEqual(extentOf([NaN, 3, -Infinity, -2, Infinity, 0]), [-2, 3]);
  assert.deepEqual(extentOf([NaN, 3, -2, 0.5], true), [0.5, 3]);
  assert.equal(extentOf([NaN, Infinity]), null);
});

test('values that pass the filters extend the domain by its own steps, and never towards zero without need', () => {
  const filtered = (extent: Span, passed: Span | null, spec: Partial<AxisScaleSpec> = {}): Span =>
    train([{ ...layer(NUMBER, extent), filtered: passed }], spec).domain;
  assert.deepEqual(filtered([310, 640], null), [300, 700]);
  assert.deepEqual(filtered([310, 640], [305, 500]), [300, 700], 'inside, the domain holds');
  assert.deepEqual(filtered([310, 640], [90, 500]), [50, 700], 'not to 0');
  assert.deepEqual(filtered([310, 640], [320, 702]), [300, 750]);
  assert.deepEqual(filtered([310, 640], [90, 500], { nice: false }), [90, 640]);
  assert.deepEqual(filtered([310, 640], [90, 500], { domain: [200, 400] }), [200, 400]);
  assert.deepEqual(filtered([310, 640], [-99_990, 500]), [-100_000, 20_000], 'far away, it is rounded anew');
  assert.deepEqual(filtered([2, 40], [0.5, 3], LOG), [0.1, 100]);
  const days = train([{ ...layer(DAYS, [11_000, 11_010]), filtered: [11_005, 11_030] }]).domain;
  assert.ok(days[0] <= 11_000 && days[1] >= 11_030);
});
