import { PikaError } from '../errors';
import type { SlotId } from '../frame/recording';
import type { SurfacePaint } from '../frame/surface-paint';
import type { Size } from '../grammar/position-channel';
import { estimatedWidth, type Layout, type PanelRoom } from '../guides/layout';
import { titleBounds } from '../guides/title-bounds';
import type { LegendModel } from '../guides/legend';
import type { Theme } from '../plan/mark';
import type { Plan } from '../plan/plan';
import { PlotSelector, selectAxes } from '../select/plot-selector';
import type { SelectionShape, ViewSelection } from '../select/view-selection';
import { ZoomState, type ZoomableAxis } from '../zoom/zoom-state';
import { hasAxes } from './axis-specs';
import { sameAxes, zoomableAxes } from './bin-axes';
import { checkScales } from './check-scales';
import { findWrongStep } from './find-wrong-step';
import type { PlotExplanation } from './explanation';
import { EXPLANATION, WRONG_STEP } from './parts-on-demand';
import type { DrawnValue } from './drawn-values';
import { endAtPoints } from './end-at-points';
import { readLargest } from './exact-counts';
import { isFaceted } from './facets/facets';
import { POINTING } from './interaction';
import { isCounts } from './layer-kinds';
import { binLayers, binVisibleLayers } from './layer-axes';
import { layOutPlot, panelSize } from './lay-out-plot';
import type { LayerAxes, LayerData } from './layer-data';
import { sizeCss, type CanvasSize, type PlotCanvas } from './plot-canvas';
import type { Mirror } from './mirror';
import { isSameBand, type LimitedBand } from './limit/limited-band';
import type { PlotContext } from './plot-context';
import { PlotDescriber } from './plot-describer';
import type { LoadedLayer, PlotLayer } from './plot-layer';
import { PlotLayers } from './plot-layers';
import { PlotLegends } from './plot-legends';
import type { CountedBins, PlotDomain, PlotSelection } from './plot-model';
import { pickedCategories, sliceAxis } from './pie-slices';
import { panelPaints, type PanelPaints } from './facets/panel-paints';
import { PaintedPicture } from './painted-picture';
import type { PlotPointing } from './plot-pointing';
import type { PlotPresenter } from './plot-presenter';
import { PlotScales } from './plot-scales';
import { hiddenLegendNote } from './notes/hidden-legend-note';
import { noteOf } from './notes/scene-note';
import { fittedLabels, type LayerText } from './text-labels';
import { readAfterLast } from './read-after-last';
import { isTransient } from './transient-error';
import { domainText, moveToAxes, visibleDomain } from './visible-domain';
import { warmIndexSoon } from './warm-index';
import type { WrongStep } from './wrong-step';

