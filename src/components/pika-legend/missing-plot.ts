import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { listNames, nearestNames } from '../../engine/index';

/** Scripts and frameworks add elements one by one: waits for a plot that is about to be added. */
const SETTLE_MS = 2000;
const MOST_NAMED = 3;

/** A remark in place of a legend whose plot is not there once the page has settled. */
export class MissingPlot implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  /** Undefined before the first rendering. */
  #id: string | null | undefined;
  #remark = '';
  #due: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    if (this.#id !== undefined) this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    this.#reset();
  }

  /** @param id of the plot; null if the author names none */
  template(id: string | null): TemplateResult | typeof nothing {
    // A legend that has left has no plots around it, and renders once more.
    const isThere = !this.#host.isConnected || this.#ids.some((other) => other === id);
    if (isThere || id !== this.#id) this.#reset();
    this.#id = id;
    if (!isThere && this.#remark === '') this.#due ??= setTimeout(() => this.#settled(), SETTLE_MS);
    return this.#remark === '' ? nothing : html`<small part="note">${this.#remark}</small>`;
  }

  #settled(): void {
    this.#due = undefined;
    const id = this.#id ?? null;
    if (document.readyState !== 'loading' && !this.#ids.some((other) => other === id)) {
      this.#remark = remarkOn(id, this.#ids);
      console.warn(`[pika] <${this.#host.localName}>: ${this.#remark}`, this.#host);
    }
    // Waits again if the document is still loading.
    this.#host.requestUpdate();
  }

  /** The ids of the plots in the document or shadow root. */
  get #ids(): readonly string[] {
    const root = this.#host.getRootNode() as ParentNode & Node;
    return Array.from(root.querySelectorAll('pika-plot[id]'), ({ id }) => id);
  }

  #reset(): void {
    clearTimeout(this.#due);
    this.#due = undefined;
    this.#remark = '';
  }
}

function remarkOn(id: string | null, ids: readonly string[]): string {
  if (id === null) return 'There is no legend without for="…": write the id of a <pika-plot>.';
  const near = nearestNames(id, ids, 1);
  const advice =
    near.length > 0
      ? `Did you mean ${listNames(near)}?`
      : ids.length > 0
        ? `Plots here have the ids ${listNames(ids.slice(0, MOST_NAMED))}${ids.length > MOST_NAMED ? ', …' : ''}.`
        : `Write id="${id}" on the plot.`;
  return `for="${id}" has no effect: no <pika-plot> has this id. ${advice}`;
}
