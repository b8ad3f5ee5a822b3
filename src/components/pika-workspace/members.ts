import type { LitElement } from 'lit';
import { namesIn, pageEngine, type PerAxis } from '../../engine/index';
import type { PikaInput } from '../pika-input/pika-input';
import type { PikaPlot } from '../pika-plot/pika-plot';

export type Domain = PerAxis<readonly [lo: number, hi: number]>;

/** Elements that write to selections or are filtered by them. */
const SELECTING = 'pika-plot, pika-mark, pika-input, pika-table, pika-overview, pika-selection';
const EVENTS = ['pika-ready', 'pika-select', 'pika-view', 'pika-input'] as const;

interface Selecting extends LitElement {
  readonly name?: string | null;
  readonly from?: string | null;
  readonly selection?: string | null;
  readonly filterBy?: string | null;
}

/** The elements inside a workspace whose state it keeps. */
export class WorkspaceMembers {
  readonly #root: HTMLElement;
  readonly #added: () => void;
  readonly #changed: () => void;
  readonly #observer: MutationObserver;
  /** By the name of a selection: the function that removes its listener. */
  readonly #followed = new Map<string, () => void>();

  /**
   * @param added called when the elements inside may have changed
   * @param changed called when a user or a script may have changed the state
   */
  constructor(root: HTMLElement, added: () => void, changed: () => void) {
    this.#root = root;
    this.#added = added;
    this.#changed = changed;
    this.#observer = new MutationObserver((changes) => {
      if (changes.some(({ addedNodes, removedNodes }) => [...addedNodes, ...removedNodes].some(hasMember)))
        this.#refresh();
    });
    this.#observer.observe(root, { childList: true, subtree: true });
    for (const type of EVENTS) root.addEventListener(type, this.#heard);
    this.#follow();
  }

  /** The names of all selections that elements inside write to or are filtered by. */
  get selections(): ReadonlySet<string> {
    const names = this.#elements().flatMap(({ localName, name, from, selection, filterBy }) => [
      localName === 'pika-selection' ? name : null,
      from,
      selection,
      ...namesIn(filterBy ?? ''),
    ]);
    return new Set(names.map((name) => name?.trim() ?? '').filter((name) => name !== ''));
  }

  /** Plots by id; a plot without one is named by its position, such as `#2`. */
  get plots(): ReadonlyMap<string, PikaPlot> {
    const plots = this.#elements().filter(isPlot);
    return new Map(plots.map((plot, i) => [plot.id || `#${i + 1}`, plot]));
  }

  /** Inputs that filter. */
  get filters(): readonly PikaInput[] {
    return this.#elements()
      .filter(isInput)
      .filter(({ column, name }) => column !== null && !name?.trim());
  }

  /** Inputs that set a parameter, by its name. */
  get inputs(): ReadonlyMap<string, PikaInput> {
    const inputs = this.#elements().filter(isInput);
    return new Map(inputs.flatMap((input) => (input.name?.trim() ? [[input.name.trim(), input] as const] : [])));
  }

  close(): void {
    this.#observer.disconnect();
    for (const type of EVENTS) this.#root.removeEventListener(type, this.#heard);
    for (const off of this.#followed.values()) off();
    this.#followed.clear();
  }

  readonly #heard = ({ type }: Event): void => {
    // Frameworks may set names after adding an element; the observer reports only added and removed elements.
    this.#refresh();
    if (type !== 'pika-ready') this.#changed();
  };

  #refresh(): void {
    this.#follow();
    this.#added();
  }

  #follow(): void {
    for (const name of this.selections)
      if (!this.#followed.has(name)) this.#followed.set(name, pageEngine().selection(name).onChange(this.#changed));
  }

  #elements(): readonly Selecting[] {
    const isPage = this.#root.localName !== 'pika-workspace';
    // Elements that are not defined yet have no properties.
    return [...this.#root.querySelectorAll<Selecting>(SELECTING)].filter(
      (element) => 'updateComplete' in element && (isPage || element.closest('pika-workspace') === this.#root),
    );
  }
}

/** Whether a node is or contains an element whose state is kept. Pages change other nodes as often as they like. */
function hasMember(node: Node): boolean {
  return node instanceof Element && (node.matches(SELECTING) || node.querySelector(SELECTING) !== null);
}

function isPlot(element: Selecting): element is Selecting & PikaPlot {
  return element.localName === 'pika-plot';
}

function isInput(element: Selecting): element is Selecting & PikaInput {
  return element.localName === 'pika-input';
}
