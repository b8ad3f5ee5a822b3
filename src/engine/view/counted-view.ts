import { PikaError } from '../errors';
import type { Glance, Paint, SlotId } from '../frame/recording';
import type { FilterPart, LinkedViews, Member } from '../link/linked-views';
import type { Plan } from '../plan/plan';
import type { Relation } from '../source/source';
import type { Basis } from './basis';
import { countBySql, type Counted } from './count-axes';
import type { Drawn } from './drawn';
import type { FilteredBy } from './filtered-by';
import { isPassing } from './passing-error';
import { Selecting } from './selecting';
import type { Stage } from './stage';
import type { CountedBins } from './view-model';
import { ZoomFrames } from './zoom-frames';

/** A plan over rows that are there, among the plots that are linked with it. */
export interface LoadedPlot {
  readonly stage: Stage;
  readonly plan: Plan;
  readonly relation: Relation;
  readonly basis: Basis;
  readonly linked: LinkedViews;
  readonly filteredBy: FilteredBy;
  /** Aborted when the plot loads anew or goes. */
  readonly signal: AbortSignal;
}

/** Which counts a picture is of. */
export interface PaintedSlots {
  readonly counts: SlotId;
  /** Those of all rows, where they are shown behind. */
  readonly context: SlotId | null;
}

export interface CountedViewHost {
  /** Draws what is counted; null when there is nothing to draw it on. */
  readonly draw: (loaded: LoadedPlot, counted: Counted, slots: PaintedSlots) => Paint | null;
  /** What is selected is drawn otherwise now. */
  readonly drawn: (drawn: Drawn | null) => void;
  /** The reader rests who zoomed. */
  readonly rests: () => void;
  readonly failed: (error: PikaError) => void;
}

/**
 * A plot as its linked views count it: who filters it, into which slots, by which backend or by SQL. The object itself is who says what the
 * plot's brush selects, and stays the same through all of the plot's loads.
 */
export class CountedView implements Member {
  readonly total: SlotId;
  readonly selected: SlotId;
  readonly selecting: Selecting;
  readonly frames: ZoomFrames;
  readonly #host: CountedViewHost;
  loaded: LoadedPlot | null = null;
  /** The axes as they are cut, and what is counted along them; null while that is not known. */
  counted: Counted | null = null;
  #filtered = false;
  /** The count by SQL under way, if any. */
  #recounting: Promise<void> = Promise.resolve();
  /** The axes that the counts in the slot of selected rows are of, when SQL counted them. */
  #recounted: Counted | null = null;

  /** @param id unique among views; names its slots */
  constructor(id: string, host: CountedViewHost) {
    this.total = `${id}.total` as SlotId;
    this.selected = `${id}.selected` as SlotId;
    this.#host = host;
    this.selecting = new Selecting(this, host.drawn);
    this.frames = new ZoomFrames(host.rests);
  }

  /** Nothing is counted until other rows are there. */
  leave(): void {
    this.loaded = null;
    this.counted = null;
    this.#recounted = null;
    this.frames.stop();
    this.selecting.suspend();
  }

  get target(): Member['target'] {
    return this.counted && { bins: this.counted.bins, total: this.total, selected: this.selected };
  }

  get glance(): Glance | null {
    return this.frames.glance;
  }

  /** Where nothing is shown of the rows that are filtered away, they are not counted. */
  wantsTotal(filtered: boolean): boolean {
    return !(filtered && this.counted?.axes.length === 2 && !this.#showsContext) && this.frames.takeUncounted();
  }

  get brushable(): Member['brushable'] {
    return this.selecting.brushable;
  }

  get pixels(): Member['pixels'] {
    return this.selecting.drawn?.pixels ?? null;
  }

  get parts(): readonly FilterPart[] {
    return this.loaded?.filteredBy.parts ?? [];
  }

  get saysIn(): Member['saysIn'] {
    return this.selecting.selection;
  }

  heeds(other: Member): boolean {
    return this.loaded?.filteredBy.heeds(other) ?? false;
  }

  get resident(): boolean {
    return this.loaded?.basis.resident ?? false;
  }

  recount(conditions: readonly string[]): boolean {
    const [{ stage, relation, plan, linked, signal }, counted] = [this.loaded!, this.counted!];
    const counting = countBySql(relation, plan, counted.axes, conditions, { signal, replaces: this.selected }).then((counts) => {
      if (this.counted !== counted || this.#recounting !== counting) return;
      stage.backend.fill(this.selected, counts);
      this.#recounted = counted;
      linked.show(this);
    }).catch((thrown: unknown) => {
      if (this.counted === counted) this.failed(PikaError.from(thrown));
    });
    this.#recounting = counting;
    return this.#recounted === counted;
  }

  paint(filtered: boolean): Paint | null {
    if (!this.loaded || !this.counted) return null;
    const context = filtered && this.#showsContext ? this.total : null;
    const paint = this.#host.draw(this.loaded, this.counted, { counts: filtered ? this.selected : this.total, context });
    if (paint) this.#filtered = filtered;
    return paint;
  }

  failed(error: PikaError): void {
    if (!isPassing(error)) this.#host.failed(error);
  }

  /** The counts that the picture is of, and those of all rows when they are others. */
  get drawnSlots(): { readonly counts: SlotId; readonly total: SlotId | null } {
    return { counts: this.#filtered ? this.selected : this.total, total: this.#filtered && !this.frames.isUncounted ? this.total : null };
  }

  /** The counts behind the picture, once everything asked of it stands; null when it is another by then. `read` is told them as they are. */
  async read(read: (slot: SlotId, counts: Uint32Array) => void): Promise<CountedBins | null> {
    const stage = this.loaded?.stage;
    if (!stage) return null;
    await stage.conductor.settled();
    await this.#recounting;
    await stage.conductor.settled(); // what SQL counted is painted with the next frame
    return this.loaded?.stage === stage ? this.readDrawn(read) : null;
  }

  /** The counts of the last picture, though others may be on their way; null when there is none by then. */
  async readDrawn(read: (slot: SlotId, counts: Uint32Array) => void): Promise<CountedBins | null> {
    const { counted } = this;
    const stage = this.loaded?.stage;
    if (!stage || !counted) return null;
    const { counts: slot } = this.drawnSlots;
    try {
      const counts = await stage.backend.read(slot);
      if (this.counted === counted) read(slot, counts);
      return { edges: counted.axes.map(({ edges }) => edges), counts };
    } catch (thrown) {
      // The backend was lost meanwhile: the picture is on its way to another.
      if (isPassing(PikaError.from(thrown))) return null;
      throw thrown;
    }
  }

  get #showsContext(): boolean {
    const plan = this.loaded?.plan;
    return plan?.spec.context ?? plan?.mark.showsContext ?? false;
  }
}
