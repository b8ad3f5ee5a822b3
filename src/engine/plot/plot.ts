import { PikaError } from '../errors';
import type { Surface } from '../frame/backend';
import type { Theme } from '../plan/mark';
import { loadMarks } from '../plan/marks/index';
import { planPlot, type Plan } from '../plan/plan';
import type { Progress } from '../source/source';
import { parsePlotSpec, type PlotRequest, type PlotSpec } from '../grammar/plot-spec';
import { acquireLayers, releaseLayers, UnreadableQuery, type LoadOptions, type OpenRelation } from './acquire-layers';
import { loadInteraction, POINTING } from './interaction';
import type { LayerData } from './layer-data';
import { loadLayerKinds } from './layer-kinds';
import { orientBoxes } from './orient-boxes';
import { planInZone } from './plan-in-zone';
import { withSliceCategories } from './slice-categories';
import { planReadable, readableLayers, withoutQuery } from './readable-layers';
import type { PlotSelector } from '../select/plot-selector';
import type { BrushPx } from '../select/view-selection';
import type { HoverRow, PointPx } from '../inspect/hover';
import type { NearestFollower } from '../select/nearest-follower';
import type { HoverLookup } from '../inspect/hover-lookup';
import { PlotScene } from './plot-scene';
import { PlotPresenter } from './plot-presenter';
import { loadPresentation } from './presentation-on-demand';
import type { SelectRanges } from '../select/select-values';
import { SELECTING } from '../select/selecting';
import type { PlotContext } from './plot-context';
import type { PlotExplanation } from './explanation';
import type { DrawnValue } from './drawn-values';
import { SAVING } from './parts-on-demand';
import { PlotCanvas } from './plot-canvas';
import type { CountedBins, LegendActions, PlotDomain, PlotSelection, PlotHost } from './plot-model';
import { isChannelName } from '../grammar/channel-name';
import { readAfterLast } from './read-after-last';
import type { SelectedRows } from './selected-rows';
import { shownLabel } from './shown-label';
import { shownTitle } from './shown-title';
import { mapAxes, POSITION_CHANNELS, type PerAxis, type PositionChannel } from '../grammar/position-channel';

const MAX_ATTEMPTS = 3;
/** Twice the pixels of common screens: about 200 dots per inch of paper. */
const PAPER_PIXEL_RATIO = 2;

/**
 * One plot: turns attributes into a plan, then loads rows and columns, and does so again when one of them or the
 * backend changes. Its {@link PlotScene} draws them. Owns the canvas's surface, two slots (all rows; rows that pass the
 * filters) and the column leases; `dispose` frees them.
 */
export class Plot {
  readonly #open: OpenRelation;
  readonly #presenter: PlotPresenter;
  readonly #canvas: PlotCanvas;
  readonly #scene: PlotScene;
  #context: PlotContext;
  #attributes: PlotRequest | null = null;
  /** Why it draws nothing, until the next update. */
  #refused: PikaError | null = null;
  #loading = new AbortController();
  /** Never rejects. */
  #lastLoad: Promise<void> = Promise.resolve();
  #refreshing = new AbortController();

  /** @param id unique among views; names the view's surface and slots */
  constructor(id: string, context: PlotContext, host: PlotHost, open: OpenRelation) {
    this.#open = open;
    this.#presenter = new PlotPresenter(host);
    this.#canvas = new PlotCanvas(id, host, context.memory);
    this.#scene = new PlotScene(id, this.#canvas, this.#presenter);
    this.#context = context;
    this.#canvas.attach(context.backend);
    this.#canvas.reveal();
  }

  /** What it draws, for code that reads several plots at once. */
  get scene(): PlotScene {
    return this.#scene;
  }

  get attributes(): PlotRequest | null {
    return this.#attributes;
  }

  /** Selects and highlights by the entries of its legend; null if it can't. */
  get legendActions(): LegendActions | null {
    return this.#scene.legends.actions;
  }

  /** The queries that it draws. */
  get queries(): readonly string[] {
    const { from, layers = [] } = this.#attributes ?? {};
    return [from, ...layers.map((layer) => layer.from)].flatMap((name) => name?.trim() || []);
  }

  /** The current selection; null before the plot is loaded. */
  get selection(): PlotSelection | null {
    return this.#scene.selection;
  }

