import { html, nothing, type TemplateResult } from 'lit';
import type { Bounds, PikaError, PlotSelection } from '../../engine/index';
import type { PikaPlot } from '../pika-plot/pika-plot';
import type { SayOfInput } from './clear-button';

/** What the histogram of a filter draws. */
export interface HistogramRequest {
  readonly from: string;
  readonly column: string;
  readonly selection: string | null;
  readonly filterBy: string | null;
  readonly timeZone: string | null;
  readonly label: string;
  readonly say: SayOfInput;
  /** Whether a drag selects. */
  readonly isBrushed: boolean;
}

export interface HistogramListener {
  /** The ends of what the plot selects. */
  readonly boundsOf: (selection: PlotSelection) => Bounds;
  /** @param isNew whether this is anything but what a script asked for */
  readonly selected: (selection: PlotSelection, isNew: boolean) => void;
  readonly failed: (error: PikaError) => void;
}

/** All rows. */
export const OPEN: Bounds = { first: null, end: null };

/**
 * A small linked plot of the filtered column, which holds the clause of the filter. The plot loses its clause when its
 * attributes change, when an error takes its place, and while it has no rows. It gets the clause back when it is drawn.
 */
export class FilterHistogram {
  readonly #root: () => ParentNode;
  readonly #listener: HistogramListener;
  #bounds = OPEN;
  /** Whether the user asked for the bounds. */
  #isByUser = false;

  constructor(root: () => ParentNode, listener: HistogramListener) {
    this.#root = root;
    this.#listener = listener;
  }

  /** What the plot selects, or will select once it is drawn. */
  get bounds(): Bounds {
    return this.#bounds;
  }

  template({ from, column, selection, filterBy, timeZone, label, say, isBrushed }: HistogramRequest): TemplateResult {
    return html`<pika-plot part="histogram" mark="bar" y="count()"
      label=${say('histogram', { filter: label })} x-nice="off"
      axes="off" from=${from} x=${`bin(${column}\n)`} brush=${isBrushed ? 'x' : nothing}
      selection=${selection ?? nothing} filter-by=${filterBy ?? nothing} time-zone=${timeZone ?? nothing}
      @pika-ready=${this.#ready} @pika-select=${this.#selected} @pika-error=${this.#failed}
      @pika-hover=${stop} @pika-view=${stop}></pika-plot>`;
  }

  /** Selects between these ends, now or as soon as the plot is drawn. */
  select(bounds: Bounds, isByUser: boolean): void {
    this.#bounds = bounds;
    this.#isByUser = isByUser;
    this.#apply();
  }

  /** The plot filters another column, or leaves the page: what it selects is gone. */
  forget(): void {
    this.#bounds = OPEN;
  }

  /** Does nothing before the plot is drawn. */
  #apply(): void {
    const { first, end } = this.#bounds;
    this.#plot?.select(first === null && end === null ? null : { x: [first ?? -Infinity, end ?? Infinity] });
  }

  get #plot(): PikaPlot | null {
    return this.#root().querySelector('pika-plot');
  }

  readonly #ready = (event: Event): void => {
    event.stopPropagation();
    if (!isSame(this.#bounds, OPEN) && !this.#plot?.selected?.clause) this.#apply();
  };

  readonly #selected = (event: CustomEvent<PlotSelection>): void => {
    event.stopPropagation();
    const bounds = this.#listener.boundsOf(event.detail);
    const isNew = this.#isByUser || !isSame(bounds, this.#bounds);
    this.#isByUser = false;
    this.#bounds = bounds;
    this.#listener.selected(event.detail, isNew);
  };

  readonly #failed = (event: CustomEvent<PikaError>): void => {
    event.stopPropagation();
    this.#listener.failed(event.detail);
  };
}

function isSame(a: Bounds, b: Bounds): boolean {
  return a.first === b.first && a.end === b.end;
}

function stop(event: Event): void {
  event.stopPropagation();
}
