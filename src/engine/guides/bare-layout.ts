import { estimatedWidth, type AxisLayout, type Layout, type LayoutSpace } from './layout';
import type { LegendModel } from './legend';
import { layOutLegend } from './legend-layout';

/** Around the panel of a plot without axes. */
const MARGIN_CSS = 8;

const NO_AXIS: AxisLayout = {
  ticks: [],
  turn: 0,
  minor: [],
  reversed: false,
  grid: false,
  zero: null,
  title: '',
  fullTitle: null,
};

/** Lays out a plot without axes, such as a pie: its legends, and its panel below. */
export function layOutBare(
  { widthCss, heightCss, measure = estimatedWidth }: LayoutSpace,
  legends: readonly LegendModel[],
): Layout {
  const width = Math.max(1, Math.floor(widthCss - 2 * MARGIN_CSS));
  const legend = layOutLegend(legends, width, heightCss, measure);
  const topCss = legend?.heightCss ?? 0;
  const height = Math.max(1, Math.floor(heightCss - topCss - 2 * MARGIN_CSS));
  const box = { x: MARGIN_CSS, y: topCss + MARGIN_CSS, width, height };
  return { widthCss, heightCss, topCss, box, plane: true, isBare: true, x: NO_AXIS, y: NO_AXIS, right: null, legend };
}