  /** Whether something is selected or zoomed in it, or it shares its zoom with others: that ends with the plot. */
  get isInUse(): boolean {
    const { selector, legends, zoom } = this.#scene;
    return selector.drawn !== null || legends.isInUse || zoom.isInUse;
  }

  /** Looks up what lies under the pointer; null until its code is loaded, see {@link interactive}. */
  get hoverLookup(): HoverLookup | null {
    return this.#scene.pointing?.hoverLookup ?? null;
  }

  /** The row drawn nearest to a place, among the rows that pass the filters; null if none is near. */
  async nearest(at: PointPx): Promise<HoverRow | null> {
    await POINTING.load();
    return this.hoverLookup!.nearest(at);
  }

  /** Selects the row nearest to the pointer; null as {@link hoverLookup}. */
  get nearestFollower(): NearestFollower | null {
    return this.#scene.pointing?.nearestFollower ?? null;
  }

  /** The note for the user beside the picture; null if there is none. */
  get note(): string | null {
    return this.#scene.note;
  }

  /** The title of a channel that isn't an axis. */
  titleOf(channel: string): string {
    const { plan } = this.#scene;
    return plan && isChannelName(channel) ? shownTitle(plan, channel) : channel;
  }

  /** A category of {@link values} as the plot shows it. */
  labelOf(channel: string, label: string): string {
    const { plan } = this.#scene;
    return plan && isChannelName(channel) ? shownLabel(plan, channel, label) : label;
  }

  /**
   * Sets the attributes, reloads, and clears the selection.
   * @param legendIsElsewhere another element shows the legends
   */
  update(attributes: PlotRequest, legendIsElsewhere = false): void {
    this.#scene.legendIsElsewhere = legendIsElsewhere;
    const before = this.#attributes;
    this.#attributes = attributes;
    this.#refused = null;
    const { zoom, selector } = this.#scene;
    for (const channel of POSITION_CHANNELS)
      if (!before || axisText(before, channel) !== axisText(attributes, channel)) zoom.forget(channel);
    selector.leave();
    this.#scene.legends.leave();
    void this.#load();
  }

