import type { RowsChange, TableWindow } from '../../engine/index';
import { cellOf, placeOf } from './cells';
import { nextCell, type CellAt, type GridEnds } from './next-cell';

/** A click moves less than this. */
const CLICK_PX = 6;

/** What the picker asks of the table. */
export interface PickedTable {
  readonly grid: HTMLElement;
  readonly body: HTMLElement;
  readonly active: () => CellAt;
  readonly ends: () => GridEnds;
  readonly activate: (cell: CellAt) => void;
  /** Null: no row. */
  readonly select: (change: RowsChange | null) => void;
}

/** Selects rows by clicks and keys. A range runs from the row that was selected last. */
export class RowPicker {
  readonly #table: PickedTable;
  #window: TableWindow | null = null;
  /** Where a range begins; null until a row is selected. */
  #anchor: number | null = null;
  /** Where a button went down. The row may scroll into sight before it is up again. */
  #pressed: { readonly place: number; readonly clientX: number; readonly clientY: number } | null = null;

  /** Create it before other listeners of the table's body: they may move the rows. */
  constructor(table: PickedTable) {
    this.#table = table;
    const { grid, body } = table;
    body.addEventListener('pointerdown', (event) => this.#press(event));
    body.addEventListener('click', (event) => this.#click(event as PointerEvent));
    body.addEventListener('mousedown', (event) => {
      if (!event.shiftKey || !this.#isSelectable) return;
      // Shift marks a range of rows, not their texts.
      event.preventDefault();
      grid.focus({ preventScroll: true });
    });
  }

  /** The rows that the table shows from now on; null if others are loading. */
  show(window: TableWindow | null): void {
    const before = this.#window;
    const isCleared = window?.selectedCount === 0 && before !== null && before.selectedCount > 0;
    const isMoved = window?.rowCount !== before?.rowCount || window?.sort !== before?.sort;
    if (isCleared || isMoved) this.#anchor = null;
    this.#window = window;
    const { grid } = this.#table;
    grid.setAttribute('aria-multiselectable', String(this.#isSelectable));
    grid.classList.toggle('selectable', this.#isSelectable);
  }

  /** Returns whether the key selects rows. */
  key(event: KeyboardEvent): boolean {
    const window = this.#window;
    if (!window?.selected || event.altKey) return false;
    const { place } = this.#table.active();
    const isFar = event.ctrlKey || event.metaKey;
    if (event.key === 'Escape' && window.selectedCount > 0) this.#table.select(null);
    else if (event.key.toLowerCase() === 'a' && isFar && !event.shiftKey)
      this.#table.select({ kind: 'only', from: 0, to: window.rowCount });
    else if (place < 0) return false;
    else if (event.key === ' ') this.#table.select(event.shiftKey ? this.#rangeTo(place, place) : this.#toggle(place));
    else return event.shiftKey && this.#extend(event, place);
    return true;
  }

  get #isSelectable(): boolean {
    return this.#window !== null && this.#window.selected !== null;
  }

  #press(event: PointerEvent): void {
    const place = placeOf(cellOf(event));
    this.#pressed = place === null ? null : { place, clientX: event.clientX, clientY: event.clientY };
  }

  #click(event: PointerEvent): void {
    const pressed = this.#pressed;
    this.#pressed = null;
    // The user has marked texts, to copy them.
    const isMarking = String(getSelection() ?? '') !== '' && !event.shiftKey;
    if (!pressed || isMarking || !this.#isSelectable) return;
    if (Math.hypot(event.clientX - pressed.clientX, event.clientY - pressed.clientY) > CLICK_PX) return;
    this.#table.select(this.#clicked(pressed.place, event));
  }

  #clicked(place: number, { shiftKey, ctrlKey, metaKey, pointerType }: PointerEvent): RowsChange | null {
    if (shiftKey) return this.#rangeTo(place, place, ctrlKey || metaKey);
    // Fingers have no keys to hold: a tap selects one more row.
    if (ctrlKey || metaKey || pointerType === 'touch') return this.#toggle(place);
    const { selected, selectedCount, from } = this.#window!;
    this.#anchor = place;
    const isOnly = selectedCount === 1 && selected![place - from] === true;
    return isOnly ? null : { kind: 'only', from: place, to: place + 1 };
  }

  #toggle(place: number): RowsChange {
    this.#anchor = place;
    return { kind: 'toggle', from: place, to: place + 1 };
  }

  /** The range from the anchor, or else from `start`; or these rows and those selected before. */
  #rangeTo(place: number, start: number, isAdded = false): RowsChange {
    this.#anchor ??= start;
    const [from, last] = [Math.min(this.#anchor, place), Math.max(this.#anchor, place)];
    return { kind: isAdded ? 'add' : 'only', from, to: last + 1 };
  }

  /** Moves the active cell up or down, and selects the rows on the way. */
  #extend({ key, ctrlKey, metaKey }: KeyboardEvent, start: number): boolean {
    const ends = this.#table.ends();
    const next = nextCell({ key, ctrlKey, metaKey, altKey: false, shiftKey: false }, this.#table.active(), ends);
    if (!next || next.place === start || next.place < 0) return false;
    this.#table.select(this.#rangeTo(Math.min(next.place, ends.lastRow), start));
    this.#table.activate(next);
    return true;
  }
}
