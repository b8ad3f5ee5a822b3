import type { Layout } from '../guides/layout';
import type { PlotHover } from '../inspect/hover';
import type { TextLabel } from './text-labels';
import type { PlotDomain, PlotSelection, ReadyModel, PlotHost, PlotModel } from './plot-model';

/**
 * Keeps the model that a plot's host renders around the picture, and calls the host's listeners. An error that a
 * listener throws is reported and stops nothing else.
 */
export class PlotPresenter {
  readonly #host: PlotHost;
  #model: PlotModel = { phase: 'loading', progress: null };
  #unannounced = false;
  /** Called when the model changes. */
  readonly #waiting: (() => void)[] = [];
  #isClosed = false;
  /** New rows are loading behind the picture. */
  stale = false;

  constructor(host: PlotHost) {
    this.#host = host;
  }

  get phase(): PlotModel['phase'] {
    return this.#model.phase;
  }

  /** Resolves with the model once the plot isn't loading: at once, or when it shows something else. */
  async loaded(): Promise<Exclude<PlotModel, { readonly phase: 'loading' }>> {
    while (this.#model.phase === 'loading') {
      if (this.#isClosed) return { phase: 'stopped' };
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    return this.#model;
  }

  /** No model follows. */
  close(): void {
    this.#isClosed = true;
    this.#wake();
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** The model around the picture; null while there is no picture. */
  get ready(): ReadyModel | null {
    return this.#model.phase === 'ready' ? this.#model : null;
  }

  /** Measures a text in CSS pixels; undefined if the host can't. */
  get measure(): PlotHost['measure'] {
    return this.#host.measure;
  }

  /** Shows a phase without a picture. */
  show(model: Exclude<PlotModel, ReadyModel>): void {
    this.#render(model);
  }

  /** Sets the layout of the picture; the next `change` renders it. Keeps the texts until new ones follow. */
  arrange(
    layout: Layout,
    details: Pick<ReadyModel, 'note' | 'approximate'> & Partial<Pick<ReadyModel, 'legend'>>,
  ): void {
    const { summary = '', zoomText = '', selectedText = '', texts = [] } = this.ready ?? {};
    this.#model = {
      phase: 'ready',
      layout,
      stale: this.stale,
      shape: null,
      selectedText,
      summary,
      zoomText,
      legend: [],
      texts,
      ...details,
    };
  }

  /** Updates and renders the model around the picture; does nothing while there is no picture. */
  change(change: Partial<ReadyModel>): void {
    if (this.#model.phase === 'ready') this.#render({ ...this.#model, ...change });
  }

  /** Shows the texts of a picture, unless they are shown already. */
  label(texts: readonly TextLabel[]): void {
    const shown = this.ready?.texts ?? [];
    if (shown.length !== texts.length || JSON.stringify(shown) !== JSON.stringify(texts)) this.change({ texts });
  }

  /** The next picture is the first of its rows: its paint is announced to the host. */
  awaitPicture(): void {
    this.#unannounced = true;
  }

  announce(painted: Promise<void>): void {
    if (this.#unannounced) void painted.then(() => callListener(() => this.#host.onPainted()));
    this.#unannounced = false;
  }

  selected(selection: PlotSelection): void {
    callListener(() => this.#host.onSelected(selection));
  }

  viewed(domain: PlotDomain | null): void {
    if (domain) callListener(() => this.#host.onZoomed(domain));
  }

  hovered(hover: PlotHover | null): void {
    this.#host.onHovered?.(hover);
  }

  #render(model: PlotModel): void {
    this.#model = model;
    this.#host.render(model);
    this.#wake();
  }
}

function callListener(listener: () => void): void {
  try {
    listener();
  } catch (thrown) {
    reportError(thrown);
  }
}
