import { pageEngine, WORKSPACE, type InputJson, type SelectionClause, type WorkspaceState } from '../../engine/index';
import { canHold } from '../pika-input/can-hold';
import type { PikaInput } from '../pika-input/pika-input';
import type { Domain, WorkspaceMembers } from './members';
import type { Moment } from './moment';

/** The parts of a state that wait for their elements, by name. */
class Waiting {
  readonly selections = new Map<string, readonly SelectionClause[]>();
  readonly domains = new Map<string, Domain>();
  readonly inputs = new Map<string, InputJson>();

  replace({ selections, domains, inputs }: WorkspaceState): void {
    replaceAll(this.selections, selections);
    replaceAll(this.domains, domains);
    replaceAll(this.inputs, inputs);
  }
}

/**
 * Reads and restores what users have chosen in the elements of a workspace. If an element does not exist yet, or no
 * longer, its part of the state waits for it.
 */
export class Chosen {
  readonly #members: WorkspaceMembers;
  readonly #own = new Waiting();
  readonly #linked = new Waiting();
  /** The zoomed domains and the values that the elements had when they were read last. */
  readonly #last = new Waiting();
  /** The filters whose author's value was cleared. */
  readonly #cleared = new Set<PikaInput>();
  #clearsFilters = false;
  /** The source of each clause that was read. */
  readonly #sources = new WeakMap<SelectionClause, object>();

  constructor(members: WorkspaceMembers) {
    this.#members = members;
  }

