import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scaleDiverging, scaleLinear, scaleQuantile, scaleQuantize, scaleThreshold } from 'd3-scale';
import { interpolateBlues, interpolateRdBu, schemeTableau10, schemeDark2 } from 'd3-scale-chromatic';
import type { ColumnType } from '../../../src/engine/columns/column';
import { PikaError } from '../../../src/engine/errors';
import type { ColorScaleSpec } from '../../../src/engine/grammar/scale-spec';
import type { CategoryColors } from '../../../src/engine/scales/color/category-colors';
import type { ColorRequest, ColorScale, ColorTheme } from '../../../src/engine/scales/color/color-scale';
import { colorScaleFor } from '../../../src/engine/scales/color/color-scale-for';
import { cssOf } from '../../../src/engine/scales/color/color-word';
import { paletteOf } from '../../../src/engine/scales/color/palettes';
import { parseColor } from '../../../src/engine/scales/color/parse-color';
import { RampColors } from '../../../src/engine/scales/color/ramp-colors';
import { StepColors } from '../../../src/engine/scales/color/step-colors';

const THEME: ColorTheme = { dark: false, ramp: 'viridis' };
const SPEC: ColorScaleSpec = { scale: null, scheme: null, domain: null, range: null, reverse: null };
const NUMBER: ColumnType = { kind: 'number', integer: false };
const DAYS: ColumnType = { kind: 'time', ticksPerMs: 1 / 86_400_000 };
const { categories: COLORS, other: OTHER, none: NONE } = paletteOf(false);

function colors(type: ColumnType, spec: Partial<ColorScaleSpec> = {}, more: Partial<ColorRequest> = {}): ColorScale {
  return colorScaleFor({ type, extent: [0, 10], spec: { ...SPEC, ...spec }, theme: THEME, ...more });
}

function categories(
  labels: readonly string[],
  spec: Partial<ColorScaleSpec> = {},
  more: Partial<ColorRequest> = {},
): CategoryColors {
  const scale = colors({ kind: 'category', labels }, spec, more);
  assert.ok(scale.kind === 'category');
  return scale;
}

const hex = (css: string): string => cssOf(parseColor(css)!);
const letters = (count: number): string[] => Array.from({ length: count }, (_, i) => `c${String(i).padStart(3, '0')}`);

test('categories get the colors of the palette in the order of labels; NULL has its own', () => {
  const scale = categories(['a', 'b', 'c']);
  assert.deepEqual(
    [0, 1, 2, NaN].map((code) => scale.colorOf(code)),
    [...COLORS.slice(0, 3), NONE],
  );
  assert.equal(scale.css(0), cssOf(COLORS[0]!));
  assert.deepEqual(
    scale.entries.map(({ label, value }) => [label, value]),
    [
      ['a', 0],
      ['b', 1],
      ['c', 2],
    ],
  );
  assert.equal(scale.note, null);
});

test('the order of the author goes first, also for labels that no row has', () => {
  const scale = categories(['a', 'b', 'c'], { domain: { type: 'label', values: ['c', 'x'] } });
  assert.deepEqual(
    [2, 0, 1].map((code) => scale.colorOf(code)),
    [COLORS[0], COLORS[2], COLORS[3]],
  );
  assert.deepEqual(
    scale.entries.map(({ label }) => label),
    ['c', 'x', 'a', 'b'],
  );
});

test('of more categories than colors, the largest keep one in the order of labels, and the note says so', () => {
  const labels = letters(40);
  const weights = labels.map((_, code) => (code % 5 === 0 ? 100 + code : code));
  const scale = categories(labels, {}, { weights });
  assert.equal(scale.note, '"other": 32 of 40 categories');
  assert.deepEqual(
    scale.entries.map(({ value }) => value),
    [0, 5, 10, 15, 20, 25, 30, 35],
  );
  assert.deepEqual(
    [0, 5, 35, 1].map((code) => scale.colorOf(code)),
    [COLORS[0], COLORS[1], COLORS[7], OTHER],
  );
});

