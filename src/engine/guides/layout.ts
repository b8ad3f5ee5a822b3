import { fitCategories, fitRound, shortened, type LabelSpace, type MeasureText, type Tick } from './fit-labels';
import type { Scale } from '../scales/scale';

/** A rectangle in CSS pixels of the plot, y down. */
export interface BoxCss {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** One axis of a plot, before it is laid out. */
export interface AxisSpec {
  readonly scale: Scale;
  readonly title: string;
  /** The axis shows a count or another aggregate, not a column. */
  readonly isMeasure?: boolean;
}

/** The axes of a plot, by side. Several layers share an axis. */
export interface PlotAxes {
  readonly x: AxisSpec;
  readonly y: AxisSpec;
}

export interface AxisLayout {
  readonly ticks: readonly Tick[];
  /** The title as drawn: shortened if it would leave the plot. */
  readonly title: string;
  /** The full title if it is shortened; else null. */
  readonly fullTitle: string | null;
}

/** The layout of a plot. The box is in whole CSS pixels, so that a brush's pixels are the axis's. */
export interface Layout {
  readonly widthCss: number;
  readonly heightCss: number;
  readonly box: BoxCss;
  /** Both axes are columns; otherwise one is a measure. */
  readonly plane: boolean;
  readonly x: AxisLayout;
  readonly y: AxisLayout;
}

/** The space for a plot and its axes. */
export interface LayoutSpace {
  readonly widthCss: number;
  readonly heightCss: number;
  /** Measures labels. Estimated for 11 px type if left out. */
  readonly measure?: MeasureText | undefined;
  /** The previous layout if its margins are the least to reserve: labels change width while the user zooms. */
  readonly least?: Layout | null;
}

const TOP = 26;
const BOTTOM = 38;
const RIGHT = 18;
const LABEL_EM = 6.6;
const LINE_CSS = 12;
const TICK_GAP_X = 60;
const TICK_GAP_Y = 42;
const LABEL_GAP_X = 8;
const LABEL_GAP_Y = 1;
/** Gap between the edge of the plot and its y labels, and between the labels and the box. */
const MARGIN_Y = 16;
/** The largest fraction of a plot's width for the labels beside y. */
const MAX_LEFT = 0.4;
const MAX_LEFT_CSS = 260;
/** Titles are bold. */
const TITLE_SCALE = 1.1;

/** Lays out a plot and its axes. Thins and shortens labels until they fit. */
export function layOut(
  { widthCss, heightCss, measure = estimatedWidth, least = null }: LayoutSpace,
  { x, y }: PlotAxes,
): Layout {
  const height = Math.max(1, Math.floor(heightCss - TOP - BOTTOM));
  const alongY: LabelSpace = {
    lengthCss: height,
    fromCss: -Infinity,
    toCss: Infinity,
    extentOf: () => LINE_CSS,
    gapCss: LABEL_GAP_Y,
  };
  const mostLabel = Math.max(2 * LABEL_EM, Math.min(MAX_LEFT * widthCss, MAX_LEFT_CSS) - MARGIN_Y);
  const ticksY = fitAxis(y, alongY, TICK_GAP_Y, null).map((tick) => across(tick, mostLabel, measure));
  const leastLeft = least?.widthCss === widthCss ? least.box.x : 0;
  const left = Math.max(
    leastLeft,
    Math.ceil(MARGIN_Y + Math.max(2 * LABEL_EM, ...ticksY.map(({ label }) => measure(label)))),
  );
  const box = { x: left, y: TOP, width: Math.max(1, Math.floor(widthCss - left - RIGHT)), height };
  const alongX: LabelSpace = {
    lengthCss: box.width,
    fromCss: 2 - left,
    toCss: box.width + RIGHT - 2,
    extentOf: measure,
    gapCss: LABEL_GAP_X,
  };
  return {
    widthCss,
    heightCss,
    box,
    plane: !x.isMeasure && !y.isMeasure,
    x: { ticks: fitAxis(x, alongX, TICK_GAP_X, measure), ...titled(x.title, left + box.width - MARGIN_Y, measure) },
    y: { ticks: ticksY, ...titled(y.title, widthCss - 2 * MARGIN_Y, measure) },
  };
}

/** Estimate if there is no page to measure in: the widest letters at 11 px, except East Asian ones. */
export function estimatedWidth(text: string): number {
  return LABEL_EM * text.length;
}

function fitAxis({ scale }: AxisSpec, space: LabelSpace, gapCss: number, measure: MeasureText | null): Tick[] {
  if (scale.kind === 'band') return fitCategories(scale.labels, (code) => scale.position(code), space, measure);
  return fitRound(
    (wanted) => scale.ticks(wanted),
    (value) => scale.position(value),
    Math.max(2, Math.floor(space.lengthCss / gapCss)),
    space,
  );
}

/** Shortens a label beside the axis to the available width. */
function across(tick: Tick, mostCss: number, measure: MeasureText): Tick {
  const label = shortened(tick.label, mostCss, measure);
  return label === tick.label ? tick : { ...tick, label, full: tick.label };
}

function titled(title: string, availableCss: number, measure: MeasureText): Pick<AxisLayout, 'title' | 'fullTitle'> {
  const short = shortened(title, availableCss / TITLE_SCALE - measure('→ '), measure);
  return { title: short, fullTitle: short === title ? null : title };
}