  /** The current state, with what waits. */
  moment(): Moment {
    const { EMPTY_STATE } = WORKSPACE.loaded;
    const own = this.#shown();
    this.#keepAbsent(own);
    const { selections } = this.#members;
    const proposed = [...selections].map((name) => [name, pageEngine().selection(name).proposed] as const);
    return {
      own: {
        ...own,
        selections: filled([...this.#own.selections, ...Object.entries(own.selections)]),
        domains: filled([...this.#own.domains, ...Object.entries(own.domains)]),
        inputs: Object.fromEntries([...this.#own.inputs, ...Object.entries(own.inputs)]),
      },
      linked: {
        ...EMPTY_STATE,
        selections: filled([...this.#linked.selections, ...proposed]),
        domains: filled([...this.#linked.domains]),
        inputs: Object.fromEntries(this.#linked.inputs),
      },
      clearsFilters: this.#clearsFilters,
      filters: new WeakSet(this.#members.filters),
    };
  }

  /**
   * Restores a moment. What it leaves out is reset: selections become empty, axes are no longer zoomed, and
   * parameters and filters that came later return to the author's value.
   */
  restore({ own, linked, clearsFilters, filters }: Moment): void {
    const { selections, plots, inputs } = this.#members;
    this.#clearsFilters = clearsFilters;
    if (!clearsFilters) this.#cleared.clear();
    this.#own.replace(own);
    this.#linked.replace(linked);
    this.#last.replace(WORKSPACE.loaded.EMPTY_STATE);
    // Also those that become empty.
    for (const name of [...selections, ...this.#linked.selections.keys()])
      if (!this.#own.selections.has(name)) this.#own.selections.set(name, []);
    for (const [key, plot] of plots)
      if (!this.#own.domains.has(key) && !this.#linked.domains.has(key) && Object.keys(plot.zoomed).length > 0)
        plot.domain = { x: null, y: null };
    for (const [name, input] of inputs)
      if (!this.#own.inputs.has(name) && !this.#linked.inputs.has(name)) input.restore(undefined);
    this.deliver();
    if (clearsFilters) return;
    for (const filter of this.#members.filters) if (!filters.has(filter)) filter.value = filter.text;
  }

  /** Clears what the author selected in filters, once in each. */
  #clearFilters(): void {
    for (const filter of this.#members.filters) {
      if (this.#cleared.has(filter)) continue;
      this.#cleared.add(filter);
      filter.value = null;
    }
  }

  /** Restores the waiting parts of elements that now exist. */
  deliver(): void {
    const { selections, plots, inputs } = this.#members;
    if (this.#clearsFilters) this.#clearFilters();
    for (const [name, clauses] of [...this.#own.selections])
      if (selections.has(name)) this.#select(name, clauses, take(this.#linked.selections, name) ?? []);
    for (const name of selections) this.#own.selections.delete(name);
    for (const [key, plot] of plots) {
      const [own, linked] = [take(this.#own.domains, key), take(this.#linked.domains, key)];
      const domain = own ?? linked;
      if (domain && JSON.stringify(domain) !== JSON.stringify(plot.zoomed))
        plot.domain = { x: null, y: null, ...domain };
    }
    for (const [name, input] of inputs) {
      const [own, linked] = [take(this.#own.inputs, name), take(this.#linked.inputs, name)];
      // Null is a value.
      const json = own === undefined ? linked : own;
      if (json === undefined) continue;
      const value = WORKSPACE.loaded.inputValue(json);
      // A link may hold a value that this control can't have.
      if (canHold(input.kind, value)) input.restore(value);
    }
  }

  /** What the elements inside show. */
  #shown(): WorkspaceState {
    const { EMPTY_STATE, inputJson } = WORKSPACE.loaded;
    const { selections, plots, inputs } = this.#members;
    const values = [...inputs].flatMap(([name, input]) => {
      const json = inputJson(input.chosen);
      return json === undefined ? [] : [[name, json] as const];
    });
    return {
      ...EMPTY_STATE,
      selections: filled([...selections].map((name) => [name, this.#keptClauses(name)])),
      domains: filled([...plots].map(([key, plot]) => [key, plot.zoomed])),
      inputs: Object.fromEntries(values),
    };
  }

  /**
   * Selects the page's clauses, and proposes those of a link, except those that are already selected. Clauses return to
   * the plots that had them.
   */
  #select(name: string, own: readonly SelectionClause[], linked: readonly SelectionClause[]): void {
    const { withoutClauses } = WORKSPACE.loaded;
    const selection = pageEngine().selection(name);
    const proposed = withoutClauses(linked.filter(isKept), [...own, ...selection.clauses]);
    const known = withoutClauses(linked.filter(isKept), [...own, ...proposed]);
    const transient = selection.clauses.filter((clause) => !isKept(clause));
    const clauses = [...own.filter(isKept), ...known, ...transient];
    selection.restore(
      clauses,
      clauses.map((clause) => this.#sources.get(clause)),
    );
    selection.propose(proposed);
  }

  #keptClauses(name: string): readonly SelectionClause[] {
    const { clauses, sources } = pageEngine().selection(name);
    for (const [i, clause] of clauses.entries()) this.#sources.set(clause, sources[i]!);
    return WORKSPACE.loaded.inOrder(clauses.filter(isKept));
  }

  /** An element that has left the page, as behind a tab, may return: keeps its part. */
  #keepAbsent(shown: WorkspaceState): void {
    const { plots, inputs } = this.#members;
    for (const [key, domain] of this.#last.domains) if (!plots.has(key)) this.#own.domains.set(key, domain);
    for (const [name, json] of this.#last.inputs) if (!inputs.has(name)) this.#own.inputs.set(name, json);
    this.#last.replace(shown);
  }
}

/** Whether a clause is part of the state: those that follow the pointer are not. */
function isKept({ kind }: SelectionClause): boolean {
  return kind !== 'nearest';
}

function filled<T extends object>(parts: readonly (readonly [name: string, part: T])[]): Readonly<Record<string, T>> {
  return Object.fromEntries(parts.filter(([, part]) => Object.keys(part).length > 0));
}

/** Removes an entry, and returns its value. */
function take<T>(map: Map<string, T>, name: string): T | undefined {
  const value = map.get(name);
  map.delete(name);
  return value;
}

function replaceAll<T>(map: Map<string, T>, parts: Readonly<Record<string, T>>): void {
  map.clear();
  for (const [name, part] of Object.entries(parts)) map.set(name, part);
}
