import type { TickSet } from '../scales/scale-methods';

/** Measures the width of text in CSS pixels, in the plot's font. */
export type MeasureText = (text: string) => number;

/** One tick of an axis, with its label. */
export interface Tick {
  /** Its position on the axis: 0 at the start of the domain, 1 at its end. */
  readonly at: number;
  readonly label: string;
  /** The full text if `label` is shortened; else null. */
  readonly full: string | null;
  /**
   * The middle of the label, in CSS pixels from the start of the axis. Shifted from the tick if the label would leave
   * the plot otherwise.
   */
  readonly labelCss: number;
}

/** The length of an axis, and the space that its labels need. */
export interface LabelSpace {
  readonly lengthCss: number;
  /** The first and last pixel of the plot, from the start of the axis: labels stay between them. */
  readonly fromCss: number;
  readonly toCss: number;
  /** The length of a label along the axis: its width, or the height of a line. */
  readonly extentOf: (label: string) => number;
  readonly gapCss: number;
}

/** The shortest readable label: below this, fewer labels are drawn instead. */
const READABLE_CSS = 36;
/** The shortest label. */
const LETTER_CSS = 6;
/** Up to this many categories all get a label, even a short one. */
const FEW = 12;
/** If categories are skipped, the labels drawn are not shortened below this length. */
const LONG_CSS = 120;
/** Longer labels are shortened before they are measured. */
const MAX_LETTERS = 200;

/**
 * As many round values as fit, about `count`, without overlapping labels. If only one or two of several fit, tries a
 * finer set, or every second or third of it; if that fails too, keeps those with the highest rank.
 * @param fractionOf the position of a value on the axis, 0 to 1
 */
export function fitRound(
  ticksOf: (count: number) => TickSet,
  fractionOf: (value: number) => number,
  count: number,
  space: LabelSpace,
): Tick[] {
  const fitting = (set: TickSet, values: readonly number[]): Tick[] | null => {
    const placed = place(values, set.labels(values), fractionOf, space);
    return overlap(placed, space) || repeat(placed) ? null : placed;
  };
  let found: Tick[] | null = null;
  for (let fewer = count; fewer >= 2 && (found?.length ?? 0) < 2; fewer--) {
    const set = ticksOf(fewer);
    found = fitting(set, set.values) ?? fitting(set, withoutSecond(set)) ?? found;
  }
  if (found && found.length >= Math.min(3, count)) return found;
  if (found && found.length >= 2) {
    // Between two units of the calendar, such as years and quarters, is every second of the smaller one.
    for (let more = count + 1; more <= 2 * count; more++) {
      const set = ticksOf(more);
      for (const values of [set.values, ...everyFew(set)]) {
        const placed = values.length > found.length ? fitting(set, values) : null;
        if (placed) return placed;
      }
    }
    return found;
  }
  for (let more = 2 * count; more >= 2; more--) {
    const set = ticksOf(more);
    for (const values of everyFew(set)) {
      const placed = fitting(set, values);
      if (placed) return placed;
    }
  }
  return found ?? highestRanking(ticksOf(2), fitting);
}

/**
 * The first label of times is the longest, because it names the day and the year. Drops the second label if no other
 * ranks lower.
 */
function withoutSecond({ values, rank, firstIsLong }: TickSet): readonly number[] {
  const [first, second, ...others] = values;
  return firstIsLong && others.length >= 2 && others.every((value) => rank(second!) <= rank(value))
    ? [first!, ...others]
    : values;
}

/** Every second or third value, if no dropped value ranks higher than one that is kept. */
function everyFew({ values, rank }: TickSet): (readonly number[])[] {
  return [2, 3]
    .flatMap((every) => Array.from({ length: every }, (_, offset) => values.filter((__, i) => i % every === offset)))
    .filter((kept) => {
      const least = Math.min(...kept.map(rank));
      return kept.length >= 2 && values.every((value) => kept.includes(value) || rank(value) <= least);
    });
}

function highestRanking(set: TickSet, fitting: (set: TickSet, values: readonly number[]) => Tick[] | null): Tick[] {
  const ranked = set.values
    .map((value, i) => ({ value, i }))
    .sort((a, b) => set.rank(b.value) - set.rank(a.value) || a.i - b.i);
  let kept: { readonly values: readonly number[]; readonly placed: Tick[] } = { values: [], placed: [] };
  for (const { value } of ranked) {
    const values = [...kept.values, value].sort((a, b) => a - b);
    const placed = fitting(set, values);
    if (placed) kept = { values, placed };
  }
  return kept.placed;
}

/**
 * Labels every category if they fit, else every second, third, … one. Names wider than their category are shortened
 * while they stay readable; numbers are not.
 * @param measure the length of a label along the axis; null if labels run across it, one line each
 * @param most the largest number of labels; null for as many as fit
 */
