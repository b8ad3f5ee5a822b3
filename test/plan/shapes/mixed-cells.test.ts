import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mixedColors } from '../../../src/engine/plan/shapes/mixed-cells';
import { oklabOf, oklabWord } from '../../../src/engine/scales/color/oklab';

const [RED, BLUE] = [0xff0000ff, 0xffff0000];
const alphaOf = (word: number): number => word >>> 24;
const rgbOf = (word: number): number => word & 0xff_ffff;

describe('the colors of mixed cells', () => {
  it("are the means of their categories' colors in OKLab, weighted by rows", () => {
    const [mixed] = mixedColors(Uint32Array.of(RED, BLUE), Float64Array.of(3, 1), Uint32Array.of(0, 0), 1);
    const [a, b] = [oklabOf(RED), oklabOf(BLUE)];
    const mean = oklabWord([0, 1, 2].map((i) => (3 * a[i]! + b[i]!) / 4).concat(1) as [number, number, number, number]);
    assert.equal(mixed, mean);
  });

  it('keep the color of a single category, and are more opaque the more rows they have', () => {
    const counts = Float64Array.of(1, 10, 1000);
    const colors = mixedColors(new Uint32Array(3).fill(RED), counts, Uint32Array.of(0, 1, 2), 3);
    assert.deepEqual(Array.from(colors, rgbOf), [RED, RED, RED].map(rgbOf));
    const alphas = Array.from(colors, alphaOf);
    assert.deepEqual(
      alphas,
      Array.from(counts, (count) => Math.round(255 * (0.25 + (0.75 * Math.log1p(count)) / Math.log1p(1000)))),
    );
  });

  it('show less of a category that fades', () => {
    const faded = ((51 << 24) | rgbOf(RED)) >>> 0;
    const [mixed] = mixedColors(Uint32Array.of(faded, BLUE), Float64Array.of(1, 1), Uint32Array.of(0, 0), 1);
    const [whole] = mixedColors(Uint32Array.of(RED, BLUE), Float64Array.of(1, 1), Uint32Array.of(0, 0), 1);
    assert.ok((mixed! & 255) < (whole! & 255), 'less red');
    assert.equal(alphaOf(mixed!), Math.round((255 * 1.2) / 2));
  });
});
