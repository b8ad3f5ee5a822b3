import type { PikaError } from '../errors';
import type { Box } from '../frame/box';
import type { SurfacePaint } from '../frame/surface-paint';
import type { PositionChannel } from '../grammar/position-channel';
import type { FilterPart, LinkedView, LinkedViews, Target } from '../link/linked-views';
import type { Paint } from '../paints/index';
import type { Theme } from '../plan/mark';
import type { LayerPlan } from '../plan/plan';
import type { Scale } from '../scales/scale';
import type { Span } from '../scales/scale-methods';
import type { IncomingFilters } from '../select/incoming-filters';
import type { PlotSelector } from '../select/plot-selector';
import type { DrawnValue } from './drawn-values';
import type { LayerExplanation } from './explanation';
import type { LayerFacets } from './facets/facets';
import { withoutPanelNote } from './facets/facet-texts';
import type { LayerAxes, LayerData } from './layer-data';
import type { LimitedBand } from './limit/limited-band';
import type { PlotContext } from './plot-context';
import type { PlotStyles } from './train-styles';
import type { LayerText } from './text-labels';
import { isTransient } from './transient-error';
import type { LayerValues } from '../scales/train';

/** A layer whose rows and columns are loaded, joined to the linked views of its relation. */
export interface LoadedLayer<P extends LayerPlan = LayerPlan> extends Omit<LayerData<P>, 'facets'> {
  /** The panels that fit into the plot. */
  facets: LayerFacets;
  readonly context: PlotContext;
  readonly linked: LinkedViews;
  readonly incomingFilters: IncomingFilters;
  /** Aborted when the plot reloads or is disposed. */
  readonly signal: AbortSignal;
}

/** The labels that a band with a limit shows. */
export interface ShownBands {
  /** Of the rows that the picture shows. */
  readonly shown: LimitedBand;
  /** Of all rows. */
  readonly all: LimitedBand;
}

export interface PlotLayerHost {
  /** The picture of all layers of the plot; null if it has no layout or theme yet. */
  readonly draw: () => SurfacePaint | null;
  /** The labels that the plot's band shows now, and without filters; null if the plot has no limit. */
  readonly bands: () => ShownBands | null;
  /** The user has stopped zooming. */
  readonly idle: () => void;
  /** The values that the layer shows may need another value axis. */
  readonly valuesChanged: () => void;
  readonly failed: (error: PikaError) => void;
  /** The filters of the layer have changed. */
  readonly filtersChanged: () => void;
}

/** What a layer needs to paint its part of a panel. */
export interface PanelScene {
  /** The number of the panel. */
  readonly panel: number;
  /** In device pixels of the canvas. */
  readonly box: Box;
  readonly pixelRatio: number;
  readonly theme: Theme;
  readonly scales: Readonly<Record<PositionChannel, Scale>>;
  readonly styles: PlotStyles;
}

/**
 * One layer of a plot as one of the linked views. The object of the primary layer identifies the plot as the source of
 * its selection.
 */
export abstract class PlotLayer<P extends LayerPlan = LayerPlan> implements LinkedView {
  protected readonly host: PlotLayerHost;
  /** Selects values of the plot; null for all layers but the primary one. */
  selector: PlotSelector | null = null;
  loaded: LoadedLayer<P> | null = null;
  /** Whether none of the rows has a value to show. Other layers are still drawn. */
  isEmpty = false;

  constructor(host: PlotLayerHost) {
    this.host = host;
  }

  abstract readonly kind: 'counts' | 'table';
  abstract readonly target: Target | null;
  /** Kernels can count it. */
  abstract readonly resident: boolean;
  /** It can be drawn on a new visible domain at once. Otherwise it is drawn there once the user pauses. */
  abstract readonly followsZoom: boolean;
  /** The axes of its columns that the picture shows; null until the rows are counted or grouped along them. */
  abstract readonly axes: LayerAxes | null;
  /** Counts or groups the rows along the axes, unless that is done. Resolves with false if a later call replaces it. */
  abstract along(axes: LayerAxes | null, isLate: () => boolean): Promise<boolean>;
  /**
   * The extent of the values that it shows on a position without a column; null if it shows none there.
   * @param panel the number of a panel; null for all panels
   * @param isLog the position has a log scale, on which only values above 0 have a position
   */
  abstract shownValues(channel: PositionChannel, isLog: boolean, panel?: number | null): LayerValues | null;
  /** The extent of its instances in a panel, on a position with a column; null if there are none. */
  abstract shownExtent(channel: PositionChannel, panel: number): Span | null;
  /** Whether some of all rows have a place in a domain, in ticks; true before the first counts or table. */
  abstract isShownIn(channel: PositionChannel, domain: Span): boolean;
  /** Notes for the user, for example how the columns were read. */
  get notes(): readonly string[] {
    return this.loaded?.plotColumns.notes ?? [];
  }
  /**
   * Notes for the user on values that can't be drawn, counted over all rows, whatever filters the layer.
   * @param isLog whether a position has a log scale, on which only values above 0 have a position
   */
  notDrawn(_isLog: (channel: PositionChannel) => boolean): readonly string[] {
    const { loaded } = this;
    const inNoPanel = loaded && withoutPanelNote(loaded.plan, loaded.facets);
    return [...(loaded?.plotColumns.notDrawn ?? []), ...(inNoPanel === null ? [] : [inNoPanel])];
  }

  /** What the layer contributes to a picture, in painter's order; nothing before its first counts or table. */
  abstract paints(scene: PanelScene): readonly Paint[];
  /** The texts that the layer adds to a picture, the most important first. */
  texts(_scene: PanelScene): readonly LayerText[] {
    return [];
  }
  /** The instances that the picture shows; null if another picture replaces it. */
  abstract values(layer: number): Promise<readonly DrawnValue[] | null>;
  /** The picture in words; null if another picture replaces it. */
  abstract describe(): Promise<string | null>;
  /** How the layer gets its data; null before its first counts or table. */
  abstract explanation(): LayerExplanation | null;
  abstract recount(conditions: readonly string[]): boolean;

  /** Stops counting until rows are loaded again. */
  leave(): void {
    this.loaded = null;
    this.selector?.suspend();
  }

  /** @param source the view whose brush changed them, if one did */
  filtersChanged(source: object | null): void {
    this.loaded?.linked.invalidate(this, source);
    this.host.filtersChanged();
  }

  /** A brush needs columns on the backend to filter by pixels. */
  get brushable(): LinkedView['brushable'] {
    return this.loaded?.plotColumns.resident ? (this.selector?.brushable ?? null) : null;
  }

  get pixels(): LinkedView['pixels'] {
    return this.selector?.drawn?.pixels ?? null;
  }

  get filterParts(): readonly FilterPart[] {
    return this.loaded?.incomingFilters.parts ?? [];
  }

  get selection(): LinkedView['selection'] {
    return this.selector?.selection ?? null;
  }

  isFilteredBy(other: LinkedView): boolean {
    return this.loaded?.incomingFilters.isFilteredBy(other) ?? false;
  }

  /** Whether the picture shows the filtered rows; null if the layer is not part of a picture yet. */
  protected filtered: boolean | null = null;

  /** Whether the picture shows only rows that pass filters. */
  get isFiltered(): boolean {
    return this.filtered === true;
  }

  paint(filtered: boolean): SurfacePaint | null {
    if (!this.loaded || !this.axes) return null;
    const before = this.filtered;
    this.filtered = filtered;
    const paint = this.host.draw();
    if (!paint) this.filtered = before;
    return paint;
  }

  failed(error: PikaError): void {
    if (!isTransient(error)) this.host.failed(error);
  }
}
