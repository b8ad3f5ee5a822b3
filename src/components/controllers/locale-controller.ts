import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { onQueryTimeZones, queryTimeZone } from '../query-time-zones';

/** The language and the time zone that a plot inherits. */
export interface InheritedLocale {
  /** The nearest `lang`; null if there is none, or an empty one. */
  readonly lang: string | null;
  /** The query's `time-zone`, or else that of the nearest ancestor; null if there is none. */
  readonly timeZone: string | null;
}

/** Reads the language and the time zone around a plot, and calls back when they change. */
export class LocaleController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #query: () => string | null;
  readonly #changed: () => void;
  #off: (() => void) | null = null;
  #last: InheritedLocale = { lang: null, timeZone: null };

  /** @param query the name of the query that the plot draws */
  constructor(host: ReactiveControllerHost & HTMLElement, query: () => string | null, changed: () => void) {
    this.#host = host;
    this.#query = query;
    this.#changed = changed;
    host.addController(this);
  }

  hostConnected(): void {
    const offs = [onLocale(this.#check), onQueryTimeZones(this.#check)];
    this.#off = () => offs.forEach((off) => off());
  }

  hostDisconnected(): void {
    this.#off?.();
    this.#off = null;
  }

  read(): InheritedLocale {
    const query = this.#query();
    const timeZone = (query && queryTimeZone(query)) ?? nearest(parentOf(this.#host), 'time-zone');
    this.#last = { lang: langOf(this.#host), timeZone };
    return this.#last;
  }

  readonly #check = (): void => {
    const before = this.#last;
    const now = this.read();
    if (now.lang !== before.lang || now.timeZone !== before.timeZone) this.#changed();
  };
}

/** The nearest `lang`; null if there is none, or an empty one. */
export function langOf(element: Element): string | null {
  return nearest(element, 'lang');
}

/** The value of an attribute on an element or its nearest ancestor that has it, across shadow roots. */
function nearest(from: Element | null, attribute: string): string | null {
  for (let element = from; element; element = parentOf(element)) {
    const value = element.getAttribute(attribute);
    if (value !== null) return value.trim() || null;
  }
  return null;
}

function parentOf(element: Element): Element | null {
  if (element.parentElement) return element.parentElement;
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.host : null;
}

const listeners = new Set<() => void>();
let observer: MutationObserver | null = null;

/** Calls back when some `lang` or `time-zone` of the page changes. All elements share one observer. */
export function onLocale(listener: () => void): () => void {
  listeners.add(listener);
  if (!observer) {
    observer = new MutationObserver(() => {
      for (const one of listeners) one();
    });
    const attributeFilter = ['lang', 'time-zone'];
    observer.observe(document.documentElement, { subtree: true, attributes: true, attributeFilter });
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    observer?.disconnect();
    observer = null;
  };
}
