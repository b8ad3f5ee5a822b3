import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextInstance, type HoverLayer, type TableHoverScene } from '../../src/engine/inspect/table-hits';
import { tableHover } from '../../src/engine/inspect/table-hover';
import { BandScale } from '../../src/engine/scales/band-scale';
import { LinearScale } from '../../src/engine/scales/linear-scale';

const box = { x: 40, y: 20, width: 300, height: 100 };
const category = { kind: 'category', labels: ['a', 'b', 'c'] } as const;
const number = { kind: 'number', integer: true } as const;

/** Three bars of 10, 20 and 40; the last one below zero. */
function bars(): TableHoverScene {
  const values = Float64Array.of(10, 20, -40);
  const layer: HoverLayer = {
    from: 'sales',
    table: {
      rows: 3,
      columns: new Map([
        ['x', { type: category, values: Float64Array.of(0, 1, 2) }],
        ['y', { type: number, values }],
      ]),
    },
    instances: {
      x: { from: Float64Array.of(0, 1, 2), to: Float64Array.of(1, 2, 3) },
      y: { from: new Float64Array(3), to: values },
    },
    scales: { x: new BandScale([0, 3], category.labels), y: new LinearScale([-50, 50], true) },
    titles: new Map([
      ['x', 'region'],
      ['y', 'amount'],
    ]),
    valueChannel: 'y',
    pointing: 'inside',
    shapes: null,
    summary: null,
    css: null,
    weight: null,
    isShare: false,
  };
  return { panel: 0, facets: [], layers: [layer], beneathCounts: 0, box };
}

test('a bar is found where it is drawn, also below zero, and nothing beside it', () => {
  const values = (x: number, y: number) =>
    tableHover(bars(), { x, y })?.values?.map(({ title, text }) => [title, text]);
  assert.deepEqual(values(150, 60), [
    ['region', 'b'],
    ['amount', '20'],
  ]);
  assert.deepEqual(values(250, 20), [
    ['region', 'c'],
    ['amount', '−40'],
  ]);
  assert.equal(values(150, 90), undefined, 'above the bar');
  assert.equal(values(150, 40), undefined, 'below zero, where the bar is positive');
});

test('the mark covers the bar', () => {
  assert.deepEqual(tableHover(bars(), { x: 150, y: 60 })?.cell, { x: [100, 200], y: [50, 70] });
});

test('of points the nearest within reach is found, along the axis of a line first', () => {
  const scene = bars();
  const [layer] = scene.layers;
  const at = Float64Array.of(0.5, 1.5, 2.5);
  const places = { from: at, to: at };
  const heights = { from: Float64Array.of(10, 20, -40), to: Float64Array.of(10, 20, -40) };
  const points = { ...layer!, instances: { x: places, y: heights }, pointing: 'along' as const };
  const rowAt = (one: HoverLayer, x: number, y: number) =>
    tableHover({ ...scene, layers: [one] }, { x, y })?.values?.[0]?.text ?? null;
  assert.equal(rowAt({ ...points, valueChannel: null }, 145, 75), 'b');
  assert.equal(rowAt({ ...points, valueChannel: null }, 145, 99), null, 'out of reach');
  assert.equal(rowAt(points, 145, 99), 'b', 'a line is found from above');
});

test('arrow keys go to the next instance in their direction, and stay at the last', () => {
  const scene = bars();
  const first = nextInstance(scene, null, 1, 0)!;
  assert.deepEqual(first, { x: 50, y: 55 });
  const second = nextInstance(scene, first, 1, 0)!;
  assert.equal(second.x, 150);
  const third = nextInstance(scene, second, 1, 0)!;
  assert.equal(third.x, 250);
  assert.deepEqual(nextInstance(scene, third, 1, 0), third);
});
