import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { SharedListener } from './shared-listener';

const onPrint = new SharedListener<['before' | 'after']>((call) => {
  const [before, after] = [(): void => call('before'), (): void => call('after')];
  addEventListener('beforeprint', before);
  addEventListener('afterprint', after);
  return () => {
    removeEventListener('beforeprint', before);
    removeEventListener('afterprint', after);
  };
});

/** Shows what can be printed while the browser prints the page. */
export class PrintController implements ReactiveController {
  readonly #begin: () => (() => void) | null;
  readonly #ended: () => void;
  #end: (() => void) | null = null;
  #off: (() => void) | null = null;
  #isPrinting = false;

  /**
   * @param begin called before the browser lays out the page for paper; returns what undoes it
   * @param ended called once the page is laid out for the screen again
   */
  constructor(host: ReactiveControllerHost, begin: () => (() => void) | null, ended: () => void) {
    this.#begin = begin;
    this.#ended = ended;
    host.addController(this);
  }

  /** The page is laid out for paper. */
  get isPrinting(): boolean {
    return this.#isPrinting;
  }

  hostConnected(): void {
    this.#off ??= onPrint.add((when) => (when === 'before' ? this.#before() : this.#after()));
  }

  hostDisconnected(): void {
    this.#off?.();
    this.#off = null;
    if (this.#isPrinting) this.#after();
  }

  readonly #before = (): void => {
    if (this.#isPrinting) return;
    this.#isPrinting = true;
    this.#end = this.#begin();
  };

  readonly #after = (): void => {
    this.#isPrinting = false;
    this.#end?.();
    this.#end = null;
    this.#ended();
  };
}
