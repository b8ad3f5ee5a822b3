import type { Layout } from '../guides/layout';
import type { PlotHover } from '../inspect/hover';
import type { PlotDomain, PlotSelection, ReadyModel, PlotHost, PlotModel } from './plot-model';

/**
 * What a view shows around its picture, and what it tells its host. A host's listener that throws is reported and
 * disturbs nobody else.
 */
export class PlotPresenter {
  readonly #host: PlotHost;
  #model: PlotModel = { phase: 'loading', progress: null };
  #unannounced = false;
  /** Other rows than those shown are on their way. */
  stale = false;

  constructor(host: PlotHost) {
    this.#host = host;
  }

  get phase(): PlotModel['phase'] {
    return this.#model.phase;
  }

  /** What is shown beside the picture; null while there is none. */
  get ready(): ReadyModel | null {
    return this.#model.phase === 'ready' ? this.#model : null;
  }

  /** How wide the host writes a text; undefined where it can't tell. */
  get measure(): PlotHost['measure'] {
    return this.#host.measure;
  }

  /** Another phase than a picture. */
  show(model: Exclude<PlotModel, ReadyModel>): void {
    this.#render(model);
  }

  /**
   * The picture has this layout; not rendered before it is told what is selected. Words of before stand until others
   * follow.
   */
  arrange(layout: Layout, told: Pick<ReadyModel, 'note' | 'approximate'>): void {
    const { summary = '', zoomText = '', selectedText = '' } = this.ready ?? {};
    this.#model = { phase: 'ready', layout, stale: this.stale, shape: null, selectedText, summary, zoomText, ...told };
  }

  /** Something beside the picture is another; nothing while there is none. */
  change(change: Partial<ReadyModel>): void {
    if (this.#model.phase === 'ready') this.#render({ ...this.#model, ...change });
  }

  /** The next picture is the first of its rows: the host is told when it stands. */
  awaitPicture(): void {
    this.#unannounced = true;
  }

  announce(painted: Promise<void>): void {
    if (this.#unannounced) void painted.then(() => tell(() => this.#host.onPainted()));
    this.#unannounced = false;
  }

  selected(selection: PlotSelection): void {
    tell(() => this.#host.onSelected(selection));
  }

  viewed(domain: PlotDomain | null): void {
    if (domain) tell(() => this.#host.onZoomed(domain));
  }

  hovered(hover: PlotHover | null): void {
    this.#host.onHovered?.(hover);
  }

  #render(model: PlotModel): void {
    this.#model = model;
    this.#host.render(model);
  }
}

function tell(listener: () => void): void {
  try {
    listener();
  } catch (thrown) {
    reportError(thrown);
  }
}
