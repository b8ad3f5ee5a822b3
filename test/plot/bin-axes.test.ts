import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ColumnId, ColumnMeta } from '../../src/engine/columns/column';
import { parsePlotSpec } from '../../src/engine/grammar/plot-spec';
import { planPlot, type LayerPlan } from '../../src/engine/plan/plan';
import { binAxes, binVisibleAxes, sameAxes, zoomableAxes } from '../../src/engine/plot/bin-axes';
import { rebin, viewBins } from '../../src/engine/plot/count-axes';
import type { PlotColumn, PlotColumns } from '../../src/engine/plot/plot-columns';
import { ZoomState } from '../../src/engine/zoom/zoom-state';
import '../harness/all-marks';

const column = (id: string): PlotColumn => {
  const meta: ColumnMeta = {
    id: id as ColumnId,
    rows: 10,
    encoding: { kind: 'float64' },
    type: { kind: 'number', integer: false },
  };
  return { meta, extent: [0, 100], unplaced: 0, infinite: 0, nulls: 0, spacing: null, lease: null };
};
const size = { width: 400, height: 100 };
const columns: PlotColumns = {
  columns: new Map([
    ['color', column('c')],
    ['y', column('b')],
    ['x', column('a')],
  ]),
  resident: true,
  notResident: null,
  notes: [],
  notDrawn: [],
  aggregation: null,
};

const [density] = planPlot(parsePlotSpec({ from: 't', mark: 'density', x: 'a', y: 'b', yDomain: '20, 60' })).layers;
/** A mark that counts by x and color, and reads y without an axis. */
const colored: LayerPlan = {
  ...density,
  columns: new Map([...density.columns, ['color', { expression: 'c', part: null, scale: null, domain: null }]]),
  dimensions: [
    { channel: 'x', options: null, defaultBinCss: 2 },
    { channel: 'color', options: { step: 25 }, defaultBins: 50 },
  ],
};

test('each axis is binned along its own side, over its own domain', () => {
  const axes = binAxes(density, columns, size)!;
  const [x, y] = [axes.get('x')!, axes.get('y')!];
  assert.deepEqual([x.column.id, x.scale.domain], ['a', [0, 101]], 'in whole steps, the largest value included');
  assert.deepEqual([y.column.id, y.scale.domain], ['b', [20, 60]]);
  assert.ok(x.bins.count > 100 && x.bins.count <= 200, 'of 400 pixels');
  assert.ok(y.bins.count > 25 && y.bins.count <= 50, 'of 100 pixels');
});

test('a dimension need not be a position, nor a column a dimension', () => {
  const axes = binAxes(colored, columns, size)!;
  assert.deepEqual([...axes.keys()], ['x', 'color']);
  assert.deepEqual(axes.get('color')!.edges, [0, 25, 50, 75, 100, 125]);
  assert.deepEqual(
    zoomableAxes(colored, columns, axes).map(({ channel }) => channel),
    ['x'],
  );
  const bins = new Map([...axes].map(([channel, axis]) => [channel, axis.bins]));
  assert.deepEqual(
    viewBins(bins).map((one) => one.column),
    ['a', 'c'],
  );
});

test('zooming one axis keeps the bins of the other, by name', () => {
  const homes = binAxes(density, columns, size)!;
  const zoom = new ZoomState({}, () => undefined);
  zoom.layOut(zoomableAxes(density, columns, homes));
  assert.ok(sameAxes(binVisibleAxes(density, homes, zoom, size), homes));
  zoom.show({ y: [30, 40] });
  const axes = binVisibleAxes(density, homes, zoom, size);
  assert.equal(axes.get('x'), homes.get('x'));
  assert.deepEqual(axes.get('y')!.scale.domain, [30, 40]);
  assert.ok(!sameAxes(axes, homes));
  const bins = new Map([...homes].map(([channel, axis]) => [channel, axis.bins]));
  const after = rebin({ axes: homes, bins, counts: null, largest: 7 }, axes);
  assert.equal(after.bins.get('x'), bins.get('x'));
  assert.equal(after.bins.get('y'), axes.get('y')!.bins);
  assert.equal(after.largest, 7, 'a plane has no scale of counts');
  assert.equal(rebin(after, axes).bins, after.bins);
});
