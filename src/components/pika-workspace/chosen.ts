import { pageEngine, WORKSPACE, type InputJson, type SelectionClause, type WorkspaceState } from '../../engine/index';
import { canHold } from '../pika-input/can-hold';
import type { Domain, WorkspaceMembers } from './members';

/** Where a state comes from: a script of the page, which may bring any SQL, or a link, which anyone can write. */
export type Origin = 'page' | 'link';

/**
 * What users have chosen in the elements of a workspace: reads it, and restores it. The parts of a state that are about
 * elements that are not there yet wait for them.
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

  /** What the elements inside show now. */
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

  /** The state, and what waits: for a link, whose reader may have those elements. */
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

  /** Restores a state: what it does not name is as the author wrote it. */
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

  /** What the author selected in filters no longer applies, not even in those that load later. */
  clearFilters(): void {
    for (const filter of this.#members.filters) filter.value = null;
  }

  /** Gives elements that are there now what waits for them. */
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
      // A link may hold anything.
      if (canHold(input.kind, value)) input.restore(value);
    }
  }

  #select(name: string, clauses: readonly SelectionClause[]): void {
    const selection = pageEngine().selection(name);
    const { sameClauses } = WORKSPACE.loaded;
    // Plots claim restored clauses anew: leaves alone what stays.
    if (sameClauses(clauses, keptClauses(name))) return;
    const passing = selection.clauses.filter((clause) => !isKept(clause));
    selection.restore(this.#origin === 'page' ? [...clauses, ...passing] : passing);
    if (this.#origin === 'link' && clauses.length > 0) selection.propose(clauses);
  }
}

function keptClauses(name: string): readonly SelectionClause[] {
  return WORKSPACE.loaded.inOrder(pageEngine().selection(name).clauses.filter(isKept));
}

/** A clause that follows the pointer is no choice to keep. */
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
