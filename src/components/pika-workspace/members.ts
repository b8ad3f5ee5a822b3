import type { LitElement } from 'lit';
import {
  namesIn,
  pageEngine,
  WORKSPACE,
  type Authored,
  type InputJson,
  type PerAxis,
  type SelectionClause,
  type WorkspaceState,
} from '../../engine/index';
import { firstValue, isInputKind } from '../pika-input/input-value';
import type { PikaInput } from '../pika-input/pika-input';
import type { PikaPlot } from '../pika-plot/pika-plot';

type Domain = PerAxis<readonly [lo: number, hi: number]>;

/** Elements that select, and those that name selections. */
const SELECTING = 'pika-plot, pika-mark, pika-input, pika-table, pika-overview, pika-selection';
const SHOWS_ALL_COLUMNS = 'pika-overview:not([columns]), pika-table:not([columns])';

interface Selecting extends LitElement {
  readonly name?: string | null;
  readonly from?: string | null;
  readonly selection?: string | null;
  readonly filterBy?: string | null;
}

/**
 * The elements inside a workspace, and what their users have chosen. A state may be about elements that a framework
 * adds later: those parts wait for them.
 */
export class WorkspaceMembers {
  readonly #root: HTMLElement;
  readonly #changed: () => void;
  readonly #observer: MutationObserver;
  /** By the name of a selection. */
  readonly #followed = new Map<string, () => void>();
  readonly #waiting = {
    clauses: new Map<string, readonly SelectionClause[]>(),
    domains: new Map<string, Domain>(),
    inputs: new Map<string, InputJson>(),
  };

  /** @param changed called when a user or a script may have changed the state */
  constructor(root: HTMLElement, changed: () => void) {
    this.#root = root;
    this.#changed = changed;
    this.#observer = new MutationObserver(() => this.#refresh());
    this.#observer.observe(root, { childList: true, subtree: true });
    for (const type of EVENTS) root.addEventListener(type, this.#heard);
    this.#refresh();
  }

  get state(): WorkspaceState {
    const { EMPTY_STATE, inputJson } = WORKSPACE.loaded;
    const clauses = [...this.#selectionNames()].map((name) => [name, clausesOf(name)] as const);
    const domains = this.#plots().map(([key, plot]) => [key, plot.zoomed] as const);
    const inputs = this.#inputs().flatMap(([name, input]) => {
      const json = isUntouched(input) ? undefined : inputJson(input.value);
      return json === undefined ? [] : [[name, json] as const];
    });
    return {
      ...EMPTY_STATE,
      selections: Object.fromEntries(clauses.filter(([, held]) => held.length > 0)),
      domains: Object.fromEntries(domains.filter(([, zoomed]) => Object.keys(zoomed).length > 0)),
      inputs: Object.fromEntries(inputs),
    };
  }

  /** The state with the parts that wait for their elements: for a link, whose reader may have them. */
  get wanted(): WorkspaceState {
    const { state } = this;
    const { clauses, domains, inputs } = this.#waiting;
    const selections: Record<string, readonly SelectionClause[]> = { ...state.selections };
    for (const [name, waiting] of clauses) selections[name] = [...(selections[name] ?? []), ...waiting];
    return {
      ...state,
      selections,
      domains: { ...Object.fromEntries(domains), ...state.domains },
      inputs: { ...Object.fromEntries(inputs), ...state.inputs },
    };
  }

  /**
   * Restores a state: what it does not name is as the author wrote it.
   * @param isTrusted whether its clauses may hold any SQL; from a link they may not
   */
  restore({ selections, domains, inputs }: WorkspaceState, isTrusted: boolean): void {
    const { clauses, ...waiting } = this.#waiting;
    clauses.clear();
    for (const name of new Set([...this.#selectionNames(), ...Object.keys(selections)])) {
      const wanted = selections[name] ?? [];
      if (!isTrusted) clauses.set(name, wanted);
      const admitted = isTrusted ? wanted : this.#admitted(name);
      // Plots claim their clauses anew: leaves alone what stays.
      if (JSON.stringify(inOrder(admitted)) === JSON.stringify(clausesOf(name))) continue;
      const selection = pageEngine().selection(name);
      selection.restore([...admitted, ...selection.clauses.filter(({ kind }) => kind === 'nearest')]);
    }
    waiting.domains.clear();
    waiting.inputs.clear();
    for (const [key, domain] of Object.entries(domains)) waiting.domains.set(key, domain);
    for (const [name, json] of Object.entries(inputs)) waiting.inputs.set(name, json);
    for (const [key, plot] of this.#plots())
      if (!waiting.domains.has(key) && Object.keys(plot.zoomed).length > 0) plot.domain = { x: null, y: null };
    for (const [name, input] of this.#inputs())
      if (!waiting.inputs.has(name) && !isUntouched(input)) input.value = initialValue(input);
    this.#refresh();
  }

  close(): void {
    this.#observer.disconnect();
    for (const type of EVENTS) this.#root.removeEventListener(type, this.#heard);
    for (const off of this.#followed.values()) off();
    this.#followed.clear();
  }

  readonly #heard = (): void => {
    this.#refresh();
    this.#changed();
  };

  /** Follows new selections, and gives new elements what waits for them. */
  #refresh(): void {
    for (const name of this.#selectionNames())
      if (!this.#followed.has(name)) this.#followed.set(name, pageEngine().selection(name).onChange(this.#changed));
    for (const name of this.#waiting.clauses.keys()) {
      const admitted = this.#admitted(name);
      const selection = pageEngine().selection(name);
      if (admitted.length > 0) selection.restore([...selection.clauses, ...admitted]);
    }
    const { domains, inputs } = this.#waiting;
    for (const [key, plot] of this.#plots()) {
      const domain = domains.get(key);
      if (domain && domains.delete(key)) plot.domain = { x: null, y: null, ...domain };
    }
    for (const [name, input] of this.#inputs()) {
      const json = inputs.get(name);
      if (json !== undefined && inputs.delete(name)) input.value = WORKSPACE.loaded.inputValue(json);
    }
  }

  /** Takes the clauses of a selection that the page admits now; the others go on waiting. */
  #admitted(name: string): readonly SelectionClause[] {
    const waiting = this.#waiting.clauses.get(name) ?? [];
    if (waiting.length === 0) return [];
    const { isAdmitted } = WORKSPACE.loaded;
    const authored = this.#authored();
    const admitted = waiting.filter((clause) => isAdmitted(clause, authored));
    this.#waiting.clauses.set(
      name,
      waiting.filter((clause) => !admitted.includes(clause)),
    );
    return admitted;
  }

  #authored(): Authored {
    const elements = this.#selecting();
    return {
      texts: elements.flatMap((element) =>
        [...(element.constructor as typeof LitElement).elementProperties.keys()]
          .map((key) => (element as unknown as Record<PropertyKey, unknown>)[key])
          .filter((value) => typeof value === 'string'),
      ),
      showsAllColumns: this.#root.querySelector(SHOWS_ALL_COLUMNS) !== null,
    };
  }

  #selecting(): readonly Selecting[] {
    // Before their definition, elements have no properties.
    return [...this.#root.querySelectorAll<Selecting>(SELECTING)].filter((element) => 'updateComplete' in element);
  }

  #selectionNames(): ReadonlySet<string> {
    const names = this.#selecting().flatMap(({ localName, name, from, selection, filterBy }) => [
      localName === 'pika-selection' ? name : null,
      from,
      selection,
      ...namesIn(filterBy ?? ''),
    ]);
    return new Set(names.map((name) => name?.trim() ?? '').filter((name) => name !== ''));
  }

  #plots(): readonly (readonly [key: string, plot: PikaPlot])[] {
    return this.#selecting()
      .filter((element): element is PikaPlot & Selecting => element.localName === 'pika-plot')
      .map((plot, i) => [plot.id || `#${i + 1}`, plot]);
  }

  #inputs(): readonly (readonly [name: string, input: PikaInput])[] {
    return this.#selecting()
      .filter((element): element is PikaInput & Selecting => element.localName === 'pika-input')
      .flatMap((input) => (input.name?.trim() ? [[input.name.trim(), input] as const] : []));
  }
}

const EVENTS = ['pika-ready', 'pika-select', 'pika-view', 'pika-input'] as const;

/**
 * The clauses to keep, in an order that does not depend on who selected first. Those that follow the pointer are no
 * choice to keep.
 */
function clausesOf(name: string): readonly SelectionClause[] {
  const { clauses } = pageEngine().selection(name);
  return inOrder(clauses.filter(({ kind }) => kind !== 'nearest'));
}

function inOrder(clauses: readonly SelectionClause[]): readonly SelectionClause[] {
  const texts = new Map(clauses.map((clause) => [clause, JSON.stringify(clause)]));
  return [...clauses].sort((a, b) => (texts.get(a)! < texts.get(b)! ? -1 : 1));
}

function initialValue(input: PikaInput): unknown {
  return firstValue(isInputKind(input.type) ? input.type : 'number', input.text, input);
}

function isUntouched(input: PikaInput): boolean {
  const [now, first] = [input.value, initialValue(input)].map((value) => (value instanceof Date ? +value : value));
  return Object.is(now, first) || now === undefined;
}
