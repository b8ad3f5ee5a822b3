import type { ColumnId } from '../columns/column';
import type { Capabilities } from '../frame/backend';
import type { FrameClient } from '../frame/frame-scheduler';
import type { PikaError } from '../errors';
import type { Profile } from '../profile/profile';
import type { Selection } from './selection';
import type {
  Bins,
  CellAccumulator,
  Dimensions,
  Filter,
  Sample,
  IndexCall,
  IndexId,
  KernelCall,
  Recording,
  SlotId,
} from '../frame/recording';
import type { SurfacePaint } from '../frame/surface-paint';

/** Bins of one or two axes. */
export type ViewBins = readonly [Bins] | readonly [Bins, Bins];

/** A condition on the rows that a view counts. The object stays identical while the condition does. */
export interface FilterPart {
  /** The view whose brush this is, if the rows must pass exactly that brush; null for other conditions. */
  readonly source: object | null;
  readonly filter: Filter;
  /** `filter` as SQL over the view's query. */
  readonly sql: string;
  /** Kernels can test it: its columns are on the backend. */
  readonly resident: boolean;
}

/** Bins to group by; or none, to count all rows of the relation that the column `rows` belongs to. */
type TargetBins = { readonly bins: Dimensions } | { readonly bins: readonly []; readonly rows: ColumnId };

/** The bins to group by, and the slots that receive the aggregates. */
export type Target = TargetBins & {
  readonly accumulators: readonly [CellAccumulator, ...CellAccumulator[]];
  readonly total: SlotId;
  readonly selected: SlotId;
};

/** A view whose counts other views may filter. It owns its slots. */
export interface LinkedView {
  /**
   * Null while the view is not laid out, or if it has no slots because it answers all its filters by `recount`. The
   * objects stay identical while nothing changes.
   */
  readonly target: Target | null;
  /** Its target while `active` is brushed, if that differs. */
  targetWhileBrushing?(active: LinkedView): Target | null;
  /** Sampling of its counts while its bins change every frame: counted by scans, never by an index. Null when idle. */
  readonly sample?: Sample | null;
  /** Whether the next frame needs new totals, because the bins changed; called once per frame. */
  needsTotal?(filtered: boolean): boolean;
  /**
   * One bin per pixel that its brush can select, in the order of its brush axes; null without a brush, or if the
   * columns of its axes are not on the backend.
   */
  readonly brushable: ViewBins | null;
  /**
   * Its brush in whole pixels of {@link LinkedView.brushable}; null without a brush, or if it was set by value and may
   * end between pixels.
   */
  readonly pixels: readonly (readonly [from: number, to: number])[] | null;
  /** Its columns are on the backend, so kernels can count it. */
  readonly resident: boolean;
  /**
   * Called if kernels can't count it, because it or a filter is not resident. Counts the rows that meet the conditions
   * elsewhere, into its slot, then calls {@link LinkedViews.paint}. Latest wins. Returns whether the previous counts
   * may be shown until then.
   */
  recount(conditions: readonly string[]): boolean;
  /** The selection that contains its brush; null if it has none, or is not loaded. */
  readonly selection: Selection | null;
  /** Rows must pass every part to be counted. */
  readonly filterParts: readonly FilterPart[];
  /** Whether another view's brush filters it, now or as soon as there is one. */
  isFilteredBy(other: LinkedView): boolean;
  /**
   * Called when kernels have filled its `selected` slot, before it is painted in the same frame: reads the slot.
   * Omitted by views whose paints read the slot themselves.
   */
  answered?(): Promise<void>;
  /** Paints `selected` if filtered, else `total`. */
  paint(filtered: boolean): SurfacePaint | null;
  failed(error: PikaError): void;
}

/** Names indexes of one backend, which the views of all relations share. */
export interface IndexIds {
  next(): IndexId;
  /** The index is no longer needed. */
  release(id: IndexId): void;
}

interface BuiltIndex {
  readonly call: IndexCall;
  readonly owner: LinkedView;
}

