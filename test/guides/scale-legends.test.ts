import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ColumnType } from '../../src/engine/columns/column';
import { colorLegend, OTHERS } from '../../src/engine/guides/color-legend';
import { shapeLegend, sizeLegend } from '../../src/engine/guides/symbol-legends';
import type { ColorRequest } from '../../src/engine/scales/color/color-scale';
import { colorScaleFor } from '../../src/engine/scales/color/color-scale-for';
import { PLAIN, type ShownType } from '../../src/engine/scales/presentation';
import { ShapeScale } from '../../src/engine/scales/shape-scale';
import { SizeScale } from '../../src/engine/scales/size-scale';

const NUMBER: ColumnType = { kind: 'number', integer: false };
const SPEC: ColorRequest['spec'] = { scale: null, scheme: null, domain: null, range: null, reverse: null };

function scaleOf(type: ShownType, spec: Partial<ColorRequest['spec']> = {}, extent: ColorRequest['extent'] = [0, 100]) {
  return colorScaleFor({ type, extent, spec: { ...SPEC, ...spec }, theme: { dark: false, ramp: 'viridis' } });
}

test('a legend of categories has their colors, "other" and NULL last', () => {
  const labels = Array.from({ length: 12 }, (_, i) => `c${String(i).padStart(2, '0')}`);
  const scale = scaleOf({ kind: 'category', labels });
  const { entries, title, note, ramp } = colorLegend(scale, 'Origin', { hasNone: true });
  assert.equal(title, 'Origin');
  assert.deepEqual(
    entries.map(({ label }) => label),
    [...labels.slice(0, 8), 'other', 'no value'],
  );
  for (const { value, color } of entries) assert.equal(color, scale.css(value));
  assert.equal(entries[8]!.value, OTHERS);
  assert.equal(note, '"other": 4 of 12 categories');
  assert.equal(ramp, undefined);
});

test('a legend of a ramp has its colors, and ticks where their colors are', () => {
  const { ramp, entries } = colorLegend(scaleOf(NUMBER), 'Delay');
  assert.deepEqual([ramp!.stops[0], ramp!.stops.at(-1), entries.length], ['#440154', '#fde725', 0]);
  assert.deepEqual(
    ramp!.tickSets[0],
    [0, 20, 40, 60, 80, 100].map((value) => ({ position: value / 100, label: `${value}` })),
  );
  const show = { ...PLAIN, format: { specifier: '$.1f', attribute: 'color-format' } };
  const formatted = colorLegend(scaleOf({ ...NUMBER, show }), 'Delay');
  assert.equal(formatted.ramp!.tickSets[0]![1]!.label, '$20.0');
});

test('a diverging legend names the middle, and nothing too close to it', () => {
  const domain = { type: 'number', values: [-100, 1, 20] } as const;
  const { tickSets } = colorLegend(scaleOf(NUMBER, { scale: 'diverging', domain }), 'Change').ramp!;
  const ticks = tickSets[0]!;
  const middle = ticks.find(({ position }) => position === 0.5)!;
  assert.equal(middle.label, '1');
  assert.ok(!ticks.some(({ label }) => label === '0'));
  assert.deepEqual(
    [...ticks].sort((a, b) => a.position - b.position),
    ticks,
  );
});

test('a legend of steps has their intervals', () => {
  const domain = { type: 'number', values: [10, 50] } as const;
  const { entries } = colorLegend(scaleOf(NUMBER, { scale: 'threshold', domain }), 'Delay');
  assert.deepEqual(
    entries.map(({ label, color }) => [label, color]),
    [
      ['< 10', '#440154'],
      ['10 – 50', '#21918c'],
      ['≥ 50', '#fde725'],
    ],
  );
});

test('a legend of sizes has round values with their diameters', () => {
  const { entries } = sizeLegend(new SizeScale(NUMBER, [3, 1000]), 'Weight');
  assert.deepEqual(
    entries.map(({ label }) => label),
    ['200', '400', '600', '800', '1,000'],
  );
  assert.ok(Math.abs(entries.at(-1)!.sizePx! - 2 * Math.sqrt(400 / Math.PI)) < 1e-12);
  assert.ok(entries.every(({ sizePx }, i) => i === 0 || sizePx! > entries[i - 1]!.sizePx!));
});

test('a legend of symbols has the categories', () => {
  const type: ColumnType = { kind: 'category', labels: ['a', 'b'] };
  assert.deepEqual(shapeLegend(new ShapeScale(type), 'Origin').entries, [
    { label: 'a', value: 0, shape: 'circle' },
    { label: 'b', value: 1, shape: 'square' },
  ]);
});
