import { PikaError } from '../errors';
import type { Sample, SlotId } from '../frame/recording';
import type { SurfacePaint } from '../frame/surface-paint';
import type { FilterPart, LinkedViews, LinkedView } from '../link/linked-views';
import type { Plan } from '../plan/plan';
import type { Relation } from '../source/source';
import type { PlotColumns } from './plot-columns';
import { countBySql, viewBins, type CountedAxes } from './count-axes';
import type { ViewSelection } from '../select/view-selection';
import type { IncomingFilters } from '../select/incoming-filters';
import { isTransient } from './transient-error';
import { PlotSelector } from '../select/plot-selector';
import type { PlotContext } from './plot-context';
import type { CountedBins } from './plot-model';
import { SamplingState } from '../zoom/sampling-state';

/** A plan over rows that are there, among the plots that are linked with it. */
export interface LoadedPlot {
  readonly context: PlotContext;
  readonly plan: Plan;
  readonly relation: Relation;
  readonly plotColumns: PlotColumns;
  readonly linked: LinkedViews;
  readonly incomingFilters: IncomingFilters;
  /** Aborted when the plot loads anew or goes. */
  readonly signal: AbortSignal;
}

/** Which counts a picture is of. */
export interface PaintedSlots {
  readonly counts: SlotId;
  /** Those of all rows, where they are shown behind. */
  readonly context: SlotId | null;
}

export interface PlotLayerHost {
  /** Draws what is counted; null when there is nothing to draw it on. */
  readonly draw: (loaded: LoadedPlot, counted: CountedAxes, slots: PaintedSlots) => SurfacePaint | null;
  /** What is selected is drawn otherwise now. */
  readonly drawn: (drawn: ViewSelection | null) => void;
  /** The reader rests who zoomed. */
  readonly idle: () => void;
  readonly failed: (error: PikaError) => void;
}

/**
 * A plot as its linked views count it: who filters it, into which slots, by which backend or by SQL. The object itself
 * is who says what the plot's brush selects, and stays the same through all of the plot's loads.
 */
export class PlotLayer implements LinkedView {
  readonly total: SlotId;
  readonly selected: SlotId;
  readonly selector: PlotSelector;
  readonly sampling: SamplingState;
  readonly #host: PlotLayerHost;
  loaded: LoadedPlot | null = null;
  /** The axes as they are cut, and what is counted along them; null while that is not known. */
  counted: CountedAxes | null = null;
  #filtered = false;
  /** The count by SQL under way, if any. */
  #recounting: Promise<void> = Promise.resolve();
  /** The axes that the counts in the slot of selected rows are of, when SQL counted them. */
  #recounted: CountedAxes | null = null;

  /** @param id unique among views; names its slots */
  constructor(id: string, host: PlotLayerHost) {
    this.total = `${id}.total` as SlotId;
    this.selected = `${id}.selected` as SlotId;
    this.#host = host;
    this.selector = new PlotSelector(this, host.drawn);
    this.sampling = new SamplingState(host.idle);
  }

  /** Nothing is counted until other rows are there. */
  leave(): void {
    this.loaded = null;
    this.counted = null;
    this.#recounted = null;
    this.sampling.stop();
    this.selector.suspend();
  }

  get target(): LinkedView['target'] {
    return this.counted && { bins: viewBins(this.counted.bins), total: this.total, selected: this.selected };
  }

  get sample(): Sample | null {
    return this.sampling.sample;
  }

  /** Where nothing is shown of the rows that are filtered away, they are not counted. */
  wantsTotal(filtered: boolean): boolean {
    return !(filtered && (this.counted?.axes.size ?? 0) > 1 && !this.#showsContext) && this.sampling.takeUncounted();
  }

  get brushable(): LinkedView['brushable'] {
    return this.selector.brushable;
  }

  get pixels(): LinkedView['pixels'] {
    return this.selector.drawn?.pixels ?? null;
  }

  get parts(): readonly FilterPart[] {
    return this.loaded?.incomingFilters.parts ?? [];
  }

  get selection(): LinkedView['selection'] {
    return this.selector.selection;
  }

  isFilteredBy(other: LinkedView): boolean {
    return this.loaded?.incomingFilters.isFilteredBy(other) ?? false;
  }

  get resident(): boolean {
    return this.loaded?.plotColumns.resident ?? false;
  }

  recount(conditions: readonly string[]): boolean {
    const [{ context, relation, plan, linked, signal }, counted] = [this.loaded!, this.counted!];
    const counting = countBySql(relation, plan, counted.axes, conditions, { signal, replaces: this.selected })
      .then((counts) => {
        if (this.counted !== counted || this.#recounting !== counting) return;
        context.backend.fill(this.selected, counts);
        this.#recounted = counted;
        linked.show(this);
      })
      .catch((thrown: unknown) => {
        if (this.counted === counted) this.failed(PikaError.from(thrown));
      });
    this.#recounting = counting;
    return this.#recounted === counted;
  }

  paint(filtered: boolean): SurfacePaint | null {
    if (!this.loaded || !this.counted) return null;
    const context = filtered && this.#showsContext ? this.total : null;
    const paint = this.#host.draw(this.loaded, this.counted, {
      counts: filtered ? this.selected : this.total,
      context,
    });
    if (paint) this.#filtered = filtered;
    return paint;
  }

  failed(error: PikaError): void {
    if (!isTransient(error)) this.#host.failed(error);
  }

  /** The counts that the picture is of, and those of all rows when they are others. */
  get drawnSlots(): { readonly counts: SlotId; readonly total: SlotId | null } {
    return {
      counts: this.#filtered ? this.selected : this.total,
      total: this.#filtered && !this.sampling.isUncounted ? this.total : null,
    };
  }

  /**
   * The counts behind the picture, once everything asked of it stands; null when it is another by then. `read` is told
   * them as they are.
   */
  async read(read: (slot: SlotId, counts: Uint32Array) => void): Promise<CountedBins | null> {
    const context = this.loaded?.context;
    if (!context) return null;
    await context.frameScheduler.settled();
    await this.#recounting;
    await context.frameScheduler.settled(); // what SQL counted is painted with the next frame
    return this.loaded?.context === context ? this.readDrawn(read) : null;
  }

  /** The counts of the last picture, though others may be on their way; null when there is none by then. */
  async readDrawn(read: (slot: SlotId, counts: Uint32Array) => void): Promise<CountedBins | null> {
    const { counted } = this;
    const context = this.loaded?.context;
    if (!context || !counted) return null;
    const { counts: slot } = this.drawnSlots;
    try {
      const counts = await context.backend.read(slot);
      if (this.counted === counted) read(slot, counts);
      return { edges: [...counted.axes.values()].map(({ edges }) => edges), counts };
    } catch (thrown) {
      // The backend was lost meanwhile: the picture is on its way to another.
      if (isTransient(PikaError.from(thrown))) return null;
      throw thrown;
    }
  }

  get #showsContext(): boolean {
    const plan = this.loaded?.plan;
    return plan?.spec.context ?? plan?.mark.showsContext ?? false;
  }
}
