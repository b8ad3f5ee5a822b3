import type { AxisSpec, PlotAxes } from './axis-spec';
import { gapsOf, gridOf, HEADER_CSS, roomOf, type FacetGuide, type PanelGrid } from './facet-grid';
import { shortened, type MeasureText } from './fit-labels';
import {
  axisLayout,
  belowAxis,
  besideAxis,
  BOTTOM,
  estimatedWidth,
  hasGrid,
  legendWidth,
  MARGIN_Y,
  MAX_PASSES,
  mostLabel,
  RIGHT,
  titled,
  TITLE_CSS,
  TITLE_LEFT_CSS,
  TITLE_SCALE,
  TOP,
  type AxisLayout,
  type BoxCss,
  type FacetTitle,
  type Layout,
  type LayoutSpace,
  type PanelLayout,
  type ShortText,
} from './layout';
import type { LegendModel } from './legend';
import { layOutLegend } from './legend-layout';

/** The space between labels of x and the middle of the gap between two panels. */
const LABEL_MARGIN_CSS = 5;
/** Between the titles of y and of the facets. */
const TITLE_GAP_CSS = 16;

/**
 * Lays out the panels of a plot in equal sizes, with axes at the outer edges of the grid. Free scales have labels at
 * each panel.
 * @param axesOf the axes of each panel
 * @throws PikaError `spec/bad-format`
 */
export function layOutFacets(
  space: LayoutSpace,
  axesOf: readonly [PlotAxes, ...PlotAxes[]],
  facets: FacetGuide,
  legends: readonly LegendModel[] = [],
): Layout {
  const { widthCss, heightCss, measure = estimatedWidth } = space;
  const { isFree } = facets;
  const hasBoth = facets.columns !== null && facets.rows !== null;
  const least = space.least?.widthCss === widthCss && space.least.heightCss === heightCss ? space.least : null;
  const right = RIGHT + (hasBoth ? HEADER_CSS : 0);
  const mostCss = mostLabel(widthCss);
  let left = least?.box.x ?? 0;
  let bottom = BOTTOM;
  let topCss = least?.topCss ?? 0;
  for (let pass = 1; ; pass++) {
    const top = TOP + topCss + HEADER_CSS;
    const inner = { width: Math.max(1, widthCss - left - right), height: Math.max(1, heightCss - top - bottom) };
    const grid = gridOf(facets, inner.width, inner.height + HEADER_CSS, left);
    const { x: gapX, y: gapY } = gapsOf(facets, grid, inner, left);
    const panel = {
      width: Math.max(1, Math.floor((inner.width + gapX) / grid.columns - gapX)),
      height: Math.max(1, Math.floor((inner.height + gapY) / grid.rows - gapY)),
    };
    const own = <T>(channel: 'x' | 'y', lay: (axis: AxisSpec) => T): readonly T[] => {
      if (isFree[channel]) return axesOf.map((axes) => lay(axes[channel]));
      const shared = lay(axesOf[0][channel]);
      return axesOf.map(() => shared);
    };
    const beside = own('y', (axis) => besideAxis(axis, panel.height, mostCss, measure));
    const marginCss = Math.max(...beside.map((one) => one.marginCss));
    const spaceBelow = {
      lengthCss: panel.width,
      fromCss: -gapX / 2 + LABEL_MARGIN_CSS,
      toCss: panel.width + gapX / 2 - LABEL_MARGIN_CSS,
      leftCss: Math.max(left, marginCss),
    };
    const below = own('x', (axis) => belowAxis(axis, spaceBelow, { widthCss, heightCss: heightCss - topCss }, measure));
    const legend = layOutLegend(legends, legendWidth(widthCss), heightCss, measure, TOP + BOTTOM);
    const bottomCss = Math.max(
      // An earlier pass may have wrapped panels otherwise and turned their labels, so early passes start from the
      // default.
      pass > 3 ? bottom : BOTTOM,
      ...below.map(({ turn, heightCss: high }) => (turn === 0 ? 0 : high + TITLE_CSS)),
    );
    const leftCss = Math.max(left, marginCss);
    const isSettled = leftCss === left && bottomCss === bottom && topCss === (legend?.heightCss ?? 0);
    if (!isSettled && pass < MAX_PASSES) {
      [left, bottom, topCss] = [leftCss, bottomCss, legend?.heightCss ?? 0];
      continue;
    }
    const panels = axesOf.map((axes, i): PanelLayout => {
      const [column, row] = [i % grid.columns, Math.floor(i / grid.columns)];
      const measured = axes.x.isMeasure === true || axes.y.isMeasure === true;
      const title = (axis: AxisSpec, availableCss: number): Pick<AxisLayout, 'title' | 'fullTitle'> =>
        titled(axis.title, availableCss, measure);
      return {
        box: { x: left + column * (panel.width + gapX), y: top + row * (panel.height + gapY), ...panel },
        x: {
          ...axisLayout(axes.x, below[i]!.ticks, panel.width, hasGrid(axes.x, measured)),
          turn: below[i]!.turn,
          ...title(axes.x, left + inner.width - MARGIN_Y),
        },
        y: {
          ...axisLayout(axes.y, beside[i]!.ticks, panel.height, hasGrid(axes.y, measured)),
          ...title(axes.y, (widthCss - 2 * MARGIN_Y) / 2),
        },
        // The lowest panel of each column has its labels.
        isLabelled: { x: isFree.x || i + grid.columns >= axesOf.length, y: isFree.y || column === 0 },
        ...headersOf(facets, i, grid, { ...panel, gapX }, measure),
      };
    }) as [PanelLayout, ...PanelLayout[]];
    const box = boundsOf(panels);
    return {
      widthCss,
      heightCss,
      topCss,
      box,
      panels,
      facetTitle: facetTitle(facets.title, box, { widthCss, besideCss: widthOfTitle(panels[0].y, measure) }, measure),
      plane: !(axesOf[0].x.isMeasure === true || axesOf[0].y.isMeasure === true),
      x: panels[0].x,
      y: panels[0].y,
      right: null,
      room: roomOf(facets, inner, left),
      legend,
    };
  }
}

