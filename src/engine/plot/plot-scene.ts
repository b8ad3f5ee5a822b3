import { PikaError } from '../errors';
import type { BinnedAxis } from '../scales/binned-axis';
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
/** A screen reader speaks every change of a live region to its end: those of a drag would be read out for a minute. */
const SAY_AFTER_MS = 200;
const WARM_AFTER_MS = 150;

/**
 * What a view shows of loaded rows: axes cut to its size and to the part that is zoomed to, counts along them, and a
 * picture whenever one of these is another. Stays through loads and backends; what it needs of them comes with {@link
 * join} and goes with {@link leave}.
 */
export class PlotScene {
  readonly layer: PlotLayer;
  /** Which part of the axes is shown. */
  readonly zoom: ZoomState;
  /** What lies where somebody points. */
  readonly hoverLookup: HoverLookup;
  /** What is selected by pointing. */
  readonly nearestFollower: NearestFollower;
  readonly #presenter: PlotPresenter;
  readonly #canvas: PlotCanvas;
  #theme: Theme | null = null;
  #size: CanvasSize | null = null;
  /** The axes as they are when nothing is zoomed; null while they are being cut. */
  #homes: ByChannel<BinnedAxis> | null = null;
  /** Which laying out is the latest: what an earlier one counted is late. */
  #turn = 0;
  #stopDescribing: (() => void) | null = null;
  #stopSaying: (() => void) | null = null;

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

  /** The part of the axes that is shown; null while there are none. */
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

  /** What is selected; it stands while columns are on their way to another backend. Null before there is a picture. */
  get selection(): PlotSelection | null {
    if (!this.loaded && !this.#presenter.ready) return null;
    const { from, drawn } = this.layer.selector;
    return { from, clause: drawn?.clause(from) ?? null, ranges: drawn?.ranges ?? [] };
  }

  /** Rows are there: links them with what they share. Owns the plotColumns from now on. */
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
    const heeded = { selections: spec.filterBy.map((name) => context.selection(name)), key: spec.filterKey };
    const incomingFilters = new IncomingFilters(
      layer,
      heeded,
      relation,
      plotColumns.resident,
      context,
      (source) => linked.touch(layer, source),
      (error) => layer.failed(error),
    );
    layer.loaded = { context: context, plan, relation, plotColumns, linked, incomingFilters, signal };
  }

  /** The rows go: what is selected and zoomed to stands. */
  leave(): void {
    this.#turn++;
    this.#stopDescribing?.();
    this.#stopSaying?.();
    const { loaded } = this;
    if (!loaded) return;
    this.layer.leave();
    this.#homes = null;
    this.hoverLookup.leave();
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
    this.loaded?.linked.touch(this.layer);
  }

  /** Cuts the axes to the size, counts all rows where the cut is new, and asks for a picture. */
  async layOut(): Promise<void> {
    const { loaded } = this;
    const size = this.#size;
    if (!loaded || !size || size.widthCss < 1 || size.heightCss < 1) return;
    const turn = ++this.#turn;
    this.hoverLookup.leave();
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
    // What is shown may have changed while rows were counted.
    this.#reframe();
  }

  /** The reader rests: all rows are counted, and the scale of counts follows them. */
  settle(): void {
    const { loaded, counted, sampling } = this.layer;
    if (!sampling.settle() || !loaded || !counted) return;
    if (loaded.plotColumns.resident) loaded.linked.touch(this.layer);
    this.#try(() => (loaded.plotColumns.resident ? this.#follow(loaded, counted) : this.#recutBySql()));
  }

