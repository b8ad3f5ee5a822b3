import type { ColumnId } from '../columns/column';
import type { Capabilities } from '../frame/backend';
import type { FrameClient } from '../frame/frame-scheduler';
import type { PikaError } from '../errors';
import type { Profile } from '../profile/profile';
import type { Selection } from './selection';
import {
  COUNT,
  type Bins,
  type Filter,
  type Sample,
  type IndexCall,
  type IndexId,
  type KernelCall,
  type Recording,
  type SlotId,
} from '../frame/recording';
import type { SurfacePaint } from '../frame/surface-paint';

/** Bins of one or two axes. */
export type ViewBins = readonly [Bins] | readonly [Bins, Bins];

/** A condition on the rows that a view counts. The same object from call to call while it means the same. */
export interface FilterPart {
  /** Whose brush it is, when the view's rows must pass that brush itself; null for all else. */
  readonly source: object | null;
  readonly filter: Filter;
  /** The same as a condition in SQL over the rows of the view's query. */
  readonly sql: string;
  /** Kernels can test it: the columns it names are on the backend. */
  readonly resident: boolean;
}

/** What to count by: bins, or nothing, and then the rows of the relation that a column is of. */
type TargetBins = { readonly bins: ViewBins } | { readonly bins: readonly []; readonly rows: ColumnId };

/** What to count, and where to. */
export type Target = TargetBins & { readonly total: SlotId; readonly selected: SlotId };

/** A view that is counted and may be filtered. It owns its slots. */
export interface LinkedView {
  /** Null while the view is not laid out. The same objects from call to call while nothing changed. */
  readonly target: Target | null;
  /** Where it is another while that view is brushed. */
  targetUnder?(active: LinkedView): Target | null;
  /**
   * How its bins are to be counted while they change from frame to frame: by scans of their own, never by an index;
   * none at rest.
   */
  readonly sample?: Sample | null;
  /** Whether all rows must be counted for the next picture, in bins that are new; asked once a frame. */
  wantsTotal?(filtered: boolean): boolean;
  /** The pixels a brush over this view can select, in the order of its brush axes; null when it has no brush. */
  readonly brushable: ViewBins | null;
  /**
   * Its brush in whole pixels of {@link LinkedView.brushable}; null when there is none, or when it was set by value and
   * may end between pixels.
   */
  readonly pixels: readonly (readonly [from: number, to: number])[] | null;
  /** Its columns are on the backend, so that kernels can count it. */
  readonly resident: boolean;
  /**
   * Kernels can't count it: it, or what filters it, is not resident. Counts the rows that meet the conditions
   * elsewhere, into its slot, and calls {@link LinkedViews.show} when that is done. Latest wins. True when the counts
   * of before may be shown until then.
   */
  recount(conditions: readonly string[]): boolean;
  /** Where it is said what its brush selects; null when it has none, or is not loaded. */
  readonly selection: Selection | null;
  /** Rows count that pass every part. */
  readonly parts: readonly FilterPart[];
  /** Whether its rows must pass what another view's brush selects, now or as soon as there is one. */
  isFilteredBy(other: LinkedView): boolean;
  /** The picture, of `selected` when filtered, else of `total`. */
  paint(filtered: boolean): SurfacePaint | null;
  failed(error: PikaError): void;
}

interface BuiltIndex {
  readonly call: IndexCall;
  readonly owner: LinkedView;
}

/**
 * The plots of one relation, which a frame counts together. Who filters whom is said by their parts; nothing on this
 * path runs SQL.
 *
 * While a brush moves in whole pixels, and the backend can, the views that it filters are answered from an index built
 * once per active view (see IndexCall); any other change is a scan of the rows. Both give the same counts.
 */
export class LinkedViews implements FrameClient {
  readonly #capabilities: Capabilities;
  readonly #invalidate: (client: FrameClient) => void;
  readonly #drop: (ids: readonly IndexId[]) => void;
  readonly #profile: Profile | null;
  readonly #views = new Set<LinkedView>();
  readonly #dirty = new Set<LinkedView>();
  /** Members whose counts are there and only want painting. */
  readonly #counted = new Set<LinkedView>();
  #index: BuiltIndex | null = null;
  /** The view whose brush moved last, or that the pointer is about to brush. */
  #active: LinkedView | null = null;
  #indexWanted = false;
  #serial = 0;

