import { shortened, type MeasureText } from './fit-labels';
import type { LegendEntry, LegendModel, LegendRamp, RampTick } from './legend';

/** One piece of a legend, from left to right. All widths are in CSS pixels. */
export type LegendItem =
  | { readonly kind: 'title'; readonly text: string; readonly full: string | null; readonly widthCss: number }
  | {
      readonly kind: 'entry';
      readonly legend: LegendModel;
      readonly entry: LegendEntry;
      readonly text: string;
      readonly full: string | null;
      readonly widthCss: number;
    }
  | {
      readonly kind: 'ramp';
      readonly legend: LegendModel;
      readonly stops: LegendRamp['stops'];
      readonly ticks: readonly PlacedRampTick[];
      readonly widthCss: number;
    }
  | { readonly kind: 'note'; readonly text: string; readonly full: string | null; readonly widthCss: number }
  /** The entries that do not fit. */
  | { readonly kind: 'more'; readonly text: string; readonly widthCss: number };

export type RampItem = Extract<LegendItem, { readonly kind: 'ramp' }>;

/** A label below a ramp, in the middle of its tick unless it would leave the ramp. */
export interface PlacedRampTick extends RampTick {
  /** From the start of the ramp to the start of the label. */
  readonly leftCss: number;
}

/** The lines of a plot's legends, wrapped to a width. */
export interface LegendLayout {
  readonly lines: readonly (readonly LegendItem[])[];
  readonly heightCss: number;
  readonly widthCss: number;
}

const LINE_CSS = 20;
/** The line of a ramp holds its labels too. */
const RAMP_LINE_CSS = 30;
/** Space above the first line, and between the last line and the plot. */
const PADDING_CSS = 6;
/** Between two items. */
const GAP_CSS = 4;
/** The padding around an entry. */
const ENTRY_PADDING_CSS = 5;
/** Before a second title, and after each. */
const TITLE_MARGIN_CSS = 12;
const SWATCH_CSS = 10;
const SYMBOL_CSS = 12;
/** A symbol may be this much longer than the circle of the same area. */
const SYMBOL_REACH = 1.7;
const MAX_LINES = 3;
/** The largest part of a plot's height for its legend. */
const MAX_PART = 0.4;
/** The part of a plot's height that its legend leaves to the picture between the axes. */
const LEAST_PICTURE = 0.5;
const MAX_LABEL_CSS = 180;
const RAMP_CSS = 180;
/** Between the labels of a ramp. */
const RAMP_GAP_CSS = 10;
/** Titles are bold. */
const TITLE_SCALE = 1.1;

/**
 * Wraps legends to lines. Entries that do not fit into three lines, or would leave less than half of the plot's height
 * to the picture, are counted by a last item. Long labels are shortened. Null if there is no entry, or no room for one.
 * @param axesCss the height that titles and labels of axes need
 */
export function layOutLegend(
  legends: readonly LegendModel[],
  widthCss: number,
  plotHeightCss: number,
  measure: MeasureText,
  axesCss = 0,
): LegendLayout | null {
  let items = legends.flatMap((legend) => itemsOf(legend, widthCss, RAMP_CSS, measure));
  if (items.length === 0) return null;
  const mostCss = Math.min(MAX_PART * plotHeightCss, (1 - LEAST_PICTURE) * plotHeightCss - axesCss) - PADDING_CSS;
  const fits = (lines: readonly (readonly LegendItem[])[]): boolean =>
    lines.length <= MAX_LINES && linesCss(lines) <= mostCss;
  let lines = wrap(items, widthCss);
  if (!fits(lines)) {
    items = legends.flatMap((legend) => itemsOf(legend, widthCss, widthCss / 2 - GAP_CSS, measure));
    lines = wrap(items, widthCss);
  }
  if (!fits(lines)) {
    // The most items that fit together with a count of the others.
    let [kept, most] = [0, items.length - 1];
    while (kept < most) {
      const middle = (kept + most + 1) >> 1;
      if (fits(wrap(cut(items, middle, measure), widthCss))) kept = middle;
      else most = middle - 1;
    }
    // Titles alone explain nothing.
    if (items.slice(0, kept).every(({ kind }) => kind === 'title')) return null;
    lines = wrap(cut(items, kept, measure), widthCss);
  }
  return { lines, heightCss: linesCss(lines) + PADDING_CSS, widthCss };
}

function lineCss(line: readonly LegendItem[]): number {
  return line.reduce((height, item) => Math.max(height, itemCss(item)), LINE_CSS);
}

function itemCss(item: LegendItem): number {
  if (item.kind === 'entry') return swatchSide(item.entry) + 4;
  return item.kind === 'ramp' ? RAMP_LINE_CSS : 0;
}

function linesCss(lines: readonly (readonly LegendItem[])[]): number {
  return lines.reduce((height, line) => height + lineCss(line), 0);
}

