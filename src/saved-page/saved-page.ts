import type { StepBox } from '../engine/brushing-page/brush-sums';
import type { IndexedPlot, PageBrush } from '../engine/brushing-page/page-index';
import { BrushInput } from './brush-input';
import { boxOf, placeOf, polygonsOf } from './brush-steps';
import type { Polygon } from './draw-shape';
import { html } from './elements';
import { PageCounts } from './page-counts';
import type { PageData, PictureView, PlotView } from './page-data';
import { PlotFigure } from './plot-figure';
import { pointedAt } from './pointed';
import { say } from './say';
import { Tooltip } from './tooltip';

/** Screen readers hear of a selection once the user pauses. */
const ANNOUNCE_AFTER_MS = 400;

/** A selection that differs from the saved one. */
interface Moved {
  readonly plot: number;
  /** Null: nothing is selected in the plot. */
  readonly boxes: readonly StepBox[] | null;
}

/**
 * A saved page: plots that follow one another's selections by the counts in the file. It opens as it was saved. A user
 * moves one selection at a time among plots of the same rows; the others are then as they were saved, because the file
 * has no counts of other combinations.
 */
export class SavedPage {
  readonly #data: PageData;
  readonly #counts: PageCounts;
  /** By plot; undefined for pictures. */
  readonly #figures: (PlotFigure | undefined)[] = [];
  /** By relation. */
  readonly #moved = new Map<number, Moved>();
  readonly #status = html('p', { class: 'status' });
  readonly #live = html('p', { class: 'words', 'aria-live': 'polite' });
  readonly #clear: HTMLButtonElement;
  readonly #tooltip = new Tooltip();
  #announcing: ReturnType<typeof setTimeout> | undefined;

