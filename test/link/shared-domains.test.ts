import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ColumnId, ColumnMeta } from '../../src/engine/columns/column';
import { binDomain } from '../../src/engine/scales/bin-domain';
import { SharedDomains } from '../../src/engine/link/shared-domains';
import { ZoomState } from '../../src/engine/zoom/zoom-state';
import type { AxisDomain } from '../../src/engine/zoom/zoom-domain';

const numbers: ColumnMeta = {
  id: 'n' as ColumnId,
  rows: 10,
  encoding: { kind: 'f32' },
  type: { kind: 'number', integer: false },
};
const times: ColumnMeta = {
  id: 't' as ColumnId,
  rows: 10,
  encoding: { kind: 'u32', origin: 0n, step: 1n },
  type: { kind: 'time', ticksPerMs: 1000 },
};

/** A plot in a group, with one axis from `min` to `max`. */
function plot(
  group: SharedDomains<AxisDomain> | null,
  meta: ColumnMeta,
  min: number,
  max: number,
): { shown: ZoomState; changes: () => number } {
  let changes = 0;
  const shown = new ZoomState({}, () => changes++);
  shown.join(group, ['x']);
  shown.layOut([
    {
      channel: 'x',
      meta,
      extent: [min, max],
      homeAxis: binDomain(meta, min, max, { maxBins: 10 }, null),
      leastTicks: 0,
    },
  ]);
  return { shown, changes: () => changes };
}

test('plots of a group share the visible domain of axes of the same kind', () => {
  const group = new SharedDomains<AxisDomain>();
  const [a, b, t] = [plot(group, numbers, 0, 99), plot(group, numbers, 0, 99), plot(group, times, 0, 99_000)];
  assert.equal(a.shown.visibleDomain('x'), null);
  a.shown.zoomAt({ x: 0 }, 0.5);
  assert.deepEqual(
    [a.shown.visibleDomain('x'), b.shown.visibleDomain('x'), t.shown.visibleDomain('x')],
    [[0, 50], [0, 50], null],
  );
  assert.ok(b.changes() > 0);
  b.shown.show({ x: null });
  assert.deepEqual([a.shown.visibleDomain('x'), a.shown.isZoomed], [null, false]);
});

test('combines different home domains, until a plot leaves', () => {
  const group = new SharedDomains<AxisDomain>();
  const [a, b] = [plot(group, numbers, 0, 99), plot(group, numbers, 50, 199)];
  assert.deepEqual(
    [a.shown.visibleDomain('x'), b.shown.visibleDomain('x')],
    [
      [0, 200],
      [0, 200],
    ],
  );
  b.shown.leave();
  assert.equal(a.shown.visibleDomain('x'), null);
});

test('applies a domain set by a script once there are axes', () => {
  const shown = new ZoomState({}, () => undefined);
  shown.show({ x: [10, 20] });
  shown.layOut([
    {
      channel: 'x',
      meta: numbers,
      extent: [0, 99],
      homeAxis: binDomain(numbers, 0, 99, { maxBins: 10 }, null),
      leastTicks: 0,
    },
  ]);
  assert.deepEqual(shown.visibleDomain('x'), [10, 20]);
  shown.panBy({ x: -5 });
  assert.deepEqual(
    shown.visibleDomain('x')!.map((end) => Math.round(end)),
    [-2, 8],
    'with a little space beside the data',
  );
});
