import type { RowsChange } from '../../engine/index';

type Modifiers = Pick<MouseEvent, 'shiftKey' | 'ctrlKey' | 'metaKey'>;

/** Which rows a click or a key selects; null for none. A range runs from the row that was selected last. */
export class RowPicker {
  #anchor: number | null = null;

  /** The rows have other places now. */
  reset(): void {
    this.#anchor = null;
  }

  /**
   * @param isTouched fingers have no keys to hold: a tap selects one more row
   * @param isOnly whether no other row is selected
   */
  click(place: number, held: Modifiers, isTouched: boolean, isOnly: boolean): RowsChange | null {
    if (held.shiftKey) return this.extend(place, held);
    if (held.ctrlKey || held.metaKey || isTouched) return this.toggle(place);
    this.#anchor = place;
    return isOnly ? null : { kind: 'only', from: place, to: place + 1 };
  }

  toggle(place: number): RowsChange {
    this.#anchor = place;
    return { kind: 'toggle', from: place, to: place + 1 };
  }

  /** Selects the range to this row; with Ctrl, also the rows selected before. */
  extend(place: number, { ctrlKey, metaKey }: Modifiers, start = place): RowsChange {
    this.#anchor ??= start;
    const [from, last] = [Math.min(this.#anchor, place), Math.max(this.#anchor, place)];
    return { kind: ctrlKey || metaKey ? 'add' : 'only', from, to: last + 1 };
  }
}
