import { PikaError } from '../errors';
import type { Axis } from '../frame/axis';
import { layOut } from '../frame/layout';
import type { KernelCall, Paint, SlotId } from '../frame/recording';
import { titleOf, type Theme } from '../plan/mark';
import type { Plan } from '../plan/plan';
import type { Relation } from '../source/source';
import { release, type Basis } from './basis';
import { countAxes, countBySql, largestOf, recut, type Counted } from './count-axes';
import { CountedView, type LoadedPlot, type PaintedSlots } from './counted-view';
import { checkSteps } from './check-steps';
import { cutAxes, cutParts, sameAxes, windowSides } from './cut-axes';
import type { Drawn } from './drawn';
import { FilteredBy } from './filtered-by';
import { Following } from './following';
import { Hovering, type HoverScene } from './hovering';
import type { Presenter } from './presenter';
import { selectAxes } from './selecting';
import type { Stage } from './stage';
import { boxPx, type CanvasSize, type ViewCanvas } from './view-canvas';
import type { CountedBins, PlotDomain, PlotSelection } from './view-model';
import { ViewWindow } from './view-window';
import { domainOf } from './zooming';

/** Reading counts back on every frame of a drag would stall a GPU. */
const DESCRIBE_AFTER_MS = 150;
/** A screen reader speaks every change of a live region to its end: those of a drag would be read out for a minute. */
const SAY_AFTER_MS = 200;
const WARM_AFTER_MS = 150;

/**
 * What a view shows of loaded rows: axes cut to its size and to the part that is zoomed to, counts along them, and a picture whenever one of
 * these is another. Stays through loads and backends; what it needs of them comes with {@link join} and goes with {@link leave}.
 */
export class Picture {
  readonly view: CountedView;
  /** Which part of the axes is shown. */
  readonly shown: ViewWindow;
  /** What lies where somebody points. */
  readonly hovering: Hovering;
  /** What is selected by pointing. */
  readonly following: Following;
  readonly #presenter: Presenter;
  readonly #canvas: ViewCanvas;
  #theme: Theme | null = null;
  #size: CanvasSize | null = null;
  /** The axes as they are when nothing is zoomed; null while they are being cut. */
  #homes: readonly Axis[] | null = null;
  /** Which laying out is the latest: what an earlier one counted is late. */
  #turn = 0;
  #stopDescribing: (() => void) | null = null;
  #stopSaying: (() => void) | null = null;

