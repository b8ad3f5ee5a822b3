import { largestCategories } from '../largest-categories';
import { scaleFor } from '../scale-for';
import { CategoryColors, type CategoryColor } from './category-colors';
import { authorsTicks, withLength } from './color-domain';
import type { ColorRequest } from './color-scale';
import type { ColorWord } from './color-word';
import { paletteOf } from './palettes';

type Category = Omit<CategoryColor, 'color'>;

/**
 * Gives colors to categories in their order, the author's first. Where there are too few colors, those that the author
 * lists get one, then the largest. A single category left over is gray, and has an entry like the others.
 * @param colorsFor the colors for so many categories; there may be fewer
 */
export function categoryColors(
  request: ColorRequest,
  colorsFor: (count: number) => readonly ColorWord[],
): CategoryColors {
  const palette = paletteOf(request.theme.dark);
  const [listed, unlisted] = request.type.kind === 'category' ? byLabel(request) : byValue(request);
  const isJoined = joinedCodes(request);
  const others = unlisted.filter(({ value }) => !isJoined(value));
  const all = [...listed, ...others];
  const given = colorsFor(all.length);
  const colors = all.length === given.length + 1 ? [...given, palette.other] : given;
  const kept = all.length <= colors.length ? all : largest(listed, others, colors.length, request);
  const entries = kept.map((category, i) => ({ ...category, color: colors[i]! }));
  return new CategoryColors(entries, listed.length + unlisted.length - kept.length, palette);
}

type Categories = readonly [listed: readonly Category[], others: readonly Category[]];

/** Returns whether a category shares an instance with all others that have none of their own, such as a slice. */
function joinedCodes({ type, values = [] }: ColorRequest): (code: number) => boolean {
  const own = new Set(Float64Array.from(values));
  const isShared = type.kind === 'category' && [...own].some((code) => code < 0);
  return (code) => isShared && !own.has(code);
}

/** The author may list labels that no row has. They have codes of their own, which no row has either. */
function byLabel({ type, spec }: ColorRequest): Categories {
  const labels = type.kind === 'category' ? type.labels : [];
  const scale = scaleFor(type, withLength([0, labels.length]));
  const all = labels.map((_, value) => ({ label: scale.format(value), value }));
  // The author may write a label as the legend shows it, or as SQL returns it.
  const codes = new Map([
    ...all.map(({ label, value }) => [label, value] as const),
    ...labels.map((label, value) => [label, value] as const),
  ]);
  const names = [...new Set((spec.domain?.values ?? []).map(String))];
  const listed = names.map((name, i) => all[codes.get(name) ?? -1] ?? { label: name, value: -2 - i });
  const isListed = new Set(listed.map(({ value }) => value));
  return [listed, all.filter(({ value }) => !isListed.has(value))];
}

/** The distinct numbers or times, ascending. */
function byValue(request: ColorRequest): Categories {
  const { type, extent, values = [] } = request;
  const scale = scaleFor(type, withLength(extent ?? [0, 1]));
  const named = (value: number): Category => ({ label: scale.format(value), value });
  const listed = new Set(authorsTicks(request));
  const others = new Set(
    Float64Array.from(values)
      .filter((value) => !Number.isNaN(value) && !listed.has(value))
      .sort(),
  );
  return [[...listed].map(named), [...others].map(named)];
}

function largest(
  listed: readonly Category[],
  others: readonly Category[],
  count: number,
  { weights }: ColorRequest,
): readonly Category[] {
  const codes = others.map(({ value }) => value);
  const kept = new Set(largestCategories(codes, count - listed.length, weights));
  return [...listed.slice(0, count), ...others.filter(({ value }) => kept.has(value))];
}
