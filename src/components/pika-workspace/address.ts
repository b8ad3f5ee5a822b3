/**
 * A named part of the URL after `#`, such as `pika` in `#section&pika=…`. The other parts stay as they are.
 */
export class AddressPart {
  readonly name: string;
  readonly #moved: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #known: string;
  /** Whether the user went back or forward, rather than to an anchor or to an address that they typed. */
  #isTraversed = true;

  /** @param moved called when the user goes back or forward, or edits the URL, and the text has changed */
  constructor(name: string, moved: () => void) {
    this.name = name;
    this.#moved = moved;
    this.#known = this.text;
    addEventListener('popstate', this.#compare);
    browserNavigation()?.addEventListener('currententrychange', this.#enter);
  }

  /** The text of this part; empty if the URL does not have it. */
  get text(): string {
    return this.#parts.find((part) => part.startsWith(this.#start))?.slice(this.#start.length) ?? '';
  }

  /** The page's URL with this text in this part; an empty text removes the part. */
  with(text: string): string {
    const parts = text === '' ? this.#others : [...this.#others, this.#start + text];
    return `${location.href.split('#')[0]}${parts.length > 0 ? `#${parts.join('&')}` : ''}`;
  }

  /** Writes the text to the URL: as a new entry of the browser's history, or in place of the current entry. */
  write(text: string, how: 'push' | 'replace'): void {
    this.#known = text;
    if (text === this.text) return;
    try {
      // Keeps the entry's state: routers store their own data in it.
      history[how === 'push' ? 'pushState' : 'replaceState'](history.state, '', this.with(text));
    } catch {
      // Some sandboxed frames don't allow their URL to change. Everything else works.
    }
  }

  close(): void {
    removeEventListener('popstate', this.#compare);
    browserNavigation()?.removeEventListener('currententrychange', this.#enter);
    clearTimeout(this.#timer);
  }

  /** Precedes `popstate`. */
  readonly #enter = (event: Event): void => {
    this.#isTraversed = (event as Event & { readonly navigationType?: string }).navigationType === 'traverse';
  };

  readonly #compare = (): void => {
    const { text } = this;
    if (text === this.#known) return;
    // A link to an anchor, or a router, replaces the whole fragment. Routers read it first.
    if (text === '' && !this.#isTraversed) {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.write(this.#known, 'replace'));
      return;
    }
    this.#known = text;
    this.#moved();
  };

  get #start(): string {
    return `${encodeURIComponent(this.name)}=`;
  }

  get #others(): readonly string[] {
    return this.#parts.filter((part) => !part.startsWith(this.#start));
  }

  get #parts(): readonly string[] {
    return location.hash
      .slice(1)
      .split('&')
      .filter((part) => part !== '');
  }
}

/**
 * The browser's Navigation API, which says how the user came to an entry. Without it, all moves count as back or
 * forward.
 */
function browserNavigation(): EventTarget | undefined {
  return (globalThis as { readonly navigation?: EventTarget }).navigation;
}
