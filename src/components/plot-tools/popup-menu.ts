import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { placeMenu } from './place-menu';

export interface MenuItem {
  readonly label: string;
  readonly run: () => void;
}

/** Items with a heading; null if they need none. */
export interface MenuGroup {
  readonly label: string | null;
  readonly items: readonly MenuItem[];
}

/** Time in which typed characters are one text. */
const TYPING_MS = 700;

/**
 * A button that opens a menu, as the ARIA Authoring Practices describe it: arrow keys, Home, End and typed characters
 * move the focus, Enter and Space choose, Escape and Tab close. The menu is in the top layer, so that no small plot or
 * scrolling page clips it.
 */
export class PopupMenu {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #opens: () => void;
  /** Ends the listeners of the open menu; null while it is closed. */
  #open: AbortController | null = null;
  #typed = '';
  #typedAt = 0;

  /** @param opens called when the menu is about to open */
  constructor(host: ReactiveControllerHost & HTMLElement, opens: () => void) {
    this.#host = host;
    this.#opens = opens;
  }

  /** @param name the accessible name of the button; `hint` is its tooltip */
  template(name: string, hint: string, groups: readonly MenuGroup[]): TemplateResult {
    return html`
      <button class="opens" aria-label=${name} title=${hint} aria-haspopup="menu" aria-expanded=${this.#open !== null}
        @click=${this.#toggle} @keydown=${this.#openByKey}>
        <svg viewBox="0 0 16 16" aria-hidden="true"
          ><circle cx="3" cy="8" r="1.4"></circle><circle cx="8" cy="8" r="1.4"></circle
          ><circle cx="13" cy="8" r="1.4"></circle></svg>
      </button>
      ${
        this.#open
          ? html`<div class="menu" role="menu" aria-label=${name} popover="manual"
              @keydown=${this.#key} @focusout=${this.#left}>${groups.map((group) => this.#group(group))}</div>`
          : nothing
      }`;
  }

  #group({ label, items }: MenuGroup): TemplateResult {
    const shown = items.map(
      (item) => html`<button role="menuitem" tabindex="-1" @pointermove=${focusTarget}
        @click=${() => this.#choose(item)}>${item.label}</button>`,
    );
    return html`<div class="items" role="group" aria-label=${label ?? nothing}>
      ${label === null ? nothing : html`<span class="heading" aria-hidden="true">${label}</span>`}${shown}
    </div>`;
  }

  /** Closes the menu. The focus returns to the button, unless the user has put it elsewhere. */
  close(returnsFocus = false): void {
    if (!this.#open) return;
    this.#open.abort();
    this.#open = null;
    if (returnsFocus) this.focus();
    this.#host.requestUpdate();
  }

  focus(): void {
    this.#button?.focus({ preventScroll: true });
  }

  #choose({ run }: MenuItem): void {
    this.close(true);
    run();
  }

  readonly #toggle = (): void => {
    if (this.#open) this.close(true);
    else void this.#show(0);
  };

  readonly #openByKey = (event: KeyboardEvent): void => {
    const item = { ArrowDown: 0, ArrowUp: -1 }[event.key];
    if (item === undefined || this.#open) return;
    event.preventDefault();
    void this.#show(item);
  };

  /** @param item the item to focus; -1 is the last */
  async #show(item: number): Promise<void> {
    const { signal } = (this.#open = new AbortController());
    this.#opens();
    this.#host.requestUpdate();
    await this.#host.updateComplete;
    const [menu, button] = [this.#menu, this.#button];
    if (signal.aborted || !menu || !button) return;
    menu.showPopover();
    placeMenu(menu, button);
    this.#items.at(item)?.focus({ preventScroll: true });
    const { ownerDocument } = this.#host;
    const elsewhere = (event: Event): void => {
      if (!event.composedPath().some((target) => target === menu || target === button)) this.close();
    };
    // A click beside the menu only closes it: it must not clear what is selected in the plot below.
    const pressed = (event: Event): void => {
      elsewhere(event);
      if (signal.aborted && event.composedPath().includes(this.#host)) event.stopPropagation();
    };
    ownerDocument.addEventListener('pointerdown', pressed, { signal, capture: true });
    ownerDocument.addEventListener('scroll', elsewhere, { signal, capture: true });
    ownerDocument.defaultView?.addEventListener('resize', elsewhere, { signal });
  }

  readonly #key = (event: KeyboardEvent): void => {
    const { key } = event;
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (key === 'Tab') return this.close(true);
    const items = this.#items;
    const at = items.findIndex((item) => item.matches(':focus'));
    const target = {
      ArrowDown: (at + 1) % items.length,
      ArrowUp: (Math.max(at, 0) + items.length - 1) % items.length,
      Home: 0,
      End: items.length - 1,
    }[key];
    if (target !== undefined) items[target]?.focus();
    else if (key === 'Escape') this.close(true);
    else if (key.length === 1 && key !== ' ') this.#typeAhead(event, items, at);
    else return;
    event.preventDefault();
    // Arrow keys and Escape mean something to the plot and to the page, too.
    event.stopPropagation();
  };

  /** Focuses the next item with a word that begins with what was typed; one letter again and again visits all. */
  #typeAhead({ key, timeStamp }: KeyboardEvent, items: readonly HTMLElement[], at: number): void {
    const continues = timeStamp - this.#typedAt < TYPING_MS;
    this.#typed = (continues ? this.#typed : '') + key.toLowerCase();
    this.#typedAt = timeStamp;
    const text = this.#typed.replace(/^(.)\1+$/u, '$1');
    const from = text.length > 1 ? Math.max(at, 0) : at + 1;
    const found = [...items.slice(from), ...items.slice(0, from)].find((item) =>
      ` ${item.textContent.toLowerCase()}`.includes(` ${text}`),
    );
    found?.focus();
  }

  readonly #left = (event: FocusEvent): void => {
    const { relatedTarget } = event;
    const stays = relatedTarget instanceof Node && (this.#menu?.contains(relatedTarget) ?? false);
    if (relatedTarget && !stays && relatedTarget !== this.#button) this.close();
  };

  get #menu(): HTMLElement | null {
    return this.#host.shadowRoot?.querySelector<HTMLElement>('.tools .menu') ?? null;
  }

  get #button(): HTMLElement | null {
    return this.#host.shadowRoot?.querySelector<HTMLElement>('.tools .opens') ?? null;
  }

  get #items(): readonly HTMLElement[] {
    return [...(this.#menu?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
  }
}

/** One item is highlighted at a time: that of the pointer, or of the keyboard, whichever moved last. */
function focusTarget({ currentTarget }: PointerEvent): void {
  if (currentTarget instanceof HTMLElement && !currentTarget.matches(':focus'))
    currentTarget.focus({ preventScroll: true });
}