/**
 * The plots of one relation, which one frame counts together. Their filter parts determine which filters apply to which
 * view. No SQL runs here.
 *
 * While a brush moves in whole pixels, the views that it filters are counted from an index, where the backend prefers
 * one: it is built once per active view (see IndexCall). Any other change scans the rows. Both give the same counts.
 */
export class LinkedViews implements FrameClient {
  readonly #capabilities: Capabilities;
  readonly #invalidate: (client: FrameClient) => void;
  readonly #indexIds: IndexIds;
  readonly #profile: Profile | null;
  readonly #views = new Set<LinkedView>();
  readonly #dirty = new Set<LinkedView>();
  /** Views that are counted and only need painting. */
  readonly #counted = new Set<LinkedView>();
  /** Views that wait for their kernels, to read the results before painting. */
  readonly #answering = new Set<LinkedView>();
  #index: BuiltIndex | null = null;
  /** The view whose brush moved last, or is likely to move next. */
  #active: LinkedView | null = null;
  #indexWanted = false;
  /** The brush of the active view has moved since the last recording. */
  #hasMoved = false;

  constructor(
    capabilities: Capabilities,
    invalidate: (client: FrameClient) => void,
    indexIds: IndexIds,
    profile: Profile | null = null,
  ) {
    this.#capabilities = capabilities;
    this.#invalidate = invalidate;
    this.#indexIds = indexIds;
    this.#profile = profile;
  }

  get size(): number {
    return this.#views.size;
  }

  add(view: LinkedView): void {
    this.#views.add(view);
  }

