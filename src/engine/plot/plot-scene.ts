import { PikaError } from '../errors';
import type { BinnedAxis } from '../scales/binned-axis';
import { countAxis } from '../guides/count-axis';
import { layOut } from '../guides/layout';
import { COUNT, type SlotId } from '../frame/recording';
import type { SurfacePaint } from '../frame/surface-paint';
import type { ByChannel } from '../grammar/channel-name';
import { isPosition, type PositionChannel } from '../grammar/position-channel';
import type { Theme } from '../plan/mark';
import { titleOf, type Plan } from '../plan/plan';
import type { Relation } from '../source/source';
import { releasePlotColumns, type PlotColumns } from './plot-columns';
import { countAxes, countBySql, largestOf, rebin, type CountedAxes } from './count-axes';
import { PlotLayer, type LoadedPlot, type PaintedSlots } from './plot-layer';
import { checkScales } from './check-scales';
import { checkSteps } from './check-steps';
import { binAxes, binVisibleAxes, sameAxes, zoomableAxes } from './bin-axes';
import type { ViewSelection } from '../select/view-selection';
import { IncomingFilters } from '../select/incoming-filters';
import { NearestFollower } from '../select/nearest-follower';
import { HoverLookup, type HoverScene } from '../inspect/hover-lookup';
import type { PlotPresenter } from './plot-presenter';
import { selectAxes } from '../select/plot-selector';
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
 * Draws loaded rows: bins the axes for the plot's size and visible domain, counts along them, and requests a picture
 * whenever one of these changes. Lives across loads and backends: {@link join} takes the loaded rows, {@link leave}
 * releases them.
 */
export class PlotScene {
  readonly layer: PlotLayer;
  /** The visible domain of each axis. */
  readonly zoom: ZoomState;
  /** Looks up what lies under the pointer. */
  readonly hoverLookup: HoverLookup;
  /** Selects the row nearest to the pointer. */
  readonly nearestFollower: NearestFollower;
  readonly #presenter: PlotPresenter;
  readonly #canvas: PlotCanvas;
  #theme: Theme | null = null;
  #size: CanvasSize | null = null;
  /** The axes of the plot when it is not zoomed; null while they are being binned. */
  #homes: ByChannel<BinnedAxis> | null = null;
  /** Number of the latest layout: counts of an earlier one are dropped. */
  #turn = 0;
  #stopDescribing: (() => void) | null = null;
  #cancelSelectionText: (() => void) | null = null;