/** From the left of the plot to the end of the title of y. */
function widthOfTitle({ title }: AxisLayout, measure: MeasureText): number {
  return TITLE_LEFT_CSS + measure(`↑ ${title}`) * TITLE_SCALE;
}

/** The title of the facets in the middle of the panels, or as near to it as the title of y allows. */
export function facetTitle(
  title: string,
  { x, width }: BoxCss,
  { widthCss, besideCss }: { readonly widthCss: number; readonly besideCss: number },
  measure: MeasureText,
): FacetTitle {
  const shown = short(title, (widthCss - 2 * MARGIN_Y) / 2 / TITLE_SCALE, measure);
  const half = (measure(shown.text) * TITLE_SCALE) / 2;
  const middleCss = Math.min(x + width - half, Math.max(x + width / 2, besideCss + TITLE_GAP_CSS + half));
  return { ...shown, middleCss };
}

/** The box of all panels. */
export function boundsOf([first, ...others]: readonly [PanelLayout, ...PanelLayout[]]): BoxCss {
  const boxes = [first, ...others].map(({ box }) => box);
  const { x, y } = first.box;
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}

/**
 * The facet values that a panel shows. In a grid of two facets, the first row shows the values of facet-x above it, and
 * the last column shows the values of facet-y at its right.
 */
export function headersOf(
  { columns, rows }: FacetGuide,
  panel: number,
  grid: PanelGrid,
  { width, height, gapX }: Pick<BoxCss, 'width' | 'height'> & { readonly gapX: number },
  measure: MeasureText,
): Pick<PanelLayout, 'above' | 'beside'> {
  const [column, row] = [panel % grid.columns, Math.floor(panel / grid.columns)];
  const availableCss = width + Math.max(0, gapX - 4);
  if (!columns) return { above: short(rows![panel]!, availableCss, measure), beside: null };
  return {
    above: rows && row > 0 ? null : short(columns[panel]!, availableCss, measure),
    beside: rows && column === grid.columns - 1 ? short(rows[row]!, height, measure) : null,
  };
}

export function short(full: string, availableCss: number, measure: MeasureText): ShortText {
  const text = shortened(full, Math.max(8, availableCss), measure);
  return { text, full: text === full ? null : full };
}