  /**
   * The query has new rows: loads them behind the current picture. The returned function swaps them in and keeps the
   * selection, so that views that filter one another swap together. A view that shows nothing yet reloads.
   * @param grew rows were only appended: the picture is not marked stale, and its paint is not announced
   */
  async refresh(grew: boolean): Promise<() => void> {
    if (this.#refused) return () => undefined;
    const [before, plan] = [this.#scene.loaded, this.#scene.plan];
    if (!before || !plan || plan.unreadable.size > 0) {
      await this.#load(this.#presenter.ready !== null);
      return () => undefined;
    }
    this.#refreshing.abort();
    const { signal } = (this.#refreshing = new AbortController());
    this.#presenter.stale ||= !grew;
    this.#presenter.change({ stale: this.#presenter.stale });
    try {
      const { layers } = await this.#acquire(plan, { signal });
      return () => {
        if (signal.aborted || this.#scene.loaded !== before) return releaseLayers(layers);
        if (!grew) this.#presenter.awaitPicture();
        this.#presenter.stale = false;
        // Until the new axes are binned, a drag would select in released columns.
        this.#scene.leave();
        this.#scene.join(this.#context, plan, layers, this.#loading.signal);
        this.#scene.layOut().catch((thrown: unknown) => this.#failed(PikaError.from(thrown)));
      };
    } catch (thrown) {
      const error = PikaError.from(thrown instanceof UnreadableQuery ? thrown.cause : thrown);
      // Overtaken by another change, which comes with a refresh of its own.
      if (signal.aborted) return () => undefined;
      // The layers of other queries go on.
      if (new Set(plan.layers.map(({ spec }) => spec.from)).size > 1) {
        await this.#load(this.#presenter.ready !== null);
        return () => undefined;
      }
      this.#unloadRows();
      this.#failed(error);
      return () => undefined;
    }
  }

  /** The user has stopped loading. */
  stop(): void {
    if (this.#presenter.phase !== 'loading') return;
    this.#loading.abort();
    this.#presenter.show({ phase: 'stopped' });
  }

  /** Reloads after a failure or a stop, and restores the selection. */
  retry(): void {
    if (this.#attributes) void this.#load();
  }

  /**
   * Moves to a new backend on a new canvas, and reloads; keeps the selection. The old picture stays until {@link
   * reveal} is called. Resolves once the new picture is painted, or if there will be none.
   */
  async moveTo(context: PlotContext): Promise<void> {
    const hadPicture = this.#presenter.ready !== null;
    if (hadPicture) this.#canvas.freeze(this.#context.backend);
    this.#unload();
    this.#context = context;
    this.#canvas.attach(context.backend);
    if (!hadPicture) this.reveal();
    if (this.#attributes) void this.#load(hadPicture);
    // Another load may overtake this one, and the picture is that of the last.
    for (let load: Promise<void> | null = null; load !== this.#lastLoad;) await (load = this.#lastLoad);
  }

  /**
   * Whether the painted picture applies all filters: false if a plot that filters this one was still loading. Null
   * until a picture has been painted.
   */
  get isFullyFiltered(): boolean | null {
    return this.#scene.picture.isFullyFiltered;
  }

  /** Shows the new canvas after a move. */
  reveal(): void {
    this.#canvas.reveal();
  }

  /** Shows a picture that browsers can print, and sharply; the returned function ends that. Null without a picture. */
  print(): (() => void) | null {
    const drawn = this.#scene.drawnAt(PAPER_PIXEL_RATIO);
    return drawn && this.#canvas.print(drawn);
  }

  resize(widthCss: number, heightCss: number, pixelRatio: number): void {
    this.#scene.resize(widthCss, heightCss, pixelRatio);
  }

  setTheme(theme: Theme): void {
    this.#scene.setTheme(theme);
  }

  /** The pointer is near: prepares for a brush. */
  prepareBrush(): void {
    const { layer } = this.#scene;
    if (layer) layer.loaded?.linked.prepareIndex(layer);
  }

  /** Selects whole pixels, or nothing. Axes the plot has no brush on are ignored. */
  brushTo(wanted: BrushPx | null): void {
    const ended = this.#context.profile.begin('plot', 'brush');
    this.#select((selector) => selector.brushTo(wanted && this.#scene.mirror!.brush(wanted)));
    ended();
  }

  /** The least distance by which a brush moves along an axis in a panel, in CSS pixels; 0 for any distance. */
  brushStepCss(channel: PositionChannel, panel: number): number {
    return SELECTING.ifLoaded ? this.#scene.selector.brushStepCss(channel, panel) : 0;
  }

  /** Remembers the selection; the returned function restores it. */
  holdSelection(): () => void {
    return this.#scene.selector.hold();
  }

  /**
   * Selects the bar, category, cell or slice at a point of a panel (pixels, y from the bottom). With `add`, keeps those
   * already selected.
   */
  pick(at: PointPx, add: boolean): void {
    const slice = this.#scene.pointing?.sliceCodesAt(at);
    if (slice) {
      this.#scene.noteClick();
      this.#select((selector) => selector.pickCategories(slice, at.panel ?? 0, add));
    } else this.#select((selector) => selector.pick(this.#scene.mirror!.point(at), add));
  }

  /** Selects the inside of a curve over a panel (pixels, y from the bottom). The curve closes itself. */
  lasso(corners: readonly (readonly [x: number, y: number])[], panel = 0): void {
    this.#select((selector) =>
      selector.lasso(
        corners.map((corner) => this.#scene.mirror!.corner(corner)),
        panel,
      ),
    );
  }

  /**
   * Selects by value, also on axes without a brush: lo ≤ value < hi (milliseconds since 1970 or Dates for times;
   * bigints in the column's own ticks), or categories by their labels; null clears.
   * Right after the first picture, its code may still be loading: it then selects later, and reports errors.
   * @throws PikaError `spec/bad-selection`, and then nothing changes
   */
  select(wanted: SelectRanges | null): void {
    this.#select((selector) => selector.select(wanted));
  }

  /** The visible domain; null while there are no axes. */
  get domain(): PlotDomain | null {
    return this.#scene.domain;
  }

  /** The domains of the zoomed axes, in data units. */
  get zoomed(): PerAxis<readonly [lo: number, hi: number]> {
    return this.#scene.zoom.zoomed;
  }

  /** The axes that the user can zoom. */
  get zoomable(): PerAxis<true> {
    return Object.fromEntries((this.#scene.plan?.zoomable ?? []).map((channel) => [channel, true]));
  }

  /** Shows these domains, in data units; null zooms out. Before the plot is drawn, they are kept until it is. */
  show(domains: PerAxis<readonly [lo: number, hi: number] | null>): void {
    this.#scene.zoom.show(domains);
  }

  /** Makes the visible domains `factor` times as long about positions in the box, from 0 to 1. */
  zoomAt(places: PerAxis<number>, factor: number): void {
    const { mirror, zoom } = this.#scene;
    zoom.zoomAt(mirror ? mapAxes(places, (channel, place) => mirror.fraction(channel, place)) : places, factor);
  }

  /** Moves the visible domains by fractions of their length; positive moves to the right and to the top. */
  panBy(fractions: PerAxis<number>): void {
    const { mirror, zoom } = this.#scene;
    zoom.panBy(mirror ? mapAxes(fractions, (channel, by) => mirror.distance(channel, by)) : fractions);
  }

  /** The user has let go: counts exactly now. */
  settle(): void {
    this.#scene.settle();
  }

  /** The counts of the picture, once all pending work on it is done; null while there is no picture. */
  async counts(): Promise<CountedBins | null> {
    return this.#presenter.ready && this.#read(() => this.#scene.counts());
  }

  /**
   * The instances that the picture shows, once the plot is drawn and all pending work on it is done; none if there are
   * no rows to draw. If the picture is replaced meanwhile, they are those of the next. Null if the user stopped it, or
   * once it is disposed of. Rejects with the error of a plot that can't be drawn.
   */
  values(): Promise<readonly DrawnValue[] | null> {
    return this.#read(async () => {
      const phase = await this.#drawn();
      return phase === 'empty' ? [] : phase === 'ready' ? this.#scene.values() : null;
    });
  }

  /** How each layer gets its data, and why; null without a picture. Waits and rejects as {@link values}. */
  explain(): Promise<PlotExplanation | null> {
    return this.#read(async () => ((await this.#drawn()) === 'ready' ? this.#scene.explain() : null));
  }

  /** The rows that pass its filters and its own selection; null without rows. Waits and rejects as {@link values}. */
  selectedRows(): Promise<SelectedRows | null> {
    return this.#read(async () => {
      await this.#drawn();
      return (await SAVING.load()).selectedRows(this.#scene.layer);
    });
  }

  /**
   * Draws the marks on another canvas, at a pixel ratio that need not be the screen's. Returns false while there is no
   * picture.
   */
  async drawMarks(canvas: Surface, pixelRatio: number): Promise<boolean> {
    return (await SAVING.load()).drawMarks(this.#scene, this.#context, canvas, pixelRatio);
  }

  /** Reads from the picture. While it is to be replaced by one of new rows or another backend, waits for that one. */
  #read<T>(read: () => Promise<T | null>): Promise<T | null> {
    return readAfterLast(() => this.#lastLoad, read);
  }

  /** What the plot shows, once it has loaded. Rejects with its error. */
  async #drawn(): Promise<'empty' | 'stopped' | 'ready'> {
    const model = await this.#presenter.loaded();
    if (model.phase === 'error') throw model.error;
    return model.phase;
  }

  /** Shows an error of the author until the next {@link update}, whatever its rows do. */
  fail(error: PikaError): void {
    if (this.#refused === error) return;
    this.#refused = error;
    this.#unloadRows();
    this.#presenter.show({ phase: 'error', error });
  }

  dispose(): void {
    this.#presenter.close();
    this.#scene.selector.leave();
    this.#scene.legends.leave();
    this.#scene.zoom.leave();
    this.#unload();
    this.#canvas.dispose();
  }

  /** Resolves once users can hover and select. */
  interactive(): Promise<void> {
    return loadInteraction();
  }

  /** Selects, once the code for that is loaded; not at all while there is no picture. */
  #select(work: (selector: PlotSelector) => void): void {
    if (!this.#presenter.ready) return;
    if (SELECTING.ifLoaded) return work(this.#scene.selector);
    SELECTING.load()
      .then(() => this.#presenter.ready && work(this.#scene.selector))
      .catch(reportError);
  }

  /** @param quietly keep the current picture until the new one is painted */
  #load(quietly = false): Promise<void> {
    return (this.#lastLoad = this.#loadRows(quietly));
  }

  async #loadRows(quietly: boolean): Promise<void> {
    this.#unloadRows();
    if (this.#refused) return this.#presenter.show({ phase: 'error', error: this.#refused });
    const { signal } = (this.#loading = new AbortController());
    if (!quietly) this.#presenter.show({ phase: 'loading', progress: null });
    const onProgress = (progress: Progress): void => {
      if (!signal.aborted && !quietly) this.#presenter.show({ phase: 'loading', progress });
    };
    try {
      const options = { signal, onProgress };
      const wanted = parsePlotSpec(this.#attributes!);
      const [readable] = await Promise.all([
        readableLayers(wanted, this.#open, options),
        loadMarks(wanted.layers.map(({ mark }) => mark)).then(() => void prepareLayers(wanted)),
      ]);
      const spec = await orientBoxes(readable.spec, this.#open, options);
      const { plan, layers } = await this.#acquireSlices(spec, readable.unreadable, options);
      if (signal.aborted) return releaseLayers(layers);
      this.#presenter.stale = false;
      this.#scene.join(this.#context, plan, layers, signal);
      this.#presenter.awaitPicture();
      await this.#scene.layOut();
      if (!quietly || !this.#presenter.ready || !this.#scene.layer?.axes) return;
      await this.#scene.picture.settled();
    } catch (thrown) {
      if (!signal.aborted) this.#failed(PikaError.from(thrown, `plot from "${this.#attributes?.from ?? ''}"`));
    }
  }

  /** Loads the layers of a spec. Pies of whole numbers load again, with categories. */
  async #acquireSlices(spec: PlotSpec, unreadable: Plan['unreadable'], options: LoadOptions): Promise<Acquired> {
    const acquired = await this.#acquireReadable(spec, unreadable, options);
    const withCategories = withSliceCategories(acquired.plan.spec, acquired.layers);
    if (!withCategories) return acquired;
    releaseLayers(acquired.layers);
    return this.#acquireReadable(withCategories, acquired.plan.unreadable, options);
  }

  /**
   * Loads the layers of a spec without those whose columns can't be read.
   * @param unreadable queries that the spec leaves out already
   */
  async #acquireReadable(spec: PlotSpec, unreadable: Plan['unreadable'], options: LoadOptions): Promise<Acquired> {
    try {
      return await this.#acquire(planReadable(spec, unreadable), options);
    } catch (thrown) {
      if (!(thrown instanceof UnreadableQuery)) throw thrown;
      const others = withoutQuery(spec, thrown.from);
      const [why] = unreadable.values();
      if (!others) throw why ?? thrown.cause;
      const more = new Map([...unreadable, [thrown.from, PikaError.from(thrown.cause)]]);
      return this.#acquireReadable(others, more, options);
    }
  }

  /** Loads the rows and columns of every layer. Retries if rows were replaced while they were read. */
  async #acquire(wanted: Plan, options: LoadOptions): Promise<Acquired> {
    for (let attempt = 1; ; attempt++) {
      try {
        const [plan] = await Promise.all([
          planInZone(wanted, this.#open, options),
          loadLayerKinds(wanted),
          loadPresentation(wanted),
        ]);
        return { plan, layers: await acquireLayers(this.#context, this.#open, plan, options) };
      } catch (thrown) {
        if (
          options.signal.aborted ||
          attempt === MAX_ATTEMPTS ||
          !(thrown instanceof PikaError) ||
          thrown.code !== 'source/aborted'
        )
          throw thrown;
      }
    }
  }

  #failed(error: PikaError): void {
    this.#scene.failed(error);
  }

  #unloadRows(): void {
    this.#loading.abort();
    this.#refreshing.abort();
    this.#scene.leave();
  }

  #unload(): void {
    this.#unloadRows();
    this.#context.frameScheduler.drop(this.#scene.slots);
    this.#canvas.detach(this.#context.backend);
  }
}

/** Loads the code of a spec's layers while their rows are opened. */
async function prepareLayers(spec: PlotSpec): Promise<void> {
  try {
    const plan = planPlot(spec);
    await Promise.all([loadLayerKinds(plan), loadPresentation(plan)]);
  } catch {
    // Thrown again once the rows are open.
  }
}

/** A plan with the rows and columns of each layer. */
interface Acquired {
  readonly plan: Plan;
  readonly layers: readonly LayerData[];
}

/** Identifies what determines the domain of an axis. A zoom lasts as long as this stays the same. */
function axisText(request: PlotRequest, channel: PositionChannel): string {
  const { layers = [] } = request;
  const shown = [request, ...layers].map((layer) => [layer.from, layer[channel], layer[`${channel}2`]]);
  return JSON.stringify([shown, request[`${channel}Domain`], request[`${channel}Scale`]]);
}
