import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ColumnId, ColumnMeta } from '../../src/engine/columns/column';
import { LogScale } from '../../src/engine/scales/log-scale';
import { PowerScale } from '../../src/engine/scales/power-scale';
import type { Span } from '../../src/engine/scales/scale-methods';
import { SymlogScale } from '../../src/engine/scales/symlog-scale';
import { binWindow } from '../../src/engine/scales/bin-domain';
import { scaleFor } from '../../src/engine/scales/scale-for';
import {
  domainOf,
  keepWithin,
  limitsOf,
  moveOn,
  panBy,
  spanOf,
  zoomAbout,
  type ZoomLimits,
} from '../../src/engine/zoom/zoom-domain';

const id = 'c' as ColumnId;
const integers: ColumnMeta = {
  id,
  rows: 10,
  encoding: { kind: 'u32', origin: -80n, step: 1n },
  type: { kind: 'number', integer: true },
};
const doubles: ColumnMeta = { id, rows: 10, encoding: { kind: 'float64' }, type: { kind: 'number', integer: false } };
const minutes: ColumnMeta = {
  id,
  rows: 10,
  encoding: { kind: 'u32', origin: 0n, step: 60_000_000n },
  type: { kind: 'time', ticksPerMs: 1000 },
};
const letters: ColumnMeta = {
  id,
  rows: 10,
  encoding: { kind: 'u32', origin: 0n, step: 1n },
  type: { kind: 'category', labels: ['a', 'b', 'c', 'd'] },
};
const limits = { widest: [0, 100], least: 1 } as const;

test('zooming keeps the value under the pointer, and stops at the limits', () => {
  assert.deepEqual(zoomAbout([20, 60], 0.25, 0.5, limits), [25, 45]);
  assert.deepEqual(zoomAbout([20, 60], 0.25, 1e-9, limits), [29.75, 30.75]);
  assert.deepEqual(zoomAbout([20, 60], 0.25, 1e9, limits), [0, 100]);
  assert.deepEqual(zoomAbout([0, 40], 1, 2, limits), [0, 80]);
});

test('panning keeps the length, and stops at the limits', () => {
  assert.deepEqual(panBy([20, 60], 0.5, limits), [40, 80]);
  assert.deepEqual(panBy([20, 60], 5, limits), [60, 100]);
  assert.deepEqual(panBy([20, 60], -5, limits), [0, 40]);
  assert.deepEqual(keepWithin([99.9, 99.9], limits), [99, 100]);
});

test('limits are the padded data, one tick, one category', () => {
  assert.deepEqual(limitsOf(integers, [0, 100], scaleFor(integers.type, [0, 50])), { widest: [-2, 102], least: 1 });
  assert.deepEqual(limitsOf(letters, [0, 3], scaleFor(letters.type, [0, 4])), { widest: [0, 4], least: 1 });
  assert.equal(limitsOf(minutes, [0, 6e9], scaleFor(minutes.type, [0, 6e9])).least, 60_000_000);
  const { least } = limitsOf(doubles, [1e9, 1e9 + 1], scaleFor(doubles.type, [1e9, 1e9 + 1]));
  assert.ok(least > 0 && least < 0.01 && 1e9 + least / 512 > 1e9, 'every pixel of the smallest part is another number');
});

test('bins keep their position while the domain moves, and there are enough of them', () => {
  const at = (from: number): readonly number[] => binWindow(doubles, [from, from + 10], { maxBins: 40 }).edges;
  const anchored = new Set(at(0).map((edge) => edge % 0.5));
  for (let from = -7; from < 7; from += 0.37) {
    const edges = at(from);
    assert.ok(
      edges[0]! <= from + 1e-6 && edges.at(-1)! >= from + 10 - 1e-6 && edges[1]! > from && edges.at(-2)! < from + 10,
    );
    for (const edge of edges)
      assert.ok(Math.abs(edge / 0.25 - Math.round(edge / 0.25)) < 1e-9, `${edge} is a multiple of the step`);
  }
  assert.equal(anchored.size > 0, true);
  assert.deepEqual(binWindow(integers, [3.2, 6.9], { maxBins: 40 }).edges, [3, 4, 5, 6, 7]);
  assert.deepEqual(binWindow(letters, [1.5, 2.5], { maxBins: 40 }).edges, [1, 2, 3]);
});