  /** The counts behind the picture, once everything asked of it stands; null while there is none. */
  async counts(): Promise<CountedBins | null> {
    this.settle();
    const counts = await this.layer.read((slot, read) => this.#canvas.still.read(slot, read));
    return this.#presenter.ready && counts;
  }

  /** Null when somebody else counts into the slot by now. */
  async #count(
    { context, relation, plan, plotColumns, signal }: LoadedPlot,
    axes: ByChannel<BinnedAxis>,
    isLate: () => boolean,
  ): Promise<CountedAxes | null> {
    const { total, sampling } = this.layer;
    const bySql = plotColumns.resident ? null : () => countBySql(relation, plan, axes, [], { signal, replaces: total });
    const what = `count ${[...plan.columns.values()].map(({ expression }) => expression).join(', ')}`;
    const counted = await context.profile.time('view', what, () =>
      countAxes(context, axes, total, { signal, bySql, isLate }),
    );
    if (!counted || isLate()) return null;
    if (counted.counts) this.#canvas.still.read(total, counted.counts);
    else sampling.renew();
    return counted;
  }

  /** Puts axes and selection where they belong, and asks for a picture. */
  #arrange({ plan, relation, linked, plotColumns }: LoadedPlot, { axes, largest }: CountedAxes): void {
    const { widthCss, heightCss } = this.#size!;
    const { selector, sampling } = this.layer;
    const title = (channel: PositionChannel): string => {
      const column = plan.columns.get(channel);
      return column ? titleOf(column) : 'rows';
    };
    const before = this.#presenter.ready?.layout;
    // A box that begins elsewhere with every label would shake.
    const text = { titles: { x: title('x'), y: title('y') }, measure: this.#presenter.measure };
    const layout = layOut(
      widthCss,
      heightCss,
      axes.get('x')!.scale,
      axes.get('y')?.scale ?? { largest },
      text,
      this.zoom.isZoomed && before?.widthCss === widthCss ? before.box.x : 0,
    );
    this.#presenter.arrange(layout, { note: plotColumns.note, approximate: sampling.isApproximate });
    selector.layOut(relation, plotColumns.resident, selectAxes(plan, axes, layout.box), plan.brush);
    this.#presenter.change({ shape: selector.drawn?.shape ?? null });
    this.#saySelected(selector.drawn?.text ?? '');
    linked.touch(this.layer);
  }

  /** Another part of the axes is shown: cut, drawn and counted with the next frame, without waiting for anything. */
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
    // SQL is asked once the reader rests.
    if (!loaded.plotColumns.resident) return sampling.moved(clock, 0, frameRows, false);
    const counted = (this.layer.counted = rebin(before, axes));
    if (counted.bins !== before.bins) this.#canvas.still.forget();
    sampling.moved(clock, loaded.relation.rowCount, frameRows, counted.bins !== before.bins);
    this.#arrange(loaded, counted);
    this.#presenter.viewed(this.domain);
  }

  async #recutBySql(): Promise<void> {
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

  /**
   * A backend with an index keeps the pixel of every row once it knows it: told before the pointer comes, the first
   * brush need not wait.
   */
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
    this.#saySelected(drawn?.text ?? '');
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

  /** What is selected, in words: at rest; that nothing is, at once. */
  #saySelected(selectedText: string): void {
    this.#stopSaying?.();
    const said = this.#presenter.ready?.selectedText;
    const clock = this.loaded?.context.clock;
    const say = (): void => this.#presenter.change({ selectedText });
    if (said === selectedText) return;
    if (selectedText === '' || !clock) say();
    else this.#stopSaying = clock.after(SAY_AFTER_MS, say);
  }

  /**
   * What the plot shows, in words: at rest, once the picture is there. Searches and indexes that are under way do not
   * hold it up.
   */
  #describeSoon({ context, plan }: LoadedPlot): void {
    this.#stopDescribing?.();
    const painted = context.frameScheduler.painted();
    this.#stopDescribing = context.clock.after(
      DESCRIBE_AFTER_MS,
      () =>
        void painted
          .then(async () => {
            // A sample's counts are not what is said: the exact ones are painted at rest.
            const reading = this.layer.sampling.isApproximate ? await this.counts() : await this.#readDrawn();
            const { loaded, counted } = this.layer;
            if (!reading || !counted || loaded?.plan !== plan) return;
            this.#presenter.change({ summary: plan.mark.describe({ axes: counted.axes, counts: reading.counts }) });
            // Those of all rows stand behind those of the selected ones.
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