  constructor(data: PageData, sections: readonly string[], root: HTMLElement) {
    this.#data = data;
    this.#counts = new PageCounts(data.index, sections);
    this.#clear = html('button', { type: 'button' });
    this.#clear.addEventListener('click', () => this.#reset());
    const elements = data.views.map((view, i) =>
      view.kind === 'picture' ? this.#picture(view, i) : this.#plot(view, i),
    );
    const plots = html('div', { class: 'plots' }, ...elements);
    const header = html('div', { class: 'bar' }, this.#status, this.#clear, this.#live);
    root.append(header, plots, html('p', { class: 'help' }, this.#help()), this.#tooltip.element);
    this.#place(plots, elements);
    for (const relation of data.index.relations.keys()) this.#show(relation);
    this.#prepareAll();
  }

  #plot(view: PlotView, i: number): HTMLElement {
    const plot = this.#data.index.plots[i]!;
    const figure = new PlotFigure(view, plot, `summary-${i}`, this.#data.words.plot);
    this.#figures[i] = figure;
    const { brush } = plot;
    const input = brush ? this.#input(figure, plot, brush, i) : null;
    figure.view.addEventListener('pointermove', (event) => {
      if (input?.isDragging || event.buttons > 0) return this.#leave(i);
      this.#point(view, plot, i, event);
    });
    figure.view.addEventListener('pointerleave', () => this.#leave(i));
    return figure.element;
  }

  #input(figure: PlotFigure, plot: IndexedPlot, brush: PageBrush, i: number): BrushInput {
    return new BrushInput(figure.view, {
      brush,
      box: () => figure.box,
      boxes: () => this.#boxesOf(i),
      isSelected: () => this.#shapesOf(i) !== null,
      select: (boxes) => this.#select(i, boxes),
      prepare: () => this.#counts.prepare(i),
      pointAt: (steps) => {
        if (!steps) return figure.outline(null);
        const places = brush.axes.map((axis, k) => placeOf(axis, [steps[k]!, steps[k]! + 1]));
        const along = (channel: 'x' | 'y'): readonly [number, number] => {
          const k = brush.axes.findIndex((axis) => axis.channel === channel);
          return k < 0 ? [0, 1] : places[k]!;
        };
        const part = { x: along('x'), y: along('y') };
        figure.outline(part);
        const pointed = pointedAt(plot, middle(part.x), middle(part.y));
        if (pointed) this.#announce(`${pointed.texts.join(', ')}: ${this.#countText(i, plot, pointed.cell)}`);
      },
    });
  }

  #picture({ name, source, description, widthCss, heightCss }: PictureView, i: number): HTMLElement {
    const reason = say(this.#data, this.#data.words.picture, { reason: this.#data.index.reasons[i] ?? '' });
    const caption = html('figcaption', {}, source === null ? `${name}: ${description}` : reason);
    if (source === null) return html('figure', { class: 'picture' }, caption);
    const alt = description ? `${name}. ${description}` : name;
    const image = html('img', { src: source, alt, width: widthCss, height: heightCss });
    return html('figure', { class: 'picture' }, image, caption);
  }

  #select(plot: number, boxes: readonly StepBox[] | null): void {
    const { relation } = this.#data.index.plots[plot]!;
    this.#moved.set(relation, { plot, boxes });
    this.#leave(plot);
    this.#show(relation);
    this.#announce(this.#status.textContent ?? '');
  }

  #reset(): void {
    const { relations } = this.#data.index;
    this.#moved.clear();
    for (const relation of relations.keys()) this.#show(relation);
    this.#announce(this.#status.textContent ?? '');
  }

  /** Draws the plots of a relation. */
  #show(relation: number): void {
    for (const [i, figure] of this.#figures.entries()) {
      const plot = this.#data.index.plots[i];
      if (!figure || plot?.relation !== relation) continue;
      const counts = this.#countsOf(i);
      const { all } = this.#counts.of(i);
      figure.show({ counts, all, shapes: this.#shapesOf(i), summary: this.#summary(plot, counts) });
    }
    this.#showStatus();
  }

  #showStatus(): void {
    const { index, words } = this.#data;
    const parts = index.relations.map(({ from, rows, selected }, relation) => {
      const moved = this.#moved.get(relation);
      const count = moved ? this.#counts.rowsIn(moved.plot, moved.boxes) : selected;
      const text = count === rows ? words.all : words.selected;
      const said = say(this.#data, text, { selected: count, rows });
      const where = this.#selectionText(relation);
      const named = index.relations.length > 1 ? `${from}: ${said}` : said;
      return where ? `${named} (${where})` : named;
    });
    this.#status.textContent = parts.join(' · ');
    const hasSaved = index.plots.some((plot) => plot?.isFiltered || plot?.brush?.saved);
    this.#clear.textContent = hasSaved ? words.reset : words.clear;
    this.#clear.disabled = ![...this.#moved.values()].some(({ boxes }) => hasSaved || boxes !== null);
  }

  /** What is selected, in words. */
  #selectionText(relation: number): string {
    const moved = this.#moved.get(relation);
    const texts = this.#data.index.plots.flatMap((plot, i) => {
      if (plot?.relation !== relation || !plot.brush) return [];
      if (moved?.plot === i) return moved.boxes ? [boxesText(this.#data, plot.brush, moved.boxes)] : [];
      return plot.brush.saved && !this.#isReplaced(i) ? [plot.brush.saved.text] : [];
    });
    return texts.join(', ');
  }

  #countsOf(i: number): Uint32Array {
    const moved = this.#movedBeside(i);
    const found = moved ? this.#counts.filtered(moved.plot, moved.boxes, i) : null;
    return found ?? this.#counts.of(i).opening;
  }

