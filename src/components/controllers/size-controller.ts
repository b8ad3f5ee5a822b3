import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { SharedListener } from './shared-listener';

/** A resolution query fires when the ratio changes from the given one; then it needs a new query. */
const onPixelRatio = new SharedListener((call) => {
  let query: MediaQueryList;
  const watch = (): void => {
    query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    query.addEventListener('change', changed, { once: true });
  };
  const changed = (): void => {
    watch();
    call();
  };
  watch();
  return () => query.removeEventListener('change', changed);
});

/** Reports the size of an element of the host in CSS pixels and the pixel ratio when either changes, unless hidden. */
export class SizeController implements ReactiveController {
  readonly #element: () => Element | null;
  #observed: Element | null = null;
  readonly #onSize: (widthCss: number, heightCss: number, pixelRatio: number) => void;
  readonly #observer: ResizeObserver;
  #off: (() => void) | null = null;

  constructor(
    host: ReactiveControllerHost & HTMLElement,
    element: () => Element | null,
    onSize: (widthCss: number, heightCss: number, pixelRatio: number) => void,
  ) {
    this.#element = element;
    this.#onSize = onSize;
    this.#observer = new ResizeObserver(() => this.#measure());
    host.addController(this);
  }

  hostConnected(): void {
    this.#off ??= onPixelRatio.add(() => this.#measure());
    this.hostUpdated();
  }

  /** The element exists after the first update. */
  hostUpdated(): void {
    const element = this.#element();
    // A removed host renders once more.
    if (!element?.isConnected || element === this.#observed) return;
    this.#observed = element;
    this.#observer.observe(element);
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
    this.#observed = null;
    this.#off?.();
    this.#off = null;
  }

  /** Reports the current size. */
  measure(): void {
    this.#measure();
  }

  #measure(): void {
    const { clientWidth = 0, clientHeight = 0 } = this.#element() ?? {};
    if (clientWidth > 0 && clientHeight > 0) this.#onSize(clientWidth, clientHeight, devicePixelRatio);
  }
}
