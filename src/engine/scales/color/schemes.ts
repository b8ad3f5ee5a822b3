import {
  interpolateCividis,
  interpolateInferno,
  interpolateMagma,
  interpolatePlasma,
  interpolateTurbo,
  interpolateViridis,
  schemeAccent,
  schemeBlues,
  schemeBrBG,
  schemeBuGn,
  schemeBuPu,
  schemeCategory10,
  schemeDark2,
  schemeGnBu,
  schemeGreens,
  schemeGreys,
  schemeObservable10,
  schemeOranges,
  schemeOrRd,
  schemePaired,
  schemePastel1,
  schemePastel2,
  schemePiYG,
  schemePRGn,
  schemePuBu,
  schemePuBuGn,
  schemePuOr,
  schemePuRd,
  schemePurples,
  schemeRdBu,
  schemeRdGy,
  schemeRdPu,
  schemeRdYlBu,
  schemeRdYlGn,
  schemeReds,
  schemeSet1,
  schemeSet2,
  schemeSet3,
  schemeSpectral,
  schemeTableau10,
  schemeYlGn,
  schemeYlGnBu,
  schemeYlOrBr,
  schemeYlOrRd,
} from 'd3-scale-chromatic';
import { hexWord, type ColorWord } from './color-word';
import { parseColor } from './parse-color';
import { RAMP_COLORS, type Ramp } from './ramp';
import { rgbBasis } from './rgb-basis';

/** A named scheme of colors. */
export type Scheme =
  | { readonly kind: 'category'; readonly colors: readonly ColorWord[] }
  | { readonly kind: 'sequential' | 'diverging'; readonly ramp: Ramp };

type ByLength = readonly (readonly string[])[];

const CATEGORIES: Readonly<Record<string, readonly string[]>> = {
  accent: schemeAccent,
  category10: schemeCategory10,
  dark2: schemeDark2,
  observable10: schemeObservable10,
  paired: schemePaired,
  pastel1: schemePastel1,
  pastel2: schemePastel2,
  set1: schemeSet1,
  set2: schemeSet2,
  set3: schemeSet3,
  tableau10: schemeTableau10,
};

/** By the names of d3. */
const SEQUENTIAL: Readonly<Record<string, ByLength>> = {
  blues: schemeBlues,
  greens: schemeGreens,
  greys: schemeGreys,
  oranges: schemeOranges,
  purples: schemePurples,
  reds: schemeReds,
  bugn: schemeBuGn,
  bupu: schemeBuPu,
  gnbu: schemeGnBu,
  orrd: schemeOrRd,
  pubugn: schemePuBuGn,
  pubu: schemePuBu,
  purd: schemePuRd,
  rdpu: schemeRdPu,
  ylgnbu: schemeYlGnBu,
  ylgn: schemeYlGn,
  ylorbr: schemeYlOrBr,
  ylorrd: schemeYlOrRd,
};

const DIVERGING: Readonly<Record<string, ByLength>> = {
  brbg: schemeBrBG,
  prgn: schemePRGn,
  piyg: schemePiYG,
  puor: schemePuOr,
  rdbu: schemeRdBu,
  rdgy: schemeRdGy,
  rdylbu: schemeRdYlBu,
  rdylgn: schemeRdYlGn,
  spectral: schemeSpectral,
};

/** The dark beginnings of magma and inferno look like the page of a dark theme. */
const INTERPOLATED: Readonly<Record<string, readonly [interpolate: (t: number) => string, start: number]>> = {
  viridis: [interpolateViridis, 0],
  magma: [interpolateMagma, 0.12],
  inferno: [interpolateInferno, 0.12],
  plasma: [interpolatePlasma, 0],
  cividis: [interpolateCividis, 0],
  turbo: [interpolateTurbo, 0],
};

/** The first color must differ from a white page: the ramps of ColorBrewer begin later. */
const START = 0.15;
const STARTS: Readonly<Record<string, number>> = { ylgnbu: 0.14 };

/** Vega writes the colors out: `yellowgreenblue` is ColorBrewer's YlGnBu. */
const ABBREVIATIONS: Readonly<Record<string, string>> = {
  blue: 'bu',
  brown: 'br',
  green: 'gn',
  grey: 'gy',
  orange: 'or',
  pink: 'pi',
  purple: 'pu',
  red: 'rd',
  yellow: 'yl',
};
/** Where ColorBrewer has a single letter for green or grey, or turns the colors around. */
const IRREGULAR: Readonly<Record<string, string>> = {
  brownbluegreen: 'brbg',
  purplegreen: 'prgn',
  pinkyellowgreen: 'piyg',
};

const cache = new Map<string, Scheme>();

/** The scheme of this name, by d3 or by Vega, in any case; null if there is none. */
export function schemeNamed(text: string): Scheme | null {
  const name = d3Name(text.trim().toLowerCase());
  let scheme = cache.get(name) ?? null;
  if (!scheme) {
    scheme = schemeOf(name);
    if (scheme) cache.set(name, scheme);
  }
  return scheme;
}

/** The ramp of this name; null if there is none. */
export function rampNamed(name: string): Ramp | null {
  const scheme = schemeNamed(name);
  return scheme && 'ramp' in scheme ? scheme.ramp : null;
}

/** The ramp of counts. On a dark page high counts are bright: the light page's ramp reversed. */
export function defaultRamp(dark: boolean): Ramp {
  return dark ? (glow ??= rampOf(rgbBasis(schemeYlGnBu.at(-1)!), 0.96, 0.06)) : rampNamed(DEFAULT_RAMP)!;
}

let glow: Ramp | null = null;
const DEFAULT_RAMP = 'ylgnbu';

/** The default first. */
export const RAMP_NAMES: readonly string[] = [
  ...new Set([DEFAULT_RAMP, 'blues', ...[INTERPOLATED, SEQUENTIAL, DIVERGING].flatMap(Object.keys)]),
];
export const SCHEME_NAMES: readonly string[] = [...Object.keys(CATEGORIES), ...RAMP_NAMES];

function d3Name(name: string): string {
  if (SCHEME_NAMES.includes(name)) return name;
  const short = name.replaceAll(/blue|brown|green|grey|orange|pink|purple|red|yellow/g, (word) => ABBREVIATIONS[word]!);
  return IRREGULAR[name] ?? short;
}

function schemeOf(name: string): Scheme | null {
  if (Object.hasOwn(CATEGORIES, name)) {
    return { kind: 'category', colors: CATEGORIES[name]!.map((color) => hexWord(color.slice(1))) };
  }
  if (Object.hasOwn(INTERPOLATED, name)) {
    const [interpolate, start] = INTERPOLATED[name]!;
    return { kind: 'sequential', ramp: rampOf(interpolate, start) };
  }
  if (Object.hasOwn(SEQUENTIAL, name)) {
    const interpolate = rgbBasis(SEQUENTIAL[name]!.at(-1)!);
    return { kind: 'sequential', ramp: rampOf(interpolate, STARTS[name] ?? START) };
  }
  return Object.hasOwn(DIVERGING, name)
    ? { kind: 'diverging', ramp: rampOf(rgbBasis(DIVERGING[name]!.at(-1)!), 0) }
    : null;
}

/** The part of a ramp between two fractions of it. */
function rampOf(interpolate: (t: number) => string, from: number, to = 1): Ramp {
  return Uint32Array.from({ length: RAMP_COLORS }, (_, i) =>
    parseColor(interpolate(from + (to - from) * (i / (RAMP_COLORS - 1))))!,
  );
}
