import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cssOf } from '../../../src/engine/scales/color/color-word';
import { oklabOf, oklabWord } from '../../../src/engine/scales/color/oklab';
import { parseColor } from '../../../src/engine/scales/color/parse-color';
import { rampAt, rampThrough, stepsOf } from '../../../src/engine/scales/color/ramp';

const words = (...colors: readonly string[]): number[] => colors.map((color) => parseColor(color)!);

test('OKLab has its published values, and converts every channel back exactly', () => {
  const [l, a, b] = oklabOf(parseColor('red')!);
  for (const [found, expected] of [
    [l, 0.62796],
    [a, 0.22486],
    [b, 0.12585],
  ] as const) {
    assert.ok(Math.abs(found - expected) < 1e-4, `${found} is about ${expected}`);
  }
  for (let i = 0; i < 4096; i++) {
    const word = ((i * 0x9e3779b1) | 0) >>> 0;
    assert.equal(oklabWord(oklabOf(word)), word, cssOf(word));
  }
});

test('a ramp has its colors at equal distances, and even steps between them', () => {
  const ramp = rampThrough(words('#1f4fa8', '#e9ecf1', '#9a4108'));
  assert.deepEqual(
    [0, 1].map((at) => cssOf(rampAt(ramp, at))),
    ['#1f4fa8', '#9a4108'],
  );
  const lightness = Array.from(ramp, (word) => oklabOf(word)[0]);
  for (let i = 1; i < 128; i++) assert.ok(lightness[i]! >= lightness[i - 1]! - 0.003, `at ${i}`);
  const steps = lightness.slice(1, 127).map((value, i) => value - lightness[i]!);
  assert.ok(Math.max(...steps) < (3 * (lightness[127]! - lightness[0]!)) / 127);
});

test('the ends are exact for any number of colors, also one', () => {
  for (const colors of [words('red'), words('red', 'lime'), words('#010203', '#0f0', '#00f8', '#fff')]) {
    const ramp = rampThrough(colors);
    assert.deepEqual([ramp[0], ramp[255], ramp.length], [colors[0], colors.at(-1), 256]);
  }
  const ramp = rampThrough(words('black', 'white'));
  assert.deepEqual([rampAt(ramp, -1), rampAt(ramp, 2)], words('black', 'white'));
  assert.deepEqual(stepsOf(ramp, 2), words('black', 'white'));
  assert.deepEqual(stepsOf(ramp, 1), [rampAt(ramp, 0.5)]);
});
