import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as chromatic from 'd3-scale-chromatic';
import { cssOf } from '../../../src/engine/scales/color/color-word';
import { parseColor } from '../../../src/engine/scales/color/parse-color';
import { oklabOf } from '../../../src/engine/scales/color/oklab';
import {
  defaultRamp,
  RAMP_NAMES,
  rampNamed,
  SCHEME_NAMES,
  schemeNamed,
} from '../../../src/engine/scales/color/schemes';

const d3 = Object.fromEntries(Object.entries(chromatic).map(([name, value]) => [name.toLowerCase(), value as unknown]));
const hex = (css: string): string => cssOf(parseColor(css)!);

/** Where a ramp starts, because its first colors look like the page. */
const startOf = (name: string, isDiverging: boolean): number =>
  ({ viridis: 0, plasma: 0, cividis: 0.06, turbo: 0.06, magma: 0.2, inferno: 0.2, ylgnbu: 0.2, ylorrd: 0.16 })[name] ??
  (isDiverging ? 0 : 0.25);

test('schemes have the colors of d3', () => {
  for (const name of SCHEME_NAMES) {
    const scheme = schemeNamed(name)!;
    if (scheme.kind === 'category') {
      assert.deepEqual(scheme.colors.map(cssOf), (d3[`scheme${name}`] as string[]).map(hex), name);
    } else {
      const interpolate = d3[`interpolate${name}`] as (t: number) => string;
      const start = startOf(name, scheme.kind === 'diverging');
      const expected = Array.from({ length: 256 }, (_, i) => hex(interpolate(start + (1 - start) * (i / 255))));
      assert.deepEqual(Array.from(scheme.ramp, cssOf), expected, name);
    }
  }
});

test('the lowest color of a ramp differs from the page, light or dark', () => {
  const ramps = RAMP_NAMES.flatMap((name) => schemeNamed(name) ?? []).flatMap((scheme) =>
    scheme.kind === 'sequential' ? [scheme.ramp] : [],
  );
  for (const [pages, lowest] of [
    [['#ffffff', '#14171c'], ramps],
    [['#ffffff'], [defaultRamp(false)]],
    [['#14171c'], [defaultRamp(true)]],
  ] as const)
    for (const page of pages)
      for (const [word] of lowest) {
        const [a, b] = [oklabOf(word!), oklabOf(parseColor(page)!)];
        const distance = Math.hypot(...a.map((part, i) => part - b[i]!));
        assert.ok(distance > 0.095, `${cssOf(word!)} on ${page}: ${distance}`);
      }
});

test('Vega writes the names out, in any case', () => {
  const names = {
    yellowGreenBlue: 'ylgnbu',
    yelloworangebrown: 'ylorbr',
    YELLOWORANGERED: 'ylorrd',
    yellowgreen: 'ylgn',
    bluegreen: 'bugn',
    bluepurple: 'bupu',
    greenblue: 'gnbu',
    orangered: 'orrd',
    purplebluegreen: 'pubugn',
    purpleblue: 'pubu',
    purplered: 'purd',
    redpurple: 'rdpu',
    brownbluegreen: 'brbg',
    purplegreen: 'prgn',
    pinkyellowgreen: 'piyg',
    purpleorange: 'puor',
    redblue: 'rdbu',
    redgrey: 'rdgy',
    redyellowblue: 'rdylbu',
    redyellowgreen: 'rdylgn',
    ' Spectral ': 'spectral',
    Blues: 'blues',
  };
  for (const [name, short] of Object.entries(names)) {
    assert.ok(schemeNamed(short), short);
    assert.equal(schemeNamed(name), schemeNamed(short), name);
  }
});

test('other names have no scheme, and only ramps are ramps', () => {
  for (const name of ['', 'constructor', 'redpink', '__proto__']) assert.equal(schemeNamed(name), null, name);
  assert.equal(rampNamed('tableau10'), null);
  for (const name of RAMP_NAMES) assert.equal(rampNamed(name)!.length, 256);
});
