import { listNames, nearestNames } from '../../nearest-names';
import type { ColorScaleKind } from '../../grammar/scale-spec';
import { scaleFor } from '../scale-for';
import { CategoryColors } from './category-colors';
import { categoryColors } from './category-colors-for';
import { divergingStops, sequentialStops, thresholdsOf, withLength } from './color-domain';
import type { ColorRequest, ColorScale } from './color-scale';
import { badColorAttribute, wrongColorScale } from './color-errors';
import type { ColorWord } from './color-word';
import { categoriesOf, paletteOf } from './palettes';
import { parseColor } from './parse-color';
import { rampThrough, stepsOf, type Ramp } from './ramp';
import { RampColors } from './ramp-colors';
import { rampFor, SCHEME_NAMES, schemeNamed } from './schemes';
import { StepColors } from './step-colors';

/** The colors that the author chose: a list or a ramp. */
type Colors =
  | { readonly kind: 'list'; readonly words: readonly ColorWord[] }
  | { readonly kind: 'ramp'; readonly ramp: Ramp; readonly isDiverging: boolean };

/**
 * The color scale of a channel. Without a kind, categories get distinct colors, numbers and times a ramp; a diverging
 * scheme makes it diverging. Without values or a domain, there are no colors but that of NULL.
 * @throws PikaError `spec/bad-attribute` if scheme, range or domain do not fit the column, `plan/wrong-scale` if the
 *   kind does not
 */
export function colorScaleFor(request: ColorRequest): ColorScale {
  const { type, extent, spec, theme } = request;
  const colors = authorsColors(request);
  if (type.kind !== 'category' && extent === null && spec.domain === null)
    return new CategoryColors([], 0, paletteOf(theme.dark));
  const kind = spec.scale ?? defaultKind(request, colors);
  if (kind === 'category') return categoryColors(request, (count) => distinctColors(colors, count, request));
  const ramp = rampOf(request, colors, kind);
  if (type.kind === 'category') {
    if (kind === 'sequential' || kind === 'diverging') return categoryColors(request, (count) => stepsOf(ramp, count));
    throw wrongColorScale(kind, 'numbers or times', 'categories');
  }
  const { none } = paletteOf(theme.dark);
  const unit = scaleFor(type, withLength(extent ?? [0, 1]));
  if (kind === 'sequential' || kind === 'diverging') {
    const stops = kind === 'sequential' ? sequentialStops(request) : divergingStops(request);
    return new RampColors(kind, ramp, stops, unit, none);
  }
  const given = colors?.kind === 'list' ? colors.words.length : null;
  const thresholds = thresholdsOf(request, kind, given);
  const count = thresholds.length + 1;
  const steps = colors?.kind === 'list' && given === count ? reversed(colors.words, request) : stepsOf(ramp, count);
  return new StepColors(kind, thresholds, steps, unit, none);
}

function authorsColors({ spec }: ColorRequest): Colors | null {
  if (spec.range) {
    return {
      kind: 'list',
      words: spec.range.map((text) => {
        const word = parseColor(text);
        if (word !== null) return word;
        throw badColorAttribute(
          'color-range',
          'CSS colors separated by commas',
          `"${text}"`,
          'Write for example color-range="steelblue, #f60, rgb(0, 128, 0)".',
        );
      }),
    };
  }
  if (spec.scheme === null) return null;
  const scheme = schemeNamed(spec.scheme);
  if (scheme) {
    return scheme.kind === 'category'
      ? { kind: 'list', words: scheme.colors }
      : { kind: 'ramp', ramp: scheme.ramp, isDiverging: scheme.kind === 'diverging' };
  }
  const near = nearestNames(spec.scheme, SCHEME_NAMES);
  throw badColorAttribute(
    'color-scheme',
    'the name of a color scheme',
    `"${spec.scheme}"`,
    near.length > 0 ? `Similar names: ${listNames(near)}.` : `The schemes are ${listNames(SCHEME_NAMES)}.`,
  );
}

function defaultKind({ type, spec }: ColorRequest, colors: Colors | null): ColorScaleKind {
  if (type.kind === 'category' || (colors?.kind === 'list' && !spec.range)) return 'category';
  return colors?.kind === 'ramp' && colors.isDiverging ? 'diverging' : 'sequential';
}

function rampOf(request: ColorRequest, colors: Colors | null, kind: ColorScaleKind): Ramp {
  const { theme } = request;
  const ramp = (): Ramp => {
    if (colors) return colors.kind === 'list' ? rampThrough(colors.words) : colors.ramp;
    return kind === 'diverging' ? rampThrough(paletteOf(theme.dark).diverging) : rampFor(theme);
  };
  return request.spec.reverse ? ramp().toReversed() : ramp();
}

function distinctColors(colors: Colors | null, count: number, request: ColorRequest): readonly ColorWord[] {
  const words =
    colors?.kind === 'list' ? colors.words : colors ? stepsOf(colors.ramp, count) : categoriesOf(request.theme);
  return reversed(words, request);
}

function reversed(words: readonly ColorWord[], { spec }: ColorRequest): readonly ColorWord[] {
  return spec.reverse ? words.toReversed() : words;
}
