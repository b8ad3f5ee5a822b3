import { html, nothing, type TemplateResult } from 'lit';
import type { Bounds, PikaError, PlotSelection } from '../../engine/index';
import type { PikaPlot } from '../pika-plot/pika-plot';

/** What the histogram of a filter draws. */
export interface HistogramRequest {
  readonly from: string;
  readonly column: string;
  readonly selection: string | null;
  readonly filterBy: string | null;
  readonly timeZone: string | null;
  readonly label: string;
  /** Whether a drag selects. */
  readonly isBrushed: boolean;
}

export interface HistogramListener {
  readonly selected: (selection: PlotSelection) => void;
  readonly failed: (error: PikaError) => void;
}

/** A small linked plot of the filtered column. Its brush holds the clause of the filter. */
export class FilterHistogram {
  readonly #root: () => ParentNode;
  readonly #listener: HistogramListener;
  /** What to select once the plot is drawn. */
  #pending: Bounds | null = null;
  #isReady = false;

  constructor(root: () => ParentNode, listener: HistogramListener) {
    this.#root = root;
    this.#listener = listener;
  }

  template({ from, column, selection, filterBy, timeZone, label, isBrushed }: HistogramRequest): TemplateResult {
    return html`<pika-plot part="histogram" mark="bar" y="count()" label=${`Rows by ${label}`} x-nice="off"
      axes="off" from=${from} x=${`bin(${column}\n)`} brush=${isBrushed ? 'x' : nothing}
      selection=${selection ?? nothing} filter-by=${filterBy ?? nothing} time-zone=${timeZone ?? nothing}
      @pika-ready=${this.#ready} @pika-select=${this.#selected} @pika-error=${this.#failed}
      @pika-hover=${stop} @pika-view=${stop}></pika-plot>`;
  }

  /** Selects between these ends, now or as soon as the plot is drawn. */
  select(bounds: Bounds): void {
    const plot = this.#plot;
    if (!plot || !this.#isReady) {
      this.#pending = bounds;
      return;
    }
    this.#pending = null;
    const { first, end } = bounds;
    plot.select(first === null && end === null ? null : { x: [first ?? -Infinity, end ?? Infinity] });
  }

  /** Call it when the plot, and with it the clause, has left the page. */
  forget(): void {
    this.#isReady = false;
    this.#pending = null;
  }

  get #plot(): PikaPlot | null {
    return this.#root().querySelector('pika-plot');
  }

  readonly #ready = (event: Event): void => {
    event.stopPropagation();
    this.#isReady = true;
    if (this.#pending) this.select(this.#pending);
  };

  readonly #selected = (event: CustomEvent<PlotSelection>): void => {
    event.stopPropagation();
    this.#listener.selected(event.detail);
  };

  readonly #failed = (event: CustomEvent<PikaError>): void => {
    event.stopPropagation();
    this.#listener.failed(event.detail);
  };
}

function stop(event: Event): void {
  event.stopPropagation();
}
