import { textLiteral } from '../sql/literals';
import { expressionSql } from '../sql/sql-tokens';
import type { Selection } from '../link/selection';

/** The categories that the user can select in a legend. */
export interface LegendCategories {
  readonly from: string;
  /** DuckDB scalar expression of the channel. */
  readonly expression: string;
  readonly labels: readonly string[];
  /** The codes that share the entry of all others. */
  readonly others: ReadonlySet<number>;
}

/** The entries of a legend besides those of the categories: all others, and NULL. */
const OTHERS = -1;

/** The categories selected in a plot's legend, as a clause of the plot's selection. */
export class LegendSelection {
  readonly #onChange: () => void;
  #selection: Selection | null = null;
  #off: (() => void) | null = null;
  #categories: LegendCategories | null = null;
  #selected: ReadonlySet<number> = new Set();

  /** @param onChange called when the selected entries change, for any reason */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  join(selection: Selection): void {
    if (selection === this.#selection) return;
    this.leave();
    this.#selection = selection;
    this.#off = selection.onChange(() => {
      // Another source cleared the selection.
      if (this.#selected.size > 0 && !selection.owns(this)) this.#set(new Set(), false);
    });
  }

  /** Withdraws the clause and leaves the selection. */
  leave(): void {
    this.#off?.();
    this.#off = null;
    this.#selected = new Set();
    this.#selection?.update(this, null);
    this.#selection = null;
  }

  /** Sets the categories of the legend. The selection stays while they do. */
  show(categories: LegendCategories): void {
    const before = this.#categories;
    this.#categories = categories;
    const isSame = before?.from === categories.from && before.expression === categories.expression;
    if (before && !isSame) this.#set(new Set());
  }

  /** Whether an entry is selected, or none is. */
  isShown(code: number): boolean {
    return this.#selected.size === 0 || this.#selected.has(keyOf(code));
  }

  /** Selects an entry alone, or clears it if it is selected alone. With `add`, adds it to the others, or removes it. */
  toggle(code: number, add: boolean): void {
    const key = keyOf(code);
    const isAlone = this.#selected.size === 1 && this.#selected.has(key);
    const next = new Set(add ? this.#selected : []);
    if (add ? this.#selected.has(key) : isAlone) next.delete(key);
    else next.add(key);
    this.#set(next);
  }

  clear(): void {
    if (this.#selected.size > 0) this.#set(new Set());
  }

  #set(selected: ReadonlySet<number>, publish = true): void {
    this.#selected = selected;
    const clause = this.#clause();
    if (publish) this.#selection?.update(this, clause && { clause, kernel: null, isUnclaimed: true });
    this.#onChange();
  }

  #clause(): { readonly kind: 'sql'; readonly from: string; readonly predicate: string } | null {
    const categories = this.#categories;
    if (!categories || this.#selected.size === 0) return null;
    const { from, expression, labels, others } = categories;
    const codes = [...this.#selected].flatMap((key) => (key === OTHERS ? [...others] : [key]));
    const listed = codes.flatMap((code) => (labels[code] === undefined ? [] : [textLiteral(labels[code])]));
    const value = `(${expressionSql(expression)})`;
    const terms = [
      ...(listed.length > 0 ? [`CAST(${value} AS VARCHAR) IN (${listed.join(', ')})`] : []),
      ...(this.#selected.has(NULL_KEY) ? [`${value} IS NULL`] : []),
    ];
    return { kind: 'sql', from, predicate: terms.length > 0 ? terms.join(' OR ') : 'FALSE' };
  }
}

const NULL_KEY = -2;

/** The entry of NULL has the value NaN. */
function keyOf(code: number): number {
  return Number.isNaN(code) ? NULL_KEY : code;
}
