import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { laneOf, type ColumnId, type ColumnMeta } from '../../src/engine/columns/column';
import { ceilKey, keyAt } from '../../src/engine/columns/keys';
import type { BinnedAxis } from '../../src/engine/scales/binned-axis';
import { binText } from '../../src/engine/scales/bin-text';
import { binDomain, binWindow } from '../../src/engine/scales/bin-domain';
import { countAxis } from '../../src/engine/guides/count-axis';
import { layOut } from '../../src/engine/guides/layout';
import { keepWithin, limitsOf, panBy, zoomAbout } from '../../src/engine/zoom/zoom-domain';
import { Random } from '../harness/random';

const id = 'c' as ColumnId;
const DOUBLES: ColumnMeta = { id, rows: 10, encoding: { kind: 'float64' }, type: { kind: 'number', integer: false } };
const LARGEST = Number.MAX_VALUE;
const LEAST = Number.MIN_VALUE;

function timesOf(ticksPerMs: number): ColumnMeta {
  return {
    id,
    rows: 10,
    encoding: { kind: 'fixed64', origin: -(2n ** 63n) + 1n, step: 1n },
    type: { kind: 'time', ticksPerMs },
  };
}

/** The bin of a value by its sort key, as kernels find it; -1 outside of all bins. */
function binOf({ bins, column: { encoding } }: BinnedAxis, value: number): number {
  const lane = laneOf(encoding);
  const key = ceilKey(encoding, value);
  const keys = Array.from({ length: bins.count + 1 }, (_, i) => keyAt(lane, bins.keys, i)!);
  return key < keys[0]! || key > keys[bins.count]! ? -1 : keys.slice(0, -1).findLastIndex((first) => first <= key);
}

function checkAxis(axis: BinnedAxis, values: readonly number[], mostBins: number, what: string): void {
  const {
    edges,
    scale: {
      domain: [lo, hi],
    },
  } = axis;
  assert.ok(Number.isFinite(lo) && Number.isFinite(hi) && lo < hi, `${what}: shows ${lo} to ${hi}`);
  assert.ok(
    edges.every((edge, i) => i === 0 || edge > edges[i - 1]!),
    `${what}: edges ascend: ${edges.join()}`,
  );
  assert.ok(edges.length - 1 <= Math.max(4, mostBins + 1), `${what}: ${edges.length - 1} bins`);
  for (const value of values) {
    const bin = binOf(axis, value);
    assert.ok(
      bin >= 0 && edges[bin]! <= value && value < edges[bin + 1]!,
      `${what}: ${value} is in a bin of ${edges.join()}`,
    );
    const fraction = axis.scale.position(value);
    assert.ok(fraction >= 0 && fraction <= 1, `${what}: ${value} is drawn at ${fraction}`);
    assert.doesNotMatch(binText(axis, bin), /NaN|undefined|Infinity/, what);
  }
  const {
    box,
    x: { ticks },
  } = layOut(
    { widthCss: 600, heightCss: 300 },
    { x: { scale: axis.scale, title: 'v' }, y: { ...countAxis(3), title: 'rows' } },
  );
  assert.ok(box.width > 100 && box.width < 600, what);
  assert.ok(
    ticks.every(
      ({ at, labelCss, label }) =>
        at >= 0 && at <= 1 && Number.isFinite(labelCss) && label !== '' && !/NaN|undefined|Infinity/.test(label),
    ),
    `${what}: ${JSON.stringify(ticks)}`,
  );
  assert.ok(
    ticks.every(({ label }, i) => label !== ticks[i - 1]?.label),
    `${what}: ${ticks.map(({ label }) => label).join(' ')}`,
  );
}

