import type { Contribution, Selection } from '../link/selection';
import type { SelectedRange, SelectionClause } from '../grammar/selection-clause';

/** The clause that a filter, or a table, contributes to a selection: over one expression of one query. */
export class OwnClause {
  readonly #source: object;
  readonly #channel: 'filter' | 'key';
  readonly #onChange: () => void;
  #selection: Selection | null = null;
  #off: (() => void) | null = null;
  #from = '';
  #expression = '';
  #clause: SelectionClause | null = null;

  /**
   * @param source identifies the filter in the selection
   * @param channel that of its ranges, by which it recognizes a restored clause
   * @param onChange called when a script or another view clears, replaces or restores the clause
   */
  constructor(source: object, channel: 'filter' | 'key', onChange: () => void) {
    this.#source = source;
    this.#channel = channel;
    this.#onChange = onChange;
  }

  get clause(): SelectionClause | null {
    return this.#clause;
  }

  get selection(): Selection | null {
    return this.#selection;
  }

  /** Joins a selection, and claims a restored clause of this expression. */
  join(selection: Selection, from: string, expression: string): void {
    const isSame = selection === this.#selection && from === this.#from && expression === this.#expression;
    if (!isSame) {
      this.leave();
      this.#selection = selection;
      this.#from = from;
      this.#expression = expression;
      this.#off = selection.onChange(() => this.#followSelection());
    }
    this.#claim();
  }

  /** Sets the clause, with its kernel form; null removes it. */
  set(clause: SelectionClause | null, kernel: Contribution['kernel']): void {
    this.#clause = clause;
    this.#selection?.update(this.#source, clause && { clause, kernel, isUnclaimed: false });
  }

  /** Call it when the rows are to be replaced: the clause stays, and filters again after {@link set}. */
  suspend(): void {
    this.#selection?.suspend(this.#source);
  }

  leave(): void {
    this.#off?.();
    this.#off = null;
    const selection = this.#selection;
    this.#selection = null;
    this.#clause = null;
    selection?.update(this.#source, null);
  }

  #followSelection(): void {
    const selection = this.#selection!;
    if (this.#clause && !selection.owns(this.#source)) {
      this.#clause = null;
      this.#onChange();
    }
    this.#claim();
  }

  #claim(): void {
    const before = this.#clause;
    this.#selection?.offerUnclaimed(this.#source, (clause) => {
      if (clause.from !== this.#from || !this.#isOwn(clause)) return false;
      this.#clause = clause;
      return true;
    });
    if (this.#clause !== before) this.#onChange();
  }

  #isOwn(clause: SelectionClause): boolean {
    const ranges = rangesOf(clause);
    return (
      ranges.length > 0 &&
      ranges.every(({ channel, expression }) => channel === this.#channel && expression === this.#expression)
    );
  }
}

/** The ranges of a clause of a kind that filters make; none for any other kind. */
export function rangesOf(clause: SelectionClause | null): readonly SelectedRange[] {
  if (clause?.kind === 'interval') return clause.ranges;
  return clause?.kind === 'points' ? clause.boxes.flat() : [];
}
