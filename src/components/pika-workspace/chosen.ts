import { pageEngine, WORKSPACE, type InputJson, type SelectionClause, type WorkspaceState } from '../../engine/index';
import { canHold } from '../pika-input/can-hold';
import type { Domain, WorkspaceMembers } from './members';

/**
 * Where a state comes from. The page is trusted: its states may contain any SQL. A link is not: anyone can write one.
 */
export type Origin = 'page' | 'link';

/**
 * Reads and restores what users have chosen in the elements of a workspace. If an element does not exist yet, its part
 * of the state waits for it.
 */
export class Chosen {
  readonly #members: WorkspaceMembers;
  #origin: Origin = 'page';
  readonly #clauses = new Map<string, readonly SelectionClause[]>();
  readonly #domains = new Map<string, Domain>();
  readonly #inputs = new Map<string, InputJson>();

  constructor(members: WorkspaceMembers) {
    this.#members = members;
  }

  /** The current state of the elements inside. */
  get state(): WorkspaceState {
    const { EMPTY_STATE, inputJson } = WORKSPACE.loaded;
    const { selections, plots, inputs } = this.#members;
    return {
      ...EMPTY_STATE,
      selections: filled([...selections].map((name) => [name, keptClauses(name)])),
      domains: filled([...plots].map(([key, plot]) => [key, plot.zoomed])),
      inputs: Object.fromEntries(
        [...inputs].flatMap(([name, input]) => {
          const json = inputJson(input.chosen);
          return json === undefined ? [] : [[name, json] as const];
        }),
      ),
    };
  }

  /**
   * The current state, with the parts that wait for an element and the proposed clauses that no element has claimed.
   * Links hold all of it: the page that opens a link may have those elements.
   */
  get wanted(): WorkspaceState {
    const { state } = this;
    const proposed = [...this.#members.selections].map(
      (name) => [name, pageEngine().selection(name).proposed] as const,
    );
    const selections: Record<string, readonly SelectionClause[]> = { ...state.selections };
    for (const [name, clauses] of [...proposed, ...this.#clauses])
      if (clauses.length > 0) selections[name] = [...(selections[name] ?? []), ...clauses];
    return {
      ...state,
      selections,
      domains: { ...Object.fromEntries(this.#domains), ...state.domains },
      inputs: { ...Object.fromEntries(this.#inputs), ...state.inputs },
    };
  }

  /**
   * Restores a state. What it leaves out is reset: selections become empty, axes are no longer zoomed, and parameters
   * return to the author's value.
   */
  restore({ selections, domains, inputs }: WorkspaceState, origin: Origin): void {
    const members = this.#members;
    this.#origin = origin;
    this.#clauses.clear();
    for (const name of new Set([...members.selections, ...Object.keys(selections)]))
      this.#clauses.set(name, (selections[name] ?? []).filter(isKept));
    replaceAll(this.#domains, domains);
    replaceAll(this.#inputs, inputs);
    for (const [key, plot] of members.plots)
      if (!this.#domains.has(key) && Object.keys(plot.zoomed).length > 0) plot.domain = { x: null, y: null };
    for (const [name, input] of members.inputs) if (!this.#inputs.has(name)) input.restore(undefined);
    this.deliver();
  }

  /** Clears what the author selected in filters, including filters whose code is still loading. */
  clearFilters(): void {
    for (const filter of this.#members.filters) filter.value = null;
  }

  /** Restores the waiting parts of elements that now exist. */
  deliver(): void {
    const { selections, plots, inputs } = this.#members;
    for (const [name, clauses] of [...this.#clauses]) {
      if (!selections.has(name)) continue;
      this.#clauses.delete(name);
      this.#select(name, clauses);
    }
    for (const [key, domain] of [...this.#domains]) {
      const plot = plots.get(key);
      if (!plot) continue;
      this.#domains.delete(key);
      if (JSON.stringify(domain) !== JSON.stringify(plot.zoomed)) plot.domain = { x: null, y: null, ...domain };
    }
    for (const [name, json] of [...this.#inputs]) {
      const input = inputs.get(name);
      if (!input) continue;
      this.#inputs.delete(name);
      const value = WORKSPACE.loaded.inputValue(json);
      // A link may hold a value that this control can't have.
      if (canHold(input.kind, value)) input.restore(value);
    }
  }

  #select(name: string, clauses: readonly SelectionClause[]): void {
    const selection = pageEngine().selection(name);
    const { sameClauses } = WORKSPACE.loaded;
    // Restoring makes plots claim every clause again, so skip it if nothing changes.
    if (sameClauses(clauses, keptClauses(name))) return;
    const transient = selection.clauses.filter((clause) => !isKept(clause));
    selection.restore(this.#origin === 'page' ? [...clauses, ...transient] : transient);
    if (this.#origin === 'link' && clauses.length > 0) selection.propose(clauses);
  }
}

function keptClauses(name: string): readonly SelectionClause[] {
  return WORKSPACE.loaded.inOrder(pageEngine().selection(name).clauses.filter(isKept));
}

/** Whether a clause is part of the state: those that follow the pointer are not. */
function isKept({ kind }: SelectionClause): boolean {
  return kind !== 'nearest';
}

function filled<T extends object>(parts: readonly (readonly [name: string, part: T])[]): Readonly<Record<string, T>> {
  return Object.fromEntries(parts.filter(([, part]) => Object.keys(part).length > 0));
}

function replaceAll<T>(map: Map<string, T>, parts: Readonly<Record<string, T>>): void {
  map.clear();
  for (const [name, part] of Object.entries(parts)) map.set(name, part);
}