  #movedBeside(i: number): Moved | null {
    return this.#moved.get(this.#data.index.plots[i]!.relation) ?? null;
  }

  /** Whether a selection elsewhere takes the place of the one that was saved in this plot. */
  #isReplaced(i: number): boolean {
    const moved = this.#movedBeside(i);
    return moved !== null && moved.plot !== i && this.#data.index.plots[moved.plot]!.brush!.isAlone;
  }

  /** The steps that are selected in a plot. */
  #boxesOf(i: number): readonly StepBox[] | null {
    const { brush } = this.#data.index.plots[i]!;
    const moved = this.#movedBeside(i);
    if (moved?.plot === i) return moved.boxes;
    return brush?.saved && !this.#isReplaced(i) ? brush.saved.shapes.map((shape) => boxOf(brush, shape)) : null;
  }

  #shapesOf(i: number): readonly Polygon[] | null {
    const { brush } = this.#data.index.plots[i]!;
    const moved = this.#movedBeside(i);
    if (moved?.plot === i) return moved.boxes && polygonsOf(brush!, moved.boxes);
    return brush?.saved && !this.#isReplaced(i) ? brush.saved.shapes : null;
  }

  #point(view: PlotView, plot: IndexedPlot, i: number, event: PointerEvent): void {
    const figure = this.#figures[i]!;
    const { left, top } = figure.view.getBoundingClientRect();
    const { box } = figure;
    const x = (event.clientX - left - box.x) / box.width;
    const pointed = pointedAt(plot, x, 1 - (event.clientY - top - box.y) / box.height);
    if (!pointed) return this.#leave(i);
    const titles = [view.x.title, view.y.title];
    const lines = pointed.texts.map((text, axis) => [titles[axis]!, text] as const);
    this.#tooltip.show(lines, this.#countText(i, plot, pointed.cell), event, figure.element.style);
    figure.outline(pointed);
  }

  #leave(i: number): void {
    this.#tooltip.hide();
    this.#figures[i]?.outline(null);
  }

  #countText(i: number, plot: IndexedPlot, cell: number): string {
    const { words } = this.#data;
    const [count, all] = [this.#countsOf(i)[cell]!, this.#counts.of(i).all[cell]!];
    const isPartly = count !== all && (plot.marks.kind === 'bars' ? plot.marks.hasContext : false);
    const text = isPartly ? words.rowsOf : count === 1 ? words.row : words.rows;
    return say(this.#data, text, { count, shown: count, all });
  }

  #summary({ bins }: IndexedPlot, counts: Uint32Array): string {
    const { words } = this.#data;
    let [total, most] = [0, 0];
    for (let cell = 0; cell < counts.length; cell++) {
      total += counts[cell]!;
      if (counts[cell]! > counts[most]!) most = cell;
    }
    if (total === 0) return words.nothing;
    const nx = bins[0]!.length;
    const place = [bins[0]![most % nx]!, ...(bins[1] ? [bins[1][Math.floor(most / nx)]!] : [])].join(', ');
    return say(this.#data, words.summary, { count: total, most: counts[most]!, place });
  }

  #help(): string {
    const { words, index } = this.#data;
    const brushes = index.plots.filter((plot) => plot?.brush).length;
    return brushes > 1 ? `${words.help} ${words.one}` : words.help;
  }

  #announce(text: string): void {
    clearTimeout(this.#announcing);
    this.#announcing = setTimeout(() => (this.#live.textContent = text), ANNOUNCE_AFTER_MS);
  }

  /** Side by side as they were, if there is room; else one after the other. */
  #place(plots: HTMLElement, elements: readonly HTMLElement[]): void {
    const { widthCss, heightCss, views } = this.#data;
    for (const [i, { at, widthCss: own, heightCss: height }] of views.entries()) {
      const { style } = elements[i]!;
      const placed = { '--left': at.x, '--top': at.y, '--width': own, '--height': height };
      for (const [name, value] of Object.entries(placed)) style.setProperty(name, `${value}px`);
    }
    plots.style.setProperty('--width', `${widthCss}px`);
    plots.style.setProperty('--height', `${heightCss}px`);
    const room = plots.parentElement!;
    new ResizeObserver(() => plots.classList.toggle('placed', room.clientWidth >= widthCss)).observe(room);
    plots.classList.toggle('placed', room.clientWidth >= widthCss);
  }

  /** Decodes tables while the user looks at the page. Those that don't fit in memory wait for a pointer. */
  #prepareAll(): void {
    const waiting = [...this.#counts.lasting];
    const next = (): void => {
      const plot = waiting.shift();
      if (plot === undefined) return;
      this.#counts.prepare(plot);
      setTimeout(next);
    };
    // Not before the first picture.
    requestAnimationFrame(() => setTimeout(next));
  }
}

function middle([from, to]: readonly [number, number]): number {
  return (from + to) / 2;
}

const MOST_NAMED = 4;

function boxesText(data: PageData, { axes }: PageBrush, boxes: readonly StepBox[]): string {
  const texts = boxes.slice(0, MOST_NAMED).map((box) =>
    axes
      .flatMap(({ title, texts: own, isBand, stops }, i) => {
        const [from, to] = i === 0 ? box.x : box.y;
        if (from === 0 && to === stops.length - 1 && axes.length > 1) return [];
        const [first, last] = [own[from]!, own[isBand ? to - 1 : to]!];
        return [first === last ? `${title} ${first}` : say(data, data.words.range, { title, from: first, to: last })];
      })
      .join(', '),
  );
  return boxes.length > MOST_NAMED ? `${texts.join('; ')}; …` : texts.join('; ');
}
