import { surroundings } from './surroundings';

/** An element whose colors depend on the page. */
export interface ColorClient {
  readonly element: Element;
  /** Reads its colors. */
  look(): void;
  /** Shows the colors that it has read. */
  apply(): void;
}

/** The attributes of an element that may change its colors. The others determine what it shows. */
const OWN_ATTRIBUTES = ['class', 'style', 'data-pika-theme', 'dir'];

/**
 * Notices what may change the colors of elements in a document: an attribute of any element around them (each framework
 * has its own for light and dark), a style sheet that loads late or is removed, the color scheme that the user prefers,
 * the end of a transition of a background. All elements then read their colors before the first of them applies its
 * own. Otherwise, the browser would compute styles once for each.
 */
class ColorChanges {
  readonly #clients = new Set<ColorClient>();
  readonly #observer = new MutationObserver(() => this.#readSoon());
  readonly #page: Document;
  readonly #off = new AbortController();
  #isReading = false;

  constructor(page: Document) {
    this.#page = page;
    const { signal } = this.#off;
    const readSoon = (): void => this.#readSoon();
    page.defaultView?.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', readSoon, { signal });
    page.addEventListener(
      'transitionend',
      ({ propertyName }) => {
        if (propertyName === 'background-color') readSoon();
      },
      { signal },
    );
    page.addEventListener(
      'load',
      ({ target }) => {
        if (target instanceof Element && target.matches('style, link')) readSoon();
      },
      { signal, capture: true },
    );
  }

  /** Returns a function that removes the client. For an element that moves, remove it and add it again. */
  add(client: ColorClient): () => void {
    this.#clients.add(client);
    this.#observe(client.element);
    return () => {
      this.#clients.delete(client);
      if (this.#clients.size === 0) this.#end();
    };
  }

  #observe(element: Element): void {
    const { head } = this.#page;
    if (head) this.#observer.observe(head, { childList: true, subtree: true, attributes: true, characterData: true });
    this.#observer.observe(element, { attributeFilter: OWN_ATTRIBUTES });
    for (let one = surroundings(element); one; one = surroundings(one)) {
      const root = one.getRootNode();
      if (root instanceof ShadowRoot) this.#observer.observe(root, { childList: true });
      // What our elements contain changes with every frame, and has no colors of its own.
      const isOurs = root instanceof ShadowRoot && root.host.localName.startsWith('pika-');
      if (!isOurs) this.#observer.observe(one, { attributes: true });
    }
  }

  #readSoon(): void {
    if (this.#isReading) return;
    this.#isReading = true;
    requestAnimationFrame(() => {
      this.#isReading = false;
      for (const client of this.#clients) client.look();
      for (const client of this.#clients) client.apply();
    });
  }

  #end(): void {
    this.#off.abort();
    this.#observer.disconnect();
    documents.delete(this.#page);
  }
}

const documents = new WeakMap<Document, ColorChanges>();

/** Returns a function that ends it. */
export function watchColors(client: ColorClient): () => void {
  const page = client.element.ownerDocument;
  const changes = documents.get(page) ?? new ColorChanges(page);
  documents.set(page, changes);
  return changes.add(client);
}
