import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { nearestNames, pageEngine } from '../../engine/index';

/** The names of selections that an element uses. */
export interface SelectionUse {
  /** A query or a selection has this name. */
  readonly declared?: string | null;
  /** Where a plot puts what the user selects, as its attribute says. */
  readonly selection?: string | null;
  /** The selection of a plot without that attribute. */
  readonly from?: string | null;
  readonly filterBy?: string | null;
}

/** Scripts and frameworks add elements one after the other: nothing is wrong with a name whose element comes a moment later. */
const REST_MS = 2000;
const controllers = new Set<SelectionNamesController>();
let timer: ReturnType<typeof setTimeout> | undefined;

/** Starts the wait again: names are compared when the page has been at rest for a while. */
function namesChanged(): void {
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (document.readyState === 'loading') return namesChanged();
    for (const controller of controllers) controller.compare();
  }, REST_MS);
}

/**
 * Compares the selections that an element names with those of the page, once the page is at rest. A selection that no other element fills
 * stays empty, and its name is most likely misspelt: the remark gives the nearest name.
 */
export class SelectionNamesController implements ReactiveController {
  readonly #use: () => SelectionUse;
  readonly #compared: () => void;
  #last = '';
  #remarks: readonly string[] = [];

  /** @param compared called when the remarks have changed */
  constructor(host: ReactiveControllerHost, use: () => SelectionUse, compared: () => void = () => undefined) {
    this.#use = use;
    this.#compared = compared;
    host.addController(this);
  }

  /** Whole sentences about names that nothing else on the page has. */
  get remarks(): readonly string[] {
    return this.#remarks;
  }

  get use(): SelectionUse {
    return this.#use();
  }

  hostConnected(): void {
    controllers.add(this);
    namesChanged();
  }

  hostDisconnected(): void {
    controllers.delete(this);
    namesChanged();
  }

  hostUpdated(): void {
    const now = JSON.stringify(this.use);
    if (now === this.#last) return;
    this.#last = now;
    namesChanged();
  }

  compare(): void {
    const { selection, filterBy } = this.use;
    const filled = namesOf((use) => [use.declared, use.selection ?? use.from]);
    const read = namesOf((use) => [use.declared, ...listOf(use.filterBy)]);
    const remarks = [
      ...listOf(filterBy).flatMap((name) => (isFilled(name, filled) ? [] : filterRemark(name, filled))),
      ...listOf(selection).flatMap((name) => (read.includes(name) ? [] : caseRemark(name, read))),
    ];
    if (remarks.join() === this.#remarks.join()) return;
    this.#remarks = remarks;
    this.#compared();
  }
}

function namesOf(of: (use: SelectionUse) => readonly (string | null | undefined)[]): string[] {
  const names = [...controllers].flatMap(({ use }) => of(use)).map((name) => name?.trim() ?? '');
  return [...new Set(names)].filter((name) => name !== '');
}

export function listOf(names: string | null | undefined): string[] {
  return (names ?? '').split(/[\s,]+/).filter((name) => name !== '');
}

/** Scripts may fill a selection without an element. */
function isFilled(name: string, filled: readonly string[]): boolean {
  return filled.includes(name) || pageEngine().selection(name).clauses.length > 0;
}

function filterRemark(name: string, filled: readonly string[]): string[] {
  const [near] = nearestNames(name, filled, 1);
  return near === undefined ? [] : [`filter-by="${name}" has no effect: nothing selects into "${name}". Did you mean "${near}"?`];
}

/** A plot may have a selection of its own under any name; one that differs in case alone was hardly meant. */
function caseRemark(name: string, read: readonly string[]): string[] {
  const near = read.find((other) => other.toLowerCase() === name.toLowerCase());
  return near === undefined ? [] : [`selection="${name}" is another selection than "${near}", which filters plots. Did you mean "${near}"?`];
}