export function fitCategories(
  labels: readonly string[],
  fractionOf: (code: number) => number,
  space: LabelSpace,
  measure: MeasureText | null,
  most: number | null = null,
): Tick[] {
  const pitchCss = Math.abs(fractionOf(1) - fractionOf(0)) * space.lengthCss;
  const leastCss = (measure ? LETTER_CSS : space.extentOf('')) + space.gapCss;
  for (
    let every = Math.max(1, Math.ceil(leastCss / pitchCss), Math.ceil(space.lengthCss / pitchCss / (most ?? Infinity)));
    ;
    every = Math.max(every + 1, Math.ceil(every * 1.05))
  ) {
    const codes = visibleCodes(labels.length, fractionOf, every);
    const middle = (code: number): number => fractionOf(code + 0.5);
    const texts = codes.map((code) => labels[code]!);
    const placed = place(codes, texts, middle, space);
    const isWide =
      measure !== null &&
      texts.some((text) => text.length > MAX_LETTERS || measure(text) > space.toCss - space.fromCss);
    if (!measure || !(isWide || overlap(placed, space))) return placed;
    const slotCss = every * pitchCss - space.gapCss;
    if (
      !texts.some(isNumeric) &&
      slotCss >= (every > 1 ? LONG_CSS : codes.length > FEW ? READABLE_CSS * 2 : READABLE_CSS)
    ) {
      // At the ends of the plot labels shift towards their neighbors.
      for (let mostCss = Math.min(slotCss, space.toCss - space.fromCss); mostCss >= READABLE_CSS; mostCss *= 0.85) {
        const short = place(codes, distinct(texts, mostCss, measure), middle, space);
        if (!overlap(short, space))
          return short.map((tick, i) => ({ ...tick, full: tick.label === texts[i] ? null : texts[i]! }));
      }
    }
    if (codes.length < 2) return [];
  }
}

/** Whether a text is a number or a date in figures, maybe with a unit: the start of one can be read as another. */
export function isNumeric(text: string): boolean {
  return /^[^\p{L}\d]*\d[^\p{L}]*\p{L}{0,2}$/u.test(text);
}

/** Shortens labels; those that would then look alike also keep their ends. */
export function distinct(texts: readonly string[], widthCss: number, measure: MeasureText): string[] {
  const short = texts.map((text) => shortened(text, widthCss, measure));
  return short.map((label, i) =>
    short.some((other, j) => other === label && texts[j] !== texts[i])
      ? shortened(texts[i]!, widthCss, measure, cutInside)
      : label,
  );
}

/** Shortens text to this width; an ellipsis replaces the rest. */
export function shortened(text: string, widthCss: number, measure: MeasureText, cut = cutTo): string {
  const letters = Array.from(text.slice(0, 2 * MAX_LETTERS));
  if (letters.length <= MAX_LETTERS && measure(text) <= widthCss) return text;
  let [fits, most] = [0, Math.min(letters.length, MAX_LETTERS)];
  while (fits < most) {
    const middle = (fits + most + 1) >> 1;
    if (measure(cut(letters, middle)) <= widthCss) fits = middle;
    else most = middle - 1;
  }
  return cut(letters, fits);
}

function cutTo(letters: readonly string[], count: number): string {
  return `${letters.slice(0, count).join('').trimEnd()}…`;
}

function cutInside(letters: readonly string[], count: number): string {
  const end = Math.floor(count / 2);
  return `${letters
    .slice(0, count - end)
    .join('')
    .trimEnd()}…${end > 0 ? letters.slice(-end).join('').trimStart() : ''}`;
}

/** Each multiple of `every` whose middle is visible. */
export function visibleCodes(count: number, fractionOf: (code: number) => number, every: number): number[] {
  const perCode = fractionOf(1) - fractionOf(0);
  const ends = [-fractionOf(0) / perCode, (1 - fractionOf(0)) / perCode];
  const first = Math.ceil(Math.max(0, Math.min(...ends) - 0.5) / every);
  const last = Math.floor(Math.min(count - 1, Math.max(...ends) - 0.5) / every);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * every);
}

function place(
  values: readonly number[],
  labels: readonly string[],
  fractionOf: (value: number) => number,
  { lengthCss, fromCss, toCss, extentOf }: LabelSpace,
): Tick[] {
  return values.map((value, i) => {
    const at = fractionOf(value);
    const half = extentOf(labels[i]!) / 2;
    return {
      at,
      label: labels[i]!,
      full: null,
      labelCss: Math.max(fromCss + half, Math.min(toCss - half, at * lengthCss)),
    };
  });
}

function overlap(ticks: readonly Tick[], { extentOf, gapCss }: LabelSpace): boolean {
  return ticks.some(
    (tick, i) =>
      i > 0 &&
      Math.abs(tick.labelCss - ticks[i - 1]!.labelCss) <
        (extentOf(tick.label) + extentOf(ticks[i - 1]!.label)) / 2 + gapCss,
  );
}

/** A format with few digits writes adjacent ticks alike. */
function repeat(ticks: readonly Tick[]): boolean {
  return ticks.some(({ label }, i) => i > 0 && label === ticks[i - 1]!.label);
}
