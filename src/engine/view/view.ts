import type { ColumnLease } from '../columns/column-cache';
import { PikaError } from '../errors';
import { layOut, type Layout } from '../frame/layout';
import type { Box, KernelCall, Paint, SlotId, SurfaceId } from '../frame/recording';
import type { FilterPart, LinkedViews, Member } from '../link/linked-views';
import { titleOf, type Theme } from '../plan/mark';
import { planPlot, type Plan } from '../plan/plan';
import type { Progress, Relation, RequestOptions } from '../source/source';
import { parsePlotSpec, type PlotAttributes } from '../spec/plot-spec';
import type { BrushPx, Drawn, Ticks } from './drawn';
import { acquireColumns } from './acquire-columns';
import { countAxes, type Counted } from './count-axes';
import { cutAxes, sameAxes } from './cut-axes';
import { FilteredBy } from './filtered-by';
import { selectAxes, Selecting } from './selecting';
import type { Stage } from './stage';
import type { CountedBins, PlotSelection, ReadyModel, ViewHost, ViewModel } from './view-model';

/** Finds a named relation; waits for a while for a name that nobody defined yet. */
export type OpenRelation = (name: string, options: RequestOptions) => Promise<Relation>;

interface Loaded {
  readonly plan: Plan;
  readonly relation: Relation;
  readonly leases: readonly ColumnLease[];
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
  #counted: Counted | null = null;
  #layingOut = 0;
  readonly #selecting = new Selecting(this, (drawn) => this.#showDrawn(drawn));
  #filtered = false;
  /** Loaded, and its first picture not yet told of. */
  #unannounced = false;
  #describing: ReturnType<typeof setTimeout> | null = null;
  #model: ViewModel = { phase: 'loading', progress: null };

