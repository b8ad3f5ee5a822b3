/**
 * A named part of the URL after `#`, such as `pika` in `#section&pika=…`. The other parts stay as they are.
 */
export class AddressPart {
  readonly name: string;
  readonly #moved: () => void;
  #known: string;
  /** The rest of the fragment. */
  #knownOthers: string;

  /** @param moved called when the user goes back or forward, or edits the URL, and the text has changed */
  constructor(name: string, moved: () => void) {
    this.name = name;
    this.#moved = moved;
    this.#known = this.text;
    this.#knownOthers = this.#others.join('&');
    addEventListener('popstate', this.#compare);
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
  }

  readonly #compare = (): void => {
    const { text } = this;
    const others = this.#others.join('&');
    // A link inside the page, or a router, replaces all of the fragment.
    if (text === '' && this.#known !== '' && others !== this.#knownOthers) {
      this.#knownOthers = others;
      return this.write(this.#known, 'replace');
    }
    this.#knownOthers = others;
    if (text === this.#known) return;
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
