import type { ColumnKind, TableColumn, TableSort } from '../../engine/index';
import { columnPlot, type ColumnPlotShape } from '../column-plot';
import { element } from '../element';
import type { PikaPlot } from '../pika-plot/pika-plot';
import { placeCell, setText } from './cells';

const SHAPE: ColumnPlotShape = { bins: 30, labels: 12, bars: 'vertical' };

/** A column may get another type. */
const NO_CHOICE = { brush: null, pick: false, limit: null, sort: null } as const;

/** The head of a column in sight. */
export interface Head {
  /** Its index in the order of the query. */
  readonly index: number;
  /** From the left. */
  readonly position: number;
  readonly column: TableColumn;
  /** What its values are; null until they are read. */
  readonly kind: ColumnKind | null;
}

/** What the histograms of all heads share. */
export interface HistogramQuery {
  readonly from: string;
  readonly selection: string;
  readonly filterBy: string;
}

/** The heads of the columns in sight: their names, the arrow of the order, and histograms if the table has some. */
export class HeadRow {
  readonly element: HTMLElement;
  /** By the index of their column. */
  readonly #cells = new Map<number, HTMLElement>();

  constructor(row: HTMLElement) {
    this.element = row;
  }

  /** Removes all heads. Call it when the table gets other columns. */
  clear(): void {
    this.#cells.clear();
    this.element.replaceChildren();
  }

  /** The columns whose histogram has a selection: their heads stay, even out of sight. */
  get selected(): readonly number[] {
    return [...this.#cells].flatMap(([index, cell]) => (plotIn(cell)?.selected?.clause ? [index] : []));
  }

  /**
   * @param histograms null for none
   * @param label names the histogram of a column
   */
  render(
    heads: readonly Head[],
    sort: TableSort | null,
    histograms: HistogramQuery | null,
    label: (column: string) => string,
  ): void {
    const shown = new Set(heads.map(({ index }) => index));
    for (const [index, cell] of this.#cells) {
      if (shown.has(index)) continue;
      this.#cells.delete(index);
      cell.remove();
    }
    heads.forEach((head, i) => {
      const cell = this.#cells.get(head.index) ?? newHead();
      this.#cells.set(head.index, cell);
      if (this.element.children[i] !== cell) this.element.insertBefore(cell, this.element.children[i] ?? null);
      fillHead(cell, head, sort);
      showPlot(cell, head, histograms, label(head.column.name));
    });
  }
}

function newHead(): HTMLElement {
  const cell = element('div', 'cell', { role: 'columnheader', part: 'cell' });
  cell.append(
    element('span', 'name'),
    element('span', 'arrow', { 'aria-hidden': 'true' }),
    element('div', 'histogram'),
    element('span', 'edge'),
  );
  return cell;
}

function fillHead(cell: HTMLElement, { column, position }: Head, sort: TableSort | null): void {
  placeCell(cell, position, column);
  const isSorted = sort?.column === column.name;
  const descending = isSorted && sort.descending;
  const [name, arrow] = cell.children;
  setText(name!, column.name);
  setText(arrow!, isSorted ? (descending ? '▼' : '▲') : '');
  (name as HTMLElement).title = column.sqlType ? `${column.name}: ${column.sqlType}` : column.expression;
  cell.setAttribute('aria-sort', isSorted ? (descending ? 'descending' : 'ascending') : 'none');
}

function plotIn(cell: HTMLElement): PikaPlot | null {
  return cell.querySelector('pika-plot');
}

/** Shows the histogram of a column, if it has one. A histogram that is already there keeps its selection. */
function showPlot(cell: HTMLElement, { column, kind }: Head, query: HistogramQuery | null, label: string): void {
  const before = plotIn(cell);
  if (!query || kind === 'other') return before?.remove();
  if (!before && kind === null) return;
  const plot = before ?? newPlot();
  if (kind !== null) Object.assign(plot, { ...NO_CHOICE, ...columnPlot(column, kind, SHAPE), ...query, label });
  if (!before) cell.querySelector('.histogram')!.append(plot);
}

function newPlot(): PikaPlot {
  const plot = document.createElement('pika-plot');
  plot.axes = 'off';
  for (const type of ['pika-ready', 'pika-select', 'pika-view', 'pika-hover', 'pika-error'])
    plot.addEventListener(type, (event) => {
      // Events of the table are about its rows. The head of a column that no plot can show has only a name.
      event.stopPropagation();
      if (type === 'pika-ready' || type === 'pika-error') plot.hidden = type === 'pika-error';
    });
  return plot;
}
