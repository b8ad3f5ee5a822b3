import type { AxisLayout, Layout, PlotModel } from '../../engine/index';
import type { PageAxis, PlotView } from '../../saved-page/page-data';
import { readPlot } from '../picture/read-plot';
import type { Shape } from '../picture/shapes';
import { svgText } from '../picture/write-svg';
import { lookOf } from './plot-look';

/** What the script of a page needs to draw a plot: axes as they are laid out now, colors and legend. */
export function viewOf(plot: HTMLElement, layout: Layout): Omit<PlotView, 'at'> {
  const { widthCss, heightCss, topCss, box, x, y, plane } = layout;
  return {
    kind: 'plot',
    name: nameOfPlot(plot),
    widthCss,
    heightCss,
    topCss,
    box,
    x: axisOf(x, box.width),
    y: axisOf(y, null),
    isPlane: plane,
    look: lookOf(plot),
    legend: layout.legend ? legendOf(plot, layout) : null,
  };
}

/** What a plot shows now: a property that is private to this package. */
export function modelOf(plot: Element): PlotModel | null {
  return (plot as unknown as { readonly model: PlotModel | null }).model;
}

/** The accessible name. */
export function nameOfPlot(plot: HTMLElement): string {
  return plot.shadowRoot?.querySelector('.plot')?.getAttribute('aria-label') ?? '';
}

/** An SVG as an address. */
export function svgAddress(svg: string): string {
  const bytes = new TextEncoder().encode(svg);
  let binary = '';
  for (let from = 0; from < bytes.length; from += 0x8000)
    binary += String.fromCharCode(...bytes.subarray(from, from + 0x8000));
  return `data:image/svg+xml;base64,${btoa(binary)}`;
}

/** @param lengthCss of an axis whose labels are below its ticks; null for y */
function axisOf(axis: AxisLayout, lengthCss: number | null): PageAxis {
  const { title, fullTitle, direction, turn, grid, ticks, minor } = axis;
  return {
    title,
    fullTitle,
    direction,
    turn,
    grid,
    minor: minor.map(short),
    ticks: ticks.map(({ at, label, full, labelCss }) => ({
      at: short(at),
      label,
      full,
      shiftCss: lengthCss === null ? 0 : short(labelCss - at * lengthCss),
    })),
  };
}

/** The legends above the axes, as a picture. */
function legendOf(plot: HTMLElement, { widthCss, topCss }: Layout): string {
  const shapes = readPlot(plot.shadowRoot!, null).filter((shape) => bottomOf(shape) <= topCss);
  return svgAddress(svgText({ widthCss, heightCss: topCss, title: '', description: '', background: null, shapes }));
}

function bottomOf(shape: Shape): number {
  switch (shape.kind) {
    case 'text':
      return shape.y + (shape.matrix?.[5] ?? 0);
    case 'rect':
      return shape.y + shape.height + (shape.matrix?.[5] ?? 0);
    case 'circle':
      return shape.cy + shape.r + (shape.matrix?.[5] ?? 0);
    default:
      return Infinity;
  }
}

function short(value: number): number {
  return Math.round(value * 1e5) / 1e5;
}
