import { PikaError } from '../errors';
import type { AxisSpec } from '../guides/axis-spec';
import { layOut } from '../guides/layout';
import { COUNT, type SlotId } from '../frame/recording';
import type { SurfacePaint } from '../frame/surface-paint';
import { POSITION_CHANNELS, type PerAxis, type PositionChannel } from '../grammar/position-channel';
import type { Theme } from '../plan/mark';
import { titleOf, type LayerPlan, type Plan } from '../plan/plan';
import { releasePlotColumns } from './plot-columns';
import { largestOf, rebin } from './count-axes';
import { channelTitle } from '../grammar/channel-title';
import { mapChannels } from '../grammar/channel-name';
import type { HoverLayer, TableHoverScene } from '../inspect/table-hover';
import { isLegendChannel, LegendSelections } from '../select/legend-selections';
import { legendCategories, legendsOf } from './plot-legend';
import { trainStyles, type Highlight, type PlotStyles } from './train-styles';
import { onScales } from './on-scales';
import { axisTitle, guideOf } from './axis-title';
import { CountsLayer } from './counts-layer';
import type { DrawnValue } from './drawn-values';
import { TableLayer } from './table-layer';
import { trainScale } from '../scales/train';
import { isTransient } from './transient-error';
import { LinearScale } from '../scales/linear-scale';
import type { Scale } from '../scales/scale';
import { binLayers, binVisibleLayers } from './layer-axes';
import type { LayerAxes, LayerData } from './layer-data';
import type { LoadedLayer, PanelScene, PlotLayer, PlotLayerHost } from './plot-layer';
import { checkScales } from './check-scales';
import { checkSteps } from './check-steps';
import { sameAxes, zoomableAxes } from './bin-axes';
import type { ViewSelection } from '../select/view-selection';
import { IncomingFilters } from '../select/incoming-filters';
import { NearestFollower, type FollowerScene } from '../select/nearest-follower';
import { HoverLookup, type HoverScene } from '../inspect/hover-lookup';
import type { PlotPresenter } from './plot-presenter';
import { PlotSelector, selectAxes } from '../select/plot-selector';
import type { PlotContext } from './plot-context';
import { boxPx, sizeCss, type CanvasSize, type PlotCanvas } from './plot-canvas';
import type { CountedBins, LegendActions, PlotDomain, PlotSelection } from './plot-model';
import { ZoomState } from '../zoom/zoom-state';
import { domainOf } from '../zoom/zoom-domain';

/** Reading counts back on every frame of a drag would stall a GPU. */
const DESCRIBE_AFTER_MS = 150;
/** A screen reader speaks every change of a live region in full: after a drag it would go on for a minute. */
const SELECTION_TEXT_AFTER_MS = 200;
const WARM_AFTER_MS = 150;
/** A value axis that moves during a brush would hide what the brush changes. */
const RETRAIN_AFTER_MS = 200;
/** Idle time before a layer that SQL answers gets new bins. */
const REBIN_AFTER_MS = 40;

/**
 * Draws loaded rows: bins the axes for the plot's size and visible domain, counts every layer along them, and requests
 * a picture whenever one of these changes. Lives across loads and backends: {@link join} takes the loaded rows, {@link
 * leave} releases them.
 */
export class PlotScene {
  readonly selector: PlotSelector;
  /** The visible domain of each axis. */
  readonly zoom: ZoomState;
  /** Looks up what lies under the pointer. */
  readonly hoverLookup: HoverLookup;
  /** Selects the row nearest to the pointer. */
  readonly nearestFollower: NearestFollower;
  readonly #id: string;
  readonly #presenter: PlotPresenter;
  readonly #canvas: PlotCanvas;
  readonly #host: PlotLayerHost;
  /** In painter's order. Later plans reuse them where the route is the same. */
  #layers: readonly PlotLayer[] = [];
  /** The scales of positions that show values. */
  #values: PerAxis<Scale> = {};
  /** The category that the user points at in the legend. */
  #highlighted: Highlight | null = null;
  readonly #legendSelections = new LegendSelections(() => this.#relegend());
  #trainedStyles: { readonly theme: Theme; readonly styles: PlotStyles } | null = null;
  #plan: Plan | null = null;
  #theme: Theme | null = null;
  #size: CanvasSize | null = null;
  /** The axes of each layer when the plot is not zoomed; null while they are being binned. */
  #homes: readonly (LayerAxes | null)[] | null = null;
  /** Number of the latest layout: counts of an earlier one are dropped. */
  #turn = 0;
  #stopDescribing: (() => void) | null = null;
  #cancelSelectionText: (() => void) | null = null;
  #cancelRetraining: (() => void) | null = null;
  #cancelRebinning: (() => void) | null = null;

