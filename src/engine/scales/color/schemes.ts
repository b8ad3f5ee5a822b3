import {
  interpolateCividis,
  interpolateInferno,
  interpolateMagma,
  interpolatePlasma,
  interpolateTurbo,
  interpolateViridis,
} from 'd3-scale-chromatic';
import { hexWord, type ColorWord } from './color-word';
import { parseColor } from './parse-color';
import { RAMP_COLORS, type Ramp } from './ramp';
import { rgbBasis } from './rgb-basis';

/** A named scheme of colors. */
export type Scheme =
  | { readonly kind: 'category'; readonly colors: readonly ColorWord[] }
  | { readonly kind: 'sequential' | 'diverging'; readonly ramp: Ramp };

/** `rrggbb` of each color, as in d3, which holds ColorBrewer's ramps in every length: nine times the bytes. */
type Colors = Readonly<Record<string, string>>;

const CATEGORIES: Colors = {
  accent: '7fc97fbeaed4fdc086ffff99386cb0f0027fbf5b17666666',
  category10: '1f77b4ff7f0e2ca02cd627289467bd8c564be377c27f7f7fbcbd2217becf',
  dark2: '1b9e77d95f027570b3e7298a66a61ee6ab02a6761d666666',
  observable10: '4269d0efb118ff725c6cc5b03ca951ff8ab7a463f297bbf59c6b4e9498a0',
  paired: 'a6cee31f78b4b2df8a33a02cfb9a99e31a1cfdbf6fff7f00cab2d66a3d9affff99b15928',
  pastel1: 'fbb4aeb3cde3ccebc5decbe4fed9a6ffffcce5d8bdfddaecf2f2f2',
  pastel2: 'b3e2cdfdcdaccbd5e8f4cae4e6f5c9fff2aef1e2cccccccc',
  set1: 'e41a1c377eb84daf4a984ea3ff7f00ffff33a65628f781bf999999',
  set2: '66c2a5fc8d628da0cbe78ac3a6d854ffd92fe5c494b3b3b3',
  set3: '8dd3c7ffffb3bebadafb807280b1d3fdb462b3de69fccde5d9d9d9bc80bdccebc5ffed6f',
  tableau10: '4e79a7f28e2ce1575976b7b259a14fedc949af7aa1ff9da79c755fbab0ab',
};

/** By the names of d3. The default first. */
const SEQUENTIAL: Colors = {
  ylgnbu: 'ffffd9edf8b1c7e9b47fcdbb41b6c41d91c0225ea8253494081d58',
  blues: 'f7fbffdeebf7c6dbef9ecae16baed64292c62171b508519c08306b',
  greens: 'f7fcf5e5f5e0c7e9c0a1d99b74c47641ab5d238b45006d2c00441b',
  greys: 'fffffff0f0f0d9d9d9bdbdbd969696737373525252252525000000',
  oranges: 'fff5ebfee6cefdd0a2fdae6bfd8d3cf16913d94801a636037f2704',
  purples: 'fcfbfdefedf5dadaebbcbddc9e9ac8807dba6a51a354278f3f007d',
  reds: 'fff5f0fee0d2fcbba1fc9272fb6a4aef3b2ccb181da50f1567000d',
  bugn: 'f7fcfde5f5f9ccece699d8c966c2a441ae76238b45006d2c00441b',
  bupu: 'f7fcfde0ecf4bfd3e69ebcda8c96c68c6bb188419d810f7c4d004b',
  gnbu: 'f7fcf0e0f3dbccebc5a8ddb57bccc44eb3d32b8cbe0868ac084081',
  orrd: 'fff7ecfee8c8fdd49efdbb84fc8d59ef6548d7301fb300007f0000',
  pubu: 'fff7fbece7f2d0d1e6a6bddb74a9cf3690c00570b0045a8d023858',
  pubugn: 'fff7fbece2f0d0d1e6a6bddb67a9cf3690c002818a016c59014636',
  purd: 'f7f4f9e7e1efd4b9dac994c7df65b0e7298ace125698004367001f',
  rdpu: 'fff7f3fde0ddfcc5c0fa9fb5f768a1dd3497ae017e7a017749006a',
  ylgn: 'ffffe5f7fcb9d9f0a3addd8e78c67941ab5d238443006837004529',
  ylorbr: 'ffffe5fff7bcfee391fec44ffe9929ec7014cc4c02993404662506',
  ylorrd: 'ffffccffeda0fed976feb24cfd8d3cfc4e2ae31a1cbd0026800026',
};

