import { PikaError } from '../errors';
import type { Axis } from '../frame/axis';
import type { Surface } from '../frame/backend';
import { layOut, type Layout } from '../frame/layout';
import type { Box, Glance, KernelCall, Paint, SlotId, SurfaceId } from '../frame/recording';
import type { FilterPart, LinkedViews, Member } from '../link/linked-views';
import { titleOf, type Theme } from '../plan/mark';
import { planPlot, type Plan } from '../plan/plan';
import type { Progress, Relation, RequestOptions } from '../source/source';
import { parsePlotSpec, type PlotAttributes } from '../spec/plot-spec';
import type { BrushPx, Drawn, Ticks } from './drawn';
import { acquireBasis, release, type Basis } from './basis';
import { countAxes, countBySql, largestOf, recut, type Counted } from './count-axes';
import { cutAxes, cutParts, sameAxes, windowSides } from './cut-axes';
import { FilteredBy } from './filtered-by';
import { Hovering, type HoverScene } from './hovering';
import { selectAxes, Selecting } from './selecting';
import { isPassing } from './passing-error';
import type { Stage } from './stage';
import { StillPicture } from './still-picture';
import type { CountedBins, PlotDomain, PlotSelection, ReadyModel, ViewHost, ViewModel } from './view-model';
import { ViewWindow, type PerAxis } from './view-window';
import { ZoomFrames } from './zoom-frames';
import { domainOf } from './zooming';

/** Finds a named relation; waits for a while for a name that nobody defined yet. */
export type OpenRelation = (name: string, options: RequestOptions) => Promise<Relation>;

interface Loaded {
  readonly plan: Plan;
  readonly relation: Relation;
  readonly basis: Basis;
  readonly linked: LinkedViews;
  readonly filteredBy: FilteredBy;
}

interface LoadOptions extends RequestOptions {
  readonly signal: AbortSignal;
}

interface Size {
  readonly widthCss: number;
  readonly heightCss: number;
  readonly pixelRatio: number;
}

const DESCRIBE_AFTER_MS = 250;
const MOST_ATTEMPTS = 3;
const WARM_AFTER_MS = 150;

/**
 * One plot's life: attributes → plan → columns → axes and counts → pictures, again from wherever something changed.
 * Owns its canvas's surface, two slots (all rows; rows inside the others' brushes) and its column leases; `dispose` frees them.
 */