test('categories that the author lists keep a color, however small they are', () => {
  const scale = categories(
    letters(20),
    { domain: { type: 'label', values: ['c019'] } },
    { weights: letters(20).map((_, code) => 20 - code) },
  );
  assert.deepEqual(
    scale.entries.map(({ value }) => value),
    [19, 0, 1, 2, 3, 4, 5, 6],
  );
});

test('a single category beyond the palette is gray, and has an entry', () => {
  const scale = categories(letters(9));
  assert.deepEqual([scale.entries.length, scale.others, scale.note], [9, 0, null]);
  assert.equal(scale.colorOf(8), OTHER);
});

test('a scheme or a range replaces the palette, and reverse turns it around', () => {
  assert.deepEqual(
    [0, 1].map((code) => categories(['a', 'b'], { scheme: 'Tableau10' }).css(code)),
    [hex(schemeTableau10[0]!), hex(schemeTableau10[1]!)],
  );
  const range = ['steelblue', '#f60', 'rgb(0, 128, 0)'];
  const scale = categories(['a', 'b', 'c', 'd', 'e'], { range, reverse: true });
  assert.deepEqual(
    [0, 1, 2].map((code) => scale.css(code)),
    range.toReversed().map(hex),
  );
  assert.equal(scale.others, 2);
  assert.equal(categories(['a'], { scheme: 'dark2', reverse: true }).css(0), hex(schemeDark2.at(-1)!));
});

test('a ramp gives ordered categories equal steps', () => {
  const scale = categories(['mon', 'tue', 'wed'], { scale: 'sequential' });
  assert.deepEqual(
    [0, 1, 2].map((code) => scale.css(code)),
    ['#440154', '#21918c', '#fde725'],
  );
  assert.equal(categories(letters(12), { scheme: 'viridis' }).note, null);
});

test('distinct numbers and times can be categories', () => {
  const scale = colors({ kind: 'number', integer: true }, { scale: 'category' }, { values: [8, 4, NaN, 6, 4] });
  assert.ok(scale.kind === 'category');
  assert.deepEqual(
    scale.entries.map(({ label, value }) => [label, value]),
    [
      ['4', 4],
      ['6', 6],
      ['8', 8],
    ],
  );
  assert.deepEqual(
    [6, NaN].map((value) => scale.colorOf(value)),
    [COLORS[1], NONE],
  );
});

test("numbers go through the theme's ramp from the least to the greatest, clamped", () => {
  const scale = colors(NUMBER);
  assert.deepEqual(
    [-Infinity, -5, 0, 5, 10, 12, NaN].map((value) => scale.css(value)),
    ['#440154', '#440154', '#440154', '#21918c', '#fde725', '#fde725', cssOf(NONE)],
  );
});

test('a named ramp has the colors of d3, from a first one that differs from a white page', () => {
  const scale = colors(NUMBER, { scheme: 'blues' });
  for (let i = 0; i <= 10; i++) {
    const index = Math.round(i * 25.5) / 255;
    assert.equal(scale.css(i), hex(interpolateBlues(0.25 + 0.75 * index)), `at ${i}`);
  }
});

test('times are in ticks, their domain in milliseconds', () => {
  const scale = colors(DAYS, { domain: { type: 'time', values: [0, 864e5 * 100] } });
  assert.deepEqual(
    [0, 50, 100].map((value) => scale.css(value)),
    ['#440154', '#21918c', '#fde725'],
  );
});

test('a diverging scale has its middle at the middle of the ramp, like d3', () => {
  const domain = { type: 'number', values: [-10, 5, 10] } as const;
  const expected = scaleDiverging<string>([-10, 5, 10], interpolateRdBu);
  const scale = colors(NUMBER, { scheme: 'redblue', domain });
  assert.equal(scale.kind, 'diverging');
  for (const value of [-10, 5, 10]) {
    const at = Math.round(255 * ({ [-10]: 0, 5: 0.5, 10: 1 }[value] ?? 0)) / 255;
    assert.equal(scale.css(value), hex(interpolateRdBu(at)), `at ${value}`);
  }
  assert.equal(scale.css(-10), hex(expected(-10)));
});