const DIVERGING: Colors = {
  brbg: '5430058c510abf812ddfc27df6e8c3f5f5f5c7eae580cdc135978f01665e003c30',
  piyg: '8e0152c51b7dde77aef1b6dafde0eff7f7f7e6f5d0b8e1867fbc414d9221276419',
  prgn: '40004b762a839970abc2a5cfe7d4e8f7f7f7d9f0d3a6dba05aae611b783700441b',
  puor: '2d004b5427888073acb2abd2d8daebf7f7f7fee0b6fdb863e08214b358067f3b08',
  rdbu: '67001fb2182bd6604df4a582fddbc7f7f7f7d1e5f092c5de4393c32166ac053061',
  rdgy: '67001fb2182bd6604df4a582fddbc7ffffffe0e0e0bababa8787874d4d4d1a1a1a',
  rdylbu: 'a50026d73027f46d43fdae61fee090ffffbfe0f3f8abd9e974add14575b4313695',
  rdylgn: 'a50026d73027f46d43fdae61fee08bffffbfd9ef8ba6d96a66bd631a9850006837',
  spectral: '9e0142d53e4ff46d43fdae61fee08bffffbfe6f598abdda466c2a53288bd5e4fa2',
};

/**
 * Ramps that d3 interpolates, and where each starts. A dark start looks like the page of a dark theme, but a low value
 * must not look like none.
 */
const INTERPOLATED: Readonly<Record<string, readonly [interpolate: (t: number) => string, start: number]>> = {
  viridis: [interpolateViridis, 0],
  magma: [interpolateMagma, 0.2],
  inferno: [interpolateInferno, 0.2],
  plasma: [interpolatePlasma, 0],
  cividis: [interpolateCividis, 0.06],
  turbo: [interpolateTurbo, 0.06],
};

/** The first color must differ from a white page: the ramps of ColorBrewer begin later. */
const START = 0.25;
const STARTS: Readonly<Record<string, number>> = { ylgnbu: 0.2, ylorrd: 0.16 };

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
/** Where ColorBrewer has a single letter for green or gray, or turns the colors around. */
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
  return dark ? (glow ??= rampOf(splineOf(SEQUENTIAL[DEFAULT_RAMP]!), 0.92, 0.06)) : rampNamed(DEFAULT_RAMP)!;
}

/** The ramp of this name, or else the default. Of two names, dark pages use the second. */
export function rampFor({ ramp, dark }: { readonly ramp: string; readonly dark: boolean }): Ramp {
  const [light = '', other = light] = ramp.split(/\s+/);
  return rampNamed(dark ? other : light) ?? defaultRamp(dark);
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
    return { kind: 'category', colors: hexColors(CATEGORIES[name]!).map(hexWord) };
  }
  if (Object.hasOwn(INTERPOLATED, name)) {
    const [interpolate, start] = INTERPOLATED[name]!;
    return { kind: 'sequential', ramp: rampOf(interpolate, start) };
  }
  if (Object.hasOwn(SEQUENTIAL, name)) {
    const interpolate = splineOf(SEQUENTIAL[name]!);
    return { kind: 'sequential', ramp: rampOf(interpolate, STARTS[name] ?? START) };
  }
  return Object.hasOwn(DIVERGING, name) ? { kind: 'diverging', ramp: rampOf(splineOf(DIVERGING[name]!), 0) } : null;
}

function splineOf(colors: string): (t: number) => string {
  return rgbBasis(hexColors(colors).map((hex) => `#${hex}`));
}

function hexColors(colors: string): readonly string[] {
  return Array.from(colors.matchAll(/.{6}/g), ([hex]) => hex);
}

/** The part of a ramp between two fractions of it. */
function rampOf(interpolate: (t: number) => string, from: number, to = 1): Ramp {
  return Uint32Array.from({ length: RAMP_COLORS }, (_, i) =>
    parseColor(interpolate(from + (to - from) * (i / (RAMP_COLORS - 1))))!,
  );
}
