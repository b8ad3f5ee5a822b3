import type { Capabilities } from '../frame/backend';
import type { Performer } from '../frame/conductor';
import type { RangePredicate } from '../columns/range-predicate';
import type { PikaError } from '../errors';
import type { Bins, Clause, IndexCall, IndexId, KernelCall, Paint, RangeClause, Recording, SlotId } from '../frame/recording';

/** Bins of one or two axes. */
export type BinsOfView = readonly [Bins] | readonly [Bins, Bins];

/** A view that is counted and may be filtered. It owns its slots. */
export interface Member {
  /** What to count; null while the view is not laid out. The same objects from call to call while nothing changed. */
  readonly target: { readonly bins: BinsOfView; readonly total: SlotId; readonly selected: SlotId } | null;
  /** The pixels a brush over this view can select, in the order of its brush axes; null when it has no brush. */
  readonly brushable: BinsOfView | null;
  /** Its columns are on the backend: kernels can count it, and others inside its brush. */
  readonly resident: boolean;
  /**
   * Kernels can't count it: it, or what filters it, is not resident. Counts the rows inside `ranges` elsewhere, into its slot, and says
   * {@link Crossfilter.show} when that is done. Latest wins. True when the counts of before may be shown until then.
   */
  recount(ranges: readonly RangePredicate[]): boolean;
  /** The picture, of `selected` when filtered, else of `total`. */
  paint(filtered: boolean): Paint | null;
  failed(error: PikaError): void;
}

/** What a view selects. */
export interface Brush {
  readonly clauses: readonly RangeClause[];
  /** The same for rows that are not resident. */
  readonly ranges: readonly RangePredicate[];
  /** The same in whole pixels of the view's {@link Member.brushable}; null when it was set by value and may end between pixels. */
  readonly pixels: readonly (readonly [from: number, to: number])[] | null;
}

interface BuiltIndex {
  readonly call: IndexCall;
  readonly owner: Member;
}

/**
 * The plots of one relation, filtering one another: a view is counted over the rows inside every other view's brush, never its own.
 *
 * While a brush moves in whole pixels, and the backend can, moves are answered from an index built once per active view
 * (see IndexCall); any other change is a scan of the rows. Both give the same counts. Nothing on this path runs SQL.
 */
export class Crossfilter implements Performer {
  readonly #capabilities: Capabilities;
  readonly #invalidate: (performer: Performer) => void;
  readonly #drop: (ids: readonly IndexId[]) => void;
  readonly #members = new Set<Member>();
  readonly #brushes = new Map<Member, Brush>();
  readonly #dirty = new Set<Member>();
  /** Members whose counts are there and only want painting. */
  readonly #counted = new Set<Member>();
  #index: BuiltIndex | null = null;
  /** The view whose brush moved last, or that the pointer is about to brush. */
  #active: Member | null = null;
  #indexWanted = false;
  #serial = 0;

  constructor(capabilities: Capabilities, invalidate: (performer: Performer) => void, drop: (ids: readonly IndexId[]) => void) {
    this.#capabilities = capabilities;
    this.#invalidate = invalidate;
    this.#drop = drop;
  }

  get size(): number {
    return this.#members.size;
  }

  add(member: Member): void {
    this.#members.add(member);
  }