/** A value axis that moves during a brush would hide what the brush changes. */
const RETRAIN_AFTER_MS = 200;
/** Idle time before layers that SQL counts, or that have groups in bins, get new bins. */
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
  readonly legends: PlotLegends;
  /** Another element shows the legends, so the layout leaves no space for them. Takes effect with the next layout. */
  legendIsElsewhere = false;
  readonly picture = new PaintedPicture();
  readonly #id: string;
  readonly #presenter: PlotPresenter;
  readonly #canvas: PlotCanvas;
  readonly #layers: PlotLayers;
  readonly #scales: PlotScales;
  readonly #describer: PlotDescriber;
  #pointing: PlotPointing | null = null;
  #size: CanvasSize | null = null;
  /** How many panels fit, if not all of the plan's do; null if unknown. */
  #room: { readonly plan: Plan; readonly panels: PanelRoom } | null = null;
  /** The axes of each layer when the plot is not zoomed; null while they are being binned. */
  #homes: readonly (LayerAxes | null)[] | null = null;
  /** The labels that the axes show of a band with a limit. */
  #shownBand: LimitedBand | null = null;
  /** Whether the user has clicked a slice since the rows were loaded. */
  #isClicked = false;
  /** The visible domain that was announced last, of these rows. */
  #viewed = '';
  #lastLayOut: Promise<void> = Promise.resolve();
  /** Number of the latest layout: counts of an earlier one are dropped. */
  #turn = 0;
  #cancelRetraining: (() => void) | null = null;
  #cancelRebinning: (() => void) | null = null;
  /** The last request for new bins. The plot shows a failure. */
  #rebinning: Promise<void> = Promise.resolve();

  /** @param id unique among views; names its slots */
  constructor(id: string, canvas: PlotCanvas, presenter: PlotPresenter) {
    this.#id = id;
    this.#canvas = canvas;
    this.#presenter = presenter;
    this.selector = new PlotSelector((drawn) => this.#selected(drawn));
    const host = {
      draw: () => this.#draw(),
      bands: () => this.#layers.bands,
      idle: () => this.settle(),
      valuesChanged: () => this.#retrainSoon(),
      failed: (error: PikaError) => this.#fail(error),
      filtersChanged: () => this.#recover(),
    };
    const layers = (this.#layers = new PlotLayers(id, host, canvas.still));
    const scales = (this.#scales = new PlotScales(layers, (channel) => this.zoom.visibleDomain(channel) !== null));
    this.legends = new PlotLegends(layers, scales, () => this.#rearrange());
    this.#describer = new PlotDescriber(
      layers,
      presenter,
      canvas.still,
      () => this.counts(),
      () => this.note,
    );
    this.zoom = new ZoomState(this, () => this.#reframe());
  }

  /** Looks up what lies under the pointer; null until its code is loaded. */
  get pointing(): PlotPointing | null {
    const code = POINTING.ifLoaded;
    if (code) this.#pointing ??= new code.PlotPointing(this.#layers, this.#scales, this.#presenter, this.selector);
    return this.#pointing;
  }

  get loaded(): LoadedLayer | null {
    return this.layer?.loaded ?? null;
  }

  /** Null while no rows are loaded. */
  get plan(): Plan | null {
    return this.#layers.plan;
  }

  /** The layer whose columns the axes describe; null while no rows are loaded. */
  get layer(): PlotLayer | null {
    return this.#layers.primary;
  }

  /** The slots of every layer. */
  get slots(): readonly SlotId[] {
    return this.#layers.slots;
  }

  /** The visible domain; null while there are no axes. */
  get domain(): PlotDomain | null {
    const axes = this.layer?.axes;
    return axes ? visibleDomain(this.#scales.withBars(axes)) : null;
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
  join(context: PlotContext, wanted: Plan, data: readonly LayerData[], signal: AbortSignal): void {
    const { spec } = wanted;
    this.#isClicked = false;
    this.#viewed = '';
    const limited = data.flatMap(({ limit }) => limit?.channel ?? [])[0];
    // A limit decides what its axis shows.
    const plan = { ...wanted, zoomable: wanted.zoomable.filter((channel) => channel !== limited) };
    const primary = this.#layers.follow(context, plan, this.selector);
    const selection = context.selection(spec.selection);
    this.selector.join(primary, plan.layers[plan.primary]!.spec.from, selection);
    this.legends.join(selection);
    this.zoom.join(
      spec.zoomGroup ? context.zoomGroup(spec.zoomGroup) : null,
      plan.zoomable.length > 0 ? plan.zoomable : plan.selectable.filter((channel) => channel !== limited),
    );
    this.#layers.join(context, data, signal);
  }

  /** Releases the rows; keeps the selection and the zoom. */
  leave(): void {
    this.#turn++;
    this.picture.gone();
    this.#describer.stop();
    this.#cancelRetraining?.();
    this.#cancelRebinning?.();
    this.#homes = null;
    this.pointing?.hoverLookup.pointerLeft();
    this.#layers.leave();
  }

  resize(widthCss: number, heightCss: number, pixelRatio: number): void {
    const before = this.#size;
    const size = (this.#size = { widthCss: Math.floor(widthCss), heightCss: Math.floor(heightCss), pixelRatio });
    if (before?.widthCss === size.widthCss && before.heightCss === size.heightCss && before.pixelRatio === pixelRatio)
      return;
    this.#room = null;
    this.#try(() => this.layOut());
  }

  setTheme(theme: Theme): void {
    this.#scales.theme = theme;
    this.#rearrange();
    this.#layers.invalidate();
  }

  /** Bins the axes for the size, counts all rows if the bins are new, and requests a picture. */
  layOut(): Promise<void> {
    return (this.#lastLayOut = this.#layOutPlan());
  }

  async #layOutPlan(): Promise<void> {
    const { plan, loaded: layers } = this.#layers;
    const size = this.#size;
    if (!plan || !layers || !size || size.widthCss < 1 || size.heightCss < 1) return;
    const turn = ++this.#turn;
    if (this.#room?.plan.spec !== plan.spec) this.#room = null;
    this.#layers.fitPanels(this.#room && this.#room.panels, this.selector.isSelected);
    this.pointing?.hoverLookup.pointerLeft();
    for (const { loaded } of layers) {
      const wrong = findWrongStep(loaded.plan, loaded.plotColumns, loaded.relation);
      if (wrong) return this.#refuseStep(wrong, turn);
      checkScales(loaded.plan, loaded.plotColumns, loaded.relation);
    }
    const data = layers.map(({ loaded }) => loaded);
    const { context, plotColumns } = this.loaded!;
    const homes = endAtPoints(plan, data, binLayers(data, this.#panelSize(plan, size)));
    const home = homes[plan.primary];
    if (!home || this.#layers.facets.panels.length === 0) {
      const { note } = this;
      this.#presenter.show({ phase: 'empty', summary: `No rows to show${note ? ` (${note})` : ''}.` });
      return this.#presenter.announce(Promise.resolve());
    }
    this.#homes = null;
    this.zoom.layOut(this.#zoomable(data[plan.primary]!.plan, plotColumns, home));
    this.#homes = homes;
    const visible = binVisibleLayers(data, homes, plan.primary, this.zoom, this.#panelSize(plan, size));
    const isLate = (): boolean => turn !== this.#turn || layers.some(({ layer, loaded }) => layer.loaded !== loaded);
    const done = await Promise.all(layers.map(({ layer }, i) => layer.along(visible[i]!, isLate)));
    if (done.includes(false) || isLate()) return;
    for (const [i, { layer }] of layers.entries()) layer.isEmpty = visible[i] === null;
    this.#scales.train();
    // Bars of other layers may have made an axis longer.
    this.zoom.layOut(this.#zoomable(data[plan.primary]!.plan, plotColumns, this.#scales.withBars(home)));
    if (this.#leaveOutPanels(plan)) return this.#layOutPlan();
    this.#arrange();
    this.#presenter.announce(context.frameScheduler.painted());
    this.#warmIndex();
    // The visible domain may have changed while rows were counted.
    this.#reframe();
  }

  /** @throws PikaError `plan/wrong-step` */
  async #refuseStep(wrong: WrongStep, turn: number): Promise<void> {
    const { wrongStep } = await WRONG_STEP.load();
    if (turn === this.#turn) throw wrongStep(wrong);
  }

  /** Leaves out the panels for which there is no room; returns whether there are any. */
  #leaveOutPanels(plan: Plan): boolean {
    const room = isFaceted(this.#layers.facets) ? this.#layout(this.legends.show(), null).room : null;
    if (!room) return false;
    // Fewer panels may leave more room, because the legend is smaller: then there would be no end.
    const { columns = Infinity, rows = Infinity } = this.#room?.panels ?? {};
    const panels = { columns: Math.min(columns, room.columns), rows: Math.min(rows, room.rows) };
    if (!this.#layers.fitPanels(panels, this.selector.isSelected)) return false;
    this.#room = { plan, panels };
    return true;
  }

  /** The axes that the plot can zoom. A limit decides what its axis shows. */
  #zoomable(...layer: Parameters<typeof zoomableAxes>): readonly ZoomableAxis[] {
    const { limitedChannel } = this.#layers;
    return zoomableAxes(...layer).filter(({ channel }) => channel !== limitedChannel);
  }

  /** The user has paused: counts all rows and rescales the count axis. */
  settle(): void {
    const isRebinning = this.#cancelRebinning !== null;
    this.#cancelRebinning?.();
    this.#cancelRebinning = null;
    const paused = this.#layers.counts.filter((layer) => layer.sampling.settle() && layer.counted && layer.loaded);
    for (const layer of paused) layer.loaded!.linked.invalidate(layer);
    if (isRebinning) this.#try(() => (this.#rebinning = this.#rebin()));
    else if (paused.length > 0) this.#try(() => this.#follow());
  }

  /** The counts of the picture, once all pending work on it is done; null while there is no picture, or for a table. */
  async counts(): Promise<CountedBins | null> {
    this.settle();
    return this.#readPicture(async () => (isCounts(this.layer) ? this.layer.read() : null));
  }

  /** The instances of all layers, once all pending work on them is done; null while there is no picture. */
  async values(): Promise<readonly DrawnValue[] | null> {
    this.settle();
    await this.#rebinning.catch(() => undefined);
    return this.#readPicture(async () => {
      const values: DrawnValue[] = [];
      for (const [i, layer] of this.#layers.all.entries()) {
        const drawn = layer.isEmpty ? [] : await layer.values(i);
        if (!drawn) return null;
        values.push(...drawn);
      }
      return values;
    });
  }

  async #readPicture<T>(read: () => Promise<T | null>): Promise<T | null> {
    const answer = await readAfterLast(() => this.#lastLayOut, read);
    return this.#presenter.ready && answer;
  }

  /** How each layer gets its data, once all pending work is done; null while there is no picture. */
  async explain(): Promise<PlotExplanation | null> {
    const { explainPlot } = await EXPLANATION.load();
    if (!(await this.values())) return null;
    const layers = this.#layers.all.flatMap((layer) => layer.explanation() ?? []);
    return this.loaded && explainPlot(this.loaded.context.backend.kind, layers);
  }

  #rearrange(): void {
    if (this.layer?.axes && this.#presenter.ready) this.#arrange();
  }

  /** A filter has changed the values of a layer: the axes follow once the user pauses. */
  #retrainSoon(): void {
    this.#cancelRetraining?.();
    this.#cancelRetraining =
      this.loaded?.context.clock.after(RETRAIN_AFTER_MS, () => {
        if (!this.layer?.axes || !this.#presenter.ready) return;
        // The legend of a pie is in the order of its slices.
        if (this.#scales.train() || !hasAxes(this.plan!)) this.#arrange();
      }) ?? null;
  }

  /** Lays out axes and selection, and requests a picture. */
  #arrange(): void {
    this.#arrangeGuides();
    this.#layers.invalidate();
  }

  /** Lays out axes and selection for the labels that a band with a limit shows now. */
  #followLimit(): void {
    const shown = this.#layers.bands?.shown ?? null;
    const before = this.#shownBand;
    if (!shown || !this.layer?.axes || isSameBand(shown, before)) return;
    this.#arrangeGuides();
  }

  #arrangeGuides(): void {
    const plan = this.plan!;
    const axes = this.layer!.axes!;
    const { relation, plotColumns } = this.loaded!;
    const { selector } = this;
    const { facets } = this.#layers;
    const before = this.#presenter.ready?.layout ?? null;
    const band = (this.#shownBand = this.#layers.bands?.shown ?? null);
    // While the labels of an axis change, keep the box's left edge: it would jitter as they change width.
    const least = this.zoom.isZoomed || band ? before : null;
    const legend = this.legends.show();
    const layout = this.#layout(legend, least);
    this.#describer.hiddenLegend = hiddenLegendNote(layout, this.legendIsElsewhere ? [] : legend);
    this.#presenter.arrange(layout, { note: this.note, approximate: this.#layers.isApproximate, legend });
    const slices = hasAxes(plan) ? null : sliceAxis(this.loaded!);
    const ofPanels = this.#scales.axesOfPanels(axes);
    const sides = selectAxes(plan, axes, layout.panels[0].box, facets.channels, ofPanels, slices, band);
    selector.layOut(relation, plotColumns.resident, sides, plan.brush);
    this.#showSelection(selector.drawn);
  }

  /** @param least reserves its margins at least */
  #layout(legend: readonly LegendModel[], least: Layout | null): Layout {
    const { widthCss, heightCss } = this.#size!;
    const space = { widthCss, heightCss, measure: this.#presenter.measure, least };
    const shown = this.legendIsElsewhere ? [] : legend;
    return layOutPlot(this.plan!, this.#layers.facets, this.layer!.axes!, this.#scales, space, shown);
  }

  /** Bins depend on the size of a panel. */
  #panelSize(plan: Plan, size: CanvasSize): Size {
    return panelSize(plan, this.#layers.facets, sizeCss(size));
  }

  /** The notes of all layers for the user; null if there are none. */
  get note(): string | null {
    return noteOf(this.#layers, this.#scales, this.#describer, this.selector.drawn, this.#isClicked);
  }

  /** A slice was clicked: the note says so if that selects nothing. */
  noteClick(): void {
    this.#isClicked = true;
    this.#presenter.change({ note: this.note });
  }

  /** The visible domain has changed: bins it now, and counts and draws it with the next frame. */
  #reframe(): void {
    const { plan, loaded: layers } = this.#layers;
    const [homes, size] = [this.#homes, this.#size];
    const shown = this.layer?.axes;
    if (!plan || !layers || !homes || !size || !shown || !this.#presenter.ready) return;
    const data = layers.map(({ loaded }) => loaded);
    const visible = binVisibleLayers(data, homes, plan.primary, this.zoom, this.#panelSize(plan, size));
    if (sameAxes(visible[plan.primary]!, shown)) return;
    // SQL counts once the user pauses.
    if (!this.#layers.all.every((layer) => layer.followsZoom)) return this.#rebinSoon();
    moveToAxes(layers, visible, this.#canvas.still);
    this.#scales.train();
    this.#arrange();
    this.#announceView();
    if (this.#layers.tables.some((layer) => layer.needsBins)) this.#rebinSoon();
  }

  #rebinSoon(): void {
    this.#cancelRebinning?.();
    this.#cancelRebinning = this.loaded!.context.clock.after(REBIN_AFTER_MS, () => this.settle());
  }

  async #rebin(): Promise<void> {
    await this.layOut();
    this.#announceView();
  }

  /** Counting again after a move shows the domain that the move has announced. */
  #announceView(): void {
    const { domain } = this;
    const text = JSON.stringify(domain);
    if (text === this.#viewed) return;
    this.#viewed = text;
    this.#presenter.viewed(domain);
  }

  /** Reads the exact counts back once the user pauses, and rescales the count axis by them. */
  async #follow(): Promise<void> {
    const { context } = this.loaded!;
    const isNew = await readLargest(context, this.#layers.counts);
    if (isNew === null) return;
    if (isNew) {
      this.#scales.train();
      this.#arrange();
    }
    const zoomText = this.zoom.isZoomed ? domainText(this.loaded!.plan, this.layer!.axes!) : '';
    this.#presenter.change({ approximate: false, zoomText });
    this.#warmIndex();
  }

  #warmIndex(): void {
    warmIndexSoon(this.#id, this.loaded!, () => this.layer?.brushable ?? null);
  }

  /** The picture of all layers; null if there is no layout or theme yet. */
  #draw(): SurfacePaint | null {
    if (this.#presenter.ready) this.#followLimit();
    const { ready } = this.#presenter;
    const { pixelRatio } = this.#size ?? {};
    if (!ready || !pixelRatio || !this.#scales.styles) return null;
    this.pointing?.refresh();
    this.#describer.describePicture();
    const drawn = this.drawnAt(pixelRatio);
    if (!drawn) return null;
    const { size, panels, texts } = drawn;
    const { box, right } = ready.layout;
    // Labels of a right axis are beside the panel.
    this.#label(texts, panels, right ? { ...size, widthCss: box.x + box.width } : size);
    const isFullyFiltered = !this.#layers.all.some(({ loaded }) => loaded?.incomingFilters.awaitsPlot);
    const { loaded } = this;
    void loaded?.context.frameScheduler.painted().then(() => {
      if (this.loaded === loaded) this.picture.painted(isFullyFiltered);
    });
    return this.#canvas.show(size, panels);
  }

  /** What all layers draw now, at any pixel ratio; null if there is no layout or theme yet. */
  drawnAt(pixelRatio: number): PanelPaints | null {
    const { ready } = this.#presenter;
    return ready && panelPaints(this.#layers, this.#scales, ready.layout, pixelRatio);
  }

  /** Shows the texts of all layers, as far as they fit. */
  #label(texts: readonly LayerText[], panels: SurfacePaint['panels'], space: CanvasSize): void {
    const { measure = estimatedWidth } = this.#presenter;
    const titles = titleBounds(this.#presenter.ready!.layout, measure);
    const { labels, hidden } = fittedLabels(texts, panels, space, this.#scales.theme!.dark, measure, titles);
    this.#presenter.label(labels);
    this.#describer.hiddenTexts = hidden;
  }

  /** A pie has no axes to draw a selection on: its other slices fade. */
  #fadeUnpicked(drawn: ViewSelection | null): void {
    const { plan } = this;
    this.#scales.pick(plan && !hasAxes(plan) ? pickedCategories(drawn?.clause('') ?? null) : null);
  }

  #selected(drawn: ViewSelection | null): void {
    this.#showSelection(drawn);
    const { selection } = this;
    if (selection) this.#presenter.selected(selection);
  }

  #showSelection(drawn: ViewSelection | null): void {
    this.#fadeUnpicked(drawn);
    const shape = this.#shapeOf(drawn);
    const isNoted = [shape, this.#presenter.ready?.shape].some((one) => one?.kind === 'hidden');
    this.#presenter.change({ shape, ...(isNoted && { note: this.note }) });
    this.#describer.describeSelection(drawn?.text ?? '');
  }

  #shapeOf(drawn: ViewSelection | null): SelectionShape | null {
    return drawn && (this.mirror?.shape(drawn.shape) ?? null);
  }

  /** Converts places on the plot to places along its axes, and back; null while there is no picture. */
  get mirror(): Mirror | null {
    const { ready } = this.#presenter;
    return ready && this.#scales.mirror(ready.layout.panels[0].box);
  }

  #try(work: () => Promise<void>): void {
    work().catch((thrown: unknown) => this.failed(PikaError.from(thrown)));
  }

  /** Shows an error, unless it resolves by itself. */
  failed(error: PikaError): void {
    if (!isTransient(error)) this.#fail(error);
  }

  /** A plot that failed, such as by a filter that can't be computed, is drawn again once its filters are others. */
  #recover(): void {
    if (this.#presenter.phase === 'error') this.#try(() => this.layOut());
  }

  #fail(error: PikaError): void {
    this.#presenter.show({ phase: 'error', error });
    this.picture.gone();
  }
}
