import assert from 'node:assert/strict';
import { test } from 'node:test';
import { interpolateBlues, interpolateYlGnBu, schemeBlues, schemeYlGnBu } from 'd3-scale-chromatic';
import { rgbBasis } from '../../../src/engine/scales/color/rgb-basis';

test('colors between those of a scheme equal those of d3', () => {
  for (const [scheme, expected] of [
    [schemeBlues[9]!, interpolateBlues],
    [schemeYlGnBu[9]!, interpolateYlGnBu],
  ] as const) {
    const interpolate = rgbBasis(scheme);
    for (let i = -10; i <= 5010; i++) assert.equal(interpolate(i / 5000), expected(i / 5000), `at ${i / 5000}`);
  }
});