export class View implements Member {
  readonly #host: ViewHost;
  readonly #open: OpenRelation;
  readonly #surface: SurfaceId;
  readonly #total: SlotId;
  readonly #selected: SlotId;
  #stage: Stage;
  #attributes: PlotAttributes | null = null;
  #theme: Theme | null = null;
  #size: Size | null = null;
  #loading = new AbortController();
  #refreshing = new AbortController();
  #loaded: Loaded | null = null;
  /** The axes as they are when nothing is zoomed; null while they are being cut. */
  #homes: readonly Axis[] | null = null;
  readonly #shown = new ViewWindow(this, () => this.#reframe());
  readonly #frames = new ZoomFrames(() => this.#settle());
  #counted: Counted | null = null;
  #layingOut = 0;
  /** What lies where somebody points. */
  readonly hovering = new Hovering(() => this.#hoverScene, (hover) => this.#host.hovered?.(hover));
  readonly #selecting = new Selecting(this, (drawn) => this.#showDrawn(drawn));
  #filtered = false;
  /** Other rows than those shown are on their way. */
  #stale = false;
  /** Loaded, and its first picture not yet told of. */
  #unannounced = false;
  readonly #still = new StillPicture();
  /** A canvas that takes the place of the one shown when its first picture stands. */
  #coming: Surface | null = null;
  /** The count by SQL under way, if any. */
  #recounting: Promise<void> = Promise.resolve();
  /** The axes that the counts in the slot of selected rows are of, when SQL counted them. */
  #recounted: Counted | null = null;
  #stopDescribing: (() => void) | null = null;
  #model: ViewModel = { phase: 'loading', progress: null };

  /** @param id unique among views; names the view's surface and slots */
  constructor(id: string, stage: Stage, host: ViewHost, open: OpenRelation) {
    this.#host = host;
    this.#open = open;
    this.#surface = `${id}.canvas` as SurfaceId;
    this.#total = `${id}.total` as SlotId;
    this.#selected = `${id}.selected` as SlotId;
    this.#stage = stage;
    const canvas = host.freshCanvas();
    host.show(canvas);
    stage.backend.attach(this.#surface, canvas);
  }

  get attributes(): PlotAttributes | null {
    return this.#attributes;
  }

  /** What is selected now; null before the plot is loaded. */
  get selection(): PlotSelection | null {
    // What is selected stands while columns are on their way to another backend.
    const from = this.#loaded?.plan.spec.from ?? (this.#model.phase === 'ready' ? this.#attributes?.from?.trim() : null);
    if (!from) return null;
    const { drawn } = this.#selecting;
    return { from, clause: drawn?.clause(from) ?? null, ranges: drawn?.ranges ?? [] };
  }

  /** What the plot is to be. Loads anew, without a selection. */
  update(attributes: PlotAttributes): void {
    const before = this.#attributes;
    this.#attributes = attributes;
    if (before?.from !== attributes.from || before?.x !== attributes.x || before?.xDomain !== attributes.xDomain) this.#shown.forget('x');
    if (before?.from !== attributes.from || before?.y !== attributes.y || before?.yDomain !== attributes.yDomain) this.#shown.forget('y');
    this.#selecting.leave();
    void this.#load();
  }

  /**
   * Other rows stand under the name: loads them behind the picture that stands. Calling the answer swaps them in and keeps what is
   * selected; views that filter one another are swapped in one go. A view that shows nothing yet loads anew.
   * @param grew more rows of the same kind: nobody need be told
   */
  async refresh(grew: boolean): Promise<() => void> {
    const before = this.#loaded;
    if (!before) {
      await this.#load();
      return () => undefined;
    }
    this.#refreshing.abort();
    const { signal } = (this.#refreshing = new AbortController());
    this.#stale ||= !grew;
    this.#showReady({ stale: this.#stale });
    try {
      const { relation, basis } = await this.#acquire(before.plan, { signal });
      return () => {
        if (signal.aborted || this.#loaded !== before) return release(basis);
        this.#unannounced ||= !grew;
        this.#swap(before, relation, basis);
      };
    } catch (thrown) {
      const error = PikaError.from(thrown);
      // Overtaken by another change, which comes with a refresh of its own.
      if (signal.aborted) return () => undefined;
      this.#unloadColumns();
      this.failed(error);
      return () => undefined;
    }
  }

  /** The reader waits no longer. */
  stop(): void {
    if (this.#model.phase !== 'loading') return;
    this.#loading.abort();
    this.#show({ phase: 'stopped' });
  }

  /** Loads anew what failed or was stopped; what was selected is selected again. */
  retry(): void {
    if (this.#attributes) void this.#load();
  }

  /**
   * Moves to a new backend, on a fresh canvas, and loads anew; what is selected stays. What the plot shows stays too, until the new picture
   * stands and {@link reveal} is called: resolves then, or when there will be none.
   */
  async moveTo(stage: Stage): Promise<void> {
    const wasReady = this.#model.phase === 'ready';
    if (wasReady) this.#freeze();
    this.#unload();
    this.#stage = stage;
    this.#coming = this.#host.freshCanvas();
    stage.backend.attach(this.#surface, this.#coming);
    if (!wasReady) this.reveal();
    if (this.#attributes) await this.#load(wasReady);
  }

  /** Shows the new canvas after a move. */
  reveal(): void {
    if (this.#coming) this.#host.show(this.#coming);
    this.#coming = null;
  }

  resize(widthCss: number, heightCss: number, pixelRatio: number): void {
    const before = this.#size;
    this.#size = { widthCss: Math.floor(widthCss), heightCss: Math.floor(heightCss), pixelRatio };
    if (before?.widthCss === this.#size.widthCss && before.heightCss === this.#size.heightCss && before.pixelRatio === pixelRatio) return;
    this.#layOut().catch((thrown: unknown) => this.failed(PikaError.from(thrown)));
  }

  setTheme(theme: Theme): void {
    this.#theme = theme;
    this.#loaded?.linked.touch(this);
  }

  /** The pointer is near: prepares for a brush. */
  prepareBrush(): void {
    this.#loaded?.linked.prepare(this);
  }

  /** Selects whole pixels, or nothing. Axes the plot has no brush on are ignored. */
  brushTo(wanted: BrushPx | null): void {
    if (this.#model.phase !== 'ready') return;
    const ended = this.#stage.profile.begin('view', 'brush');
    this.#selecting.brushTo(wanted);
    ended();
  }

  /** Remembers what is selected; calling the answer selects it again. */
  hold(): () => void {
    return this.#selecting.hold();
  }

  /** Selects the bar, category or cell at a point of the box (pixels, y from the bottom), beside those selected already with `add`. */
  pick(at: { readonly x: number; readonly y: number }, add: boolean): void {
    if (this.#model.phase === 'ready') this.#selecting.pick(at, add);
  }

  /** Selects what lies inside a curve over the box (pixels, y from the bottom); it closes itself. */
  lasso(corners: readonly (readonly [x: number, y: number])[]): void {
    if (this.#model.phase === 'ready') this.#selecting.lasso(corners);
  }

  /**
   * Selects lo ≤ value < hi by value (milliseconds since 1970 for times; bigints in the column's own ticks), whatever axes the
   * plot's own brush has; null clears.
   */
  select(wanted: { readonly x?: Ticks; readonly y?: Ticks } | null): void {
    if (this.#model.phase === 'ready') this.#selecting.select(wanted);
  }

  /** The part of the axes that is shown; null while there are none. */
  get domain(): PlotDomain | null {
    const loaded = this.#loaded;
    const counted = this.#counted;
    if (!loaded || !counted) return null;
    const of = (channel: 'x' | 'y'): PlotDomain['x'] => {
      const axis = counted.axes[loaded.plan.axes.findIndex((request) => request.channel === channel)];
      if (!axis) return null;
      const { lo, hi } = domainOf([axis.lo, axis.hi], axis.column.type);
      return [lo, hi];
    };
    return { x: of('x'), y: of('y') };
  }

  /** The axes that the reader may zoom. */
  get zoomable(): PerAxis<true> {
    return Object.fromEntries((this.#loaded?.plan.zoom ?? []).map((channel) => [channel, true]));
  }

  /** Shows a part of the axes named, in data units; null shows all. Before the plot is drawn: as soon as it is. */
  show(domains: PerAxis<readonly [lo: number, hi: number] | null>): void {
    this.#shown.show(domains);
  }

  /** Makes the parts shown `factor` times as long, about places in the box from 0 to 1. */
  zoomAt(places: PerAxis<number>, factor: number): void {
    this.#shown.zoomAt(places, factor);
  }

  /** Moves the parts shown by fractions of their length, to higher values when positive. */
  panBy(fractions: PerAxis<number>): void {
    this.#shown.panBy(fractions);
  }

  /** The reader lets go: exact counts now. */
  rest(): void {
    this.#settle();
  }

  /** The counts behind the picture, once everything asked of it stands; null while there is none. */
  async counts(): Promise<CountedBins | null> {
    this.#settle();
    await this.#stage.conductor.settled();
    await this.#recounting;
    await this.#stage.conductor.settled(); // what SQL counted is painted with the next frame
    const counted = this.#counted;
    if (!counted || this.#model.phase !== 'ready') return null;
    const slot = this.#filtered ? this.#selected : this.#total;
    try {
      const counts = await this.#stage.backend.read(slot);
      if (this.#counted === counted) this.#still.read(slot, counts);
      return { edges: counted.axes.map(({ edges }) => edges), counts };
    } catch (thrown) {
      // The backend was lost meanwhile: the picture is on its way to another.
      if (isPassing(PikaError.from(thrown))) return null;
      throw thrown;
    }
  }

  dispose(): void {
    this.#selecting.leave();
    this.#shown.leave();
    this.#unload();
  }

  // A member of the linked views of its relation

  get target(): Member['target'] {
    return this.#counted && { bins: this.#counted.bins, total: this.#total, selected: this.#selected };
  }

  get glance(): Glance | null {
    return this.#frames.glance;
  }

  /** Where nothing is shown of the rows that are filtered away, they are not counted. */
  wantsTotal(filtered: boolean): boolean {
    return !(filtered && this.#counted?.axes.length === 2 && !this.#showsContext) && this.#frames.takeUncounted();
  }

  get brushable(): Member['brushable'] {
    return this.#selecting.brushable;
  }

  get pixels(): Member['pixels'] {
    return this.#selecting.drawn?.pixels ?? null;
  }

  get parts(): readonly FilterPart[] {
    return this.#loaded?.filteredBy.parts ?? [];
  }

  get saysIn(): Member['saysIn'] {
    return this.#selecting.selection;
  }

  heeds(other: Member): boolean {
    return this.#loaded?.filteredBy.heeds(other) ?? false;
  }

  get resident(): boolean {
    return this.#loaded?.basis.resident ?? false;
  }

  /** What the reader is told beside the picture; null when there is nothing to tell. */
  get note(): string | null {
    return this.#loaded?.basis.note ?? null;
  }

  recount(conditions: readonly string[]): boolean {
    const [{ relation, plan, linked }, counted] = [this.#loaded!, this.#counted!];
    const options = { signal: this.#loading.signal, replaces: this.#selected };
    const counting = countBySql(relation, plan, counted.axes, conditions, options).then((counts) => {
      if (this.#counted !== counted || this.#recounting !== counting) return;
      this.#stage.backend.fill(this.#selected, counts);
      this.#recounted = counted;
      linked.show(this);
    }).catch((thrown: unknown) => {
      if (this.#counted === counted) this.failed(PikaError.from(thrown));
    });
    this.#recounting = counting;
    return this.#recounted === counted;
  }

  paint(filtered: boolean): Paint | null {
    if (this.#model.phase !== 'ready' || !this.#loaded || !this.#counted || !this.#theme) return null;
    this.#filtered = filtered;
    this.hovering.refresh();
    this.#describeSoon();
    const { axes, largest } = this.#counted;
    const context = filtered && this.#showsContext ? this.#total : null;
    const paint = this.#loaded.plan.mark.paint({
      surface: this.#surface, box: this.#boxPx(this.#model.layout), axes, largest, theme: this.#theme,
      counts: filtered ? this.#selected : this.#total, context,
    });
    this.#still.keep(paint);
    return paint;
  }

  get #showsContext(): boolean {
    const plan = this.#loaded?.plan;
    return plan?.spec.context ?? plan?.mark.showsContext ?? false;
  }

  failed(error: PikaError): void {
    if (!isPassing(error)) this.giveUp(error);
  }

  /** Nothing will come of it until somebody does something. */
  giveUp(error: PikaError): void {
    this.#show({ phase: 'error', error });
  }

  // Stages

  /** @param quietly behind the picture that stands */
  async #load(quietly = false): Promise<void> {
    this.#unloadColumns();
    const { signal } = (this.#loading = new AbortController());
    if (!quietly) this.#show({ phase: 'loading', progress: null });
    const onProgress = (progress: Progress): void => {
      if (!signal.aborted && !quietly) this.#show({ phase: 'loading', progress });
    };
    try {
      const plan = planPlot(parsePlotSpec(this.#attributes!));
      const { relation, basis } = await this.#acquire(plan, { signal, onProgress });
      if (signal.aborted) return release(basis);
      this.#stale = false;
      this.#loaded = this.#join(plan, relation, basis);
      this.#unannounced = true;
      await this.#layOut();
      if (quietly && this.#counted && this.#model.phase === 'ready') await this.#stage.conductor.painted();
    } catch (thrown) {
      if (!signal.aborted) this.failed(PikaError.from(thrown, `plot from "${this.#attributes?.from ?? ''}"`));
    }
  }

  /** Rows and columns, as one piece of work; again, when the rows went while they were read and nobody here gave up. */
  async #acquire(plan: Plan, options: LoadOptions): Promise<Pick<Loaded, 'relation' | 'basis'>> {
    const stage = this.#stage;
    const { spec: { from } } = plan;
    for (let attempt = 1; ; attempt++) {
      try {
        return await stage.follow(from, `plot from "${from}"`, options, async (report) => {
          const relation = await this.#open(from, { signal: options.signal });
          return { relation, basis: await acquireBasis(stage, relation, plan, report, options.signal) };
        });
      } catch (thrown) {
        if (options.signal.aborted || attempt === MOST_ATTEMPTS || !(thrown instanceof PikaError) || thrown.code !== 'source/aborted') throw thrown;
      }
    }
  }

  #swap(before: Loaded, relation: Relation, basis: Basis): void {
    this.#stale = false;
    // Until the new axes are cut a drag would select in columns that are gone.
    this.#leave(before);
    this.#loaded = this.#join(before.plan, relation, basis);
    this.#layOut().catch((thrown: unknown) => this.failed(PikaError.from(thrown)));
  }

  #join(plan: Plan, relation: Relation, basis: Basis): Loaded {
    const { spec } = plan;
    const stage = this.#stage;
    const linked = stage.linked(relation);
    linked.add(this);
    this.#selecting.join(spec.from, stage.selection(spec.selection));
    this.#shown.join(spec.zoomGroup ? stage.zoomGroup(spec.zoomGroup) : null, plan.zoom.length > 0 ? plan.zoom : plan.axes.map(({ channel }) => channel));
    const filteredBy = new FilteredBy(this, { selections: spec.filterBy.map((name) => stage.selection(name)), key: spec.filterKey }, relation, basis.resident, stage,
      (source) => linked.touch(this, source), (error) => this.failed(error));
    return { plan, relation, basis, linked, filteredBy };
  }

  #leave({ relation, basis, filteredBy }: Loaded): void {
    this.#counted = null;
    this.#homes = null;
    this.#frames.stop();
    this.hovering.leave();
    this.#recounted = null;
    this.#still.forget();
    this.#selecting.suspend();
    filteredBy.dispose();
    this.#stage.leave(relation, this);
    release(basis);
  }

  /** Cuts the axes to the size, counts all rows where the cut is new, and asks for a picture. */
  async #layOut(): Promise<void> {
    const loaded = this.#loaded;
    const size = this.#size;
    if (!loaded || !size || size.widthCss < 1 || size.heightCss < 1) return;
    const turn = ++this.#layingOut;
    this.hovering.leave();
    const { widthCss, heightCss, pixelRatio } = size;
    const homes = cutAxes(loaded.plan, loaded.basis, widthCss, heightCss);
    if (!homes) {
      this.#show({ phase: 'empty', summary: 'No rows to show.' });
      return this.#announce(Promise.resolve());
    }
    this.#homes = null;
    this.#shown.layOut(windowSides(loaded.plan, loaded.basis, homes));
    this.#homes = homes;
    const axes = cutParts(loaded.plan, homes, this.#shown, widthCss, heightCss);
    if (!this.#counted || !sameAxes(axes, this.#counted.axes)) {
      this.#counted = null;
      const { relation, plan, basis } = loaded;
      const { signal } = this.#loading;
      const bySql = basis.resident ? null : () => countBySql(relation, plan, axes, [], { signal, replaces: this.#total });
      const what = `count ${plan.axes.map(({ expression }) => expression).join(', ')}`;
      const isLate = (): boolean => turn !== this.#layingOut || this.#loaded !== loaded;
      const counted = await this.#stage.profile.time('view', what, () => countAxes(this.#stage, axes, this.#total, { signal, bySql, isLate }));
      if (!counted || isLate()) return;
      if (counted.counts) this.#still.read(this.#total, counted.counts);
      this.#counted = counted;
      if (!counted.counts) this.#frames.renew();
    }
    this.#stage.backend.resize(this.#surface, Math.round(widthCss * pixelRatio), Math.round(heightCss * pixelRatio));
    this.#arrange(loaded, this.#counted);
    this.#announce(this.#stage.conductor.painted());
    this.#warmSoon();
    // What is shown may have changed while rows were counted.
    this.#reframe();
  }

  /** Puts axes and selection where they belong, and asks for a picture. */
  #arrange({ plan, relation, linked, basis }: Loaded, { axes: [x, y], axes, largest }: Counted): void {
    const { widthCss, heightCss } = this.#size!;
    const titles = { x: titleOf(plan.axes[0]), y: plan.axes[1] ? titleOf(plan.axes[1]) : 'rows' };
    const before = this.#model.phase === 'ready' && this.#model.layout.widthCss === widthCss ? this.#model.layout : null;
    // A box that begins elsewhere with every label would shake.
    const layout = layOut(widthCss, heightCss, x!, y ?? { largest }, titles, this.#shown.isZoomed ? before?.box.x : 0);
    this.#model = { summary: '', zoomText: '', ...this.#model, phase: 'ready', layout, stale: this.#stale, shape: null, selectedText: '', note: basis.note, approximate: this.#frames.isApproximate };
    this.#selecting.layOut(relation, basis.resident, selectAxes(axes, plan.axes, layout.box), plan.spec.brush);
    this.#showReady({ shape: this.#selecting.drawn?.shape ?? null, selectedText: this.#selecting.drawn?.text ?? '' });
    linked.touch(this);
  }

  /** Another part of the axes is shown: cut, drawn and counted with the next frame, without waiting for anything. */
  #reframe(): void {
    const [loaded, before, homes, size] = [this.#loaded, this.#counted, this.#homes, this.#size];
    if (!loaded || !before || !homes || !size || this.#model.phase !== 'ready') return;
    const axes = cutParts(loaded.plan, homes, this.#shown, size.widthCss, size.heightCss);
    if (sameAxes(axes, before.axes)) return;
    const { frameRows } = this.#stage.backend.capabilities;
    // SQL is asked once the reader rests.
    if (!loaded.basis.resident) return this.#frames.stir(0, frameRows, false);
    const counted = this.#counted = recut(before, axes);
    if (counted.bins !== before.bins) this.#still.forget();
    this.#frames.stir(loaded.relation.rowCount, frameRows, counted.bins !== before.bins);
    this.#arrange(loaded, counted);
    const { domain } = this;
    if (domain) tell(() => this.#host.viewed(domain));
  }

  /** The reader rests: all rows are counted, and the scale of counts follows them. */
  #settle(): void {
    const [loaded, counted] = [this.#loaded, this.#counted];
    if (!this.#frames.rest() || !loaded || !counted) return;
    if (!loaded.basis.resident) return void this.#showPart().catch((thrown: unknown) => this.failed(PikaError.from(thrown)));
    loaded.linked.touch(this);
    void this.#follow(loaded, counted).catch((thrown: unknown) => this.failed(PikaError.from(thrown)));
  }

  async #showPart(): Promise<void> {
    await this.#layOut();
    const { domain } = this;
    if (domain) tell(() => this.#host.viewed(domain));
  }

  async #follow(loaded: Loaded, counted: Counted): Promise<void> {
    await this.#stage.conductor.settled();
    if (counted !== this.#counted) return this.#frames.still();
    const largest = counted.axes.length === 1 ? largestOf(await this.#stage.backend.read(this.#total)) : counted.largest;
    if (counted !== this.#counted) return;
    this.#frames.still();
    if (largest !== counted.largest) this.#arrange(loaded, this.#counted = { ...counted, largest });
    const parts = loaded.plan.axes.map(({ expression }, i) => `${expression} from ${counted.axes[i]!.format(counted.axes[i]!.lo)} to ${counted.axes[i]!.format(counted.axes[i]!.hi)}`);
    this.#showReady({ approximate: false, zoomText: this.#shown.isZoomed ? parts.join(', ') : '' });
    this.#warmSoon();
  }

  /** A backend with an index keeps the pixel of every row once it knows it: told before the pointer comes, the first brush need not wait. */
  #warmSoon(): void {
    const { brushable } = this.#selecting;
    if (!brushable || !this.resident || !this.#stage.backend.capabilities.index) return;
    this.#stage.clock.after(WARM_AFTER_MS, () => {
      if (this.#selecting.brushable !== brushable) return;
      const { backend, conductor } = this.#stage;
      const slots = brushable.map((_, i) => `${this.#total}.warm${i}` as SlotId);
      conductor.computeFor(this.#loading.signal, ...brushable.map((x, i): KernelCall => ({ kernel: 'bin1d', x, clauses: [], out: slots[i]! })))
        .then(() => backend.drop(slots), () => undefined);
    });
  }

  #announce(painted: Promise<void>): void {
    if (this.#unannounced) void painted.then(() => tell(() => this.#host.painted()));
    this.#unannounced = false;
  }

  get #hoverScene(): HoverScene | null {
    if (!this.#loaded || !this.#counted || this.#model.phase !== 'ready') return null;
    const { relation, plan, basis, filteredBy } = this.#loaded;
    return {
      stage: this.#stage, relation, resident: basis.resident, plan, axes: this.#counted.axes, box: this.#model.layout.box, filter: filteredBy.parts.flatMap(({ filter }) => filter),
      counts: this.#filtered ? this.#selected : this.#total, total: this.#filtered && !this.#frames.isUncounted ? this.#total : null,
    };
  }

  #showDrawn(drawn: Drawn | null): void {
    this.#showReady({ shape: drawn?.shape ?? null, selectedText: drawn?.text ?? '' });
    const { selection } = this;
    if (selection) tell(() => this.#host.selected(selection));
  }

  #boxPx({ box }: Layout): Box {
    const { pixelRatio } = this.#size!;
    const x = Math.round(box.x * pixelRatio);
    const y = Math.round(box.y * pixelRatio);
    return { x, y, width: Math.round((box.x + box.width) * pixelRatio) - x, height: Math.round((box.y + box.height) * pixelRatio) - y };
  }

  /** Words follow at rest: reading counts back on every frame of a drag would stall a GPU. */
  #describeSoon(): void {
    this.#stopDescribing?.();
    this.#stopDescribing = this.#stage.clock.after(DESCRIBE_AFTER_MS, () => void this.#describe().catch(() => undefined));
  }

  async #describe(): Promise<void> {
    const reading = await this.counts();
    if (reading && this.#counted && this.#loaded) {
      this.#showReady({ summary: this.#loaded.plan.mark.describe({ axes: this.#counted.axes, counts: reading.counts }) });
    }
  }

  #showReady(change: Partial<ReadyModel>): void {
    if (this.#model.phase === 'ready') this.#show({ ...this.#model, ...change });
  }

  #show(model: ViewModel): void {
    this.#model = model;
    this.#host.render(model);
  }

  #unloadColumns(): void {
    this.#loading.abort();
    this.#refreshing.abort();
    this.#layingOut++;
    this.#stopDescribing?.();
    const before = this.#loaded;
    this.#loaded = null;
    if (before) this.#leave(before);
  }

  /** A lost device takes its canvases' pixels along: what was read of the picture is painted again, without it. */
  #freeze(): void {
    if (this.#stage.backend.kind === 'cpu' || !this.#size) return;
    const canvas = this.#host.freshCanvas();
    const { widthCss, heightCss, pixelRatio } = this.#size;
    if (this.#still.draw(canvas, Math.round(widthCss * pixelRatio), Math.round(heightCss * pixelRatio))) this.#host.show(canvas);
  }

  #unload(): void {
    this.#unloadColumns();
    this.#stage.backend.drop([this.#total, this.#selected]);
    this.#stage.backend.detach(this.#surface);
  }
}

/** A host's listener that throws is reported and disturbs nobody else. */
function tell(listener: () => void): void {
  try {
    listener();
  } catch (thrown) {
    reportError(thrown);
  }
}