  constructor(
    capabilities: Capabilities,
    invalidate: (client: FrameClient) => void,
    drop: (ids: readonly IndexId[]) => void,
    profile: Profile | null = null,
  ) {
    this.#capabilities = capabilities;
    this.#invalidate = invalidate;
    this.#drop = drop;
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
    if (this.#active === view) this.#active = null;
    if (this.#index?.owner === view || this.#views.size === 0) this.#forgetIndex();
  }

  /** The view's picture is out of date; `because` of another's brush, when that is why. */
  touch(view: LinkedView, because: object | null = null): void {
    const brushed = [...this.#views].find((other) => other === because);
    if (brushed) this.#active = brushed;
    this.#dirty.add(view);
    this.#invalidate(this);
  }

  /** A view was counted elsewhere. */
  show(view: LinkedView): void {
    if (!this.#views.has(view)) return;
    this.#counted.add(view);
    this.#invalidate(this);
  }

  /** A brush over this view is near: builds its index now, so that the first move finds it. */
  prepare(view: LinkedView): void {
    if (!this.#capabilities.index || !view.brushable || !view.resident || this.#views.size < 2) return;
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
      const { target, parts, sample = null } = view;
      if (!target && !sliced.has(view)) continue;
      const byKernels = isResident(view);
      if (target && view.resident && view.wantsTotal?.(parts.length > 0))
        kernels.push(count(target, [], target.total, sample));
      if (parts.length > 0 && !byKernels && !view.recount(parts.map(({ sql }) => sql))) continue;
      if (target && parts.length > 0 && byKernels && !sliced.has(view))
        kernels.push(count(target, filterOf(parts), target.selected, sample));
      this.#paint(view, parts.length > 0, paints);
    }
    for (const view of this.#counted) if (!this.#dirty.has(view)) this.#paint(view, view.parts.length > 0, paints);
    this.#dirty.clear();
    this.#counted.clear();
    ended?.();
    return { kernels, paints };
  }

  #paint(view: LinkedView, filtered: boolean, paints: SurfacePaint[]): void {
    const paint = view.paint(filtered);
    if (paint) paints.push(paint);
  }

  failed(error: PikaError): void {
    this.#forgetIndex();
    for (const view of this.#views) view.failed(error);
  }

  /** Adds the index and slice calls this frame needs, and returns the views they answer. */
  #recordIndex(kernels: KernelCall[]): ReadonlySet<LinkedView> {
    const owner = this.#active;
    const pixels = owner?.pixels ?? null;
    if (!this.#capabilities.index || !owner?.brushable || !owner.resident) return new Set();
    const moving = pixels !== null && [...this.#dirty].some((view) => !view.sample && view.isFilteredBy(owner));
    if (!moving && !this.#indexWanted) return new Set();
    this.#indexWanted = false;

    const passive = [...this.#views].flatMap((view) => {
      const target =
        !view.sample && view.isFilteredBy(owner) && isResident(view)
          ? (view.targetUnder?.(owner) ?? view.target)
          : null;
      const { indexes } = this.#capabilities;
      return target && (!indexes || indexes(owner.brushable!, target.bins)) ? [{ view, target }] : [];
    });
    if (passive.length === 0) return new Set();
    const views = passive.map(({ view: { parts }, target }) => ({
      bins: target.bins,
      clauses: filterOf(parts.filter(({ source }) => source !== owner)),
      out: target.selected,
    }));
    if (this.#index?.owner !== owner || !sameIndex(this.#index.call, owner.brushable, views)) {
      this.#forgetIndex();
      const call: IndexCall = {
        kernel: 'index',
        id: `index-${++this.#serial}` as IndexId,
        active: owner.brushable,
        views,
      };
      this.#index = { call, owner };
      kernels.push(call);
    }
    if (!moving) return new Set();
    kernels.push({ kernel: 'slice', id: this.#index.call.id, pixels });
    return new Set(passive.map(({ view }) => view));
  }

  #forgetIndex(): void {
    if (this.#index) this.#drop([this.#index.call.id]);
    this.#index = null;
  }
}

/** Kernels can count it inside all that filters it. */
function isResident({ resident, parts }: LinkedView): boolean {
  return resident && parts.every((part) => part.resident);
}

function filterOf(parts: readonly FilterPart[]): Filter {
  return parts.flatMap(({ filter }) => filter);
}

function count(target: Target, clauses: Filter, out: SlotId, sample: Sample | null): KernelCall {
  const parts = { accumulators: COUNT, clauses, out, ...(sample && { sample }) };
  return 'rows' in target
    ? { kernel: 'aggregate', dimensions: [], rows: target.rows, ...parts }
    : { kernel: 'aggregate', dimensions: target.bins, ...parts };
}

/** Plans keep their objects while nothing changes, so identity tells whether an index still answers. */
function sameIndex(built: IndexCall, active: ViewBins, views: IndexCall['views']): boolean {
  return (
    sameItems(built.active, active) &&
    built.views.length === views.length &&
    built.views.every((view, i) => {
      const now = views[i]!;
      return view.out === now.out && sameItems(view.bins, now.bins) && sameItems(view.clauses, now.clauses);
    })
  );
}

function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}
