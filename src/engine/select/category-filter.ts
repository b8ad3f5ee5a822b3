import { CLAUSE_VERSION, type Category, type SelectedRange, type SelectionClause } from '../grammar/selection-clause';
import type { Selection } from '../link/selection';

/** The channels whose legends select categories. */
export const LEGEND_CHANNELS = ['color', 'shape'] as const;
export type LegendChannel = (typeof LEGEND_CHANNELS)[number];

/** What a legend shows: a channel with the categories of an expression. */
export interface CategoryChannel {
  readonly channel: LegendChannel;
  /** DuckDB scalar expression. */
  readonly expression: string;
  readonly labels: readonly string[];
}

const FILTERS = new WeakMap<Selection, Map<string, CategoryFilter>>();

/**
 * The categories of a column that are selected in legends and pies. All legends of that column show and change the same
 * clauses, whichever plot they come from. A pie with that column claims what a legend selects, and draws it.
 */
export class CategoryFilter {
  readonly #selection: Selection;
  readonly #key: string;
  readonly #from: string;
  readonly #expression: string;
  readonly #listeners = new Set<() => void>();
  readonly #off: () => void;
  #selected: ReadonlySet<Category>;

  private constructor(selection: Selection, key: string, from: string, expression: string) {
    this.#selection = selection;
    this.#key = key;
    this.#from = from;
    this.#expression = expression;
    this.#admit();
    this.#selected = this.#found();
    this.#off = selection.onChange(() => this.#follow());
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

  /** Withdraws the clause if no other legend shows it. That of a pie stays as long as the pie. */
  leave(onChange: () => void): void {
    this.#listeners.delete(onChange);
    if (this.#listeners.size > 0) return;
    this.#off();
    FILTERS.get(this.#selection)!.delete(this.#key);
    this.#selection.replace(({ clause, isUnclaimed }) => isUnclaimed && this.#rangesOf(clause) !== null, this, null);
  }

  /** Empty if nothing is filtered. */
  get selected(): ReadonlySet<Category> {
    return this.#selected;
  }

  /** Replaces what all legends and pies of the column select. */
  select(selected: ReadonlySet<Category>, { channel, expression, labels }: CategoryChannel): void {
    const boxes = [...selected].map((category): readonly SelectedRange[] => {
      const code = category === null ? labels.length : labels.indexOf(category);
      return [{ channel, expression, kind: 'category', lo: code, hi: code + 1, labels: [category] }];
    });
    const clause = { version: CLAUSE_VERSION, kind: 'points', from: this.#from, boxes } as const;
    this.#selection.replace(
      (held) => this.#rangesOf(held.clause) !== null,
      this,
      boxes.length > 0 ? { clause, kernel: null, isUnclaimed: true } : null,
    );
  }

  /** Takes over what a link selects in this column and no other. */
  #admit(): void {
    this.#selection.admit(
      (clause) =>
        clause.kind === 'points' &&
        clause.boxes.every(([range, ...others]) => others.length === 0 && (range?.labels?.length ?? 0) > 0) &&
        this.#rangesOf(clause) !== null,
    );
  }

  #follow(): void {
    this.#admit();
    const found = this.#found();
    if (found.size === this.#selected.size && [...found].every((category) => this.#selected.has(category))) return;
    this.#selected = found;
    for (const onChange of [...this.#listeners]) onChange();
  }

  #found(): ReadonlySet<Category> {
    const ranges = this.#selection.clauses.flatMap((clause) => this.#rangesOf(clause) ?? []);
    return new Set(ranges.flatMap(({ labels = [] }) => labels));
  }

  /** The ranges of a clause that selects categories of the column; null for all other clauses. */
  #rangesOf(clause: SelectionClause): readonly SelectedRange[] | null {
    if (clause.from !== this.#from) return null;
    const boxes = clause.kind === 'points' ? clause.boxes : clause.kind === 'interval' ? [clause.ranges] : [];
    const ranges: SelectedRange[] = [];
    for (const box of boxes) {
      const own = box.find(({ channel, expression }) => isLegendChannel(channel) && expression === this.#expression);
      if (own?.kind !== 'category') return null;
      ranges.push(own);
    }
    return ranges.length > 0 ? ranges : null;
  }
}

export function isLegendChannel(channel: string): channel is LegendChannel {
  return LEGEND_CHANNELS.some((known) => known === channel);
}
