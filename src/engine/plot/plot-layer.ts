import { PikaError } from '../errors';
import type { Sample, SlotId } from '../frame/recording';
import type { SurfacePaint } from '../frame/surface-paint';
import type { FilterPart, LinkedViews, LinkedView } from '../link/linked-views';
import type { Box } from '../frame/box';
import type { Paint } from '../paints/index';
import type { Theme } from '../plan/mark';
import type { LayerPlan } from '../plan/plan';
import type { Relation } from '../source/source';
import type { PlotColumns } from './plot-columns';
import { countBySql, viewBins, type CountedAxes } from './count-axes';
import type { IncomingFilters } from '../select/incoming-filters';
import { isTransient } from './transient-error';
import type { PlotSelector } from '../select/plot-selector';
import type { PlotContext } from './plot-context';
import type { CountedBins } from './plot-model';
import { SamplingState } from '../zoom/sampling-state';

/** A layer whose rows and columns are loaded, joined to the linked views of its relation. */
export interface LoadedLayer extends LayerData {
  readonly context: PlotContext;
  readonly linked: LinkedViews;
  readonly incomingFilters: IncomingFilters;
  /** Aborted when the plot reloads or is disposed. */
  readonly signal: AbortSignal;
}

/** The rows and columns of one layer. */
export interface LayerData {
  readonly plan: LayerPlan;
  readonly relation: Relation;
  readonly plotColumns: PlotColumns;
}

export interface PlotLayerHost {
  /** The picture of all layers of the plot; null if it has no layout or theme yet. */
  readonly draw: () => SurfacePaint | null;
  /** The user has stopped zooming. */
  readonly idle: () => void;
  readonly failed: (error: PikaError) => void;
}

/**
 * One layer of a plot as one of the linked views: its filters, its slots, and whether a backend or SQL counts it. The
 * object of the primary layer identifies the plot as the source of its selection, and is the same across all loads.
 */
export class PlotLayer implements LinkedView {
  readonly total: SlotId;
  readonly selected: SlotId;
  readonly sampling: SamplingState;
  readonly #host: PlotLayerHost;
  /** Selects values of the plot: only the primary layer has one. */
  readonly #selector: PlotSelector | null;
  loaded: LoadedLayer | null = null;
  /** The binned axes and the counts along them; null until both are known. */
  counted: CountedAxes | null = null;
  /** Whether the picture shows the filtered counts; null if the layer is not part of a picture yet. */
  #filtered: boolean | null = null;
  /** The pending count by SQL, if any. */
  #recounting: Promise<void> = Promise.resolve();
  /** The axes of the counts in the `selected` slot, if SQL counted them. */
  #recounted: CountedAxes | null = null;

  /** @param id unique among views; names its slots */
  constructor(id: string, host: PlotLayerHost, selector: ((view: object) => PlotSelector) | null) {
    this.total = `${id}.total` as SlotId;
    this.selected = `${id}.selected` as SlotId;
    this.#host = host;
    this.#selector = selector?.(this) ?? null;
    this.sampling = new SamplingState(host.idle);
  }

  /** Stops counting until rows are loaded again. */
  leave(): void {
    this.loaded = null;
    this.counted = null;
    this.#recounted = null;
    this.#filtered = null;
    this.sampling.stop();
    this.#selector?.suspend();
  }

  get target(): LinkedView['target'] {
    return this.counted && { bins: viewBins(this.counted.bins), total: this.total, selected: this.selected };
  }

  get sample(): Sample | null {
    return this.sampling.sample;
  }

  /** A filtered plane that draws no context needs no counts of all rows. */
  needsTotal(filtered: boolean): boolean {
    return !(filtered && (this.counted?.axes.size ?? 0) > 1 && !this.#showsContext) && this.sampling.takeUncounted();
  }

  get brushable(): LinkedView['brushable'] {
    return this.#selector?.brushable ?? null;
  }

  get pixels(): LinkedView['pixels'] {
    return this.#selector?.drawn?.pixels ?? null;
  }

  get filterParts(): readonly FilterPart[] {
    return this.loaded?.incomingFilters.parts ?? [];
  }

  get selection(): LinkedView['selection'] {
    return this.#selector?.selection ?? null;
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
        linked.paint(this);
      })
      .catch((thrown: unknown) => {
        if (this.counted === counted) this.failed(PikaError.from(thrown));
      });
    this.#recounting = counting;
    return this.#recounted === counted;
  }

  paint(filtered: boolean): SurfacePaint | null {
    if (!this.loaded || !this.counted) return null;
    const before = this.#filtered;
    this.#filtered = filtered;
    const paint = this.#host.draw();
    if (!paint) this.#filtered = before;
    return paint;
  }

  /** What the layer contributes to a picture, in painter's order; nothing before its first counts. */
  paints(box: Box, theme: Theme, largest: number): readonly Paint[] {
    const { loaded, counted } = this;
    if (!loaded || !counted || this.#filtered === null) return [];
    const counts = this.#filtered ? this.selected : this.total;
    const context = this.#filtered && this.#showsContext ? this.total : null;
    return loaded.plan.mark.paint({ box, axes: counted.axes, largest, theme, counts, context });
  }

  failed(error: PikaError): void {
    if (!isTransient(error)) this.#host.failed(error);
  }

  /** The counts that the picture shows, and those of all rows if they differ. */
  get drawnSlots(): { readonly counts: SlotId; readonly total: SlotId | null } {
    return {
      counts: this.#filtered ? this.selected : this.total,
      total: this.#filtered === true && !this.sampling.isUncounted ? this.total : null,
    };
  }

  /**
   * Resolves with the counts of the picture once all pending work on it is done; null if another picture has replaced
   * it by then. Also passes the counts to `read`.
   */
  async read(read: (slot: SlotId, counts: Uint32Array) => void): Promise<CountedBins | null> {
    const context = this.loaded?.context;
    if (!context) return null;
    await context.frameScheduler.settled();
    await this.#recounting;
    await context.frameScheduler.settled(); // counts from SQL are painted with the next frame
    return this.loaded?.context === context ? this.readDrawn(read) : null;
  }

  /** The counts of the last picture, even if newer ones are pending; null if there is none by then. */
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
      // The backend was lost meanwhile, and the plot is moving to another.
      if (isTransient(PikaError.from(thrown))) return null;
      throw thrown;
    }
  }

  get #showsContext(): boolean {
    const plan = this.loaded?.plan;
    return plan?.spec.context ?? plan?.mark.showsContext ?? false;
  }
}
