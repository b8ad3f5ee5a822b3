import type { AxisSpec, PlotAxes } from './axis-spec';
import { fitTicks } from './axis-ticks';
import { shortened, type LabelSpace, type MeasureText, type Tick } from './fit-labels';
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
  /** Values run from right to left, or from top to bottom. */
  readonly reversed: boolean;
  /** The title as drawn: shortened if it would leave the plot. */
  readonly title: string;
  /** The full title if it is shortened; else null. */
  readonly fullTitle: string | null;
}

/** The layout of a plot. The box is in whole CSS pixels, so that a brush's pixels are the axis's. */
export interface Layout {
  readonly widthCss: number;
  readonly heightCss: number;
  /** The height of the legend above the plot and its axes. */
  readonly topCss: number;
  readonly box: BoxCss;
  /** The plot has no axes, as a pie has none. */
  readonly isBare?: boolean;
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

const TOP = 26;
const BOTTOM = 38;
const RIGHT = 18;
/** The title below turned labels. */
const TITLE_CSS = 21;
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
const TITLE_SCALE = 1.1;
/** The parts depend on each other: legend and labels on the space, the space on them. Two to four passes settle it. */
const MAX_PASSES = 6;

/**
 * Lays out a plot, its axes and its legends. Thins, turns and shortens labels until they fit.
 * @throws PikaError `spec/bad-format`
 */
export function layOut(space: LayoutSpace, axes: PlotAxes, legends: readonly LegendModel[] = []): Layout {
  const { widthCss, heightCss, measure = estimatedWidth } = space;
  const { x, y, right: second = null } = axes;
  const least = space.least?.widthCss === widthCss && space.least.heightCss === heightCss ? space.least : null;
  let top = TOP + (least?.topCss ?? 0);
  let bottom = least ? heightCss - least.box.y - least.box.height : BOTTOM;
  let left = space.least?.widthCss === widthCss ? space.least.box.x : 0;
  let right = least ? widthCss - least.box.x - least.box.width : RIGHT;
  const mostLabel = Math.min(MAX_LEFT * widthCss, MAX_LEFT_CSS) / (second ? SHARED_LEFT : 1) - MARGIN_Y;
  const beside = (spec: AxisSpec, lengthCss: number): Beside => {
    const ticks = fitTicks(spec, { ...ALONG_Y, lengthCss }, TICK_GAP_Y, null).map((tick) =>
      across(tick, Math.max(2 * LABEL_EM, mostLabel), measure),
    );
    const widest = ticks.reduce((most, { label }) => Math.max(most, measure(label)), 2 * LABEL_EM);
    return { ticks, marginCss: Math.ceil(MARGIN_Y + widest) };
  };
  for (let pass = 1; ; pass++) {
    const height = Math.max(1, Math.floor(heightCss - top - bottom));
    const besideY = beside(y, height);
    const besideRight = second && beside(second, height);
    left = Math.max(left, besideY.marginCss);
    right = Math.max(right, besideRight?.marginCss ?? 0);
    const box = { x: left, y: top, width: Math.max(1, Math.floor(widthCss - left - right)), height };
    const legend = layOutLegend(legends, box.width, heightCss, measure);
    const topCss = legend?.heightCss ?? 0;
    const labelsX = belowX(x, box, widthCss, heightCss, measure);
    const bottomCss = Math.max(bottom, BOTTOM, labelsX.turn === 0 ? 0 : labelsX.heightCss + TITLE_CSS);
    if ((top !== TOP + topCss || bottomCss > bottom || labelsX.leftCss > left) && pass < MAX_PASSES) {
      top = TOP + topCss;
      bottom = bottomCss;
      left = Math.max(left, labelsX.leftCss);
      continue;
    }
    const besideTitle = (title: string): Titled => titled(title, (widthCss - 2 * MARGIN_Y) / (second ? 2 : 1), measure);
    const measured = x.isMeasure === true || y.isMeasure === true;
    return {
      widthCss,
      heightCss,
      topCss: top - TOP,
      box,
      plane: !measured,
      x: {
        ...axisLayout(x, labelsX.ticks, box.width, hasGrid(x, measured)),
        turn: labelsX.turn,
        ...titled(x.title, left + box.width - MARGIN_Y, measure),
      },
      y: { ...axisLayout(y, besideY.ticks, height, hasGrid(y, measured)), ...besideTitle(y.title) },
      right: second && {
        ...axisLayout(second, besideRight!.ticks, height, second.grid ?? false),
        ...besideTitle(second.title),
      },
      legend,
    };
  }
}

/** Estimate if there is no page to measure in: the widest letters at 11 px, except East Asian ones. */
export function estimatedWidth(text: string): number {
  return LABEL_EM * text.length;
}

interface Beside {
  readonly ticks: readonly Tick[];
  readonly marginCss: number;
}

type Titled = Pick<AxisLayout, 'title' | 'fullTitle'>;

const ALONG_Y: Omit<LabelSpace, 'lengthCss'> = {
  fromCss: -Infinity,
  toCss: Infinity,
  extentOf: () => LINE_CSS,
  gapCss: LABEL_GAP_Y,
};

function axisLayout(
  { scale, isMeasure }: AxisSpec,
  ticks: readonly Tick[],
  lengthCss: number,
  grid: boolean,
): Omit<AxisLayout, keyof Titled> {
  const [lo, hi] = scale.domain;
  return {
    ticks,
    turn: 0,
    minor: minorTicks(scale, lengthCss, new Set(ticks.map(({ at }) => at))),
    grid,
    zero: isMeasure && lo < 0 && hi > 0 ? scale.position(0) : null,
    reversed: scale.reversed,
  };
}

/** Lines belong to values: to the measure if there is one, else to both columns. */
function hasGrid({ scale, isMeasure, grid }: AxisSpec, measured: boolean): boolean {
  return grid ?? (scale.kind !== 'band' && (isMeasure === true || !measured));
}

/** Flat labels, unless turned ones show more of their categories. */
function belowX(x: AxisSpec, box: BoxCss, widthCss: number, heightCss: number, measure: MeasureText): TurnedLabels {
  const { scale } = x;
  const space: LabelSpace = {
    lengthCss: box.width,
    fromCss: 2 - box.x,
    toCss: widthCss - box.x - 2,
    extentOf: measure,
    gapCss: LABEL_GAP_X,
  };
  const flat = fitTicks(x, space, TICK_GAP_X, measure);
  if (scale.kind !== 'band' || x.ticks != null) return { ticks: flat, turn: 0, heightCss: 0, leftCss: 0 };
  const turned = turnLabels(
    scale.texts,
    (code) => scale.position(code),
    {
      lengthCss: box.width,
      leftCss: box.x,
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

/** Shortens a label beside the axis to the available width. */
function across(tick: Tick, mostCss: number, measure: MeasureText): Tick {
  const label = shortened(tick.label, mostCss, measure);
  return label === tick.label ? tick : { ...tick, label, full: tick.label };
}

function titled(title: string, availableCss: number, measure: MeasureText): Titled {
  const short = shortened(title, availableCss / TITLE_SCALE - measure('→ '), measure);
  return { title: short, fullTitle: short === title ? null : title };
}
