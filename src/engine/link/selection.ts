import { PikaError } from '../errors';
import { Emitter } from '../events/emitter';
import type { Filter } from '../frame/recording';
import { listNames } from '../nearest-names';
import { allOf, anyOf, clauseSql } from '../sql/clause-sql';
import { parseClauses } from '../grammar/parse-clauses';
import type { SelectionClause } from '../grammar/selection-clause';

/**
 * Which rows pass a selection. `crossfilter`: for each plot, the rows that pass all clauses except its own.
 * `intersect`: those that pass all clauses. `union`: those that pass at least one. `single`: the selection keeps only
 * the newest clause.
 */
export type SelectionMode = 'crossfilter' | 'intersect' | 'union' | 'single';

const MODES: readonly string[] = ['crossfilter', 'intersect', 'union', 'single'] satisfies SelectionMode[];

/** The clause of one source (a plot or a script) in a selection. */
export interface Contribution {
  readonly clause: SelectionClause;
  /**
   * The clause as a kernel filter over the columns of `rows`; `resident` if those are on the backend. Null before its
   * plot has loaded, or if no plot owns the clause.
   */
  readonly kernel: { readonly rows: object; readonly filter: Filter; readonly resident: boolean } | null;
  /** No plot owns it: a script set or restored it, and a plot that can show it may claim it. */
  readonly isUnclaimed: boolean;
}

/** The filter of a listener: rows must pass all contributions, or any. */
export interface Filtering {
  readonly of: 'all' | 'any';
  readonly contributions: readonly (Contribution & { readonly source: object })[];
}

interface SelectionEvents {
  /** The source whose clause changed; null if the change has no single source (mode, clear, restore). */
  change: object | null;
}

export interface SelectionJSON {
  readonly name: string;
  readonly mode: SelectionMode;
  readonly clauses: readonly SelectionClause[];
}

/**
 * A named selection: the clauses of its sources, and how they filter. Clauses are in data units; views supply them as
 * kernel filters. Plots of one query share the selection with the query's name, unless they name another.
 */
export class Selection {
  readonly name: string;
  readonly #contributions = new Map<object, Contribution>();
  readonly #events = new Emitter<SelectionEvents>();
  #mode: SelectionMode = 'crossfilter';
  readonly #proposed = new Set<SelectionClause>();
  /** Proposed clauses that a view is about to claim. */
  readonly #offered = new Set<SelectionClause>();
  /** Contributions, by their temporary sources, that only these sources may claim. */
  readonly #kept = new Map<object, object>();

  constructor(name: string) {
    this.name = name;
  }

  get mode(): SelectionMode {
    return this.#mode;
  }

