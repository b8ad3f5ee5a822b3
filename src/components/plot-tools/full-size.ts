import type { ReactiveController, ReactiveControllerHost } from 'lit';

/**
 * Shows a plot in the full size of the screen; in that of the window where the browser, or the policy of the frame that
 * the page is in, does not allow that. Escape leaves.
 */
export class FullSize implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #changed: () => void;
  /** Ends the listeners of the plot in the window; null while it is not shown there. */
  #inWindow: AbortController | null = null;
  #offs: AbortController | null = null;

  /** @param changed called when the plot enters or leaves its full size */
  constructor(host: ReactiveControllerHost & HTMLElement, changed: () => void) {
    this.#host = host;
    this.#changed = changed;
    host.addController(this);
  }

  hostConnected(): void {
    this.#offs ??= new AbortController();
    this.#host.addEventListener('fullscreenchange', this.#changed, { signal: this.#offs.signal });
  }

  hostDisconnected(): void {
    this.#offs?.abort();
    this.#offs = null;
    this.#leaveWindow();
  }

  get isOn(): boolean {
    return this.#inWindow !== null || this.#isFullscreen;
  }

  get #isFullscreen(): boolean {
    return this.#host.matches(':fullscreen');
  }

  async toggle(): Promise<void> {
    if (this.#inWindow) this.#leaveWindow();
    else if (this.#isFullscreen) await this.#host.ownerDocument.exitFullscreen();
    else await this.#enter();
  }

  async #enter(): Promise<void> {
    try {
      // Some browsers have it for videos only.
      if (!this.#host.ownerDocument.fullscreenEnabled) return this.#enterWindow();
      await this.#host.requestFullscreen();
    } catch {
      this.#enterWindow();
    }
  }

  /** A popover is above everything on the page, whatever contains the plot. */
  #enterWindow(): void {
    if (!this.#host.isConnected || this.#host.hasAttribute('popover')) return;
    this.#inWindow = new AbortController();
    const { signal } = this.#inWindow;
    this.#host.setAttribute('popover', 'manual');
    this.#host.showPopover();
    this.#host.ownerDocument.addEventListener('keydown', this.#key, { signal });
    this.#changed();
  }

  /** An Escape that closes a menu or clears a brush does only that. */
  readonly #key = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && !event.defaultPrevented) this.#leaveWindow();
  };

  #leaveWindow(): void {
    if (!this.#inWindow) return;
    this.#inWindow.abort();
    this.#inWindow = null;
    this.#host.removeAttribute('popover');
    this.#changed();
  }
}
