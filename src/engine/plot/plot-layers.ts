import type { SlotId } from '../frame/recording';
import type { PositionChannel } from '../grammar/position-channel';
import type { PanelRoom } from '../guides/layout';
import type { LayerPlan, Plan } from '../plan/plan';
import { IncomingFilters } from '../select/incoming-filters';
import type { PlotSelector } from '../select/plot-selector';
import type { CountsLayer } from './counts-layer';
import { NO_FACETS, type LayerFacets } from './facets/facets';
import { fittingValues, keepValues, type IsSelected, type KeptValues } from './facets/fit-panels';
import type { LayerData } from './layer-data';
import { createLayer, isCounts, isTable } from './layer-kinds';
import { releasePlotColumns } from './plot-columns';
import type { PlotContext } from './plot-context';
import type { LoadedLayer, PlotLayer, PlotLayerHost, ShownBands } from './plot-layer';
import type { StillPicture } from './still-picture';
import type { TableLayer } from './table-layer';

/** A layer with its rows. */
export interface JoinedLayer {
  readonly layer: PlotLayer;
  readonly loaded: LoadedLayer;
}

/** The layers of one plot as linked views. Lives across loads and backends; owns the columns that it joins. */
export class PlotLayers {
  /** Unique among views. */
  readonly id: string;
  readonly #host: PlotLayerHost;
  readonly #still: StillPicture;
  #all: readonly PlotLayer[] = [];
  #plan: Plan | null = null;
  /** The panels of each layer, including those that don't fit into the plot. */
  #allFacets: readonly LayerFacets[] = [];

  /**
   * @param id unique among views; names the slots of the layers
   * @param still keeps the counts that are read back
   */
  constructor(id: string, host: PlotLayerHost, still: StillPicture) {
    this.id = id;
    this.#host = host;
    this.#still = still;
  }

  /** In painter's order. Later plans reuse layers whose route stays the same. */
  get all(): readonly PlotLayer[] {
    return this.#all;
  }

  /** Null while no rows are loaded. */
  get plan(): Plan | null {
    return this.#plan;
  }

  /** The layer whose columns the axes describe; null while no rows are loaded. */
  get primary(): PlotLayer | null {
    return this.#plan && this.#all[this.#plan.primary]!;
  }

  /** The layers with their rows; null unless all have rows. */
  get loaded(): readonly JoinedLayer[] | null {
    const loaded = this.#all.flatMap((layer) => (layer.loaded ? [{ layer, loaded: layer.loaded }] : []));
    return loaded.length > 0 && loaded.length === this.#all.length ? loaded : null;
  }

  /** The panels that all layers are divided into. */
  get facets(): LayerFacets {
    return this.primary?.loaded?.facets ?? NO_FACETS;
  }

  /**
   * Leaves out the panels for which there is no room; null: none. The layers then need to be counted along their axes.
   * @param isSelected for values of the primary layer: these panels stay
   * @returns whether the plot has other panels than before
   */
  fitPanels(room: PanelRoom | null, isSelected: IsSelected): boolean {
    const primaryFirst = [...this.#allFacets.slice(this.#plan?.primary), ...this.#allFacets];
    const kept: KeptValues = room ? fittingValues(primaryFirst, room, isSelected) : new Map();
    const shown = JSON.stringify(this.facets.labels);
    const fitting = this.#allFacets.map((facets) => (kept.size > 0 ? keepValues(facets, kept) : facets));
    if (JSON.stringify((fitting[this.#plan?.primary ?? 0] ?? NO_FACETS).labels) === shown) return false;
    for (const [i, { loaded }] of this.#all.entries()) if (loaded) loaded.facets = fitting[i]!;
    return true;
  }

  get counts(): readonly CountsLayer[] {
    return this.#all.filter(isCounts);
  }

  get tables(): readonly TableLayer[] {
    return this.#all.filter(isTable);
  }

  /** The labels of a band with a limit; null without a limit, or before there is a table. */
  get bands(): ShownBands | null {
    return this.tables.find(({ loaded }) => loaded?.limit)?.bands ?? null;
  }

  /** The position whose band has a limit. */
  get limitedChannel(): PositionChannel | null {
    return this.tables.find(({ loaded }) => loaded?.limit)?.loaded!.limit!.channel ?? null;
  }

  /** The slots of every layer. */
  get slots(): readonly SlotId[] {
    return slotsOf(this.#all);
  }

  /** Whether its counts are estimated from a sample. */
  get isApproximate(): boolean {
    return this.counts.some(({ sampling }) => sampling.isApproximate);
  }

  /**
   * Replaces the layers by those of a plan. They have no rows yet.
   * @param selector selects values of the primary layer, which is returned
   */
  follow(context: PlotContext, plan: Plan, selector: PlotSelector): PlotLayer {
    this.#plan = plan;
    const before = this.#all;
    this.#all = plan.layers.map((layer, i) => this.#layerFor(layer, i));
    context.backend.drop(slotsOf(before.filter((layer) => !this.#all.includes(layer))));
    const primary = this.#all[plan.primary]!;
    for (const layer of this.#all) layer.selector = layer === primary ? selector : null;
    return primary;
  }

  /** Takes the loaded rows of every layer, and joins the linked views of their relations. */
  join(context: PlotContext, data: readonly LayerData[], signal: AbortSignal): void {
    this.#allFacets = data.map(({ facets }) => facets);
    for (const [i, layer] of this.#all.entries()) joinLayer(layer, this.primary!, data[i]!, context, signal);
  }

  /** Keeps the object while the route stays: it identifies the plot to other views. */
  #layerFor(plan: LayerPlan, i: number): PlotLayer {
    const before = this.#all[i];
    const id = i === 0 ? this.id : `${this.id}.layer-${i + 1}`;
    const kind = plan.route === 'counts' ? 'counts' : 'table';
    return before?.kind === kind ? before : createLayer(plan, id, this.#host, this.#still);
  }

  /** Releases the rows and columns, and leaves the linked views. */
  leave(): void {
    for (const layer of this.#all) {
      const { loaded } = layer;
      if (!loaded) continue;
      layer.leave();
      this.#still.forget();
      loaded.incomingFilters.dispose();
      loaded.context.leave(loaded.relation, layer);
      releasePlotColumns(loaded.plotColumns);
    }
    this.#plan = null;
  }

  /** Draws all layers with the next frame. */
  invalidate(): void {
    for (const layer of this.#all) layer.loaded?.linked.invalidate(layer);
  }
}

function joinLayer(
  layer: PlotLayer,
  primary: PlotLayer,
  data: LayerData,
  context: PlotContext,
  signal: AbortSignal,
): void {
  const { relation, plotColumns, plan } = data;
  const linked = context.linked(relation);
  linked.add(layer);
  const { filterBy, filterKey } = plan.spec;
  const incomingFilters = new IncomingFilters(
    primary,
    { selections: filterBy.map((name) => context.selection(name)), key: filterKey },
    relation,
    // SQL filters rows without resident columns.
    plan.route === 'counts' ? plotColumns.resident : plotColumns.aggregation?.by === 'kernels',
    context,
    (source) => layer.filtersChanged(source),
    (error) => layer.failed(error),
  );
  layer.loaded = { ...data, context, linked, incomingFilters, signal };
}

/** The slots that these layers own. */
function slotsOf(layers: readonly PlotLayer[]): SlotId[] {
  return layers.flatMap((layer) =>
    isTable(layer) ? Object.values(layer.slots) : isCounts(layer) ? [layer.total, layer.selected] : [],
  );
}