test('without an end of the author, equal distances from the middle have equally strong colors', () => {
  const stops = (extent: readonly [number, number], values: readonly number[] = []): readonly number[] => {
    const domain = values.length > 0 ? ({ type: 'number', values } as const) : null;
    const scale = colors(NUMBER, { scale: 'diverging', domain }, { extent });
    assert.ok(scale instanceof RampColors);
    return scale.stops;
  };
  assert.deepEqual(stops([-2, 10]), [-10, 0, 10]);
  assert.deepEqual(stops([4, 10]), [4, 7, 10]);
  assert.deepEqual(stops([4, 10], [5]), [0, 5, 10]);
  assert.deepEqual(stops([-2, 10], [-1, 20]), [-1, 0, 20]);
  assert.deepEqual(stops([0, 0]), [-1, 0, 1]);
});

test('thresholds, quantize and quantile step where those of d3 do', () => {
  const range = ['red', 'lime', 'blue', 'black'];
  const words = range.map(hex);
  const numbers = Array.from({ length: 101 }, (_, i) => (i * i * 37) % 101);
  const expected = {
    threshold: scaleThreshold<number, string>([3, 10, 50], words),
    quantize: scaleQuantize<string>([0, 100], words),
    quantile: scaleQuantile<string>(numbers, words),
  };
  for (const kind of ['threshold', 'quantize', 'quantile'] as const) {
    const values = kind === 'threshold' ? [3, 10, 50] : [0, 100];
    const domain = kind === 'quantile' ? null : ({ type: 'number', values } as const);
    const scale = colors(NUMBER, { scale: kind, range, domain }, { values: numbers });
    for (let value = -10; value < 120; value += 0.25) {
      assert.equal(scale.css(value), expected[kind](value), `${kind} at ${value}`);
    }
    assert.equal(scale.css(NaN), cssOf(NONE));
  }
});

test('steps without colors of the author take a ramp from end to end, and quantize has round ends', () => {
  const scale = colors(NUMBER, { scale: 'quantize' }, { extent: [0.3, 9.4] });
  assert.ok(scale instanceof StepColors);
  assert.deepEqual(scale.thresholds, [2, 4, 6, 8]);
  assert.deepEqual([scale.css(0), scale.css(9)], ['#440154', '#fde725']);
});

test('several stops are piecewise, like d3', () => {
  const scale = colors(NUMBER, { domain: { type: 'number', values: [0, 1, 10] } });
  const expected = scaleLinear([0, 1, 10], [0, 0.5, 1]);
  assert.ok(scale instanceof RampColors);
  for (let value = 0; value <= 10; value += 0.125) {
    assert.ok(Math.abs(scale.position(value) - expected(value)) < 1e-12, `at ${value}`);
  }
});

test('no value, one value and the largest numbers have colors', () => {
  for (const extent of [null, [3, 3], [0, 0], [-Number.MAX_VALUE, Number.MAX_VALUE], [5e-324, 5e-324]] as const) {
    for (const scale of ['sequential', 'diverging', 'quantize', 'quantile'] as const) {
      for (const value of extent ?? [0])
        assert.match(colors(NUMBER, { scale }, { extent }).css(value), /^#[\da-f]{6}$/);
    }
  }
});

function refuses(code: string, message: RegExp, make: () => unknown): void {
  assert.throws(make, (error) => error instanceof PikaError && error.code === code && message.test(error.message));
}

test('what does not fit is an error that names the attribute', () => {
  refuses('spec/bad-attribute', /color-scheme.*"viridsi".*"viridis"/, () => colors(NUMBER, { scheme: 'viridsi' }));
  refuses('spec/bad-attribute', /color-range.*"blurple"/, () => colors(NUMBER, { range: ['red', 'blurple'] }));
  refuses('spec/bad-attribute', /color-domain.*numbers.*"a", "b"/, () =>
    colors(NUMBER, { domain: { type: 'label', values: ['a', 'b'] } }),
  );
  refuses('spec/bad-attribute', /color-domain.*thresholds/, () => colors(NUMBER, { scale: 'threshold' }));
  refuses('plan/wrong-scale', /quantile scale of color.*categories/, () => categories(['a'], { scale: 'quantile' }));
});
