import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Listens to an element inside its host while the host is connected, from its first render on. */
export abstract class ListeningController implements ReactiveController {
  readonly #target: () => HTMLElement;
  #listening: AbortController | null = null;
  #hasRendered = false;

  /** Registers itself with the host. */
  constructor(host: ReactiveControllerHost, target: () => HTMLElement) {
    this.#target = target;
    host.addController(this);
  }

  /** A host that was moved does not render again. */
  hostConnected(): void {
    if (this.#hasRendered) this.#begin();
  }

  hostUpdated(): void {
    this.#hasRendered = true;
    this.#begin();
  }

  hostDisconnected(): void {
    this.#listening?.abort();
    this.#listening = null;
    this.forget();
  }

  #begin(): void {
    const { target } = this;
    // A removed host renders once more. Listeners on the document would keep it in memory forever.
    if (this.#listening || !target.isConnected) return;
    this.#listening = new AbortController();
    this.listen(target, this.#listening.signal);
  }

  /** Exists once the host has rendered. */
  protected get target(): HTMLElement {
    return this.#target();
  }

  /** Adds listeners; all must use the signal. */
  protected abstract listen(target: HTMLElement, signal: AbortSignal): void;

  /** The host was disconnected: drops any gesture in progress. */
  protected abstract forget(): void;
}
