import type { RowsChange, TableColumn, TablePart, TableSort, TableWindow } from '../../engine/index';
import { element } from '../element';
import type { TABLE_MESSAGES } from '../messages/english/table';
import { cellOf, cellsOf, fillCell, placeCell, placeOf, positionOf } from './cells';
import { ColumnTracks } from './column-tracks';
import { nextCell, type CellAt, type GridEnds } from './next-cell';
import { HeadPointer } from './head-pointer';
import { HeadRow, type HistogramQuery } from './head-row';
import { RowPicker } from './row-picker';
import { RowScroller } from './row-scroller';

/** Height of a row in CSS pixels, unless the page sets another. */
const ROW_PX = 26;
const LEAST_ROW_PX = 12;
/** Heights of the head and of its histograms in CSS pixels, as in the styles. */
const HEAD_PX = 30;
const HISTOGRAM_PX = 40;
/** By which a key resizes a column. */
const WIDTH_STEP_PX = 10;
/** After the last scroll, the scrollbar shows where the rows are. */
const SETTLE_AFTER_MS = 150;

/** What the view asks of its element. */
export interface TableViewHost {
  readonly show: (part: TablePart) => void;
  readonly sort: (sort: TableSort | null) => void;
  /** Null: no row. */
  readonly select: (change: RowsChange | null) => void;
  /** Copies the selected rows. */
  readonly copyRows: () => void;
  /** A message in the page's language. */
  readonly say: (name: keyof typeof TABLE_MESSAGES, values?: Readonly<Record<string, string>>) => string;
  /** Null if the heads have none. */
  readonly histograms: () => HistogramQuery | null;
}

/**
 * The rows in sight and their head, as a grid that scrolls: as many elements as fit, whose texts change. Rows stay
 * until the texts of others have arrived, so the grid is never blank. The keyboard moves an active cell, as in the ARIA
 * pattern of a grid; focus stays on the grid.
 */
export class TableView {
  readonly #grid: HTMLElement;
  readonly #host: TableViewHost;
  readonly #content = element('div', 'content', { role: 'presentation' });
  readonly #headRow = element('div', 'row', { role: 'row', 'aria-rowindex': '1' });
  readonly #heads = new HeadRow(this.#headRow);
  readonly #body = element('div', 'body', { role: 'rowgroup' });
  readonly #empty = element('div', 'empty');
  readonly #scroller = new RowScroller(ROW_PX);
  readonly #picker: RowPicker;
  readonly #tracks: ColumnTracks;
  #columns: readonly TableColumn[] = [];
  #window: TableWindow | null = null;
  #rowCount = 0;
  /** The number of all rows of the query. */
  #rowsOf = 0;
  #sort: TableSort | null = null;
  /** The user's order: a second click may come before it is shown. Undefined until the user sorts these rows. */
  #wantedSort: TableSort | null | undefined;
  #active: CellAt = { place: -1, position: 0 };
  #asked: TablePart | null = null;
  #viewportPx = 0;
  #settling: ReturnType<typeof setTimeout> | undefined;

  constructor(grid: HTMLElement, host: TableViewHost) {
    this.#grid = grid;
    this.#host = host;
    const head = element('div', 'head', { role: 'rowgroup', part: 'head' });
    head.append(this.#headRow);
    this.#content.append(head, this.#body);
    grid.replaceChildren(this.#content, this.#empty);
    this.#showContent(false);
    this.#tracks = new ColumnTracks(grid);
    this.restyle();
    new ResizeObserver(() => this.resize()).observe(grid);
    grid.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    grid.addEventListener('keydown', (event) => this.#key(event));
    grid.addEventListener('copy', (event) => this.#copy(event));
    new HeadPointer(this.#headRow, {
      click: (position) => {
        this.#activate({ place: -1, position });
        this.#sortBy(position);
      },
      fit: (position) => this.#fitColumn(position),
      widthAt: (position) => this.#tracks.widthAt(position),
      setWidth: (position, widthPx) => this.#setWidth(position, widthPx),
      positionOver: (clientX) =>
        this.#tracks.positionOver(clientX - grid.getBoundingClientRect().left + grid.scrollLeft),
      move: (from, to) => this.#moveColumn(from, to),
    });
    this.#picker = new RowPicker({
      grid,
      body: this.#body,
      active: () => this.#active,
      ends: () => this.#gridEnds,
      activate: (cell) => this.#activate(cell),
      select: host.select,
    });
    this.#body.addEventListener('pointerdown', (event) => this.#pressCell(event));
  }

  get #rowPx(): number {
    return this.#scroller.rowPx;
  }