function cut(items: readonly LegendItem[], kept: number, measure: MeasureText): LegendItem[] {
  const count = items.slice(kept).filter(({ kind }) => kind === 'entry').length;
  if (count === 0) return items.slice(0, kept);
  const text = `+${count.toLocaleString('en')} more`;
  const widthCss = Math.ceil(measure(text)) + 2 * ENTRY_PADDING_CSS;
  return [...items.slice(0, kept), { kind: 'more', text, widthCss }];
}

/** The side of the square that holds an entry's swatch; a size is drawn as large as in the plot. */
export function swatchSide({ sizePx, shape }: Pick<LegendEntry, 'sizePx' | 'shape'>): number {
  const least = shape === undefined ? SWATCH_CSS : SYMBOL_CSS;
  return sizePx === undefined
    ? least
    : Math.max(least, Math.ceil(sizePx * (shape === undefined ? 1 : SYMBOL_REACH)) + 2);
}

/** The items of a legend. A title and a narrow ramp share a line. */
function itemsOf(legend: LegendModel, widthCss: number, rampCss: number, measure: MeasureText): LegendItem[] {
  const { title, entries, ramp, note } = legend;
  const labelCss = Math.min(widthCss, MAX_LABEL_CSS);
  const titleCss = ramp && rampCss < RAMP_CSS ? Math.min(labelCss, widthCss - rampCss - GAP_CSS) : labelCss;
  const text = (of: string, besideCss: number, scale = 1, mostCss = labelCss): Fitted => {
    const short = shortened(of, (mostCss - besideCss) / scale, measure);
    return {
      text: short,
      full: short === of ? null : of,
      widthCss: Math.min(widthCss, Math.ceil(measure(short) * scale + besideCss)),
    };
  };
  return [
    ...(title === '' ? [] : [{ kind: 'title' as const, ...text(title, TITLE_MARGIN_CSS, TITLE_SCALE, titleCss) }]),
    ...(ramp ? [rampItem(legend, ramp, Math.min(widthCss, rampCss, RAMP_CSS), measure)] : []),
    ...entries.map((entry) => ({ kind: 'entry' as const, legend, entry, ...text(entry.label, besideOf(entry)) })),
    ...(note ? [{ kind: 'note' as const, ...text(note, ENTRY_PADDING_CSS) }] : []),
  ];
}

/** The labels of a ramp of this width: the first set of ticks whose labels don't touch, or else one label. */
function rampItem(
  legend: LegendModel,
  { stops, tickSets }: LegendRamp,
  widthCss: number,
  measure: MeasureText,
): RampItem {
  const placed = tickSets.map((ticks) => placeTicks(ticks, widthCss, measure));
  const fitting = placed.find((ticks) => !areTouching(ticks, measure));
  return { kind: 'ramp', legend, stops, ticks: fitting ?? placed.at(-1)!.slice(0, 1), widthCss };
}

function placeTicks(ticks: readonly RampTick[], widthCss: number, measure: MeasureText): PlacedRampTick[] {
  return ticks.map((tick) => {
    const length = measure(tick.label);
    const leftCss = Math.max(0, Math.min(widthCss - length, tick.position * widthCss - length / 2));
    return { ...tick, leftCss };
  });
}

function areTouching(ticks: readonly PlacedRampTick[], measure: MeasureText): boolean {
  return ticks.some(({ leftCss }, i) => {
    const before = ticks[i - 1];
    return before !== undefined && leftCss < before.leftCss + measure(before.label) + RAMP_GAP_CSS;
  });
}

/** A ramp with the labels that fit below it; null if the legend has none. */
export function layOutRamp(legend: LegendModel, measure: MeasureText): RampItem | null {
  return legend.ramp ? rampItem(legend, legend.ramp, RAMP_CSS, measure) : null;
}

function besideOf(entry: LegendEntry): number {
  return swatchSide(entry) + GAP_CSS + 2 * ENTRY_PADDING_CSS;
}

interface Fitted {
  readonly text: string;
  readonly full: string | null;
  readonly widthCss: number;
}

/** A title moves to the next line with its first entry. */
function wrap(items: readonly LegendItem[], widthCss: number): LegendItem[][] {
  const lines: LegendItem[][] = [];
  let usedCss = Infinity;
  for (const [i, item] of items.entries()) {
    const next = item.kind === 'title' ? items[i + 1] : undefined;
    const neededCss = item.widthCss + (next ? GAP_CSS + next.widthCss : 0);
    if (usedCss + GAP_CSS + Math.min(neededCss, widthCss) > widthCss) {
      lines.push([item]);
      usedCss = item.widthCss;
    } else {
      lines.at(-1)!.push(item);
      usedCss += GAP_CSS + item.widthCss;
    }
  }
  return lines;
}
