import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Listens to an element of its host's from when that element exists until the host leaves the page, and again when it comes back. */
export abstract class ListeningController implements ReactiveController {
  readonly #target: () => HTMLElement;
  #listening: AbortController | null = null;
  #hasRendered = false;

  /** Side effect: the host calls this controller from now on. */
  constructor(host: ReactiveControllerHost, target: () => HTMLElement) {
    this.#target = target;
    host.addController(this);
  }

  /** An element that was moved renders nothing anew. */
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
    if (this.#listening) return;
    this.#listening = new AbortController();
    this.listen(this.target, this.#listening.signal);
  }

  /** Exists once the host has rendered. */
  protected get target(): HTMLElement {
    return this.#target();
  }

  /** Every listener goes with the signal. */
  protected abstract listen(target: HTMLElement, signal: AbortSignal): void;

  /** The host is gone, and with it whatever somebody was about to do. */
  protected abstract forget(): void;
}
