import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { namesIn, OnDemand, pageEngine } from '../../engine/index';

/** The selection names that an element uses. */
export interface SelectionUse {
  /** The name of a query or selection element. */
  readonly declared?: string | null;
  /** The attribute `selection` of a plot, which it writes to. */
  readonly selection?: string | null;
  /** The query of a plot, whose selection it writes to without that attribute. */
  readonly from?: string | null;
  readonly filterBy?: string | null;
}

type SelectionRemarks = typeof import('./selection-remarks');
const REMARKS = new OnDemand('the code that compares names', () => import('./selection-remarks'));

/** Scripts and frameworks add elements one by one: waits for elements that are about to be added. */
const SETTLE_MS = 2000;
const controllers = new Set<SelectionNamesController>();
let changedMs = 0;
let isWaiting = false;

/** Compares names once they have not changed for a while. Many elements change them at once: they share a timer. */
function namesChanged(): void {
  changedMs = performance.now();
  if (!isWaiting) compareAfter(SETTLE_MS);
}

function compareAfter(delayMs: number): void {
  isWaiting = true;
  setTimeout(() => {
    const leftMs = document.readyState === 'loading' ? SETTLE_MS : changedMs + SETTLE_MS - performance.now();
    if (leftMs > 0) return compareAfter(leftMs);
    isWaiting = false;
    const names = namesOfPage();
    REMARKS.load().then((remarks) => {
      for (const controller of controllers) controller.compare(names, remarks);
    }, reportError);
  }, delayMs);
}

/**
 * Compares the selection names of an element with those of the page, once these have settled. A selection that no other
 * element writes to stays empty, so its name is probably misspelled: the remark suggests the nearest name.
 */
export class SelectionNamesController implements ReactiveController {
  readonly #use: () => SelectionUse;
  readonly #compared: () => void;
  #last = '';
  #remarks: readonly string[] = [];

  /** @param compared called when the remarks change */
  constructor(host: ReactiveControllerHost, use: () => SelectionUse, compared: () => void = () => undefined) {
    this.#use = use;
    this.#compared = compared;
    host.addController(this);
  }

  /** Sentences about names that no other element on the page has. */
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

  compare({ filled, read }: PageNames, { caseRemark, filterRemark }: SelectionRemarks): void {
    const { selection, filterBy } = this.use;
    const remarks = [
      ...listOf(filterBy).flatMap((name) => (isFilled(name, filled) ? [] : filterRemark(name, filled))),
      ...listOf(selection).flatMap((name) => (read.includes(name) ? [] : caseRemark(name, read))),
    ];
    if (remarks.join() === this.#remarks.join()) return;
    this.#remarks = remarks;
    this.#compared();
  }
}

/** The selections that elements of the page write to, and those that filter them. */
interface PageNames {
  readonly filled: readonly string[];
  readonly read: readonly string[];
}

function namesOfPage(): PageNames {
  return {
    filled: namesOf((use) => [use.declared, use.selection ?? use.from]),
    read: namesOf((use) => [use.declared, ...listOf(use.filterBy)]),
  };
}

function namesOf(of: (use: SelectionUse) => readonly (string | null | undefined)[]): string[] {
  const names = [...controllers].flatMap(({ use }) => of(use)).map((name) => name?.trim() ?? '');
  return [...new Set(names)].filter((name) => name !== '');
}

/** The selections that an author names, or else the one that the element would use itself. */
export function filtersOf(filterBy: string | null, own: string): readonly string[] {
  const names = listOf(filterBy);
  return names.length > 0 ? names : [own];
}

function listOf(names: string | null | undefined): readonly string[] {
  return namesIn(names ?? '');
}

/** Scripts may fill a selection that no element writes to. */
function isFilled(name: string, filled: readonly string[]): boolean {
  return filled.includes(name) || pageEngine().selection(name).clauses.length > 0;
}