  /** @param id unique among views; names its slots */
  constructor(id: string, canvas: PlotCanvas, presenter: PlotPresenter) {
    this.#id = id;
    this.#canvas = canvas;
    this.#presenter = presenter;
    this.selector = new PlotSelector((drawn) => this.#showDrawn(drawn));
    this.#host = {
      draw: () => this.#draw(),
      idle: () => this.settle(),
      valuesChanged: () => this.#retrainSoon(),
      failed: (error) => presenter.show({ phase: 'error', error }),
    };
    this.zoom = new ZoomState(this, () => this.#reframe());
    this.nearestFollower = new NearestFollower(() => this.#followerScene, this.selector);
    this.hoverLookup = new HoverLookup(
      () => this.#hoverScene,
      () => this.#tableHoverScene,
      (hover) => presenter.hovered(hover),
    );
  }

  get loaded(): LoadedLayer | null {
    return this.layer?.loaded ?? null;
  }

  /** Null while no rows are loaded. */
  get plan(): Plan | null {
    return this.#plan;
  }

  /** The layer whose columns the axes describe; null while no rows are loaded. */
  get layer(): PlotLayer | null {
    return this.#plan && this.#layers[this.#plan.primary]!;
  }

  /** The slots of every layer. */
  get slots(): readonly SlotId[] {
    return slotsOf(this.#layers);
  }

  get size(): CanvasSize | null {
    return this.#size;
  }

  /** The visible domain; null while there are no axes. */
  get domain(): PlotDomain | null {
    const axes = this.layer?.axes;
    if (!axes) return null;
    const of = (channel: PositionChannel): PlotDomain['x'] => {
      const axis = axes.get(channel);
      if (!axis) return null;
      const { lo, hi } = domainOf(axis.scale.domain, axis.column.type);
      return [lo, hi];
    };
    return { x: of('x'), y: of('y') };
  }

  /** The selection; kept while columns move to another backend. Null before there is a picture. */
  get selection(): PlotSelection | null {
    if (!this.loaded && !this.#presenter.ready) return null;
    const { from, drawn } = this.selector;
    return { from, clause: drawn?.clause(from) ?? null, ranges: drawn?.ranges ?? [] };
  }

  /**
   * Takes the loaded rows of every layer of the plan, and joins their linked views, the selection and the zoom group.
   * Owns their columns from now on.
   */
  join(context: PlotContext, plan: Plan, data: readonly LayerData[], signal: AbortSignal): void {
    const { spec } = plan;
    this.#plan = plan;
    const before = this.#layers;
    this.#layers = plan.layers.map((layer, i) => this.#layerFor(layer, i));
    context.backend.drop(slotsOf(before.filter((layer) => !this.#layers.includes(layer))));
    const primary = this.#layers[plan.primary]!;
    for (const layer of this.#layers) layer.selector = layer === primary ? this.selector : null;
    this.selector.join(primary, plan.layers[plan.primary]!.spec.from, context.selection(spec.selection));
    this.#legendSelections.join(context.selection(spec.selection));
    this.zoom.join(
      spec.zoomGroup ? context.zoomGroup(spec.zoomGroup) : null,
      plan.zoomable.length > 0 ? plan.zoomable : plan.selectable,
    );
    for (const [i, layer] of this.#layers.entries()) this.#joinLayer(layer, primary, data[i]!, context, signal);
  }

  /** Keeps the object while the route stays: it identifies the plot to other views. */
  #layerFor({ route }: LayerPlan, i: number): PlotLayer {
    const before = this.#layers[i];
    const id = i === 0 ? this.#id : `${this.#id}.layer-${i + 1}`;
    if (route === 'counts')
      return before instanceof CountsLayer ? before : new CountsLayer(id, this.#host, this.#canvas.still);
    return before instanceof TableLayer ? before : new TableLayer(id, this.#host);
  }

  #joinLayer(layer: PlotLayer, primary: PlotLayer, data: LayerData, context: PlotContext, signal: AbortSignal): void {
    const { relation, plotColumns, plan } = data;
    const linked = context.linked(relation);
    linked.add(layer);
    const { filterBy, filterKey } = plan.spec;
    const incomingFilters = new IncomingFilters(
      primary,
      { selections: filterBy.map((name) => context.selection(name)), key: filterKey },
      relation,
      // SQL needs no resident columns for its conditions.
      plan.route === 'counts' ? plotColumns.resident : plotColumns.aggregation?.by === 'kernels',
      context,
      (source) => linked.invalidate(layer, source),
      (error) => layer.failed(error),
    );
    layer.loaded = { ...data, context, linked, incomingFilters, signal };
  }

  /** Releases the rows; keeps the selection and the zoom. */
  leave(): void {
    this.#turn++;
    this.#stopDescribing?.();
    this.#cancelSelectionText?.();
    this.#cancelRetraining?.();
    this.#cancelRebinning?.();
    this.#homes = null;
    for (const layer of this.#layers) this.#leaveLayer(layer);
    this.#plan = null;
  }

  #leaveLayer(layer: PlotLayer): void {
    const { loaded } = layer;
    if (!loaded) return;
    layer.leave();
    this.hoverLookup.pointerLeft();
    this.#canvas.still.forget();
    loaded.incomingFilters.dispose();
    loaded.context.leave(loaded.relation, layer);
    releasePlotColumns(loaded.plotColumns);
  }

  resize(widthCss: number, heightCss: number, pixelRatio: number): void {
    const before = this.#size;
    const size = (this.#size = { widthCss: Math.floor(widthCss), heightCss: Math.floor(heightCss), pixelRatio });
    if (before?.widthCss === size.widthCss && before.heightCss === size.heightCss && before.pixelRatio === pixelRatio)
      return;
    this.#try(() => this.layOut());
  }

  setTheme(theme: Theme): void {
    this.#theme = theme;
    this.#relegend();
    for (const layer of this.#layers) layer.loaded?.linked.invalidate(layer);
  }

  /** Bins the axes for the size, counts all rows if the bins are new, and requests a picture. */
  async layOut(): Promise<void> {
    const plan = this.#plan;
    const layers = this.#loadedLayers;
    const size = this.#size;
    if (!plan || !layers || !size || size.widthCss < 1 || size.heightCss < 1) return;
    const turn = ++this.#turn;
    this.hoverLookup.pointerLeft();
    for (const { loaded } of layers) {
      checkSteps(loaded.plan, loaded.plotColumns, loaded.relation);
      checkScales(loaded.plan, loaded.plotColumns, loaded.relation);
    }
    const data = layers.map(({ loaded }) => loaded);
    const { context, plotColumns } = this.loaded!;
    const homes = binLayers(data, sizeCss(size));
    const home = homes[plan.primary];
    if (!home) {
      this.#presenter.show({
        phase: 'empty',
        summary: `No rows to show${plotColumns.note ? ` (${plotColumns.note})` : ''}.`,
      });
      return this.#presenter.announce(Promise.resolve());
    }
    this.#homes = null;
    this.zoom.layOut(zoomableAxes(data[plan.primary]!.plan, plotColumns, home));
    this.#homes = homes;
    const visible = binVisibleLayers(data, homes, plan.primary, this.zoom, sizeCss(size));
    const isLate = (): boolean => turn !== this.#turn || layers.some(({ layer, loaded }) => layer.loaded !== loaded);
    const done = await Promise.all(layers.map(({ layer }, i) => layer.along(visible[i]!, isLate)));
    if (done.includes(false) || isLate()) return;
    this.#train();
    this.#canvas.resize(context.backend, size);
    this.#arrange();
    this.#presenter.announce(context.frameScheduler.painted());
    this.#warmSoon(this.loaded!);
    // The visible domain may have changed while rows were counted.
    this.#reframe();
  }

  /** The layers with their rows; null while one has none. */
  get #loadedLayers(): readonly { readonly layer: PlotLayer; readonly loaded: LoadedLayer }[] | null {
    const layers = this.#layers;
    const loaded = layers.flatMap((layer) => (layer.loaded ? [{ layer, loaded: layer.loaded }] : []));
    return loaded.length > 0 && loaded.length === layers.length ? loaded : null;
  }

  get #countsLayers(): readonly CountsLayer[] {
    return this.#layers.filter((layer) => layer instanceof CountsLayer);
  }

  /** The user has paused: counts all rows and rescales the count axis. */
  settle(): void {
    const isRebinning = this.#cancelRebinning !== null;
    this.#cancelRebinning?.();
    this.#cancelRebinning = null;
    const paused = this.#countsLayers.filter((layer) => layer.sampling.settle() && layer.counted && layer.loaded);
    for (const layer of paused) layer.loaded!.linked.invalidate(layer);
    if (isRebinning) this.#try(() => this.#rebinBySql());
    else if (paused.length > 0) this.#try(() => this.#follow());
  }

  /** The counts of the picture, once all pending work on it is done; null while there is no picture, or for a table. */
  async counts(): Promise<CountedBins | null> {
    this.settle();
    const layer = this.layer;
    const counts = layer instanceof CountsLayer ? await layer.read() : null;
    return this.#presenter.ready && counts;
  }

  /** The instances of all layers, once all pending work on them is done; null while there is no picture. */
  async values(): Promise<readonly DrawnValue[] | null> {
    this.settle();
    const values: DrawnValue[] = [];
    for (const [i, layer] of this.#layers.entries()) {
      const drawn = await layer.values(i);
      if (!drawn) return null;
      values.push(...drawn);
    }
    return this.#presenter.ready && values;
  }

  /** Trains the scales of positions that show values, over all layers. */
  #train(): void {
    const { spec } = this.#plan!;
    const values: { [channel in PositionChannel]?: Scale } = {};
    for (const channel of POSITION_CHANNELS) {
      const extents = this.#layers.flatMap((layer) => layer.shownValues(channel, this.#isLog(channel)) ?? []);
      const scale = trainScale(channel, extents, spec.scales[channel]);
      if (scale) values[channel] = scale;
    }
    this.#values = values;
    this.#trainedStyles = null;
  }

  /** Trained again when the theme or the tables change. */
  #styles(theme: Theme): PlotStyles {
    const known = this.#trainedStyles;
    if (known?.theme === theme) return known.styles;
    const tables = this.#layers.filter((layer) => layer instanceof TableLayer);
    const styles = trainStyles(tables, this.#plan!.spec, theme, this.#highlighted);
    this.#trainedStyles = { theme, styles };
    return styles;
  }

  /** Selects and highlights by the entries of the legend; null if they are no categories. */
  get legendActions(): LegendActions | null {
    const theme = this.#theme;
    if (!this.#plan || !theme) return null;
    const { color, shape } = legendCategories(this.#plan, this.#styles(theme));
    if (!color && !shape) return null;
    const selections = this.#legendSelections;
    return {
      toggle: (channel, value, add) => isLegendChannel(channel) && selections.of(channel).toggle(value, add),
      clear: (channel) => isLegendChannel(channel) && selections.of(channel).clear(),
      highlight: (channel, value) => {
        this.#highlighted = value === null || !isLegendChannel(channel) ? null : { channel, value };
        this.#repaint();
      },
    };
  }

  /** Withdraws what the user selected in the legend. */
  leaveLegend(): void {
    this.#legendSelections.leave();
  }

  #relegend(): void {
    if (this.#plan && this.layer?.axes && this.#presenter.ready) this.#arrange();
  }

  #repaint(): void {
    this.#trainedStyles = null;
    for (const layer of this.#layers) layer.loaded?.linked.invalidate(layer);
  }

  /** A filter has changed the values of a layer: the axes follow once the user pauses. */
  #retrainSoon(): void {
    this.#cancelRetraining?.();
    this.#cancelRetraining =
      this.loaded?.context.clock.after(RETRAIN_AFTER_MS, () => {
        const before = this.#values;
        if (!this.#plan || !this.layer?.axes || !this.#presenter.ready) return;
        this.#train();
        const isSame = POSITION_CHANNELS.every((channel) => sameDomain(before[channel], this.#values[channel]));
        if (!isSame) this.#arrange();
      }) ?? null;
  }

  /** The scale of a position: that of its column, or of its values. */
  #scaleOf(channel: PositionChannel): Scale {
    const onColumn = [this.layer, ...this.#layers].flatMap((layer) => layer?.axes?.get(channel) ?? [])[0];
    return onColumn?.scale ?? this.#values[channel] ?? new LinearScale([0, 1], false);
  }

  /** Lays out axes and selection, and requests a picture. */
  #arrange(): void {
    const plan = this.#plan!;
    const axes = this.layer!.axes!;
    const { relation, plotColumns } = this.loaded!;
    const { widthCss, heightCss } = this.#size!;
    const { selector } = this;
    const before = this.#presenter.ready?.layout ?? null;
    // While zoomed, keep the box's left edge: it would jitter as labels change width.
    const space = { widthCss, heightCss, measure: this.#presenter.measure, least: this.zoom.isZoomed ? before : null };
    const axisOf = (channel: PositionChannel): AxisSpec => ({
      scale: this.#scaleOf(channel),
      title: axisTitle(plan, channel),
      ...(!axes.has(channel) && { isMeasure: true }),
      ...guideOf(plan, channel),
    });
    const styles = this.#theme && this.#styles(this.#theme);
    if (styles) this.#legendSelections.show(legendCategories(plan, styles));
    const legend = styles ? legendsOf(plan, styles, this.#legendSelections) : [];
    const layout = layOut(space, { x: axisOf('x'), y: axisOf('y') }, legend);
    this.#presenter.arrange(layout, { note: this.note, approximate: this.#isApproximate, legend });
    selector.layOut(relation, plotColumns.resident, selectAxes(plan, axes, layout.box), plan.brush);
    this.#presenter.change({ shape: selector.drawn?.shape ?? null });
    this.#describeSelectionSoon(selector.drawn?.text ?? '');
    for (const layer of this.#layers) layer.loaded?.linked.invalidate(layer);
  }

  get #isApproximate(): boolean {
    return this.#countsLayers.some(({ sampling }) => sampling.isApproximate);
  }

  /** The notes of all layers for the user; null if there are none. */
  get note(): string | null {
    const notes = this.#layers.flatMap((layer) => [
      layer.loaded?.plotColumns.note ?? null,
      ...POSITION_CHANNELS.map((channel) => layer.unplacedNote(channel, this.#isLog(channel))),
    ]);
    return [...new Set(notes)].filter((note) => note !== null).join('; ') || null;
  }

  #isLog(channel: PositionChannel): boolean {
    return this.#plan?.spec.scales[channel].scale?.kind === 'log';
  }

  /** The visible domain has changed: bins it now, and counts and draws it with the next frame. */
  #reframe(): void {
    const [plan, layers, homes, size] = [this.#plan, this.#loadedLayers, this.#homes, this.#size];
    const shown = this.layer?.axes;
    if (!plan || !layers || !homes || !size || !shown || !this.#presenter.ready) return;
    const data = layers.map(({ loaded }) => loaded);
    const visible = binVisibleLayers(data, homes, plan.primary, this.zoom, sizeCss(size));
    if (sameAxes(visible[plan.primary]!, shown)) return;
    const { backend, clock } = this.loaded!.context;
    const { frameRows } = backend.capabilities;
    // SQL counts and groups once the user pauses.
    if (!this.#layers.every((layer) => layer.followsZoom)) {
      this.#cancelRebinning?.();
      this.#cancelRebinning = clock.after(REBIN_AFTER_MS, () => this.settle());
      return;
    }
    for (const [i, { layer, loaded }] of layers.entries()) {
      if (!visible[i]) continue;
      if (layer instanceof TableLayer) layer.onScales(visible[i]);
      if (!(layer instanceof CountsLayer) || !layer.counted) continue;
      const before = layer.counted;
      const counted = (layer.counted = rebin(before, visible[i]));
      if (counted.bins !== before.bins) this.#canvas.still.forget();
      layer.sampling.moved(clock, loaded.relation.rowCount, frameRows, counted.bins !== before.bins);
    }
    this.#train();
    this.#arrange();
    this.#presenter.viewed(this.domain);
  }

  async #rebinBySql(): Promise<void> {
    await this.layOut();
    this.#presenter.viewed(this.domain);
  }

  /** Reads the exact counts back once the user pauses, and rescales the count axis by them. */
  async #follow(): Promise<void> {
    const layers = this.#countsLayers.flatMap((layer) =>
      layer.counted && layer.loaded ? [{ layer, loaded: layer.loaded, counted: layer.counted }] : [],
    );
    const isLate = (): boolean => layers.some(({ layer, counted }) => layer.counted !== counted);
    await this.loaded?.context.frameScheduler.settled();
    const idle = (): void => layers.forEach(({ layer }) => layer.sampling.idle());
    if (isLate()) return idle();
    const exact = await Promise.all(
      layers.map(async ({ layer, loaded, counted }) =>
        counted.axes.size === 1 ? largestOf(await loaded.context.backend.read(layer.total)) : counted.largest,
      ),
    );
    if (isLate()) return;
    idle();
    const isNew = layers.some(({ counted }, i) => exact[i] !== counted.largest);
    for (const [i, { layer, counted }] of layers.entries())
      if (exact[i] !== counted.largest) layer.counted = { ...counted, largest: exact[i]! };
    if (isNew) {
      this.#train();
      this.#arrange();
    }
    const { plan } = this.loaded!;
    const parts = [...this.layer!.axes!].map(([channel, { scale }]) => {
      const column = plan.columns.get(channel)!;
      const [from, to] = scale.domain.map((end) => scale.format(end));
      return `${column.part ? titleOf(column) : column.expression} from ${from} to ${to}`;
    });
    this.#presenter.change({ approximate: false, zoomText: this.zoom.isZoomed ? parts.join(', ') : '' });
    this.#warmSoon(this.loaded!);
  }

  /** A backend with an index caches the pixel of every row. Filling the cache early spares the first brush the wait. */
  #warmSoon({ context: { backend, frameScheduler, clock }, signal }: LoadedLayer): void {
    const { selector, layer } = this;
    const brushable = layer?.brushable;
    if (!brushable || !backend.capabilities.index) return;
    clock.after(WARM_AFTER_MS, () => {
      if (selector.brushable !== brushable) return;
      const calls = brushable.map((bins, i) => ({
        kernel: 'aggregate' as const,
        dimensions: [bins] as const,
        accumulators: COUNT,
        clauses: [],
        out: `${this.#id}.total.warm${i}` as SlotId,
      }));
      frameScheduler.computeFor(signal, ...calls).then(
        () => backend.drop(calls.map(({ out }) => out)),
        () => undefined,
      );
    });
  }

  /** The picture of all layers; null if there is no layout or theme yet. */
  #draw(): SurfacePaint | null {
    const { ready } = this.#presenter;
    const theme = this.#theme;
    if (!ready || !theme || !this.#plan) return null;
    this.hoverLookup.refresh();
    this.#describeSoon(this.#plan);
    const box = boxPx(ready.layout.box, this.#size!);
    const scene: PanelScene = {
      box,
      theme,
      pixelRatio: this.#size!.pixelRatio,
      scales: { x: this.#scaleOf('x'), y: this.#scaleOf('y') },
      styles: this.#styles(theme),
    };
    const paints = this.#layers.flatMap((layer) => layer.paints(scene));
    const picture: SurfacePaint = { surface: this.#canvas.surface, panels: [{ box, paints }] };
    this.#canvas.still.keep(picture);
    return picture;
  }

  #showDrawn(drawn: ViewSelection | null): void {
    this.#presenter.change({ shape: drawn?.shape ?? null });
    this.#describeSelectionSoon(drawn?.text ?? '');
    const { selection } = this;
    if (selection) this.#presenter.selected(selection);
  }

  get #hoverScene(): HoverScene | null {
    const { layer } = this;
    const { ready } = this.#presenter;
    if (!(layer instanceof CountsLayer) || !layer.loaded || !layer.counted || !ready) return null;
    const { loaded, counted, drawnSlots } = layer;
    const { context, relation, plan, plotColumns, incomingFilters } = loaded;
    return {
      context: context,
      relation,
      resident: plotColumns.resident,
      plan,
      axes: counted.axes,
      box: ready.layout.box,
      ...drawnSlots,
      filter: incomingFilters.parts.flatMap(({ filter }) => filter),
    };
  }

  /** The tables that the picture shows; null if the primary layer draws counts, or there is no picture. */
  get #tableHoverScene(): TableHoverScene | null {
    const { ready } = this.#presenter;
    const theme = this.#theme;
    if (!ready || !theme || !(this.layer instanceof TableLayer)) return null;
    const { scale } = this.#styles(theme).colors;
    const scales = { x: this.#scaleOf('x'), y: this.#scaleOf('y') };
    const layers = this.#layers.flatMap((layer): HoverLayer[] => {
      if (!(layer instanceof TableLayer) || !layer.loaded || !layer.shown) return [];
      const { spec, valueChannel, draw } = layer.loaded.plan;
      const { table } = layer.shown;
      const instances = onScales(layer.shown.instances, table, scales);
      const titles = mapChannels(spec.channels, (channel, name) => channelTitle(channel) ?? name);
      const css = scale && ((value: number) => scale.css(value));
      return [{ from: spec.from, table, instances, titles, valueChannel, pointing: draw.pointing, css }];
    });
    return { layers, box: ready.layout.box, scales };
  }

  get #followerScene(): FollowerScene | null {
    const scene = this.#hoverScene;
    return scene && { ...scene, brush: this.#plan!.brush, others: this.loaded!.incomingFilters.others };
  }

  /** Updates the text of the selection: after a pause, or at once when the selection is cleared. */
  #describeSelectionSoon(selectedText: string): void {
    this.#cancelSelectionText?.();
    const shown = this.#presenter.ready?.selectedText;
    const clock = this.loaded?.context.clock;
    const say = (): void => this.#presenter.change({ selectedText });
    if (shown === selectedText) return;
    if (selectedText === '' || !clock) say();
    else this.#cancelSelectionText = clock.after(SELECTION_TEXT_AFTER_MS, say);
  }

  /**
   * Describes the plot in words after a pause, once the picture is painted. Does not wait for pending searches and
   * indexes.
   */
  #describeSoon(plan: Plan): void {
    const { context } = this.loaded!;
    this.#stopDescribing?.();
    const painted = context.frameScheduler.painted();
    this.#stopDescribing = context.clock.after(
      DESCRIBE_AFTER_MS,
      () =>
        void painted
          .then(async () => {
            // Describe exact counts, never a sample's.
            if (this.#isApproximate) await this.counts();
            const summary = await this.#describe();
            if (summary === null || this.#plan !== plan) return;
            this.#presenter.change({ summary });
            // The still picture also needs the counts drawn behind.
            const axes = this.layer?.axes;
            for (const slot of this.#canvas.still.missing) {
              const counts = await context.backend.read(slot);
              if (this.layer?.axes !== axes) return;
              this.#canvas.still.read(slot, counts);
            }
          })
          .catch(() => undefined),
    );
  }

  /** The picture in words, a sentence for each layer; null if another picture replaces it. */
  async #describe(): Promise<string | null> {
    const sentences: string[] = [];
    for (const layer of this.#layers) {
      const sentence = await layer.describe();
      if (sentence === null) return null;
      sentences.push(sentence);
    }
    return sentences.join(' ');
  }

  #try(work: () => Promise<void>): void {
    work().catch((thrown: unknown) => this.failed(PikaError.from(thrown)));
  }

  /** Shows an error, unless it resolves by itself. */
  failed(error: PikaError): void {
    if (!isTransient(error)) this.#presenter.show({ phase: 'error', error });
  }
}

/** The slots that these layers own. */
function slotsOf(layers: readonly PlotLayer[]): SlotId[] {
  return layers.flatMap((layer) =>
    layer instanceof TableLayer
      ? Object.values(layer.slots)
      : layer instanceof CountsLayer
        ? [layer.total, layer.selected]
        : [],
  );
}

function sameDomain(a: Scale | undefined, b: Scale | undefined): boolean {
  return a?.kind === b?.kind && (a?.domain.every((end, side) => end === b!.domain[side]) ?? true);
}