test('times are binned by calendar units, whole ones at both ends', () => {
  const tick = (text: string): number => Date.parse(text) * 1000;
  const axis = binWindow(minutes, [tick('2001-01-10T12:00Z'), tick('2001-03-05T00:01Z')], {
    maxBins: 50,
    step: 'month',
  });
  assert.deepEqual(
    axis.edges.map((edge) => new Date(edge / 1000).toISOString().slice(0, 10)),
    ['2001-01-01', '2001-02-01', '2001-03-01', '2001-04-01'],
  );
  assert.deepEqual(axis.scale.domain, [tick('2001-01-10T12:00Z'), tick('2001-03-05T00:01Z')]);
});

test('a domain is in data units: it stays the same in other ticks and labels', () => {
  const domain = domainOf([5_000, 8_000], minutes.type);
  assert.deepEqual([domain.lo, domain.hi], [5, 8]);
  assert.deepEqual(spanOf(domain, { kind: 'time', ticksPerMs: 1e6 }), [5e6, 8e6]);
  assert.equal(spanOf(domain, integers.type), null);
  assert.deepEqual(
    spanOf(domainOf([1, 3], letters.type), { kind: 'category', labels: ['0', 'a', 'b', 'bb', 'c', 'd'] }),
    [2, 5],
  );
  assert.equal(spanOf(domainOf([1, 2], letters.type), { kind: 'category', labels: ['x'] }), null);
});

test('on a log axis a domain moves by factors, and the data is padded', () => {
  const scale = new LogScale([1, 10_000], false, 10);
  const limits = limitsOf(doubles, [1, 10_000], scale);
  const moved = (span: Span, move: (span: Span, limits: ZoomLimits) => Span): Span =>
    moveOn({ scale, column: doubles }, span, limits, move);
  const near = (found: Span, expected: Span): void =>
    found.forEach((end, i) =>
      assert.ok(Math.abs(end / expected[i]! - 1) < 1e-9, `${found.join()} is ${expected.join()}`),
    );
  near(limits.widest, [10 ** -0.08, 10 ** 4.08]);
  near(
    moved([1, 10_000], (span, less) => zoomAbout(span, 0.5, 0.5, less)),
    [10, 1000],
  );
  near(
    moved([10, 1000], (span, less) => panBy(span, 0.5, less)),
    [100, 10_000],
  );
  near(
    moved([10, 1000], (span, less) => panBy(span, -9, less)),
    [10 ** -0.08, 10 ** 1.92],
  );
  assert.deepEqual(
    moved([10, 1000], (span, less) => panBy(span, 0, less)),
    [10, 1000],
    'to the last bit',
  );
  assert.deepEqual(
    moved([10, 1000], (span, less) => zoomAbout(span, 0.3, 1e9, less)),
    limits.widest,
  );
  assert.equal(
    moved([10, 1000], (span, less) => zoomAbout(span, 0, 0.5, less))[0],
    10,
    'an end that stays is the same',
  );
  near(moved([-5, 100], keepWithin), [limits.widest[0], 100]);
  near(moved([-5, 0], keepWithin), [limits.widest[0], limits.widest[0]]);
  let part: Span = [1, 10_000];
  for (let i = 0; i < 60; i++) part = moved(part, (span, less) => zoomAbout(span, 0, 0.5, less));
  const pixels = new LogScale(part, false, 10);
  assert.ok(part[0] === 1 && part[1] < 1 + 1e-8, `a part near 1 may be short: ${part.join()}`);
  for (let pixel = 0; pixel < 4096; pixel++)
    assert.ok(pixels.invert((pixel + 1) / 4096) > pixels.invert(pixel / 4096), 'every pixel is another number');
});

test('domains on square-root and symlog axes move equally far everywhere', () => {
  for (const scale of [new PowerScale('sqrt', [0, 100], false, 0.5), new SymlogScale([-1000, 1000], false, 1)]) {
    const limits = limitsOf(doubles, scale.domain, scale);
    const part: Span = [scale.invert(0.4), scale.invert(0.6)];
    const right = moveOn({ scale, column: doubles }, part, limits, (span, less) => panBy(span, 0.5, less));
    assert.deepEqual(
      right.map((end) => Math.round(scale.position(end) * 1e6)),
      [500_000, 700_000],
      scale.kind,
    );
  }
});

test('zooming into whole numbers on a log axis stops at one of them', () => {
  const scale = new LogScale([1, 10_000], true, 10);
  const limits = limitsOf(integers, [1, 10_000], scale);
  let part: Span = [1, 10_000];
  for (let i = 0; i < 60; i++)
    part = moveOn({ scale, column: integers }, part, limits, (span, less) => zoomAbout(span, 0.5, 0.5, less));
  assert.ok(Math.abs(part[1] - part[0] - 1) < 1e-6, part.join());
});
