import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Tells an element its size in CSS pixels and the pixel ratio, whenever either changes; nothing while it is not shown. */
export class SizeController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #onSize: (widthCss: number, heightCss: number, pixelRatio: number) => void;
  readonly #observer: ResizeObserver;
  #ratioQuery: MediaQueryList | null = null;

  constructor(host: ReactiveControllerHost & HTMLElement, onSize: (widthCss: number, heightCss: number, pixelRatio: number) => void) {
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

  /** Tells the size as it is now. */
  measure(): void {
    this.#measure();
  }

  #measure(): void {
    const { clientWidth, clientHeight } = this.#host;
    if (clientWidth > 0 && clientHeight > 0) this.#onSize(clientWidth, clientHeight, devicePixelRatio);
  }

  /** A resolution query fires once, when the ratio leaves the one asked for; then the next is asked. */
  #watchRatio(): void {
    this.#ratioQuery = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    this.#ratioQuery.addEventListener('change', this.#ratioChanged, { once: true });
  }

  readonly #ratioChanged = (): void => {
    this.#watchRatio();
    this.#measure();
  };
}
