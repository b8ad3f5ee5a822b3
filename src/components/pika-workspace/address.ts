/**
 * A named part of the page's address after `#`: `#section&pika=…`. Other parts stay as they are.
 */
export class AddressPart {
  readonly name: string;
  readonly #moved: () => void;
  #known: string;

  /** @param moved called when the text changes: the user goes back or forward, or edits the address */
  constructor(name: string, moved: () => void) {
    this.name = name;
    this.#moved = moved;
    this.#known = this.text;
    addEventListener('popstate', this.#compare);
  }

  /** Its text; empty if the address has no such part. */
  get text(): string {
    return this.#parts.find((part) => part.startsWith(this.#start))?.slice(this.#start.length) ?? '';
  }

  /** The address of the page with this text. */
  with(text: string): string {
    const others = this.#parts.filter((part) => !part.startsWith(this.#start));
    const parts = text === '' ? others : [...others, this.#start + text];
    return `${location.href.split('#')[0]}${parts.length > 0 ? `#${parts.join('&')}` : ''}`;
  }

  /** Changes the address: as a new entry of the browser's history, or in place. */
  write(text: string, how: 'push' | 'replace'): void {
    this.#known = text;
    if (text === this.text) return;
    try {
      // Routers keep what they need in the state of an entry.
      history[how === 'push' ? 'pushState' : 'replaceState'](history.state, '', this.with(text));
    } catch {
      // Some sandboxed frames have no address that can change. All else works.
    }
  }

  close(): void {
    removeEventListener('popstate', this.#compare);
  }

  readonly #compare = (): void => {
    if (this.text === this.#known) return;
    this.#known = this.text;
    this.#moved();
  };

  get #start(): string {
    return `${encodeURIComponent(this.name)}=`;
  }

  get #parts(): readonly string[] {
    return location.hash
      .slice(1)
      .split('&')
      .filter((part) => part !== '');
  }
}
