import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { OnDemand } from '../../engine/index';
import type { ShownLegend } from './legend';

/** Many plots have none. */
export const LEGENDS = new OnDemand('the code of legends', () => import('./legend'));

/** A plot that has a legend, or an element that shows one. */
type Member = ReactiveControllerHost & HTMLElement;

/** Plots on the page, with their legends. */
const plots = new Map<Member, () => ShownLegend | null>();
/** Elements that show the legend of a plot elsewhere, with its id. */
const places = new Map<Member, () => string | null>();

/** Whether an element shows the legend of this plot. */
export function isLegendElsewhere(plot: HTMLElement): boolean {
  return [...places].some(([place, id]) => belongTogether(plot, place, id()));
}

/** The legend of the plot that an element names; null if there is none. */
export function legendFor(place: HTMLElement, id: string | null): ShownLegend | null {
  for (const [plot, legend] of plots) if (belongTogether(plot, place, id)) return legend();
  return null;
}

/** The legend of a plot has changed: the elements that show it render again. */
export function legendChanged(plot: HTMLElement): void {
  for (const [place, id] of places) if (belongTogether(plot, place, id())) place.requestUpdate();
}

/** An element names another plot: each plot decides again whether to show its own legend. */
export function legendMoved(): void {
  for (const plot of plots.keys()) plot.requestUpdate();
}

/** An id is unique in its document or shadow root. */
function belongTogether(plot: HTMLElement, place: HTMLElement, id: string | null): boolean {
  return id !== null && plot.id === id && plot.getRootNode() === place.getRootNode();
}

/** Offers the legend of a plot to other elements while the plot is on the page. */
export class LegendOfPlot implements ReactiveController {
  readonly #plot: Member;
  readonly #legend: () => ShownLegend | null;

  constructor(plot: Member, legend: () => ShownLegend | null) {
    this.#plot = plot;
    this.#legend = legend;
    plot.addController(this);
  }

  hostConnected(): void {
    plots.set(this.#plot, this.#legend);
  }

  hostUpdated(): void {
    legendChanged(this.#plot);
  }

  hostDisconnected(): void {
    plots.delete(this.#plot);
    for (const place of places.keys()) place.requestUpdate();
  }
}

/** Takes the legend from a plot while the element is on the page. */
export class LegendPlace implements ReactiveController {
  readonly #place: Member;
  readonly #id: () => string | null;

  constructor(place: Member, id: () => string | null) {
    this.#place = place;
    this.#id = id;
    place.addController(this);
  }

  hostConnected(): void {
    places.set(this.#place, this.#id);
    legendMoved();
  }

  hostDisconnected(): void {
    places.delete(this.#place);
    legendMoved();
  }
}