  remove(view: LinkedView): void {
    this.#views.delete(view);
    this.#dirty.delete(view);
    this.#counted.delete(view);
    this.#answering.delete(view);
    if (this.#active === view) this.#active = null;
    if (this.#index?.owner === view || this.#views.size === 0) this.#forgetIndex();
  }

  /** Marks the view's picture as out of date; `because` is the view whose brush caused that, if one did. */
  invalidate(view: LinkedView, because: object | null = null): void {
    const brushed = [...this.#views].find((other) => other === because);
    if (brushed) {
      this.#active = brushed;
      this.#hasMoved = true;
    }
    this.#dirty.add(view);
    this.#invalidate(this);
  }

  /** Paints a view that was counted elsewhere. */
  paint(view: LinkedView): void {
    if (!this.#views.has(view)) return;
    this.#counted.add(view);
    this.#invalidate(this);
  }

  /** A brush over this view is likely: builds its index now, ahead of the first move. */
  prepareIndex(view: LinkedView): void {
    if (!view.brushable || this.#views.size < 2) return;
    this.#active = view;
    this.#indexWanted = true;
    this.#invalidate(this);
  }

  record(): Recording {
    const ended = this.#profile?.begin('link', 'record');
    const kernels: KernelCall[] = [];
    const paints: SurfacePaint[] = [];
    const sliced = this.#recordIndex(kernels);
    for (const view of this.#dirty) {
      const { target, filterParts, sample = null } = view;
      // A view without slots answers by itself: see `recount`.
      if (!target && view.resident && !sliced.has(view)) continue;
      const byKernels = isResident(view);
      if (target && view.resident && view.needsTotal?.(filterParts.length > 0))
        kernels.push(count(target, [], target.total, sample));
      if (filterParts.length > 0 && !byKernels && !view.recount(filterParts.map(({ sql }) => sql))) continue;
      if (target && filterParts.length > 0 && byKernels && !sliced.has(view))
        kernels.push(count(target, filterOf(filterParts), target.selected, sample));
      if (view.answered && filterParts.length > 0 && byKernels) this.#answering.add(view);
      else this.#paint(view, filterParts.length > 0, paints);
    }
    for (const view of this.#counted)
      if (!this.#dirty.has(view)) this.#paint(view, view.filterParts.length > 0, paints);
    this.#dirty.clear();
    this.#counted.clear();
    ended?.();
    return { kernels, paints };
  }

  answer(): Promise<readonly SurfacePaint[]> | null {
    if (this.#answering.size === 0) return null;
    const views = [...this.#answering];
    this.#answering.clear();
    return Promise.all(views.map((view) => view.answered!())).then(() => {
      const paints: SurfacePaint[] = [];
      for (const view of views) if (this.#views.has(view)) this.#paint(view, view.filterParts.length > 0, paints);
      return paints;
    });
  }

  #paint(view: LinkedView, filtered: boolean, paints: SurfacePaint[]): void {
    const paint = view.paint(filtered);
    if (paint) paints.push(paint);
  }

  failed(error: PikaError): void {
    this.#forgetIndex();
    this.#dirty.clear();
    for (const view of this.#views) view.failed(error);
  }

  /**
   * Adds the index and slice calls that this frame needs, and returns the views that they count. Views that change for
   * another reason than the brush, or come into sight, are not worth a new index for all: they are scanned.
   */
  #recordIndex(kernels: KernelCall[]): ReadonlySet<LinkedView> {
    const owner = this.#active;
    const pixels = owner?.pixels ?? null;
    const isWorthBuilding = this.#hasMoved || this.#indexWanted;
    this.#hasMoved = false;
    if (!owner?.brushable) return new Set();
    const isFiltering = pixels !== null && [...this.#dirty].some((view) => !view.sample && view.isFilteredBy(owner));
    if (!isFiltering && !this.#indexWanted) return new Set();
    this.#indexWanted = false;

    const passive = [...this.#views].flatMap((view) => {
      const target =
        !view.sample && view.isFilteredBy(owner) && isResident(view)
          ? (view.targetWhileBrushing?.(owner) ?? view.target)
          : null;
      const { prefersIndex } = this.#capabilities;
      return target && (!prefersIndex || prefersIndex(owner.brushable!, target)) ? [{ view, target }] : [];
    });
    if (passive.length === 0) return new Set();
    const views = passive.map(({ view: { filterParts }, target }) => ({
      bins: target.bins,
      accumulators: target.accumulators,
      clauses: filterOf(filterParts.filter(({ source }) => source !== owner)),
      out: target.selected,
    }));
    if (this.#index?.owner !== owner || !sameIndex(this.#index.call, owner.brushable, views)) {
      if (!isWorthBuilding) return new Set();
      this.#forgetIndex();
      const call: IndexCall = { kernel: 'index', id: this.#indexIds.next(), active: owner.brushable, views };
      this.#index = { call, owner };
      kernels.push(call);
    }
    if (!isFiltering) return new Set();
    kernels.push({ kernel: 'slice', id: this.#index.call.id, pixels });
    return new Set(passive.map(({ view }) => view));
  }

  #forgetIndex(): void {
    if (this.#index) this.#indexIds.release(this.#index.call.id);
    this.#index = null;
  }
}

/** Whether kernels can count it with all its filters. */
function isResident({ resident, filterParts }: LinkedView): boolean {
  return resident && filterParts.every((part) => part.resident);
}

function filterOf(parts: readonly FilterPart[]): Filter {
  return parts.flatMap(({ filter }) => filter);
}

function count(target: Target, clauses: Filter, out: SlotId, sample: Sample | null): KernelCall {
  const parts = { accumulators: target.accumulators, clauses, out, ...(sample && { sample }) };
  return 'rows' in target
    ? { kernel: 'aggregate', dimensions: [], rows: target.rows, ...parts }
    : { kernel: 'aggregate', dimensions: target.bins, ...parts };
}

/** Whether an index is still valid, by object identity: views keep their objects while nothing changes. */
function sameIndex(built: IndexCall, active: ViewBins, views: IndexCall['views']): boolean {
  return (
    sameItems(built.active, active) &&
    built.views.length === views.length &&
    built.views.every((view, i) => {
      const now = views[i]!;
      return (
        view.out === now.out &&
        sameItems(view.bins, now.bins) &&
        sameItems(view.accumulators, now.accumulators) &&
        sameItems(view.clauses, now.clauses)
      );
    })
  );
}

/** Whether two lists hold the same objects: views keep theirs while nothing changes. */
export function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}
