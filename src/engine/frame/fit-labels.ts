import type { TickSet } from './tick-sets';

/** How wide a text is, in CSS pixels, as the plot writes it. */
export type MeasureText = (text: string) => number;

/** One tick of an axis, with room for what is written beside it. */
export interface Tick {
  /** Its place on the axis: 0 at the start of the domain, 1 at its end. */
  readonly at: number;
  readonly label: string;
  /** The whole text, where `label` is shortened. */
  readonly full: string | null;
  /** The middle of the label, in CSS pixels from the start of the axis: beside the tick where the label would leave the plot otherwise. */
  readonly labelCss: number;
}

/** An axis of so many CSS pixels, and how much of it labels take. */
export interface LabelRoom {
  readonly lengthCss: number;
  /** The first and last pixel of the plot, from the start of the axis: no label is beyond. */
  readonly fromCss: number;
  readonly toCss: number;
  /** What a label takes along the axis: its width, or the height of a line. */
  readonly extentOf: (label: string) => number;
  readonly gapCss: number;
}

/** Below this a shortened label says nothing: fewer are written instead. */
const READABLE_CSS = 36;
/** Longer texts are shortened before they are measured. */
const MOST_LETTERS = 200;

/**
 * The most round values, up to `count`, whose labels fit beside one another. Where even two do not, those that rank highest.
 * @param fractionOf the place of a value on the axis
 */
export function fitRound(ticksOf: (count: number) => TickSet, fractionOf: (value: number) => number, count: number, room: LabelRoom): Tick[] {
  let set = ticksOf(count);
  for (let fewer = count; fewer >= 2; fewer--) {
    set = fewer === count ? set : ticksOf(fewer);
    const placed = place(set.values, set.labels(set.values), fractionOf, room);
    if (!overlap(placed, room)) return placed;
  }
  const ranked = set.values.map((value, i) => ({ value, i })).sort((a, b) => set.rank(b.value) - set.rank(a.value) || a.i - b.i);
  let kept: readonly number[] = [];
  for (const { value } of ranked) {
    const wanted = [...kept, value].sort((a, b) => a - b);
    if (!overlap(place(wanted, set.labels(wanted), fractionOf, room), room)) kept = wanted;
  }
  return place(kept, set.labels(kept), fractionOf, room);
}

/**
 * Every category that fits, or every second, third … of them. Labels that are longer than their category is wide are shortened as long as that can be read.
 * @param measure how long a label is along the axis; null where labels stand across it, one line each
 */
export function fitCategories(labels: readonly string[], fractionOf: (code: number) => number, room: LabelRoom, measure: MeasureText | null): Tick[] {
  const pitchCss = (fractionOf(1) - fractionOf(0)) * room.lengthCss;
  const leastCss = measure ? room.gapCss + READABLE_CSS / 2 : room.extentOf('') + room.gapCss;
  for (let every = Math.max(1, Math.ceil(leastCss / pitchCss)); ; every++) {
    const codes = visibleCodes(labels.length, fractionOf).filter((code) => code % every === 0);
    const middle = (code: number): number => fractionOf(code + 0.5);
    const texts = codes.map((code) => labels[code]!);
    const placed = place(codes, texts, middle, room);
    if (!measure || !overlap(placed, room)) return placed;
    const slotCss = every * pitchCss - room.gapCss;
    if (slotCss >= READABLE_CSS) {
      const short = texts.map((text) => shortened(text, slotCss, measure));
      return place(codes, short, middle, room).map((tick, i) => ({ ...tick, full: short[i] === texts[i] ? null : texts[i]! }));
    }
  }
}

/** A text that is no wider than this; with an ellipsis where it had to be cut. */
export function shortened(text: string, widthCss: number, measure: MeasureText): string {
  const letters = Array.from(text.slice(0, 2 * MOST_LETTERS));
  if (letters.length <= MOST_LETTERS && measure(text) <= widthCss) return text;
  let [fits, most] = [0, Math.min(letters.length, MOST_LETTERS)];
  while (fits < most) {
    const middle = (fits + most + 1) >> 1;
    if (measure(cutTo(letters, middle)) <= widthCss) fits = middle;
    else most = middle - 1;
  }
  return cutTo(letters, fits);
}

function cutTo(letters: readonly string[], count: number): string {
  return `${letters.slice(0, count).join('').trimEnd()}…`;
}

/** Those of which the middle is shown. */
function visibleCodes(count: number, fractionOf: (code: number) => number): number[] {
  const perCode = fractionOf(1) - fractionOf(0);
  const first = Math.max(0, Math.ceil(-fractionOf(0) / perCode - 0.5));
  const last = Math.min(count - 1, Math.floor((1 - fractionOf(0)) / perCode - 0.5));
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
}

function place(values: readonly number[], labels: readonly string[], fractionOf: (value: number) => number, { lengthCss, fromCss, toCss, extentOf }: LabelRoom): Tick[] {
  return values.map((value, i) => {
    const at = fractionOf(value);
    const half = extentOf(labels[i]!) / 2;
    return { at, label: labels[i]!, full: null, labelCss: Math.max(fromCss + half, Math.min(toCss - half, at * lengthCss)) };
  });
}

function overlap(ticks: readonly Tick[], { extentOf, gapCss }: LabelRoom): boolean {
  return ticks.some((tick, i) => i > 0 && tick.labelCss - ticks[i - 1]!.labelCss < (extentOf(tick.label) + extentOf(ticks[i - 1]!.label)) / 2 + gapCss);
}
