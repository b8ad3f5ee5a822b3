import type { IndexedPlot } from '../engine/brushing-page/page-index';
import { drawAxes, type Box } from './draw-axes';
import { drawBars, drawCells } from './draw-marks';
import { drawShape, type Polygon } from './draw-shape';
import { html, svg } from './elements';
import type { PlotView } from './page-data';

/** What a plot shows. */
export interface Shown {
  readonly counts: Uint32Array;
  readonly all: Uint32Array;
  readonly shapes: readonly Polygon[] | null;
  /** In words. */
  readonly summary: string;
}

/** A plot of a saved page: axes and selection as SVG, marks on a canvas. */
export class PlotFigure {
  readonly element: HTMLElement;
  /** The part that a user points at, and that has the focus. */
  readonly view: HTMLElement;
  readonly #data: PlotView;
  readonly #plot: IndexedPlot;
  readonly #axes = svg('svg', { 'aria-hidden': 'true' });
  readonly #canvas = html('canvas');
  readonly #shape = svg('g', { class: 'brush' });
  readonly #cursor = svg('rect', { class: 'cursor' });
  readonly #words: HTMLElement;
  /** As last observed: to ask for it during a move would have the browser lay out the page. 0 before the first time. */
  #widthCss = 0;
  #shown: Shown | null = null;

  /** @param id unique on the page */
  constructor(data: PlotView, plot: IndexedPlot, id: string, role: string) {
    [this.#data, this.#plot] = [data, plot];
    this.#words = html('p', { class: 'words', id });
    this.view = html(
      'div',
      { class: 'view', role: 'group', 'aria-roledescription': role, 'aria-label': data.name, 'aria-describedby': id },
      this.#axes,
      this.#canvas,
      svg('svg', { 'aria-hidden': 'true' }, this.#shape, this.#cursor),
      this.#words,
    );
    this.element = html('figure', {}, this.view);
    if (data.legend !== null) this.view.append(html('img', { class: 'legend', src: data.legend, alt: '' }));
    this.#wear();
    new ResizeObserver(() => {
      this.#widthCss = this.view.clientWidth;
      this.#draw();
    }).observe(this.view);
  }

  /** The panel, in CSS pixels of the plot: as high as it was, and as wide as there is room. */
  get box(): Box {
    const { box, widthCss } = this.#data;
    const spare = this.#widthCss - widthCss;
    return { ...box, width: Math.max(40, box.width + spare) };
  }

  show(shown: Shown): void {
    this.#shown = shown;
    this.#words.textContent = shown.summary;
    this.#drawMarks();
    this.#drawSelection();
  }

  /** Outlines a part of the panel, in fractions of it; null ends that. */
  outline(part: { readonly x: readonly [number, number]; readonly y: readonly [number, number] } | null): void {
    const { box } = this;
    this.#cursor.toggleAttribute('hidden', part === null);
    if (!part) return;
    const [left, right] = part.x.map((at) => box.x + at * box.width) as [number, number];
    const [bottom, top] = part.y.map((at) => box.y + (1 - at) * box.height) as [number, number];
    const place = { x: left, y: top, width: Math.max(1, right - left), height: Math.max(1, bottom - top) };
    for (const [name, value] of Object.entries(place)) this.#cursor.setAttribute(name, value.toFixed(1));
  }

  #wear(): void {
    const { look, heightCss } = this.#data;
    const { style } = this.element;
    const properties = {
      accent: look.accent,
      text: look.text,
      strong: look.strong,
      grid: look.grid,
      line: look.line,
      background: look.background,
      title: look.title,
      font: look.font,
      size: `${look.sizeCss}px`,
      'title-font': look.titleFont,
      'title-weight': look.titleWeight,
    };
    for (const [name, value] of Object.entries(properties)) style.setProperty(`--${name}`, value);
    this.view.style.height = `${heightCss}px`;
  }

  #draw(): void {
    if (this.#widthCss === 0) return;
    this.#axes.replaceChildren(...drawAxes(this.#data, this.box));
    this.outline(null);
    this.#drawMarks();
    this.#drawSelection();
  }

  #drawMarks(): void {
    const [shown, width] = [this.#shown, this.#widthCss];
    if (!shown || width === 0) return;
    const { heightCss, look } = this.#data;
    const { marks, cells } = this.#plot;
    const ratio = devicePixelRatio || 1;
    const canvas = this.#canvas;
    const [widthPx, heightPx] = [Math.round(width * ratio), Math.round(heightCss * ratio)];
    if (canvas.width !== widthPx || canvas.height !== heightPx) [canvas.width, canvas.height] = [widthPx, heightPx];
    const context = canvas.getContext('2d')!;
    context.clearRect(0, 0, widthPx, heightPx);
    const box = devicePixels(this.box, ratio);
    if (marks.kind === 'cells') return drawCells(context, marks, cells, box, shown.counts);
    const behind = marks.hasContext ? { counts: shown.all, color: look.context } : null;
    drawBars(context, marks, box, shown.counts, behind);
  }

  #drawSelection(): void {
    if (this.#widthCss === 0) return;
    const shapes = this.#shown?.shapes ?? null;
    const { brush } = this.#plot;
    const has = (channel: 'x' | 'y'): boolean =>
      brush?.drags === true && brush.axes.some((axis) => axis.channel === channel);
    const drawn = shapes ? drawShape(this.box, shapes, { x: has('x'), y: has('y') }, this.#data.isPlane) : [];
    this.#shape.replaceChildren(...drawn);
  }
}

function devicePixels({ x, y, width, height }: Box, ratio: number): Box {
  const [left, top] = [Math.round(x * ratio), Math.round(y * ratio)];
  return {
    x: left,
    y: top,
    width: Math.round((x + width) * ratio) - left,
    height: Math.round((y + height) * ratio) - top,
  };
}