  /** @param id unique among views; names its slots */
  constructor(id: string, canvas: ViewCanvas, presenter: Presenter) {
    this.#canvas = canvas;
    this.#presenter = presenter;
    this.view = new CountedView(id, {
      draw: (...drawn) => this.#draw(...drawn),
      drawn: (drawn) => this.#showDrawn(drawn),
      rests: () => this.rest(),
      failed: (error) => presenter.show({ phase: 'error', error }),
    });
    this.shown = new ViewWindow(this.view, () => this.#reframe());
    this.following = new Following(() => this.#hoverScene && { ...this.#hoverScene, others: this.loaded!.filteredBy.others }, this.view.selecting);
    this.hovering = new Hovering(() => this.#hoverScene, (hover) => presenter.hovered(hover));
  }

  get loaded(): LoadedPlot | null {
    return this.view.loaded;
  }

  get size(): CanvasSize | null {
    return this.#size;
  }

  /** The part of the axes that is shown; null while there are none. */
  get domain(): PlotDomain | null {
    const { loaded, counted } = this.view;
    if (!loaded || !counted) return null;
    const of = (channel: 'x' | 'y'): PlotDomain['x'] => {
      const axis = counted.axes[loaded.plan.axes.findIndex((request) => request.channel === channel)];
      if (!axis) return null;
      const { lo, hi } = domainOf([axis.lo, axis.hi], axis.column.type);
      return [lo, hi];
    };
    return { x: of('x'), y: of('y') };
  }

  /** What is selected; it stands while columns are on their way to another backend. Null before there is a picture. */
  get selection(): PlotSelection | null {
    if (!this.loaded && !this.#presenter.ready) return null;
    const { from, drawn } = this.view.selecting;
    return { from, clause: drawn?.clause(from) ?? null, ranges: drawn?.ranges ?? [] };
  }

  /** Rows are there: links them with what they share. Owns the basis from now on. */
  join(stage: Stage, plan: Plan, relation: Relation, basis: Basis, signal: AbortSignal): void {
    const { spec } = plan;
    const { view } = this;
    const linked = stage.linked(relation);
    linked.add(view);
    view.selecting.join(spec.from, stage.selection(spec.selection));
    this.shown.join(spec.zoomGroup ? stage.zoomGroup(spec.zoomGroup) : null, plan.zoom.length > 0 ? plan.zoom : plan.axes.map(({ channel }) => channel));
    const heeded = { selections: spec.filterBy.map((name) => stage.selection(name)), key: spec.filterKey };
    const filteredBy = new FilteredBy(view, heeded, relation, basis.resident, stage, (source) => linked.touch(view, source), (error) => view.failed(error));
    view.loaded = { stage, plan, relation, basis, linked, filteredBy, signal };
  }

  /** The rows go: what is selected and zoomed to stands. */
  leave(): void {
    this.#turn++;
    this.#stopDescribing?.();
    this.#stopSaying?.();
    const { loaded } = this;
    if (!loaded) return;
    this.view.leave();
    this.#homes = null;
    this.hovering.leave();
    this.#canvas.still.forget();
    loaded.filteredBy.dispose();
    loaded.stage.leave(loaded.relation, this.view);
    release(loaded.basis);
  }

  resize(widthCss: number, heightCss: number, pixelRatio: number): void {
    const before = this.#size;
    const size = this.#size = { widthCss: Math.floor(widthCss), heightCss: Math.floor(heightCss), pixelRatio };
    if (before?.widthCss === size.widthCss && before.heightCss === size.heightCss && before.pixelRatio === pixelRatio) return;
    this.#try(() => this.layOut());
  }

  setTheme(theme: Theme): void {
    this.#theme = theme;
    this.loaded?.linked.touch(this.view);
  }

  /** Cuts the axes to the size, counts all rows where the cut is new, and asks for a picture. */
  async layOut(): Promise<void> {
    const { loaded } = this;
    const size = this.#size;
    if (!loaded || !size || size.widthCss < 1 || size.heightCss < 1) return;
    const turn = ++this.#turn;
    this.hovering.leave();
    const { plan, basis, stage } = loaded;
    checkSteps(plan, basis, loaded.relation);
    const homes = cutAxes(plan, basis, size.widthCss, size.heightCss);
    if (!homes) {
      this.#presenter.show({ phase: 'empty', summary: `No rows to show${basis.note ? ` (${basis.note})` : ''}.` });
      return this.#presenter.announce(Promise.resolve());
    }
    this.#homes = null;
    this.shown.layOut(windowSides(plan, basis, homes));
    this.#homes = homes;
    const axes = cutParts(plan, homes, this.shown, size.widthCss, size.heightCss);
    if (!this.view.counted || !sameAxes(axes, this.view.counted.axes)) {
      this.view.counted = null;
      const counted = await this.#count(loaded, axes, () => turn !== this.#turn || this.loaded !== loaded);
      if (!counted) return;
      this.view.counted = counted;
    }
    this.#canvas.resize(stage.backend, size);
    this.#arrange(loaded, this.view.counted);
    this.#presenter.announce(stage.conductor.painted());
    this.#warmSoon(loaded);
    // What is shown may have changed while rows were counted.
    this.#reframe();
  }

  /** The reader rests: all rows are counted, and the scale of counts follows them. */
  rest(): void {
    const { loaded, counted, frames } = this.view;
    if (!frames.rest() || !loaded || !counted) return;
    if (loaded.basis.resident) loaded.linked.touch(this.view);
    this.#try(() => (loaded.basis.resident ? this.#follow(loaded, counted) : this.#recutBySql()));
  }

  /** The counts behind the picture, once everything asked of it stands; null while there is none. */
  async counts(): Promise<CountedBins | null> {
    this.rest();
    const counts = await this.view.read((slot, read) => this.#canvas.still.read(slot, read));
    return this.#presenter.ready && counts;
  }

  /** Null when somebody else counts into the slot by now. */
  async #count({ stage, relation, plan, basis, signal }: LoadedPlot, axes: readonly Axis[], isLate: () => boolean): Promise<Counted | null> {
    const { total, frames } = this.view;
    const bySql = basis.resident ? null : () => countBySql(relation, plan, axes, [], { signal, replaces: total });
    const what = `count ${plan.axes.map(({ expression }) => expression).join(', ')}`;
    const counted = await stage.profile.time('view', what, () => countAxes(stage, axes, total, { signal, bySql, isLate }));
    if (!counted || isLate()) return null;
    if (counted.counts) this.#canvas.still.read(total, counted.counts);
    else frames.renew();
    return counted;
  }

  /** Puts axes and selection where they belong, and asks for a picture. */
  #arrange({ plan, relation, linked, basis }: LoadedPlot, { axes: [x, y], axes, largest }: Counted): void {
    const { widthCss, heightCss } = this.#size!;
    const { selecting, frames } = this.view;
    const titles = { x: titleOf(plan.axes[0]), y: plan.axes[1] ? titleOf(plan.axes[1]) : 'rows' };
    const before = this.#presenter.ready?.layout;
    // A box that begins elsewhere with every label would shake.
    const text = { titles, measure: this.#presenter.measure };
    const layout = layOut(widthCss, heightCss, x!, y ?? { largest }, text, this.shown.isZoomed && before?.widthCss === widthCss ? before.box.x : 0);
    this.#presenter.arrange(layout, { note: basis.note, approximate: frames.isApproximate });
    selecting.layOut(relation, basis.resident, selectAxes(axes, plan.axes, layout.box), plan.spec.brush);
    this.#presenter.change({ shape: selecting.drawn?.shape ?? null });
    this.#saySelected(selecting.drawn?.text ?? '');
    linked.touch(this.view);
  }

  /** Another part of the axes is shown: cut, drawn and counted with the next frame, without waiting for anything. */
  #reframe(): void {
    const { loaded, counted: before, frames } = this.view;
    const [homes, size] = [this.#homes, this.#size];
    if (!loaded || !before || !homes || !size || !this.#presenter.ready) return;
    const axes = cutParts(loaded.plan, homes, this.shown, size.widthCss, size.heightCss);
    if (sameAxes(axes, before.axes)) return;
    const { backend: { capabilities: { frameRows } }, clock } = loaded.stage;
    // SQL is asked once the reader rests.
    if (!loaded.basis.resident) return frames.stir(clock, 0, frameRows, false);
    const counted = this.view.counted = recut(before, axes);
    if (counted.bins !== before.bins) this.#canvas.still.forget();
    frames.stir(clock, loaded.relation.rowCount, frameRows, counted.bins !== before.bins);
    this.#arrange(loaded, counted);
    this.#presenter.viewed(this.domain);
  }

  async #recutBySql(): Promise<void> {
    await this.layOut();
    this.#presenter.viewed(this.domain);
  }

  async #follow(loaded: LoadedPlot, counted: Counted): Promise<void> {
    const { stage, plan } = loaded;
    const { view } = this;
    await stage.conductor.settled();
    if (counted !== view.counted) return view.frames.still();
    const largest = counted.axes.length === 1 ? largestOf(await stage.backend.read(view.total)) : counted.largest;
    if (counted !== view.counted) return;
    view.frames.still();
    if (largest !== counted.largest) this.#arrange(loaded, view.counted = { ...counted, largest });
    const parts = plan.axes.map(({ expression }, i) => `${expression} from ${counted.axes[i]!.format(counted.axes[i]!.lo)} to ${counted.axes[i]!.format(counted.axes[i]!.hi)}`);
    this.#presenter.change({ approximate: false, zoomText: this.shown.isZoomed ? parts.join(', ') : '' });
    this.#warmSoon(loaded);
  }

  /** A backend with an index keeps the pixel of every row once it knows it: told before the pointer comes, the first brush need not wait. */
  #warmSoon({ stage: { backend, conductor, clock }, signal }: LoadedPlot): void {
    const { selecting, total, resident } = this.view;
    const { brushable } = selecting;
    if (!brushable || !resident || !backend.capabilities.index) return;
    clock.after(WARM_AFTER_MS, () => {
      if (selecting.brushable !== brushable) return;
      const slots = brushable.map((_, i) => `${total}.warm${i}` as SlotId);
      conductor.computeFor(signal, ...brushable.map((x, i): KernelCall => ({ kernel: 'bin1d', x, clauses: [], out: slots[i]! })))
        .then(() => backend.drop(slots), () => undefined);
    });
  }

  #draw(loaded: LoadedPlot, { axes, largest }: Counted, slots: PaintedSlots): Paint | null {
    const { ready } = this.#presenter;
    if (!ready || !this.#theme) return null;
    this.hovering.refresh();
    this.#describeSoon(loaded);
    const paint = loaded.plan.mark.paint({ surface: this.#canvas.surface, box: boxPx(ready.layout.box, this.#size!), axes, largest, theme: this.#theme, ...slots });
    this.#canvas.still.keep(paint);
    return paint;
  }

  #showDrawn(drawn: Drawn | null): void {
    this.#presenter.change({ shape: drawn?.shape ?? null });
    this.#saySelected(drawn?.text ?? '');
    const { selection } = this;
    if (selection) this.#presenter.selected(selection);
  }

  get #hoverScene(): HoverScene | null {
    const { loaded, counted, drawnSlots } = this.view;
    const { ready } = this.#presenter;
    if (!loaded || !counted || !ready) return null;
    const { stage, relation, plan, basis, filteredBy } = loaded;
    return {
      stage, relation, resident: basis.resident, plan, axes: counted.axes, box: ready.layout.box, ...drawnSlots,
      filter: filteredBy.parts.flatMap(({ filter }) => filter),
    };
  }

  /** What is selected, in words: at rest; that nothing is, at once. */
  #saySelected(selectedText: string): void {
    this.#stopSaying?.();
    const said = this.#presenter.ready?.selectedText;
    const clock = this.loaded?.stage.clock;
    const say = (): void => this.#presenter.change({ selectedText });
    if (said === selectedText) return;
    if (selectedText === '' || !clock) say();
    else this.#stopSaying = clock.after(SAY_AFTER_MS, say);
  }

  /** What the plot shows, in words: at rest, once the picture is there. Searches and indexes that are under way do not hold it up. */
  #describeSoon({ stage, plan }: LoadedPlot): void {
    this.#stopDescribing?.();
    const painted = stage.conductor.painted();
    this.#stopDescribing = stage.clock.after(DESCRIBE_AFTER_MS, () => void painted.then(async () => {
      // A sample's counts are not what is said: the exact ones are painted at rest.
      const reading = this.view.frames.isApproximate ? await this.counts() : await this.#readDrawn();
      const { loaded, counted } = this.view;
      if (!reading || !counted || loaded?.plan !== plan) return;
      this.#presenter.change({ summary: plan.mark.describe({ axes: counted.axes, counts: reading.counts }) });
      // Those of all rows stand behind those of the selected ones.
      for (const slot of this.#canvas.still.missing) {
        const counts = await stage.backend.read(slot);
        if (this.view.counted !== counted) return;
        this.#canvas.still.read(slot, counts);
      }
    }).catch(() => undefined));
  }

  #readDrawn(): Promise<CountedBins | null> {
    return this.view.readDrawn((slot, read) => this.#canvas.still.read(slot, read));
  }

  #try(work: () => Promise<void>): void {
    work().catch((thrown: unknown) => this.view.failed(PikaError.from(thrown)));
  }
}
