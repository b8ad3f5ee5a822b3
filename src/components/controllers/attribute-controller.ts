import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { AttributeUse } from '../attribute-note';
import { REMARKS } from '../color-checks';

export type { AttributeUse };

/** Attributes of any element. Others may be a mistake. */
const ORDINARY = /^(id|class|style|slot|title|lang|dir|hidden|role|tabindex|(data|aria)-.*)$/;

/** A server may render an object as text. So long after the page has loaded, its script has assigned the object. */
const OBJECT_TEXT_AFTER_MS = 2000;

/** Warnings already written to the console: many plots may share one mistake. */
const warned = new Set<string>();

/**
 * Reports attributes that are unknown or currently have no effect: a warning in the console, once per page, and a note
 * in the element. Ignores attributes of HTML and of frameworks.
 */
export class AttributeController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #use: () => AttributeUse;
  readonly #noted: (notes: readonly string[]) => void;
  readonly #observer: MutationObserver;
  #notes: readonly string[] = [];
  #objectTextDue: ReturnType<typeof setTimeout> | undefined;
  #isObjectTextDue = false;

  /** @param noted called with all notes whenever they change */
  constructor(
    host: ReactiveControllerHost & HTMLElement,
    use: () => AttributeUse,
    noted: (notes: readonly string[]) => void,
  ) {
    this.#host = host;
    this.#use = use;
    this.#noted = noted;
    this.#observer = new MutationObserver(() => this.check());
    host.addController(this);
  }

  hostConnected(): void {
    this.#observer.observe(this.#host, { attributes: true });
    // Frameworks set attributes in the same task that inserts an element.
    queueMicrotask(() => this.check());
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
    clearTimeout(this.#objectTextDue);
    this.#objectTextDue = undefined;
  }

  /** Checks again; call it when a property changes which attributes are used. */
  check(): void {
    if (!this.#host.isConnected) return;
    const use = this.#use();
    const notes = [
      ...this.#host.getAttributeNames().flatMap((name) => {
        const [written] = OBJECT_AS_TEXT.exec(this.#host.getAttribute(name) ?? '') ?? [];
        return written === undefined ? this.#noteOf(name, use) : this.#objectTextNote(name, written);
      }),
      ...(use.remarks ?? []),
    ];
    if (notes.join() === this.#notes.join()) return;
    this.#notes = notes;
    for (const note of notes) this.#warn(note);
    this.#noted(notes);
  }

  #noteOf(name: string, use: AttributeUse): readonly string[] {
    if (use.known.includes(name) ? use.unused[name] === undefined : ORDINARY.test(name)) return [];
    if (REMARKS.ifLoaded) return REMARKS.ifLoaded.attributeNote(name, use);
    REMARKS.load().then(() => this.check(), reportError);
    return [];
  }

  #objectTextNote(name: string, written: string): readonly string[] {
    if (!this.#isObjectTextDue) {
      this.#awaitObjects();
      return [];
    }
    return REMARKS.ifLoaded ? [REMARKS.ifLoaded.objectTextNote(name, written)] : [];
  }

  #awaitObjects(): void {
    this.#objectTextDue ??= setTimeout(() => {
      this.#objectTextDue = undefined;
      if (document.readyState !== 'complete') return this.#awaitObjects();
      this.#isObjectTextDue = true;
      REMARKS.load().then(() => this.check(), reportError);
    }, OBJECT_TEXT_AFTER_MS);
  }

  #warn(note: string): void {
    const warning = `[pika] <${this.#host.localName}>: ${note}`;
    if (warned.has(warning)) return;
    warned.add(warning);
    console.warn(warning, this.#host);
  }
}

/** What frameworks write for an object if they do not know that the element has a property for it. */
const OBJECT_AS_TEXT = /^\[object \w+\]/;

/** A value assigned to a property takes the place of the text that a framework wrote for it. */
export function dropObjectText(host: HTMLElement, property: PropertyKey): void {
  const name = String(property);
  if (OBJECT_AS_TEXT.test(host.getAttribute(name) ?? '')) host.removeAttribute(name);
}
