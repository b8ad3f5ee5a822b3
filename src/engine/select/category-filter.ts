import type { Selection } from '../link/selection';
import { textLiteral } from '../sql/literals';
import { expressionSql } from '../sql/sql-tokens';

/** A category by its label; null for NULL. */
export type Category = string | null;

const FILTERS = new WeakMap<Selection, Map<string, CategoryFilter>>();

/** The categories of a column that users select in legends: one clause, which all legends of that column share. */
export class CategoryFilter {
  readonly #selection: Selection;
  readonly #key: string;
  readonly #from: string;
  readonly #expression: string;
  readonly #listeners = new Set<() => void>();
  readonly #off: () => void;
  #selected: ReadonlySet<Category> = new Set();

  private constructor(selection: Selection, key: string, from: string, expression: string) {
    this.#selection = selection;
    this.#key = key;
    this.#from = from;
    this.#expression = expression;
    this.#off = selection.onChange(() => {
      // Another source cleared the selection.
      if (this.#selected.size > 0 && !selection.owns(this)) this.#become(new Set());
    });
  }

  /**
   * The filter of a column in a selection, until {@link CategoryFilter.leave}.
   * @param expression a DuckDB scalar expression
   * @param onChange called when the selected categories change, for any reason
   */
  static join(selection: Selection, from: string, expression: string, onChange: () => void): CategoryFilter {
    const ofSelection = FILTERS.get(selection) ?? new Map<string, CategoryFilter>();
    FILTERS.set(selection, ofSelection);
    const key = JSON.stringify([from, expression]);
    const filter = ofSelection.get(key) ?? new CategoryFilter(selection, key, from, expression);
    ofSelection.set(key, filter);
    filter.#listeners.add(onChange);
    return filter;
  }

  /** Withdraws the clause if no other legend shows it. */
  leave(onChange: () => void): void {
    this.#listeners.delete(onChange);
    if (this.#listeners.size > 0) return;
    this.#off();
    FILTERS.get(this.#selection)!.delete(this.#key);
    this.#selection.update(this, null);
  }

  /** Empty if nothing is filtered. */
  get selected(): ReadonlySet<Category> {
    return this.#selected;
  }

  select(selected: ReadonlySet<Category>): void {
    this.#become(selected);
    const predicate = this.#predicate;
    const clause = predicate === null ? null : ({ kind: 'sql', from: this.#from, predicate } as const);
    this.#selection.update(this, clause && { clause, kernel: null, isUnclaimed: true });
  }

  #become(selected: ReadonlySet<Category>): void {
    this.#selected = selected;
    for (const onChange of [...this.#listeners]) onChange();
  }

  get #predicate(): string | null {
    if (this.#selected.size === 0) return null;
    const listed = [...this.#selected].filter((label) => label !== null).map(textLiteral);
    const value = `(${expressionSql(this.#expression)})`;
    return [
      ...(listed.length > 0 ? [`CAST(${value} AS VARCHAR) IN (${listed.join(', ')})`] : []),
      ...(this.#selected.has(null) ? [`${value} IS NULL`] : []),
    ].join(' OR ');
  }
}