describe('an axis of extreme values', () => {
  it('of doubles from the smallest to the largest is finite, includes every value, and has distinct labels', () => {
    const ends: [number, number][] = [
      [-1e308, 1e308],
      [-LARGEST, LARGEST],
      [0, LARGEST],
      [-LARGEST, 0],
      [LARGEST, LARGEST],
      [-LARGEST, -LARGEST],
      [1.7e308, LARGEST],
      [0, LEAST],
      [-LEAST, LEAST],
      [LEAST, LEAST],
      [0, 20 * LEAST],
      [-5e-310, 3e-309],
      [1e300, 1e300],
      [1e16, 1e16 + 2],
      [1e16, 1e16 + 64],
      [-1e-300, 1e300],
      [0.1 - 2 ** -55, 0.1],
      [0.09999999999999999, 0.35],
      [1e-7, 2e-7],
      [1e15, 3e15],
      [-3, -3],
    ];
    const random = new Random(5);
    const any = (): number =>
      (random.next() < 0.5 ? -1 : 1) * Number(`${1 + random.next() * 8.9}e${random.integer(-320, 308)}`);
    for (let i = 0; i < 400; i++) ends.push([any(), any()].sort((a, b) => a - b) as [number, number]);
    for (const [min, max] of ends) {
      for (const maxBins of [1, 7, 50]) {
        const within = Array.from({ length: 5 }, (_, i) => min * (1 - i / 4) + max * (i / 4)).filter(
          (value) => value >= min && value <= max,
        );
        checkAxis(
          binDomain(DOUBLES, min, max, { maxBins }, null),
          [min, max, ...within],
          maxBins,
          `${min} to ${max} in ${maxBins}`,
        );
      }
    }
  });

  it('of doubles stays within them when zoomed and panned', () => {
    for (const [min, max] of [
      [-1e308, 1e308],
      [-LARGEST, LARGEST],
      [0, LARGEST],
      [0, 20 * LEAST],
      [1e300, 1.1e300],
    ] as const) {
      const home = binDomain(DOUBLES, min, max, { maxBins: 50 }, null);
      const limits = limitsOf(DOUBLES, [min, max], home.scale);
      let span = keepWithin(home.scale.domain, limits);
      assert.deepEqual(span, home.scale.domain);
      for (const factor of [0.5, 0.9, 0.1, 3, 0.5, 1.5, 100]) {
        span = panBy(zoomAbout(span, 0.3, factor, limits), 0.1, limits);
        checkAxis(binWindow(DOUBLES, span, { maxBins: 50 }), [], 52, `${min} to ${max} zoomed to ${span.join()}`);
      }
      for (const i of [0, 1] as const)
        assert.ok(
          Math.abs(span[i] / 2 - limits.widest[i] / 2) <= (max / 2 - min / 2) * 1e-12,
          `all there is again: ${span.join()}`,
        );
      const third = zoomAbout(span, 0, 0.25, limits);
      assert.ok(
        third[1] < home.scale.domain[1] && third[1] > home.scale.domain[0] && third[0] === span[0],
        `a quarter: ${third.join()}`,
      );
    }
  });

  it('counts the largest double in a zoomed domain that includes it', () => {
    const axis = binWindow(DOUBLES, [1e308, LARGEST], { maxBins: 50 });
    assert.notEqual(binOf(axis, LARGEST), -1);
    assert.equal(binOf(axis, Infinity), -1);
    assert.equal(axis.edgeAt(400, 400), Infinity, 'a brush to the end of the axis selects it');
  });

  it('of dates has no bin shorter than a day, and includes the last day', () => {
    const random = new Random(6);
    const DAYS = timesOf(1 / 86_400_000);
    const ends: [number, number][] = [
      [0, 0],
      [19_723, 19_723],
      [19_723, 19_724],
      [19_723, 19_732],
      [19_723, 19_800],
      [-2_147_483_645, 2_147_483_645],
      [2_000_000_000, 2_000_000_400],
      [-150_000_000, 200_000_000],
    ];
    for (let i = 0; i < 200; i++)
      ends.push([random.integer(-2e9, 2e9), random.integer(-40_000, 40_000)].sort((a, b) => a - b) as [number, number]);
    for (let i = 0; i < 200; i++) {
      const min = random.integer(-30_000, 40_000);
      ends.push([min, min + random.integer(0, 10 ** random.integer(0, 4))]);
    }
    for (const [min, max] of ends)
      checkAxis(
        binDomain(DAYS, min, max, { maxBins: 50 }, null),
        [min, max, Math.floor((min + max) / 2)],
        120,
        `days ${min} to ${max}`,
      );
    for (const step of ['hour', 'day', 'week', 'month', 'year'] as const) {
      for (const [min, max] of [
        [19_723, 19_732],
        [2_000_000_000, 2_000_000_400],
        [-300_000_000, -299_999_000],
      ] as const) {
        checkAxis(
          binDomain(DAYS, min, max, { maxBins: 50, step }, null),
          [min, max, min + 3],
          65_536,
          `days ${min} to ${max} by ${step}`,
        );
      }
    }
  });

  it('of timestamps of every unit includes the first and the last, from one tick to the whole range', () => {
    const random = new Random(7);
    for (const ticksPerMs of [0.001, 1, 1000, 1e6]) {
      const column = timesOf(ticksPerMs);
      const now = 1.7e12 * ticksPerMs;
      const ends: [number, number][] = [
        [now, now],
        [now, now + 1000],
        [0, 1],
        [0, 3],
        [-9.2e18, 9.2e18],
        [now, now + 86_400_000 * ticksPerMs],
        [-8.5e15 * Math.min(1000, ticksPerMs), 0],
      ];
      for (let i = 0; i < 100; i++) {
        const length = Math.round(10 ** (random.next() * 17));
        ends.push([now, now + length]);
      }
      for (const [min, max] of ends.filter(([lo, hi]) => Math.abs(lo) <= 9.21e18 && Math.abs(hi) <= 9.21e18)) {
        const axis = binDomain(column, min, max, { maxBins: 50 }, null);
        checkAxis(axis, [min, max], 140, `${min} to ${max} of ${ticksPerMs} a ms`);
        checkAxis(
          binWindow(column, axis.scale.domain, { maxBins: 50 }),
          [],
          140,
          `part ${min} to ${max} of ${ticksPerMs} a ms`,
        );
      }
    }
  });
});
