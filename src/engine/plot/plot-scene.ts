import { PikaError } from '../errors';
import { countAxis } from '../guides/count-axis';
import { layOut } from '../guides/layout';
import { COUNT, type SlotId } from '../frame/recording';
import type { SurfacePaint } from '../frame/surface-paint';
import type { PositionChannel } from '../grammar/position-channel';
import type { Theme } from '../plan/mark';
import { titleOf, type Plan } from '../plan/plan';
import { releasePlotColumns } from './plot-columns';
import { countAxes, countBySql, largestOf, rebin, type CountedAxes } from './count-axes';
import { binLayers, binVisibleLayers, type LayerAxes } from './layer-axes';
import { PlotLayer, type LayerData, type LoadedLayer } from './plot-layer';
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
import type { CountedBins, PlotDomain, PlotSelection } from './plot-model';
import { ZoomState } from '../zoom/zoom-state';
import { domainOf } from '../zoom/zoom-domain';

/** Reading counts back on every frame of a drag would stall a GPU. */
const DESCRIBE_AFTER_MS = 150;
/** A screen reader speaks every change of a live region in full: after a drag it would go on for a minute. */
const SELECTION_TEXT_AFTER_MS = 200;
const WARM_AFTER_MS = 150;

/**
 * Draws loaded rows: bins the axes for the plot's size and visible domain, counts every layer along them, and requests
 * a picture whenever one of these changes. Lives across loads and backends: {@link join} takes the loaded rows, {@link
 * leave} releases them.
 */
export class PlotScene {
  /** The layer whose columns the axes describe. Its selector selects for the whole plot. */
  readonly layer: PlotLayer;
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
  /** The layers besides the primary one, in painter's order. Reused by later plans. */
  readonly #others: PlotLayer[] = [];
  #plan: Plan | null = null;
  #theme: Theme | null = null;
  #size: CanvasSize | null = null;
  /** The axes of each layer when the plot is not zoomed; null while they are being binned. */
  #homes: readonly (LayerAxes | null)[] | null = null;
  /** The largest count of any layer. */
  #largest = 0;
  /** Number of the latest layout: counts of an earlier one are dropped. */
  #turn = 0;
  #stopDescribing: (() => void) | null = null;
  #cancelSelectionText: (() => void) | null = null;

