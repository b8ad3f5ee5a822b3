import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Reports the size of an element of the host in CSS pixels and the pixel ratio when either changes, unless hidden. */
export class SizeController implements ReactiveController {
  readonly #element: () => Element | null;
  #observed: Element | null = null;
  readonly #onSize: (widthCss: number, heightCss: number, pixelRatio: number) => void;
  readonly #observer: ResizeObserver;
  #ratioQuery: MediaQueryList | null = null;

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
    this.#watchRatio();
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
    this.#ratioQuery?.removeEventListener('change', this.#ratioChanged);
  }

  /** Reports the current size. */
  measure(): void {
    this.#measure();
  }

  #measure(): void {
    const { clientWidth = 0, clientHeight = 0 } = this.#element() ?? {};
    if (clientWidth > 0 && clientHeight > 0) this.#onSize(clientWidth, clientHeight, devicePixelRatio);
  }

  /** A resolution query fires when the ratio changes from the given one; then it needs a new query. */
  #watchRatio(): void {
    this.#ratioQuery = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    this.#ratioQuery.addEventListener('change', this.#ratioChanged, { once: true });
  }

  readonly #ratioChanged = (): void => {
    this.#watchRatio();
    this.#measure();
  };
}