  remove(member: Member): void {
    this.#members.delete(member);
    this.#dirty.delete(member);
    this.#counted.delete(member);
    if (this.#active === member) this.#active = null;
    if (this.#index?.owner === member || this.#members.size === 0) this.#forgetIndex();
    if (this.#brushes.delete(member)) this.#touchOthers(member);
  }

  /** The member's picture is out of date. */
  touch(member: Member): void {
    this.#dirty.add(member);
    this.#invalidate(this);
  }

  /** A member was counted elsewhere. */
  show(member: Member): void {
    if (!this.#members.has(member)) return;
    this.#counted.add(member);
    this.#invalidate(this);
  }

  /** Sets or clears what a view selects, and repaints the others. */
  brush(member: Member, brush: Brush | null): void {
    if (brush) this.#brushes.set(member, brush);
    else this.#brushes.delete(member);
    this.#active = member;
    this.#touchOthers(member);
  }

  /** A brush over this view is near: builds its index now, so that the first move finds it. */
  prepare(member: Member): void {
    if (!this.#capabilities.index || !member.brushable || !member.resident || this.#members.size < 2) return;
    this.#active = member;
    this.#indexWanted = true;
    this.#invalidate(this);
  }

  /** What filters a view: every brush but its own. */
  #filtersOf(member: Member, without: Member | null = null): { readonly resident: boolean; readonly clauses: readonly Clause[]; readonly ranges: readonly RangePredicate[] } {
    const others = [...this.#brushes].filter(([owner]) => owner !== member && owner !== without);
    return {
      resident: member.resident && others.every(([owner]) => owner.resident),
      clauses: others.flatMap(([, { clauses }]) => clauses),
      ranges: others.flatMap(([, { ranges }]) => ranges),
    };
  }

  record(): Recording {
    const kernels: KernelCall[] = [];
    const paints: Paint[] = [];
    const sliced = this.#recordIndex(kernels);
    for (const member of this.#dirty) {
      const { target } = member;
      if (!target) continue;
      const { resident, clauses, ranges } = this.#filtersOf(member);
      if (clauses.length > 0 && !resident && !member.recount(ranges)) continue;
      if (clauses.length > 0 && resident && !sliced.has(member)) kernels.push(count(target.bins, clauses, target.selected));
      this.#paint(member, clauses.length > 0, paints);
    }
    for (const member of this.#counted) if (!this.#dirty.has(member)) this.#paint(member, true, paints);
    this.#counted.clear();
    this.#dirty.clear();
    return { kernels, paints };
  }

  #paint(member: Member, filtered: boolean, paints: Paint[]): void {
    const paint = member.paint(filtered);
    if (paint) paints.push(paint);
  }

  failed(error: PikaError): void {
    this.#forgetIndex();
    for (const member of this.#members) member.failed(error);
  }

  /** Adds the index and slice calls this frame needs, and returns the views they answer. */
  #recordIndex(kernels: KernelCall[]): ReadonlySet<Member> {
    const owner = this.#active;
    const brush = owner ? this.#brushes.get(owner) : undefined;
    const moving = Boolean(brush?.pixels) && this.#dirty.size > 0;
    if (!this.#capabilities.index || !owner?.brushable || !owner.resident || !(moving || this.#indexWanted)) return new Set();
    this.#indexWanted = false;

    const passive = [...this.#members].filter((member) => member !== owner && member.target !== null && this.#filtersOf(member, owner).resident);
    if (passive.length === 0) return new Set();
    const views = passive.map((member) => ({
      bins: member.target!.bins, clauses: this.#filtersOf(member, owner).clauses, out: member.target!.selected,
    }));
    if (this.#index?.owner !== owner || !sameIndex(this.#index.call, owner.brushable, views)) {
      this.#forgetIndex();
      const call: IndexCall = { kernel: 'index', id: `index-${++this.#serial}` as IndexId, active: owner.brushable, views };
      this.#index = { call, owner };
      kernels.push(call);
    }
    if (!moving) return new Set();
    kernels.push({ kernel: 'slice', id: this.#index.call.id, pixels: brush!.pixels! });
    return new Set(passive);
  }

  #forgetIndex(): void {
    if (this.#index) this.#drop([this.#index.call.id]);
    this.#index = null;
  }

  #touchOthers(member: Member): void {
    for (const other of this.#members) if (other !== member) this.#dirty.add(other);
    this.#invalidate(this);
  }
}

function count(bins: BinsOfView, clauses: readonly Clause[], out: SlotId): KernelCall {
  const [x, y] = bins;
  return y ? { kernel: 'bin2d', x, y, clauses, out } : { kernel: 'bin1d', x, clauses, out };
}

/** Plans keep their objects while nothing changes, so identity tells whether an index still answers. */
function sameIndex(built: IndexCall, active: BinsOfView, views: IndexCall['views']): boolean {
  return sameItems(built.active, active) && built.views.length === views.length && built.views.every((view, i) => {
    const now = views[i]!;
    return view.out === now.out && sameItems(view.bins, now.bins) && sameItems(view.clauses, now.clauses);
  });
}

function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}
