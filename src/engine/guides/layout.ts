import type { AxisSpec, PlotAxes } from './axis-spec';
import { fitTicks } from './axis-ticks';
import { isNumeric, shortened, type LabelSpace, type MeasureText, type Tick } from './fit-labels';
import type { LegendModel } from './legend';
import { layOutLegend, type LegendLayout } from './legend-layout';
import { minorTicks } from './minor-ticks';
import { turnLabels, type Turn, type TurnedLabels } from './turned-labels';

/** A rectangle in CSS pixels of the plot, y down. */
export interface BoxCss {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface AxisLayout {
  readonly ticks: readonly Tick[];
  /** The angle of the labels. */
  readonly turn: Turn;
  /** Positions of ticks without labels, between the others. */
  readonly minor: readonly number[];
  /** Whether the ticks have lines across the plot. */
  readonly grid: boolean;
  /** The position of 0 if a measure has values on both sides of it; else null. */
  readonly zero: number | null;
  /** 1 if values grow to the right or upwards, −1 on a reversed axis; null for categories, which don't grow. */
  readonly direction: 1 | -1 | null;
  /** The color of the title, as CSS; null for that of the page's text. */
  readonly color: string | null;
  /** The title as drawn: shortened if it would leave the plot. */
  readonly title: string;
  /** The full title if it is shortened; else null. */
  readonly fullTitle: string | null;
}

/** A text that may be shortened. `full` is the whole text if so, else null. */
export interface ShortText {
  readonly text: string;
  readonly full: string | null;
}

/** The title of the facet channels, above the headers of the panels. */
export interface FacetTitle extends ShortText {
  /** Its middle, from the left of the plot. */
  readonly middleCss: number;
}

/** How many values of facet-x and facet-y have panels that fit into a plot. */
export interface PanelRoom {
  readonly columns: number;
  readonly rows: number;
}

/** One panel of a plot, with its own axes. Its box is in whole CSS pixels, so that a brush's pixels are the axis's. */
export interface PanelLayout {
  readonly box: BoxCss;
  readonly x: AxisLayout;
  readonly y: AxisLayout;
  /** Its axes have labels. Panels inside a grid of facets have none. */
  readonly isLabelled: Readonly<Record<'x' | 'y', boolean>>;
  /** The facet values that the panel shows: above it, and rotated at its right. */
  readonly above: ShortText | null;
  readonly beside: ShortText | null;
}

/** The layout of a plot. The box is in whole CSS pixels, so that a brush's pixels are the axis's. */
export interface Layout {
  readonly widthCss: number;
  readonly heightCss: number;
  /** The height of the legend above the plot and its axes. */
  readonly topCss: number;
  /** The box of all panels. */
  readonly box: BoxCss;
  /** The plot has no axes, such as a pie. */
  readonly isBare?: boolean;
  /** One panel, or several with facets. */
  readonly panels: readonly [PanelLayout, ...PanelLayout[]];
  /** Null without facets. */
  readonly facetTitle: FacetTitle | null;
  /** How many panels fit; null without facets. */
  readonly room: PanelRoom | null;
  /** Both axes are columns; otherwise one is a measure. */
  readonly plane: boolean;
  readonly x: AxisLayout;
  readonly y: AxisLayout;
  readonly right: AxisLayout | null;
  /** Null if the plot has none, or shows it elsewhere. */
  readonly legend: LegendLayout | null;
}

/** The space for a plot and its axes. */
export interface LayoutSpace {
  readonly widthCss: number;
  readonly heightCss: number;
  /** Measures labels. Estimated for 11 px type if left out. */
  readonly measure?: MeasureText | undefined;
  /** The previous layout if its margins are the least to reserve: labels change size while the user zooms. */
  readonly least?: Layout | null;
}

export const TOP = 26;
export const BOTTOM = 38;
/** The same without titles: space for half a label of y above, and for the labels of x below. */
const UNTITLED_TOP = 8;
const UNTITLED_BOTTOM = 21;
export const RIGHT = 18;
/** The title below turned labels. */
export const TITLE_CSS = 21;
const LABEL_EM = 6.6;
const LINE_CSS = 12;
const TICK_GAP_X = 60;
const TICK_GAP_Y = 42;
const LABEL_GAP_X = 8;
/** Numbers need more: their digits would run together. */
const NUMBER_GAP_X = 16;
const LABEL_GAP_Y = 1;
/** Gap between the edge of the plot and its y labels, and between the labels and the box. */
export const MARGIN_Y = 16;
/** The largest fraction of a plot's width for the labels beside y. */
const MAX_LEFT = 0.4;
const MAX_LEFT_CSS = 360;
/** Two y axes share that space, each with a bit more than half. */
const SHARED_LEFT = 1.5;
/** The largest fraction of a plot's height for turned labels. */
const MAX_TURNED = 0.35;
const MAX_TURNED_CSS = 140;
/** The largest fraction of a plot's width that its first turned labels may take at the left of the box. */
const MAX_OVERHANG = 0.2;
/** Flat labels of this length are readable, even shortened. */
const LONG_CSS = 100;
/** Titles are bold. */
export const TITLE_SCALE = 1.1;
/** From the left of the plot to the title of y. */
export const TITLE_LEFT_CSS = 10;
/** From the left of the plot to its legends, and to the title of y above it. */
const LEGEND_LEFT_CSS = TITLE_LEFT_CSS;
/** The parts depend on each other: legend and labels on the space, the space on them. Two to four passes settle it. */
export const MAX_PASSES = 6;

/**
 * Lays out a plot, its axes and its legends. Thins, turns and shortens labels until they fit.
 * @throws PikaError `spec/bad-format`
 */
export function layOut(space: LayoutSpace, axes: PlotAxes, legends: readonly LegendModel[] = []): Layout {
  const { widthCss, heightCss, measure = estimatedWidth } = space;
  const { x, y, right: second = null } = axes;
  const least = space.least?.widthCss === widthCss && space.least.heightCss === heightCss ? space.least : null;
  const isTitled = y.title !== '' || Boolean(second?.title);
  const [leastTop, leastBottom] = [isTitled ? TOP : UNTITLED_TOP, x.title === '' ? UNTITLED_BOTTOM : BOTTOM];
  let top = leastTop + (least?.topCss ?? 0);
  let bottom = least ? heightCss - least.box.y - least.box.height : leastBottom;
  let left = space.least?.widthCss === widthCss ? space.least.box.x : 0;
  let right = least ? widthCss - least.box.x - least.box.width : RIGHT;
  const mostBeside = mostLabel(widthCss, second ? SHARED_LEFT : 1);
  for (let pass = 1; ; pass++) {
    const height = Math.max(1, Math.floor(heightCss - top - bottom));
    const besideY = besideAxis(y, height, mostBeside, measure);
    const besideRight = second && besideAxis(second, height, mostBeside, measure);
    left = Math.max(left, besideY.marginCss);
    right = Math.max(right, besideRight?.marginCss ?? 0);
    const box = { x: left, y: top, width: Math.max(1, Math.floor(widthCss - left - right)), height };
    const legend = layOutLegend(legends, legendWidth(widthCss), heightCss, measure, leastTop + leastBottom);
    const topCss = legend?.heightCss ?? 0;
    const labelsX = belowAxis(x, spaceBelow(box, widthCss), { widthCss, heightCss: heightCss - topCss }, measure);
    const bottomCss = Math.max(bottom, leastBottom, labelsX.turn === 0 ? 0 : labelsX.heightCss + TITLE_CSS);
    if ((top !== leastTop + topCss || bottomCss > bottom || labelsX.leftCss > left) && pass < MAX_PASSES) {
      top = leastTop + topCss;
      bottom = bottomCss;
      left = Math.max(left, labelsX.leftCss);
      continue;
    }
    const besideTitle = (title: string): Titled => titled(title, (widthCss - 2 * MARGIN_Y) / (second ? 2 : 1), measure);
    const measured = x.isMeasure === true || y.isMeasure === true;
    const below: AxisLayout = {
      ...axisLayout(x, labelsX.ticks, box.width, hasGrid(x, measured)),
      turn: labelsX.turn,
      ...titled(x.title, left + box.width - MARGIN_Y, measure),
    };
    const atLeft = { ...axisLayout(y, besideY.ticks, height, hasGrid(y, measured)), ...besideTitle(y.title) };
    const isLabelled = { x: true, y: true };
    return {
      widthCss,
      heightCss,
      topCss: top - leastTop,
      box,
      panels: [{ box, x: below, y: atLeft, isLabelled, above: null, beside: null }],
      facetTitle: null,
      room: null,
      plane: !measured,
      x: below,
      y: atLeft,
      right: second && {
        ...axisLayout(second, besideRight!.ticks, height, second.grid ?? false),
        ...besideTitle(second.title),
      },
      legend,
    };
  }
}

/** Legends take the width of the plot, from below the title of y to its right margin. */
export function legendWidth(widthCss: number): number {
  return Math.max(1, Math.floor(widthCss - LEGEND_LEFT_CSS - RIGHT));
}

/** Estimate if there is no page to measure in: the widest letters at 11 px, except East Asian ones. */
export function estimatedWidth(text: string): number {
  return LABEL_EM * text.length;
}

/** The greatest length of labels beside an axis, for the plot's width and the number of axes at its sides. */
export function mostLabel(widthCss: number, axes = 1): number {
  return Math.min(MAX_LEFT * widthCss, MAX_LEFT_CSS) / axes - MARGIN_Y;
}

/** The labels beside an axis: names shortened to a length, and the numbers and dates that fit. */
export function besideAxis(spec: AxisSpec, lengthCss: number, mostCss: number, measure: MeasureText): Beside {
  const isName = spec.scale.kind === 'band';
  const ticks = fitTicks(spec, { ...ALONG_Y, lengthCss }, TICK_GAP_Y, null).flatMap(
    (tick) => across(tick, isName, Math.max(2 * LABEL_EM, mostCss), measure) ?? [],
  );
  const widest = ticks.reduce((most, { label }) => Math.max(most, measure(label)), 2 * LABEL_EM);
  return { ticks, marginCss: Math.ceil(MARGIN_Y + widest) };
}

interface Beside {
  readonly ticks: readonly Tick[];
  readonly marginCss: number;
}

export type Titled = Pick<AxisLayout, 'title' | 'fullTitle'>;

const ALONG_Y: Omit<LabelSpace, 'lengthCss'> = {
  fromCss: -Infinity,
  toCss: Infinity,
  extentOf: () => LINE_CSS,
  gapCss: LABEL_GAP_Y,
};

export function axisLayout(
  { scale, isMeasure, color = null }: AxisSpec,
  ticks: readonly Tick[],
  lengthCss: number,
  grid: boolean,
): Omit<AxisLayout, keyof Titled> {
  const [lo, hi] = scale.domain;
  return {
    ticks,
    color,
    turn: 0,
    minor: minorTicks(scale, lengthCss, new Set(ticks.map(({ at }) => at))),
    grid,
    zero: isMeasure && lo < 0 && hi > 0 ? scale.position(0) : null,
    direction: scale.kind === 'band' ? null : scale.reversed ? -1 : 1,
  };
}

/** Lines belong to values: to the measure if there is one, else to both columns. */
export function hasGrid({ scale, isMeasure, grid }: AxisSpec, measured: boolean): boolean {
  return grid ?? (scale.kind !== 'band' && (isMeasure === true || !measured));
}

/** The space for labels of x, relative to the start of the axis. */
export interface SpaceBelow {
  readonly lengthCss: number;
  readonly fromCss: number;
  readonly toCss: number;
  /** From the left edge of the plot to the start of the axis. */
  readonly leftCss: number;
}

/** The space up to the edges of the plot. */
function spaceBelow({ x, width }: BoxCss, widthCss: number): SpaceBelow {
  return { lengthCss: width, fromCss: 2 - x, toCss: widthCss - x - 2, leftCss: x };
}

/** Flat labels, unless turned ones show more of their categories. */
export function belowAxis(
  x: AxisSpec,
  { lengthCss, fromCss, toCss, leftCss }: SpaceBelow,
  { widthCss, heightCss }: Pick<LayoutSpace, 'widthCss' | 'heightCss'>,
  measure: MeasureText,
): TurnedLabels {
  const { scale } = x;
  const gapCss = scale.kind === 'band' || scale.kind === 'time' ? LABEL_GAP_X : NUMBER_GAP_X;
  const space: LabelSpace = { lengthCss, fromCss, toCss, extentOf: measure, gapCss };
  const flat = fitTicks(x, space, TICK_GAP_X, measure);
  // Users know which hours or months lie between two others.
  if (scale.kind !== 'band' || scale.show.part !== null || x.ticks != null)
    return { ticks: flat, turn: 0, heightCss: 0, leftCss: 0 };
  const turned = turnLabels(
    scale.texts,
    (code) => scale.position(code),
    {
      lengthCss,
      leftCss,
      mostLeftCss: Math.floor(MAX_OVERHANG * widthCss),
      mostHeightCss: Math.min(MAX_TURNED * heightCss, MAX_TURNED_CSS),
    },
    measure,
  );
  const isShortened = flat.some(({ full, label }) => full !== null && measure(label) < LONG_CSS);
  return turned &&
    (turned.ticks.length >= 2 * flat.length || (isShortened && lettersOf(turned.ticks) > lettersOf(flat)))
    ? turned
    : { ticks: flat, turn: 0, heightCss: 0, leftCss: 0 };
}

function lettersOf(ticks: readonly Tick[]): number {
  return ticks.reduce((letters, { label }) => letters + label.length, 0);
}

/**
 * Shortens a name beside the axis to the available width, and a date with a time to the date. Null for any other number
 * or date: a part of it would be another one.
 */
function across(tick: Tick, isName: boolean, mostCss: number, measure: MeasureText): Tick | null {
  if (measure(tick.label) <= mostCss) return tick;
  if (!isName) {
    const date = tick.label.replace(CLOCK, '');
    return date !== tick.label && measure(date) <= mostCss ? { ...tick, label: date, full: tick.label } : null;
  }
  if (isNumeric(tick.label)) return null;
  return { ...tick, label: shortened(tick.label, mostCss, measure), full: tick.label };
}

/** The time after a date: `5 Apr 2020 18:00`. */
const CLOCK = /(?<=\p{L}.*),? \d\d:\d\d\S*$/u;

export function titled(title: string, availableCss: number, measure: MeasureText): Titled {
  const short = shortened(title, availableCss / TITLE_SCALE - measure('→ '), measure);
  return { title: short, fullTitle: short === title ? null : title };
}
