import { gapsOf, gridOf, HEADER_CSS, roomOf, type FacetGuide } from './facet-grid';
import { boundsOf, facetTitle, headersOf } from './facet-layout';
import {
  estimatedWidth,
  legendWidth,
  TOP,
  type AxisLayout,
  type Layout,
  type LayoutSpace,
  type PanelLayout,
} from './layout';
import type { LegendModel } from './legend';
import { layOutLegend } from './legend-layout';

/** The space around the panel of a mark without axes, such as a pie, and around a panel whose axes are off. */
export const MARGIN_CSS = 8;
export const EDGE_CSS = 1;

const NO_AXIS: AxisLayout = {
  ticks: [],
  turn: 0,
  minor: [],
  direction: null,
  grid: false,
  zero: null,
  title: '',
  fullTitle: null,
  color: null,
};

const NO_AXES = { x: NO_AXIS, y: NO_AXIS, isLabelled: { x: false, y: false } };
const BARE = { plane: true, isBare: true, x: NO_AXIS, y: NO_AXIS, right: null, room: null };

/** Lays out a plot without axes: its legends, and its panel below. */
export function layOutBare(
  { widthCss, heightCss, measure = estimatedWidth }: LayoutSpace,
  legends: readonly LegendModel[],
  marginCss = MARGIN_CSS,
): Layout {
  const width = Math.max(1, Math.floor(widthCss - 2 * marginCss));
  const legend = layOutLegend(legends, legendWidth(widthCss), heightCss, measure, 2 * marginCss);
  const topCss = legend?.heightCss ?? 0;
  const height = Math.max(1, Math.floor(heightCss - topCss - 2 * marginCss));
  const box = { x: marginCss, y: topCss + marginCss, width, height };
  const panels = [{ ...NO_AXES, box, above: null, beside: null }] as const;
  return { ...BARE, widthCss, heightCss, topCss, box, panels, facetTitle: null, legend };
}

/** Lays out the panels of a plot without axes. */
export function layOutBareFacets(
  { widthCss, heightCss, measure = estimatedWidth }: LayoutSpace,
  facets: FacetGuide,
  legends: readonly LegendModel[],
): Layout {
  const hasBoth = facets.columns !== null && facets.rows !== null;
  const width = Math.max(1, widthCss - 2 * MARGIN_CSS - (hasBoth ? HEADER_CSS : 0));
  const legend = layOutLegend(legends, legendWidth(widthCss), heightCss, measure, 2 * MARGIN_CSS);
  const topCss = legend?.heightCss ?? 0;
  const top = topCss + TOP + HEADER_CSS;
  const height = Math.max(1, heightCss - top - MARGIN_CSS);
  const grid = gridOf(facets, width, height + HEADER_CSS);
  const { x: gapX, y: gapY } = gapsOf(facets, grid, { width, height }, 0);
  const size = {
    width: Math.max(1, Math.floor((width + gapX) / grid.columns - gapX)),
    height: Math.max(1, Math.floor((height + gapY) / grid.rows - gapY)),
  };
  const count = Math.max(1, (facets.columns?.length ?? 1) * (facets.rows?.length ?? 1));
  const panels = Array.from({ length: count }, (_, i): PanelLayout => {
    const [column, row] = [i % grid.columns, Math.floor(i / grid.columns)];
    const [x, y] = [MARGIN_CSS + column * (size.width + gapX), top + row * (size.height + gapY)];
    return { ...NO_AXES, box: { x, y, ...size }, ...headersOf(facets, i, grid, { ...size, gapX }, measure) };
  }) as [PanelLayout, ...PanelLayout[]];
  const box = boundsOf(panels);
  const title = facetTitle(facets.title, box, { widthCss, besideCss: 0 }, measure);
  const room = roomOf(facets, { width, height }, 0);
  return { ...BARE, widthCss, heightCss, topCss, box, panels, facetTitle: title, room, legend };
}