  /** @param id unique among views; names the view's surface and slots */
  constructor(id: string, stage: Stage, host: ViewHost, open: OpenRelation) {
    this.#host = host;
    this.#open = open;
    this.#surface = `${id}.canvas` as SurfaceId;
    this.#total = `${id}.total` as SlotId;
    this.#selected = `${id}.selected` as SlotId;
    this.#stage = stage;
    stage.backend.attach(this.#surface, host.freshCanvas());
  }

  get attributes(): PlotAttributes | null {
    return this.#attributes;
  }

  /** What is selected now; null before the plot is loaded. */
  get selection(): PlotSelection | null {
    if (!this.#loaded) return null;
    const { plan: { spec: { from } } } = this.#loaded;
    const { drawn } = this.#selecting;
    return { from, clause: drawn?.clause(from) ?? null, ranges: drawn?.ranges ?? [] };
  }

  /** What the plot is to be. Loads anew, without a selection. */
  update(attributes: PlotAttributes): void {
    this.#attributes = attributes;
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
    if (!grew) this.#showReady({ stale: true });
    try {
      const { relation, leases } = await this.#acquire(before.plan, { signal });
      return () => {
        if (signal.aborted || this.#loaded !== before) {
          for (const lease of leases) lease.release();
          return;
        }
        this.#unannounced ||= !grew;
        this.#swap(before, relation, leases);
      };
    } catch (thrown) {
      const error = PikaError.from(thrown);
      // Overtaken by another change, which comes with a refresh of its own.
      if (signal.aborted || error.code === 'source/aborted') return () => undefined;
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

  /** Moves to a new backend, on a fresh canvas, and loads anew; what is selected stays. */
  moveTo(stage: Stage): void {
    this.#unload();
    this.#stage = stage;
    stage.backend.attach(this.#surface, this.#host.freshCanvas());
    if (this.#attributes) void this.#load();
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

  /** The counts behind the picture, once everything asked of it stands; null while there is none. */
  async counts(): Promise<CountedBins | null> {
    await this.#stage.conductor.settled();
    const counted = this.#counted;
    if (!counted || this.#model.phase !== 'ready') return null;
    const counts = await this.#stage.backend.read(this.#filtered ? this.#selected : this.#total);
    return { edges: counted.axes.map(({ edges }) => edges), counts };
  }

  dispose(): void {
    this.#selecting.leave();
    this.#unload();
  }

  // A member of the linked views of its relation

  get target(): Member['target'] {
    return this.#counted && { bins: this.#counted.bins, total: this.#total, selected: this.#selected };
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

  paint(filtered: boolean): Paint | null {
    if (this.#model.phase !== 'ready' || !this.#loaded || !this.#counted || !this.#theme) return null;
    this.#filtered = filtered;
    this.#describeSoon();
    const { axes, largest } = this.#counted;
    const { mark, spec } = this.#loaded.plan;
    const context = filtered && (spec.context ?? mark.showsContext) ? this.#total : null;
    return mark.paint({
      surface: this.#surface, box: this.#boxPx(this.#model.layout), axes, largest, theme: this.#theme,
      counts: filtered ? this.#selected : this.#total, context,
    });
  }

  failed(error: PikaError): void {
    if (error.code !== 'source/aborted') this.#show({ phase: 'error', error });
  }

  // Stages

  async #load(): Promise<void> {
    this.#unloadColumns();
    const { signal } = (this.#loading = new AbortController());
    this.#show({ phase: 'loading', progress: null });
    const onProgress = (progress: Progress): void => {
      if (!signal.aborted) this.#show({ phase: 'loading', progress });
    };
    try {
      const plan = planPlot(parsePlotSpec(this.#attributes!));
      const { relation, leases } = await this.#acquire(plan, { signal, onProgress });
      this.#loaded = this.#join(plan, relation, leases);
      this.#unannounced = true;
      await this.#layOut();
    } catch (thrown) {
      if (!signal.aborted) this.failed(PikaError.from(thrown, `plot from "${this.#attributes?.from ?? ''}"`));
    }
  }

  /** Rows and columns, as one piece of work. */
  #acquire(plan: Plan, options: LoadOptions): Promise<Pick<Loaded, 'relation' | 'leases'>> {
    const stage = this.#stage;
    const { spec: { from } } = plan;
    return stage.follow(from, `plot from "${from}"`, options, async (report) => {
      const relation = await this.#open(from, { signal: options.signal });
      return { relation, leases: await acquireColumns(stage, relation, plan, report, options.signal) };
    });
  }

  #swap(before: Loaded, relation: Relation, leases: readonly ColumnLease[]): void {
    // Until the new axes are cut a drag would select in columns that are gone.
    this.#leave(before);
    this.#loaded = this.#join(before.plan, relation, leases);
    this.#layOut().catch((thrown: unknown) => this.failed(PikaError.from(thrown)));
  }

  #join(plan: Plan, relation: Relation, leases: readonly ColumnLease[]): Loaded {
    const { spec } = plan;
    const stage = this.#stage;
    const linked = stage.linked(relation);
    linked.add(this);
    this.#selecting.join(spec.from, stage.selection(spec.selection));
    const filteredBy = new FilteredBy(this, spec.filterBy.map((name) => stage.selection(name)), relation, stage,
      (source) => linked.touch(this, source), (error) => this.failed(error));
    return { plan, relation, leases, linked, filteredBy };
  }

  #leave({ relation, leases, filteredBy }: Loaded): void {
    this.#counted = null;
    this.#selecting.suspend();
    filteredBy.dispose();
    this.#stage.leave(relation, this);
    for (const lease of leases) lease.release();
  }

  /** Cuts the axes to the size, counts all rows where the cut is new, and asks for a picture. */
  async #layOut(): Promise<void> {
    const loaded = this.#loaded;
    const size = this.#size;
    if (!loaded || !size || size.widthCss < 1 || size.heightCss < 1) return;
    const turn = ++this.#layingOut;
    const { widthCss, heightCss, pixelRatio } = size;
    const axes = cutAxes(loaded.plan, loaded.leases, widthCss, heightCss);
    if (!axes) {
      this.#show({ phase: 'empty', summary: 'No rows to show.' });
      return this.#announce(Promise.resolve());
    }
    if (!this.#counted || !sameAxes(axes, this.#counted.axes)) {
      this.#counted = null;
      const what = `count ${loaded.plan.axes.map(({ expression }) => expression).join(', ')}`;
      const counted = await this.#stage.profile.time('view', what, () => countAxes(this.#stage, axes, this.#total, this.#loading.signal));
      if (turn !== this.#layingOut || this.#loaded !== loaded) return;
      this.#counted = counted;
    }
    const [x, y] = this.#counted.axes;
    const titles = { x: titleOf(loaded.plan.axes[0]), y: loaded.plan.axes[1] ? titleOf(loaded.plan.axes[1]) : 'rows' };
    const layout = layOut(widthCss, heightCss, x!, y ?? { largest: this.#counted.largest }, titles);
    this.#stage.backend.resize(this.#surface, Math.round(widthCss * pixelRatio), Math.round(heightCss * pixelRatio));
    this.#show({ summary: '', ...this.#model, phase: 'ready', layout, stale: false, shape: null, selectedText: '' });
    this.#selecting.layOut(loaded.relation, selectAxes(this.#counted.axes, loaded.plan.axes, layout.box), loaded.plan.spec.brush);
    this.#showReady({ shape: this.#selecting.drawn?.shape ?? null, selectedText: this.#selecting.drawn?.text ?? '' });
    loaded.linked.touch(this);
    this.#announce(this.#stage.conductor.painted());
    this.#warmSoon();
  }

  /** A backend with an index keeps the pixel of every row once it knows it: told before the pointer comes, the first brush need not wait. */
  #warmSoon(): void {
    const { brushable } = this.#selecting;
    if (!brushable || !this.#stage.backend.capabilities.index) return;
    setTimeout(() => {
      if (this.#selecting.brushable !== brushable) return;
      const { backend, conductor } = this.#stage;
      const slots = brushable.map((_, i) => `${this.#total}.warm${i}` as SlotId);
      conductor.computeFor(this.#loading.signal, ...brushable.map((x, i): KernelCall => ({ kernel: 'bin1d', x, clauses: [], out: slots[i]! })))
        .then(() => backend.drop(slots), () => undefined);
    }, WARM_AFTER_MS);
  }

  #announce(painted: Promise<void>): void {
    if (this.#unannounced) void painted.then(() => this.#host.painted());
    this.#unannounced = false;
  }

  #showDrawn(drawn: Drawn | null): void {
    this.#showReady({ shape: drawn?.shape ?? null, selectedText: drawn?.text ?? '' });
    const { selection } = this;
    if (selection) this.#host.selected(selection);
  }

  #boxPx({ box }: Layout): Box {
    const { pixelRatio } = this.#size!;
    const x = Math.round(box.x * pixelRatio);
    const y = Math.round(box.y * pixelRatio);
    return { x, y, width: Math.round((box.x + box.width) * pixelRatio) - x, height: Math.round((box.y + box.height) * pixelRatio) - y };
  }

  /** Words follow at rest: reading counts back on every frame of a drag would stall a GPU. */
  #describeSoon(): void {
    if (this.#describing) clearTimeout(this.#describing);
    this.#describing = setTimeout(() => void this.#describe().catch(() => undefined), DESCRIBE_AFTER_MS);
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
    if (this.#describing) clearTimeout(this.#describing);
    const before = this.#loaded;
    this.#loaded = null;
    if (before) this.#leave(before);
  }

  #unload(): void {
    this.#unloadColumns();
    this.#stage.backend.drop([this.#total, this.#selected]);
    this.#stage.backend.detach(this.#surface);
  }
}