  /** @param id unique among views; names its slots */
  constructor(id: string, canvas: PlotCanvas, presenter: PlotPresenter) {
    this.#id = id;
    this.#canvas = canvas;
    this.#presenter = presenter;
    let selector: PlotSelector;
    this.layer = this.#newLayer(id, (view) => (selector = new PlotSelector(view, (drawn) => this.#showDrawn(drawn))));
    this.selector = selector!;
    this.zoom = new ZoomState(this.layer, () => this.#reframe());
    this.nearestFollower = new NearestFollower(() => this.#followerScene, this.selector);
    this.hoverLookup = new HoverLookup(
      () => this.#hoverScene,
      (hover) => presenter.hovered(hover),
    );
  }

  #newLayer(id: string, selector: ((view: object) => PlotSelector) | null): PlotLayer {
    return new PlotLayer(
      id,
      {
        draw: () => this.#draw(),
        idle: () => this.settle(),
        failed: (error) => this.#presenter.show({ phase: 'error', error }),
      },
      selector,
    );
  }

  get loaded(): LoadedLayer | null {
    return this.layer.loaded;
  }

  /** Null while no rows are loaded. */
  get plan(): Plan | null {
    return this.#plan;
  }

  /** The layers of the current plan, in painter's order. */
  get layers(): readonly PlotLayer[] {
    const plan = this.#plan;
    if (!plan) return [];
    const others = this.#others.slice(0, plan.layers.length - 1);
    return [...others.slice(0, plan.primary), this.layer, ...others.slice(plan.primary)];
  }

  /** The slots of every layer, also of layers that earlier plans had. */
  get slots(): readonly SlotId[] {
    return [this.layer, ...this.#others].flatMap(({ total, selected }) => [total, selected]);
  }

  get size(): CanvasSize | null {
    return this.#size;
  }

  /** The visible domain; null while there are no axes. */
  get domain(): PlotDomain | null {
    const { loaded, counted } = this.layer;
    if (!loaded || !counted) return null;
    const of = (channel: PositionChannel): PlotDomain['x'] => {
      const axis = counted.axes.get(channel);
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
    while (this.#others.length < data.length - 1)
      this.#others.push(this.#newLayer(`${this.#id}.layer-${this.#others.length + 2}`, null));
    this.selector.join(plan.layers[plan.primary]!.spec.from, context.selection(spec.selection));
    this.zoom.join(
      spec.zoomGroup ? context.zoomGroup(spec.zoomGroup) : null,
      plan.zoomable.length > 0 ? plan.zoomable : plan.selectable,
    );
    for (const [i, layer] of this.layers.entries()) this.#joinLayer(layer, data[i]!, context, signal);
  }

  #joinLayer(layer: PlotLayer, data: LayerData, context: PlotContext, signal: AbortSignal): void {
    const { relation, plotColumns, plan } = data;
    const linked = context.linked(relation);
    linked.add(layer);
    const { filterBy, filterKey } = plan.spec;
    const incomingFilters = new IncomingFilters(
      this.layer,
      { selections: filterBy.map((name) => context.selection(name)), key: filterKey },
      relation,
      plotColumns.resident,
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
    this.#homes = null;
    for (const layer of this.layers) this.#leaveLayer(layer);
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
    for (const layer of this.layers) layer.loaded?.linked.invalidate(layer);
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
    const counting = layers.map(({ layer, loaded }, i) => this.#countLayer(layer, loaded, visible[i]!, isLate));
    const done = await Promise.all(counting);
    if (done.includes(false) || isLate()) return;
    this.#largest = largestIn(layers);
    this.#canvas.resize(context.backend, size);
    this.#arrange();
    this.#presenter.announce(context.frameScheduler.painted());
    this.#warmSoon(this.loaded!);
    // The visible domain may have changed while rows were counted.
    this.#reframe();
  }

  /** The layers with their rows; null while one has none. */
  get #loadedLayers(): readonly { readonly layer: PlotLayer; readonly loaded: LoadedLayer }[] | null {
    const { layers } = this;
    const loaded = layers.flatMap((layer) => (layer.loaded ? [{ layer, loaded: layer.loaded }] : []));
    return loaded.length > 0 && loaded.length === layers.length ? loaded : null;
  }

  /** The user has paused: counts all rows and rescales the count axis. */
  settle(): void {
    const paused = (this.#loadedLayers ?? []).filter(({ layer }) => layer.sampling.settle() && layer.counted);
    if (paused.length === 0) return;
    for (const { layer, loaded } of paused) if (loaded.plotColumns.resident) loaded.linked.invalidate(layer);
    const bySql = paused.some(({ loaded }) => !loaded.plotColumns.resident);
    this.#try(() => (bySql ? this.#rebinBySql() : this.#follow()));
  }

  /** The counts of the picture, once all pending work on it is done; null while there is no picture. */
  async counts(): Promise<CountedBins | null> {
    this.settle();
    const counts = await this.layer.read((slot, read) => this.#canvas.still.read(slot, read));
    return this.#presenter.ready && counts;
  }

  /** Counts a layer along its axes, unless it is counted along them already. False if a later count replaces it. */
  async #countLayer(
    layer: PlotLayer,
    loaded: LoadedLayer,
    axes: LayerAxes | null,
    isLate: () => boolean,
  ): Promise<boolean> {
    if (axes && layer.counted && sameAxes(axes, layer.counted.axes)) return true;
    layer.counted = null;
    const counted = axes && (await this.#count(layer, loaded, axes, isLate));
    if (axes && !counted) return false;
    layer.counted = counted;
    return true;
  }

  /** Null if a later count owns the slot. */
  async #count(
    { total, sampling }: PlotLayer,
    { context, relation, plan, plotColumns, signal }: LoadedLayer,
    axes: LayerAxes,
    isLate: () => boolean,
  ): Promise<CountedAxes | null> {
    const bySql = plotColumns.resident ? null : () => countBySql(relation, plan, axes, [], { signal, replaces: total });
    const what = `count ${[...plan.columns.values()].map(({ expression }) => expression).join(', ')}`;
    const counted = await context.profile.time('plot', what, () =>
      countAxes(context, axes, total, { signal, bySql, isLate }),
    );
    if (!counted || isLate()) return null;
    if (counted.counts) this.#canvas.still.read(total, counted.counts);
    else sampling.renew();
    return counted;
  }

  /** Lays out axes and selection, and requests a picture. */
  #arrange(): void {
    const plan = this.#plan!;
    const { axes } = this.layer.counted!;
    const { relation, plotColumns, plan: primary } = this.loaded!;
    const { widthCss, heightCss } = this.#size!;
    const { selector } = this;
    const title = (channel: PositionChannel): string => {
      const column = primary.columns.get(channel);
      return column ? titleOf(column) : 'rows';
    };
    const before = this.#presenter.ready?.layout ?? null;
    // While zoomed, keep the box's left edge: it would jitter as labels change width.
    const space = { widthCss, heightCss, measure: this.#presenter.measure, least: this.zoom.isZoomed ? before : null };
    const y = axes.get('y');
    const layout = layOut(space, {
      x: { scale: axes.get('x')!.scale, title: title('x') },
      y: y ? { scale: y.scale, title: title('y') } : { ...countAxis(this.#largest), title: title('y') },
    });
    this.#presenter.arrange(layout, { note: this.note, approximate: this.#isApproximate });
    selector.layOut(relation, plotColumns.resident, selectAxes(plan, axes, layout.box), plan.brush);
    this.#presenter.change({ shape: selector.drawn?.shape ?? null });
    this.#describeSelectionSoon(selector.drawn?.text ?? '');
    for (const layer of this.layers) layer.loaded?.linked.invalidate(layer);
  }

  get #isApproximate(): boolean {
    return this.layers.some(({ sampling }) => sampling.isApproximate);
  }

  /** The notes of all layers for the user; null if there are none. */
  get note(): string | null {
    const notes = this.layers.flatMap(({ loaded }) => loaded?.plotColumns.note ?? []);
    return notes.length > 0 ? [...new Set(notes)].join('; ') : null;
  }

  /** The visible domain has changed: bins it now, and counts and draws it with the next frame. */
  #reframe(): void {
    const [plan, layers, homes, size] = [this.#plan, this.#loadedLayers, this.#homes, this.#size];
    if (!plan || !layers || !homes || !size || !this.layer.counted || !this.#presenter.ready) return;
    const data = layers.map(({ loaded }) => loaded);
    const visible = binVisibleLayers(data, homes, plan.primary, this.zoom, sizeCss(size));
    if (sameAxes(visible[plan.primary]!, this.layer.counted.axes)) return;
    const { backend, clock } = this.loaded!.context;
    const { frameRows } = backend.capabilities;
    // SQL counts once the user pauses.
    if (!data.every(({ plotColumns }) => plotColumns.resident))
      return this.layer.sampling.moved(clock, 0, frameRows, false);
    for (const [i, { layer, loaded }] of layers.entries()) {
      const before = layer.counted;
      if (!before || !visible[i]) continue;
      const counted = (layer.counted = rebin(before, visible[i]));
      if (counted.bins !== before.bins) this.#canvas.still.forget();
      layer.sampling.moved(clock, loaded.relation.rowCount, frameRows, counted.bins !== before.bins);
    }
    this.#largest = largestIn(layers);
    this.#arrange();
    this.#presenter.viewed(this.domain);
  }

  async #rebinBySql(): Promise<void> {
    await this.layOut();
    this.#presenter.viewed(this.domain);
  }

  /** Reads the exact counts back once the user pauses, and rescales the count axis by them. */
  async #follow(): Promise<void> {
    const layers = (this.#loadedLayers ?? []).flatMap(({ layer, loaded }) =>
      layer.counted ? [{ layer, loaded, counted: layer.counted }] : [],
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
    for (const [i, { layer, counted }] of layers.entries())
      if (exact[i] !== counted.largest) layer.counted = { ...counted, largest: exact[i]! };
    const largest = largestIn(layers);
    if (largest !== this.#largest) {
      this.#largest = largest;
      this.#arrange();
    }
    const { plan } = this.loaded!;
    const parts = [...this.layer.counted!.axes].map(([channel, { scale }]) => {
      const { expression } = plan.columns.get(channel)!;
      const [from, to] = scale.domain.map((end) => scale.format(end));
      return `${expression} from ${from} to ${to}`;
    });
    this.#presenter.change({ approximate: false, zoomText: this.zoom.isZoomed ? parts.join(', ') : '' });
    this.#warmSoon(this.loaded!);
  }

  /** A backend with an index caches the pixel of every row. Filling the cache early spares the first brush the wait. */
  #warmSoon({ context: { backend, frameScheduler, clock }, signal }: LoadedLayer): void {
    const { selector } = this;
    const { total, resident } = this.layer;
    const { brushable } = selector;
    if (!brushable || !resident || !backend.capabilities.index) return;
    clock.after(WARM_AFTER_MS, () => {
      if (selector.brushable !== brushable) return;
      const calls = brushable.map((bins, i) => ({
        kernel: 'aggregate' as const,
        dimensions: [bins] as const,
        accumulators: COUNT,
        clauses: [],
        out: `${total}.warm${i}` as SlotId,
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
    const paints = this.layers.flatMap((layer) => layer.paints(box, theme, this.#largest));
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
    const { loaded, counted, drawnSlots } = this.layer;
    const { ready } = this.#presenter;
    if (!loaded || !counted || !ready) return null;
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
            const { counted } = this.layer;
            for (const slot of this.#canvas.still.missing) {
              const counts = await context.backend.read(slot);
              if (this.layer.counted !== counted) return;
              this.#canvas.still.read(slot, counts);
            }
          })
          .catch(() => undefined),
    );
  }

  /** The picture in words, a sentence for each layer; null if another picture replaces it. */
  async #describe(): Promise<string | null> {
    const sentences: string[] = [];
    for (const layer of this.layers) {
      const reading = await layer.readDrawn((slot, read) => this.#canvas.still.read(slot, read));
      const { loaded, counted } = layer;
      if (!reading || !counted || !loaded) return null;
      sentences.push(loaded.plan.mark.describe({ axes: counted.axes, counts: reading.counts }));
    }
    return sentences.join(' ');
  }

  #try(work: () => Promise<void>): void {
    work().catch((thrown: unknown) => this.layer.failed(PikaError.from(thrown)));
  }
}

/** The largest count of the layers that are counted along one axis. */
function largestIn(layers: readonly { readonly layer: PlotLayer }[]): number {
  return Math.max(0, ...layers.map(({ layer }) => layer.counted?.largest ?? 0));
}