  /** Reads the height of rows, which the page sets, again. The first row in sight stays. */
  restyle(): void {
    const [, set = ROW_PX] =
      /^([\d.]+)px$/.exec(getComputedStyle(this.#grid).getPropertyValue('--pika-row-height')) ?? [];
    const rowPx = Math.max(LEAST_ROW_PX, Math.round(Number(set)));
    if (rowPx === this.#rowPx) return;
    this.#grid.style.setProperty('--_row', `${rowPx}px`);
    this.#scroller.rowPx = rowPx;
    this.#layOut();
  }

  /** The numbers of the columns, from left to right. */
  get columnOrder(): readonly number[] {
    return this.#columns.map((_, position) => this.#tracks.columnAt(position));
  }

  /** The rows are those of another query, or of other columns. */
  load(columns: readonly TableColumn[], rowCount: number): void {
    const isSame =
      columns.length === this.#columns.length && columns.every(({ name }, i) => name === this.#columns[i]!.name);
    this.#columns = columns;
    this.#window = null;
    this.#asked = null;
    this.#picker.show(null);
    this.#wantedSort = undefined;
    this.#rowCount = this.#rowsOf = rowCount;
    if (!isSame) {
      this.#tracks.reset(columns.map(({ name }) => name));
      this.#heads.clear();
    }
    this.#grid.setAttribute('aria-colcount', String(columns.length));
    this.#showContent(columns.length > 0);
    this.#layOut();
  }

  /** A row without cells would be a fault to screen readers. */
  #showContent(isShown: boolean): void {
    this.#content.hidden = !isShown;
    this.#grid.setAttribute('aria-busy', String(!isShown));
  }

  show(window: TableWindow): void {
    const isResized = this.#rowCount !== window.rowCount;
    this.#picker.show(window);
    this.#window = window;
    this.#sort = window.sort;
    this.#rowCount = window.rowCount;
    window.texts.forEach((texts, column) => texts && this.#tracks.fit(column, texts));
    this.#renderEmpty(window);
    if (isResized) this.#layOut();
    else this.#render();
  }

  /** The words of the page are in another language. */
  restate(): void {
    if (this.#window) this.#renderEmpty(this.#window);
    this.#render();
  }

  #renderEmpty({ rowCount, of }: TableWindow): void {
    this.#empty.textContent = rowCount > 0 ? '' : this.#host.say(of > 0 ? 'noneLeft' : 'noRows');
  }

  /** Until rows are loaded again: histograms filter as long as they are on the page. */
  removeHistograms(): void {
    this.#rowsOf = 0;
    this.#render();
  }

  /** Call it when the grid or its heads have another size. */
  resize(): void {
    const headPx = this.#headPx;
    this.#grid.style.setProperty('--_head', `${headPx}px`);
    this.#viewportPx = Math.max(0, this.#grid.clientHeight - headPx);
    this.#layOut();
  }

  #layOut(): void {
    const top = this.#scroller.resize(this.#rowCount, this.#viewportPx);
    this.#content.style.height = `${this.#scroller.contentPx + this.#headPx}px`;
    this.#grid.setAttribute('aria-rowcount', String(this.#rowCount + 1));
    if (this.#grid.scrollTop !== top) this.#grid.scrollTop = top;
    this.#render();
  }

  #scrolled(): void {
    const top = this.#scroller.scrolled(this.#grid.scrollTop);
    if (top !== null) this.#grid.scrollTop = top;
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.#settle(), SETTLE_AFTER_MS);
    this.#render();
  }

  #settle(): void {
    const top = this.#scroller.settled(this.#grid.scrollTop);
    if (top !== null && Math.abs(this.#grid.scrollTop - top) >= 1) this.#grid.scrollTop = top;
  }

  #scrollTo(offset: number): void {
    const top = this.#scroller.moveTo(offset);
    if (Math.abs(this.#grid.scrollTop - top) >= 1) this.#grid.scrollTop = top;
    this.#render();
  }

  get #headPx(): number {
    return HEAD_PX + (this.#host.histograms() ? HISTOGRAM_PX : 0);
  }

  get #firstPlace(): number {
    return Math.floor(this.#scroller.offset / this.#rowPx);
  }

  get #placesInSight(): number {
    return Math.min(this.#rowCount, Math.ceil(this.#viewportPx / this.#rowPx) + 1);
  }

  #render(): void {
    if (this.#columns.length === 0) return;
    this.#tracks.fill(this.#grid.clientWidth);
    const first = this.#firstPlace;
    const count = Math.min(this.#placesInSight, this.#rowCount - first);
    const positions = this.#tracks.inSight(this.#grid.scrollLeft, this.#grid.clientWidth, this.#heads.selected);
    this.#ask(first, count, positions);
    this.#content.style.setProperty('--_columns', this.#tracks.template);
    this.#renderHead(positions);
    const { from = 0, rows = [] } = this.#window ?? {};
    const isCovered = first >= from && first + count <= from + rows.length;
    // Until the texts have arrived, those of other places stay.
    if (isCovered) this.#renderRows(first, count, positions);
    this.#renderActive();
  }

  /** Asks for the places in sight and as many around them, unless they were asked for or are there. */
  #ask(first: number, count: number, positions: readonly number[]): void {
    const columns = new Set(positions.map((position) => this.#tracks.columnAt(position)));
    const asked = this.#asked;
    const hasColumns = asked && [...columns].every((column) => asked.columns.has(column));
    const margin = Math.ceil(count / 2);
    const covers =
      asked &&
      (asked.from === 0 || asked.from <= first - margin) &&
      (asked.to >= this.#rowCount || asked.to >= first + count + margin);
    if (hasColumns && covers) return;
    const part = { from: Math.max(0, first - count), to: first + 2 * count, columns };
    this.#asked = part;
    this.#host.show(part);
  }

  #renderHead(positions: readonly number[]): void {
    const heads = positions.map((position) => {
      const index = this.#tracks.columnAt(position);
      return { index, position, column: this.#columns[index]!, kind: this.#window?.kinds[index] ?? null };
    });
    const label = (column: string): string => this.#host.say('histogram', { column });
    this.#heads.render(heads, this.#sort, this.#rowsOf > 0 ? this.#host.histograms() : null, label);
  }

  #renderRows(first: number, count: number, positions: readonly number[]): void {
    const { from, texts, selected } = this.#window!;
    const rows = this.#body.children;
    while (rows.length < count) this.#body.append(element('div', 'row', { role: 'row' }));
    while (rows.length > count) rows[rows.length - 1]!.remove();
    this.#body.style.transform = `translateY(${-(this.#scroller.offset % this.#rowPx)}px)`;
    for (let i = 0; i < count; i++) {
      const row = rows[i] as HTMLElement;
      row.setAttribute('aria-rowindex', String(first + i + 2));
      if (selected) row.setAttribute('aria-selected', String(selected[first + i - from] ?? false));
      else row.removeAttribute('aria-selected');
      const cells = cellsOf(row, positions.length, 'gridcell');
      positions.forEach((position, c) => {
        const column = this.#tracks.columnAt(position);
        placeCell(cells[c]!, position, this.#columns[column]!);
        fillCell(cells[c]!, texts[column] ?? null, first + i - from);
      });
    }
  }

  #renderActive(): void {
    const { place: activePlace, position } = this.#active;
    for (const cell of this.#content.querySelectorAll('.active')) {
      cell.classList.remove('active');
      cell.removeAttribute('id');
    }
    const row =
      activePlace < 0
        ? this.#headRow
        : [...this.#body.children].find((one) => one.getAttribute('aria-rowindex') === String(activePlace + 2));
    const cell = [...(row?.children ?? [])].find((one) => one.getAttribute('aria-colindex') === String(position + 1));
    if (!cell) return this.#grid.removeAttribute('aria-activedescendant');
    cell.classList.add('active');
    cell.id = 'active';
    this.#grid.setAttribute('aria-activedescendant', 'active');
  }

  // Pointer and keyboard

  /** Ascending, descending, and as the query has them. */
  #sortBy(position: number): void {
    const { name } = this.#columns[this.#tracks.columnAt(position)]!;
    const before = this.#wantedSort === undefined ? this.#sort : this.#wantedSort;
    const isSorted = before?.column === name;
    this.#wantedSort = isSorted && before.descending ? null : { column: name, descending: isSorted };
    this.#host.sort(this.#wantedSort);
    this.#scrollTo(0);
  }

  #setWidth(position: number, widthPx: number): void {
    this.#tracks.setWidth(position, widthPx);
    this.#render();
  }

  #fitColumn(position: number): void {
    this.#tracks.refit(position, this.#window?.texts[this.#tracks.columnAt(position)] ?? []);
    this.#render();
  }

  #moveColumn(from: number, to: number): void {
    if (from === to) return;
    this.#tracks.move(from, to);
    this.#active = { ...this.#active, position: to };
    this.#render();
  }

  get #gridEnds(): GridEnds {
    return {
      lastRow: this.#rowCount - 1,
      lastColumn: this.#columns.length - 1,
      rowsInSight: Math.floor(this.#viewportPx / this.#rowPx),
    };
  }

  #pressCell(event: PointerEvent): void {
    const cell = cellOf(event);
    const place = placeOf(cell);
    if (cell && place !== null) this.#activate({ place, position: positionOf(cell) });
  }

  #activate(cell: CellAt): void {
    this.#active = {
      place: Math.max(-1, Math.min(this.#rowCount - 1, cell.place)),
      position: Math.max(0, Math.min(this.#columns.length - 1, cell.position)),
    };
    this.#reveal();
  }

  /** Scrolls the active cell into sight. */
  #reveal(): void {
    const { place: activePlace, position } = this.#active;
    const [left, right] = this.#tracks.spanAt(position);
    const { scrollLeft, clientWidth } = this.#grid;
    if (left < scrollLeft) this.#grid.scrollLeft = left;
    else if (right > scrollLeft + clientWidth) this.#grid.scrollLeft = Math.min(left, right - clientWidth);
    const top = activePlace * this.#rowPx;
    const { offset } = this.#scroller;
    if (activePlace >= 0 && top < offset) return this.#scrollTo(top);
    if (activePlace >= 0 && top + this.#rowPx > offset + this.#viewportPx)
      return this.#scrollTo(top + this.#rowPx - this.#viewportPx);
    this.#render();
  }

  #key(event: KeyboardEvent): void {
    // A histogram handles its own keys.
    if (event.target !== this.#grid) return;
    if (this.#picker.key(event)) return event.preventDefault();
    const { place: at, position } = this.#active;
    const inHead = at < 0;
    if (inHead && (event.key === 'Enter' || event.key === ' ')) {
      event.preventDefault();
      return this.#sortBy(position);
    }
    if (inHead && (event.key === 'ArrowLeft' || event.key === 'ArrowRight') && (event.altKey || event.shiftKey)) {
      event.preventDefault();
      const step = event.key === 'ArrowLeft' ? -1 : 1;
      if (event.shiftKey) this.#setWidth(position, this.#tracks.widthAt(position) + WIDTH_STEP_PX * step);
      else this.#moveColumn(position, Math.max(0, Math.min(this.#columns.length - 1, position + step)));
      return this.#reveal();
    }
    const next = nextCell(event, this.#active, this.#gridEnds);
    if (!next) return;
    event.preventDefault();
    this.#activate(next);
  }

  /** Copies what the user has marked, else the selected rows, else the active cell. */
  #copy(event: ClipboardEvent): void {
    const { place: at, position } = this.#active;
    if (!event.clipboardData || String(getSelection() ?? '') !== '') return;
    if (this.#window && this.#window.selectedCount > 0) {
      event.preventDefault();
      return this.#host.copyRows();
    }
    const column = this.#tracks.columnAt(position);
    const text = at < 0 ? this.#columns[column]?.name : this.#window?.texts[column]?.[at - this.#window.from];
    if (text === undefined) return;
    event.clipboardData.setData('text/plain', text ?? '');
    event.preventDefault();
  }
}