  /** @param id unique among views; names its slots */
  constructor(id: string, canvas: PlotCanvas, presenter: PlotPresenter) {
    this.#canvas = canvas;
    this.#presenter = presenter;
    this.layer = new PlotLayer(id, {
      draw: (...drawn) => this.#draw(...drawn),
      drawn: (drawn) => this.#showDrawn(drawn),
      idle: () => this.settle(),
      failed: (error) => presenter.show({ phase: 'error', error }),
    });
    this.zoom = new ZoomState(this.layer, () => this.#reframe());
    this.nearestFollower = new NearestFollower(
      () => this.#hoverScene && { ...this.#hoverScene, others: this.loaded!.incomingFilters.others },
      this.layer.selector,
    );
    this.hoverLookup = new HoverLookup(
      () => this.#hoverScene,
      (hover) => presenter.hovered(hover),
    );
  }

  get loaded(): LoadedPlot | null {
    return this.layer.loaded;
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
    const { from, drawn } = this.layer.selector;
    return { from, clause: drawn?.clause(from) ?? null, ranges: drawn?.ranges ?? [] };
  }

  /** Takes loaded rows and joins their linked views, selection and zoom group. Owns `plotColumns` from now on. */
  join(context: PlotContext, plan: Plan, relation: Relation, plotColumns: PlotColumns, signal: AbortSignal): void {
    const { spec } = plan;
    const { layer } = this;
    const linked = context.linked(relation);
    linked.add(layer);
    layer.selector.join(spec.from, context.selection(spec.selection));
    this.zoom.join(
      spec.zoomGroup ? context.zoomGroup(spec.zoomGroup) : null,
      plan.zoomable.length > 0 ? plan.zoomable : [...plan.columns.keys()].filter(isPosition),
    );
    const sources = { selections: spec.filterBy.map((name) => context.selection(name)), key: spec.filterKey };
    const incomingFilters = new IncomingFilters(
      layer,
      sources,
      relation,
      plotColumns.resident,
      context,
      (source) => linked.invalidate(layer, source),
      (error) => layer.failed(error),
    );
    layer.loaded = { context: context, plan, relation, plotColumns, linked, incomingFilters, signal };
  }

  /** Releases the rows; keeps the selection and the zoom. */
  leave(): void {
    this.#turn++;
    this.#stopDescribing?.();
    this.#cancelSelectionText?.();
    const { loaded } = this;
    if (!loaded) return;
    this.layer.leave();
    this.#homes = null;
    this.hoverLookup.pointerLeft();
    this.#canvas.still.forget();
    loaded.incomingFilters.dispose();
    loaded.context.leave(loaded.relation, this.layer);
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
    this.loaded?.linked.invalidate(this.layer);
  }

  /** Bins the axes for the size, counts all rows if the bins are new, and requests a picture. */
  async layOut(): Promise<void> {
    const { loaded } = this;
    const size = this.#size;
    if (!loaded || !size || size.widthCss < 1 || size.heightCss < 1) return;
    const turn = ++this.#turn;
    this.hoverLookup.pointerLeft();
    const { plan, plotColumns, context } = loaded;
    checkSteps(plan, plotColumns, loaded.relation);
    checkScales(plan, plotColumns, loaded.relation);
    const homes = binAxes(plan, plotColumns, sizeCss(size));
    if (!homes) {
      this.#presenter.show({
        phase: 'empty',
        summary: `No rows to show${plotColumns.note ? ` (${plotColumns.note})` : ''}.`,
      });
      return this.#presenter.announce(Promise.resolve());
    }
    this.#homes = null;
    this.zoom.layOut(zoomableAxes(plan, plotColumns, homes));
    this.#homes = homes;
    const axes = binVisibleAxes(plan, homes, this.zoom, sizeCss(size));
    if (!this.layer.counted || !sameAxes(axes, this.layer.counted.axes)) {
      this.layer.counted = null;
      const counted = await this.#count(loaded, axes, () => turn !== this.#turn || this.loaded !== loaded);
      if (!counted) return;
      this.layer.counted = counted;
    }
    this.#canvas.resize(context.backend, size);
    this.#arrange(loaded, this.layer.counted);
    this.#presenter.announce(context.frameScheduler.painted());
    this.#warmSoon(loaded);
    // The visible domain may have changed while rows were counted.
    this.#reframe();
  }

  /** The user has paused: counts all rows and rescales the count axis. */
  settle(): void {
    const { loaded, counted, sampling } = this.layer;
    if (!sampling.settle() || !loaded || !counted) return;
    if (loaded.plotColumns.resident) loaded.linked.invalidate(this.layer);
    this.#try(() => (loaded.plotColumns.resident ? this.#follow(loaded, counted) : this.#rebinBySql()));
  }

  /** The counts of the picture, once all pending work on it is done; null while there is no picture. */
  async counts(): Promise<CountedBins | null> {
    this.settle();
    const counts = await this.layer.read((slot, read) => this.#canvas.still.read(slot, read));
    return this.#presenter.ready && counts;
  }

  /** Null if a later count owns the slot by now. */
  async #count(
    { context, relation, plan, plotColumns, signal }: LoadedPlot,
    axes: ByChannel<BinnedAxis>,
    isLate: () => boolean,
  ): Promise<CountedAxes | null> {
    const { total, sampling } = this.layer;
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
  #arrange({ plan, relation, linked, plotColumns }: LoadedPlot, { axes, largest }: CountedAxes): void {
    const { widthCss, heightCss } = this.#size!;
    const { selector, sampling } = this.layer;
    const title = (channel: PositionChannel): string => {
      const column = plan.columns.get(channel);
      return column ? titleOf(column) : 'rows';
    };
    const before = this.#presenter.ready?.layout ?? null;
    // While zoomed, keep the box's left edge: it would jitter as labels change width.
    const space = { widthCss, heightCss, measure: this.#presenter.measure, least: this.zoom.isZoomed ? before : null };
    const y = axes.get('y');
    const layout = layOut(space, {
      x: { scale: axes.get('x')!.scale, title: title('x') },
      y: y ? { scale: y.scale, title: title('y') } : { ...countAxis(largest), title: title('y') },
    });
    this.#presenter.arrange(layout, { note: plotColumns.note, approximate: sampling.isApproximate });
    selector.layOut(relation, plotColumns.resident, selectAxes(plan, axes, layout.box), plan.brush);
    this.#presenter.change({ shape: selector.drawn?.shape ?? null });
    this.#describeSelectionSoon(selector.drawn?.text ?? '');
    linked.invalidate(this.layer);
  }

  /** The visible domain has changed: bins it now, and counts and draws it with the next frame. */
  #reframe(): void {
    const { loaded, counted: before, sampling } = this.layer;
    const [homes, size] = [this.#homes, this.#size];
    if (!loaded || !before || !homes || !size || !this.#presenter.ready) return;
    const axes = binVisibleAxes(loaded.plan, homes, this.zoom, sizeCss(size));
    if (sameAxes(axes, before.axes)) return;
    const {
      backend: {
        capabilities: { frameRows },
      },
      clock,
    } = loaded.context;
    // SQL counts once the user pauses.
    if (!loaded.plotColumns.resident) return sampling.moved(clock, 0, frameRows, false);
    const counted = (this.layer.counted = rebin(before, axes));
    if (counted.bins !== before.bins) this.#canvas.still.forget();
    sampling.moved(clock, loaded.relation.rowCount, frameRows, counted.bins !== before.bins);
    this.#arrange(loaded, counted);
    this.#presenter.viewed(this.domain);
  }

  async #rebinBySql(): Promise<void> {
    await this.layOut();
    this.#presenter.viewed(this.domain);
  }

  async #follow(loaded: LoadedPlot, counted: CountedAxes): Promise<void> {
    const { context, plan } = loaded;
    const { layer } = this;
    await context.frameScheduler.settled();
    if (counted !== layer.counted) return layer.sampling.idle();
    const largest = counted.axes.size === 1 ? largestOf(await context.backend.read(layer.total)) : counted.largest;
    if (counted !== layer.counted) return;
    layer.sampling.idle();
    if (largest !== counted.largest) this.#arrange(loaded, (layer.counted = { ...counted, largest }));
    const parts = [...counted.axes].map(([channel, { scale }]) => {
      const { expression } = plan.columns.get(channel)!;
      const [from, to] = scale.domain.map((end) => scale.format(end));
      return `${expression} from ${from} to ${to}`;
    });
    this.#presenter.change({ approximate: false, zoomText: this.zoom.isZoomed ? parts.join(', ') : '' });
    this.#warmSoon(loaded);
  }

  /** A backend with an index caches the pixel of every row. Filling the cache early spares the first brush the wait. */
  #warmSoon({ context: { backend, frameScheduler, clock }, signal }: LoadedPlot): void {
    const { selector, total, resident } = this.layer;
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

  #draw(loaded: LoadedPlot, { axes, largest }: CountedAxes, slots: PaintedSlots): SurfacePaint | null {
    const { ready } = this.#presenter;
    if (!ready || !this.#theme) return null;
    this.hoverLookup.refresh();
    this.#describeSoon(loaded);
    const box = boxPx(ready.layout.box, this.#size!);
    const paints = loaded.plan.mark.paint({ box, axes, largest, theme: this.#theme, ...slots });
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
  #describeSoon({ context, plan }: LoadedPlot): void {
    this.#stopDescribing?.();
    const painted = context.frameScheduler.painted();
    this.#stopDescribing = context.clock.after(
      DESCRIBE_AFTER_MS,
      () =>
        void painted
          .then(async () => {
            // Describe exact counts, never a sample's.
            const reading = this.layer.sampling.isApproximate ? await this.counts() : await this.#readDrawn();
            const { loaded, counted } = this.layer;
            if (!reading || !counted || loaded?.plan !== plan) return;
            this.#presenter.change({ summary: plan.mark.describe({ axes: counted.axes, counts: reading.counts }) });
            // The still picture also needs the counts drawn behind.
            for (const slot of this.#canvas.still.missing) {
              const counts = await context.backend.read(slot);
              if (this.layer.counted !== counted) return;
              this.#canvas.still.read(slot, counts);
            }
          })
          .catch(() => undefined),
    );
  }

  #readDrawn(): Promise<CountedBins | null> {
    return this.layer.readDrawn((slot, read) => this.#canvas.still.read(slot, read));
  }

  #try(work: () => Promise<void>): void {
    work().catch((thrown: unknown) => this.layer.failed(PikaError.from(thrown)));
  }
}