  /** @throws PikaError `spec/bad-selection` for an unknown mode */
  set mode(mode: string) {
    if (mode === this.#mode) return;
    if (!isMode(mode)) {
      throw new PikaError('spec/bad-selection', {
        subject: `mode of selection "${this.name}"`,
        expected: listNames(MODES),
        found: `"${mode}"`,
        next: 'Choose one of these.',
      });
    }
    this.#mode = mode;
    if (mode === 'single') this.#keepOnly([...this.#contributions.keys()].at(-1));
    this.#events.emit('change', null);
  }

  /** The sources of {@link clauses}, in the same order. */
  get sources(): readonly object[] {
    return [...this.#contributions.keys()];
  }

  /** In the order of creation. */
  get clauses(): readonly SelectionClause[] {
    return [...this.#contributions.values()].map(({ clause }) => clause);
  }

  /** Whether this source's clause is still part of the selection. */
  owns(source: object): boolean {
    return this.#contributions.has(source);
  }

  /** Sets a source's clause; null removes it. In `single` mode, all other clauses are removed. */
  update(source: object, contribution: Contribution | null): void {
    const held = this.#contributions.delete(source);
    if (!contribution && !held) return;
    if (contribution) this.#contributions.set(source, contribution);
    if (contribution && this.#mode === 'single') this.#keepOnly(source);
    this.#events.emit('change', source);
  }

  /** Removes contributions of any sources, and sets that of one source, as one change; null sets none. */
  replace(isRemoved: (held: Contribution) => boolean, source: object, contribution: Contribution | null): void {
    const removed = [...this.#contributions].filter(([, held]) => isRemoved(held));
    if (!contribution && removed.length === 0) return;
    for (const [held] of removed) this.#contributions.delete(held);
    if (contribution) this.#contributions.set(source, contribution);
    if (contribution && this.#mode === 'single') this.#keepOnly(source);
    this.#events.emit('change', null);
  }

  /** A source's columns are temporarily unavailable: its clause stays, without a kernel filter. */
  suspend(source: object): void {
    const held = this.#contributions.get(source);
    if (held) this.#contributions.set(source, { ...held, kernel: null });
  }

  /** The filter of a listener, which may itself be a source. */
  filtering(listener: object): Filtering {
    const contributions = [...this.#contributions].map(([source, contribution]) => ({ source, ...contribution }));
    if (this.#mode === 'union') return { of: 'any', contributions };
    return {
      of: 'all',
      contributions:
        this.#mode === 'crossfilter' ? contributions.filter(({ source }) => source !== listener) : contributions,
    };
  }

  /** Returns the function that removes the listener. */
  onChange(listener: (source: object | null) => void): () => void {
    return this.#events.on('change', listener);
  }

  clear(): void {
    this.#proposed.clear();
    if (this.#contributions.size === 0) return;
    this.#contributions.clear();
    this.#events.emit('change', null);
  }

  /**
   * Replaces all clauses by saved ones (see {@link Selection.clauses}). Clauses that stay keep their sources. Plots
   * that can show one of the others claim it; the rest stays unclaimed. Does nothing if these are the clauses already.
   * @param sources the former source of each clause, if known; while it exists, it claims the clause before others
   * @throws PikaError `spec/bad-selection`, without any change
   */
  restore(value: unknown, sources: readonly (object | undefined)[] = []): void {
    const clauses = parseClauses(value);
    // A framework that binds the value assigns what it has just read.
    if (JSON.stringify(clauses) === JSON.stringify(this.clauses)) return;
    this.#proposed.clear();
    const held = new Map<string, Map<object, Contribution>>();
    for (const [source, contribution] of this.#contributions) {
      const text = textOf(contribution.clause);
      held.set(text, (held.get(text) ?? new Map<object, Contribution>()).set(source, contribution));
    }
    this.#contributions.clear();
    for (const [i, clause] of clauses.entries()) {
      const same = held.get(textOf(clause));
      const source = sources[i] ?? same?.keys().next().value;
      const kept = source && same?.get(source);
      if (source && kept) {
        this.#contributions.set(source, kept);
        same!.delete(source);
      } else {
        const free = {};
        this.#contributions.set(free, { clause, kernel: null, isUnclaimed: true });
        if (sources[i]) this.#kept.set(free, sources[i]);
      }
    }
    this.#events.emit('change', null);
    if (this.#kept.size === 0) return;
    this.#kept.clear();
    if ([...this.#contributions.values()].some(({ isUnclaimed }) => isUnclaimed)) this.#events.emit('change', null);
  }

  /** Proposed clauses that have not been claimed or admitted yet. */
  get proposed(): readonly SelectionClause[] {
    return [...this.#proposed];
  }

  /**
   * Proposes clauses from an untrusted source, such as a link. Their expressions are SQL, so a clause selects nothing
   * until an element that has the same expressions itself claims or admits it. Replaces earlier proposals.
   */
  propose(clauses: readonly SelectionClause[]): void {
    this.#proposed.clear();
    for (const clause of clauses) this.#proposed.add(clause);
    if (clauses.length > 0) this.#events.emit('change', null);
  }

  /**
   * Adds the proposed clauses that contain only the caller's own expressions. They stay unclaimed: no view owns them.
   * @param isOwn whether every expression of a clause is the caller's own
   */
  admit(isOwn: (clause: SelectionClause) => boolean): void {
    const admitted = [...this.#proposed].filter((clause) => !this.#offered.has(clause) && isOwn(clause));
    for (const clause of admitted) this.#proposed.delete(clause);
    for (const clause of admitted) this.update({}, { clause, kernel: null, isUnclaimed: true });
  }

  /**
   * Offers the unclaimed clauses, then the proposed ones, to a source until it claims one. A source has at most one
   * clause; other sources may claim the rest. `take` returns whether the source claims the clause and so owns it.
   */
  offerUnclaimed(source: object, take: (clause: SelectionClause) => boolean): void {
    for (const [other, { isUnclaimed, clause }] of [...this.#contributions]) {
      if (this.#contributions.has(source)) return;
      if (!isUnclaimed || (this.#kept.get(other) ?? source) !== source || !this.#contributions.delete(other)) continue;
      if (take(clause)) {
        this.#give(source, clause);
        // Until now, it filtered the view that claims it, too.
        this.#events.emit('change', null);
      } else this.#contributions.set(other, { clause, kernel: null, isUnclaimed });
    }
    for (const clause of [...this.#proposed]) {
      if (this.#contributions.has(source)) return;
      // Claiming a clause notifies all views, which call this method again and may claim others.
      if (this.#offered.has(clause) || !this.#proposed.has(clause)) continue;
      this.#offered.add(clause);
      const isTaken = take(clause);
      this.#offered.delete(clause);
      if (!isTaken) continue;
      this.#proposed.delete(clause);
      this.#give(source, clause);
    }
  }

  /** A source that claims a clause has it, whether it has contributed it yet or not. */
  #give(source: object, clause: SelectionClause): void {
    if (!this.owns(source)) this.#contributions.set(source, { clause, kernel: null, isUnclaimed: false });
  }

  /** The condition on the rows of one query; `TRUE` if no clause is about it. */
  toSQL(from: string): string {
    const terms = this.clauses.filter((clause) => clause.from === from).map(clauseSql);
    return terms.length === 0 ? 'TRUE' : this.#mode === 'union' ? anyOf(terms) : allOf(terms);
  }

  toJSON(): SelectionJSON {
    return { name: this.name, mode: this.#mode, clauses: this.clauses };
  }

  #keepOnly(source: object | undefined): void {
    for (const other of [...this.#contributions.keys()]) if (other !== source) this.#contributions.delete(other);
  }
}

/** The same text for the same clause, whatever the order of its fields. */
function textOf(clause: SelectionClause): string {
  return JSON.stringify(parseClauses([clause]));
}

function isMode(text: string): text is SelectionMode {
  return MODES.includes(text);
}
