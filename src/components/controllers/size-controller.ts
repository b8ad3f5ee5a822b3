import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Reports the host's size in CSS pixels and the pixel ratio when either changes, unless the host is hidden. */
export class SizeController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #onSize: (widthCss: number, heightCss: number, pixelRatio: number) => void;
  readonly #observer: ResizeObserver;
  #ratioQuery: MediaQueryList | null = null;

  constructor(
    host: ReactiveControllerHost & HTMLElement,
    onSize: (widthCss: number, heightCss: number, pixelRatio: number) => void,
  ) {
    this.#host = host;
    this.#onSize = onSize;
    this.#observer = new ResizeObserver(() => this.#measure());
    host.addController(this);
  }

  hostConnected(): void {
    this.#observer.observe(this.#host);
    this.#watchRatio();
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
    this.#ratioQuery?.removeEventListener('change', this.#ratioChanged);
  }

  /** Reports the current size. */
  measure(): void {
    this.#measure();
  }

  #measure(): void {
    const { clientWidth, clientHeight } = this.#host;
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
