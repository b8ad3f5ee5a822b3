import { PikaError } from '../errors';
import { Emitter } from '../events/emitter';
import type { Filter } from '../frame/recording';
import { allOf, anyOf, clauseSql } from '../sql/clause-sql';
import { parseClauses } from '../grammar/parse-clauses';
import type { SelectionClause } from '../grammar/selection-clause';

/**
 * How the clauses of a selection filter. `crossfilter`: rows pass all clauses, but a plot's own does not filter it.
 * `intersect`: all, one's own too. `union`: one of them at least. `single`: only the last one made stands.
 */
export type SelectionMode = 'crossfilter' | 'intersect' | 'union' | 'single';

const MODES: readonly string[] = ['crossfilter', 'intersect', 'union', 'single'] satisfies SelectionMode[];

/** What one source, a plot or a script, says in a selection. */
export interface Contribution {
  readonly clause: SelectionClause;
  /**
   * The same for kernels over the columns of `rows`, where they are resident; null while there are none: before its
   * plot has loaded, or where no plot says it.
   */
  readonly kernel: { readonly rows: object; readonly filter: Filter; readonly resident: boolean } | null;
  /** No plot says it: it was set by a script or restored, and waits for a plot that shows it. */
  readonly free: boolean;
}

/** What filters somebody: rows pass all of the contributions, or any. */
export interface Filtering {
  readonly of: 'all' | 'any';
  readonly contributions: readonly (Contribution & { readonly source: object })[];
}

interface SelectionEvents {
  /** Who said something else, or no more; null when that is nobody's own doing (mode, clear, restore). */
  change: object | null;
}

export interface SelectionJSON {
  readonly name: string;
  readonly mode: SelectionMode;
  readonly clauses: readonly SelectionClause[];
}

/**
 * A named selection: who selects what, and how that filters whom. Knows data units only; views bring the kernels' form
 * along. Plots of one query share the selection of its name unless they name another.
 */
export class Selection {
  readonly name: string;
  readonly #said = new Map<object, Contribution>();
  readonly #events = new Emitter<SelectionEvents>();
  #mode: SelectionMode = 'crossfilter';

  constructor(name: string) {
    this.name = name;
  }

  get mode(): SelectionMode {
    return this.#mode;
  }

  /** @throws PikaError `spec/bad-selection` when it is none */
  set mode(mode: string) {
    if (mode === this.#mode) return;
    if (!isMode(mode)) {
      throw new PikaError('spec/bad-selection', {
        subject: `mode of selection "${this.name}"`,
        expected: MODES.map((known) => `"${known}"`).join(' or '),
        found: `"${mode}"`,
        next: 'Choose one of these.',
      });
    }
    this.#mode = mode;
    if (mode === 'single') this.#keepOnly([...this.#said.keys()].at(-1));
    this.#events.emit('change', null);
  }

  /** In the order in which they were made, the last one last. */
  get clauses(): readonly SelectionClause[] {
    return [...this.#said.values()].map(({ clause }) => clause);
  }

  /** Whether it is still in force what this source said. */
  holds(source: object): boolean {
    return this.#said.has(source);
  }

  /** What a source selects from now on; null for nothing. In `single` mode everybody else's clause goes. */
  say(source: object, contribution: Contribution | null): void {
    const held = this.#said.delete(source);
    if (!contribution && !held) return;
    if (contribution) this.#said.set(source, contribution);
    if (contribution && this.#mode === 'single') this.#keepOnly(source);
    this.#events.emit('change', source);
  }

  /** A source's columns are gone for a while: what it says stands, and waits for them. */
  suspend(source: object): void {
    const held = this.#said.get(source);
    if (held) this.#said.set(source, { ...held, kernel: null });
  }

  /** What filters a source, or, with none, whoever only listens. */
  filtering(listener: object): Filtering {
    const said = [...this.#said].map(([source, contribution]) => ({ source, ...contribution }));
    if (this.#mode === 'union') return { of: 'any', contributions: said };
    return {
      of: 'all',
      contributions: this.#mode === 'crossfilter' ? said.filter(({ source }) => source !== listener) : said,
    };
  }

  /** Returns the function that takes the listener off again. */
  onChange(listener: (source: object | null) => void): () => void {
    return this.#events.on('change', listener);
  }

  clear(): void {
    if (this.#said.size === 0) return;
    this.#said.clear();
    this.#events.emit('change', null);
  }

  /**
   * Replaces everything that is selected by clauses, as {@link Selection.clauses} were once. Plots that show what a
   * clause speaks of take it over as their own; the rest stands by itself.
   * @throws PikaError `spec/bad-selection`, and then nothing changes
   */
  restore(value: unknown): void {
    const clauses = parseClauses(value);
    this.#said.clear();
    for (const clause of clauses) this.#said.set({}, { clause, kernel: null, free: true });
    this.#events.emit('change', null);
  }

  /** Offers every free clause to somebody who may say it himself from now on; `take` answers whether he does. */
  offer(take: (clause: SelectionClause) => boolean): void {
    for (const [source, { free, clause }] of [...this.#said]) {
      if (!free || !this.#said.delete(source)) continue;
      if (!take(clause)) this.#said.set(source, { clause, kernel: null, free });
    }
  }

  /** The condition on the rows of one query; `TRUE` when nothing of it is selected. */
  toSQL(from: string): string {
    const terms = this.clauses.filter((clause) => clause.from === from).map(clauseSql);
    return terms.length === 0 ? 'TRUE' : this.#mode === 'union' ? anyOf(terms) : allOf(terms);
  }

  toJSON(): SelectionJSON {
    return { name: this.name, mode: this.#mode, clauses: this.clauses };
  }

  #keepOnly(source: object | undefined): void {
    for (const other of [...this.#said.keys()]) if (other !== source) this.#said.delete(other);
  }
}

function isMode(text: string): text is SelectionMode {
  return MODES.includes(text);
}
