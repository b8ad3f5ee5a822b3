import { fitCategories, fitRound, shortened, type LabelRoom, type MeasureText, type Tick } from './fit-labels';
import type { Scale } from '../scales/scale';
import { numberTicks } from '../scales/number-ticks';

/** A rectangle in CSS pixels of the plot, y down. */
export interface BoxCss {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface AxisLayout {
  readonly ticks: readonly Tick[];
  /** As it is written: shortened where it would leave the plot. */
  readonly title: string;
  /** The whole of it, where it is shortened. */
  readonly fullTitle: string | null;
}

/** Where everything of a plot stands. The box is whole CSS pixels, so that a brush's pixels are the axis's. */
export interface Layout {
  readonly widthCss: number;
  readonly heightCss: number;
  readonly box: BoxCss;
  /** Both axes are columns; otherwise y counts rows. */
  readonly plane: boolean;
  readonly x: AxisLayout;
  readonly y: AxisLayout;
}

/** What a plot says beside its axes, and how wide that is. */
export interface LayoutText {
  readonly titles: { readonly x: string; readonly y: string };
  /** Estimated at 11 px type when left out. */
  readonly measure?: MeasureText | undefined;
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
/** Between the edge of the plot and its y labels, and between these and the box. */
const MARGIN_Y = 16;
/** Labels beside y take no more of a plot's width than this. */
const MOST_LEFT = 0.4;
const MOST_LEFT_CSS = 260;
/** Titles are bold. */
const TITLE_SCALE = 1.1;

/**
 * Lays out a plot of two axes; where y is not a column it shows counts from 0 to `largest`. Labels are thinned and
 * shortened by what fits. `leastLeft` keeps room for labels that were wider a moment ago.
 */
export function layOut(
  widthCss: number,
  heightCss: number,
  x: Scale,
  y: Scale | { readonly largest: number },
  { titles, measure = estimatedWidth }: LayoutText,
  leastLeft = 0,
): Layout {
  const height = Math.max(1, Math.floor(heightCss - TOP - BOTTOM));
  const alongY: LabelRoom = {
    lengthCss: height,
    fromCss: -Infinity,
    toCss: Infinity,
    extentOf: () => LINE_CSS,
    gapCss: LABEL_GAP_Y,
  };
  const mostLabel = Math.max(2 * LABEL_EM, Math.min(MOST_LEFT * widthCss, MOST_LEFT_CSS) - MARGIN_Y);
  const ticksY = fitAxis(y, alongY, TICK_GAP_Y, null).map((tick) => across(tick, mostLabel, measure));
  const left = Math.max(
    leastLeft,
    Math.ceil(MARGIN_Y + Math.max(2 * LABEL_EM, ...ticksY.map(({ label }) => measure(label)))),
  );
  const box = { x: left, y: TOP, width: Math.max(1, Math.floor(widthCss - left - RIGHT)), height };
  const alongX: LabelRoom = {
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
    plane: !('largest' in y),
    x: { ticks: fitAxis(x, alongX, TICK_GAP_X, measure), ...titled(titles.x, left + box.width - MARGIN_Y, measure) },
    y: { ticks: ticksY, ...titled(titles.y, widthCss - 2 * MARGIN_Y, measure) },
  };
}

/** Estimate when there is no page to measure in: the widest letters at 11 px, except East Asian ones. */
export function estimatedWidth(text: string): number {
  return LABEL_EM * text.length;
}

function fitAxis(
  scale: Scale | { readonly largest: number },
  room: LabelRoom,
  gapCss: number,
  measure: MeasureText | null,
): Tick[] {
  const count = Math.max(2, Math.floor(room.lengthCss / gapCss));
  if ('largest' in scale) {
    const most = Math.max(1, scale.largest);
    return fitRound(
      (wanted) => numberTicks(0, most, wanted, true),
      (value) => value / most,
      count,
      room,
    );
  }
  if (scale.kind === 'band') return fitCategories(scale.labels, (code) => scale.position(code), room, measure);
  return fitRound(
    (wanted) => scale.ticks(wanted),
    (value) => scale.position(value),
    count,
    room,
  );
}

/** A label beside the axis, where it has so much room. */
function across(tick: Tick, mostCss: number, measure: MeasureText): Tick {
  const label = shortened(tick.label, mostCss, measure);
  return label === tick.label ? tick : { ...tick, label, full: tick.label };
}

function titled(title: string, roomCss: number, measure: MeasureText): Pick<AxisLayout, 'title' | 'fullTitle'> {
  const short = shortened(title, roomCss / TITLE_SCALE - measure('→ '), measure);
  return { title: short, fullTitle: short === title ? null : title };
}
