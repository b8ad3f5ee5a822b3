import { PikaError } from '../errors';
import type { BinnedAxis } from '../scales/binned-axis';
import { binText } from '../scales/bin-text';
import type { BoxCss } from '../guides/layout';
import { NO_ROW, type Filter, type NearestCall, type SlotId } from '../frame/recording';
import type { ByChannel } from '../grammar/channel-name';
import { lengthAlong, type PositionChannel } from '../grammar/position-channel';
import type { LayerPlan } from '../plan/plan';
import type { Relation } from '../source/source';
import type { FacetText, HoverRow, PointPx, PlotHover } from './hover';
import { firstInstance, nextInstance, tablesAbove, tablesBeneath, type TableHoverScene } from './table-hits';
import { tableHover, withTable } from './table-hover';
import type { Mirror } from '../plot/mirror';
import type { PlotContext } from '../plot/plot-context';

/** The part of a panel's picture that a look-up needs. */
export interface HoverScene {
  readonly context: PlotContext;
  readonly relation: Relation;
  /** Whether columns are on the backend. If not, there are counts, but no kernel can find a row. */
  readonly resident: boolean;
  readonly plan: LayerPlan;
  readonly titleOf: (channel: PositionChannel) => string;
  /** The author's title of the axis that counts rows; null if there is none. */
  readonly countTitle: string | null;
  readonly axes: ByChannel<BinnedAxis>;
  /** The number of the panel. */
  readonly panel: number;
  readonly facets: readonly FacetText[];
  readonly box: BoxCss;
  /** Converts places on the plot to places along the axes, and back. */
  readonly mirror: Mirror;
  /** The filter of the rows in the panel. */
  readonly filter: Filter;
  /** `counts` are drawn; `total` counts all rows, and is null if they are the same. */
  readonly counts: SlotId;
  /** The panel's first cell in these slots. */
  readonly firstCell: number;
  readonly total: SlotId | null;
}

/** How far from the pointer a row may be drawn, in CSS pixels. */
const REACH_CSS = 12;
const REFRESH_AFTER_MS = 100;
let serial = 0;

/**
 * Looks up the mark under the pointer in one plot: first the bar or cell and its counts, then the nearest row, which
 * takes a scan and a read. Runs once pending frames are done; a newer position replaces an older one. Repeats when the
 * picture changes.
 */
export class HoverLookup {
  readonly #scene: (panel: number) => HoverScene | null;
  readonly #tables: (panel: number) => TableHoverScene | null;
  readonly #neighbour: (panel: number, dx: number, dy: number) => number | null;
  readonly #show: (hover: PlotHover | null) => void;
  #at: PointPx | null = null;
  #asking = new AbortController();
  #stopRefreshing: (() => void) | undefined;

  /**
   * The topmost layer with an instance at the place answers: first the tables above the counts, then the counts, then
   * the tables below. Bars and lines there add their values.
   * @param neighbour finds the next panel in a direction; null at the edge of the grid
   * @param show called with the result, or with null once the pointer has left; called twice if a row must be read
   */
  constructor(
    scene: (panel: number) => HoverScene | null,
    tables: (panel: number) => TableHoverScene | null,
    neighbour: (panel: number, dx: number, dy: number) => number | null,
    show: (hover: PlotHover | null) => void,
  ) {
    this.#scene = scene;
    this.#tables = tables;
    this.#neighbour = neighbour;
    this.#show = show;
  }

  /** The pointer is at this place. */
  point(at: PointPx): void {
    this.#at = at;
    const panel = at.panel ?? 0;
    const tables = this.#tables(panel);
    const hit = tables && tableHover(tablesAbove(tables), at);
    const scene = this.#scene(panel);
    this.#asking.abort();
    if (!scene || (hit && scene.axes.has('y'))) return this.#show(hit);
    this.#ask(at).catch(() => undefined);
  }

  /** The pointer has left. */
  pointerLeft(): void {
    this.#stopRefreshing?.();
    this.#asking.abort();
    if (this.#at) this.#show(null);
    this.#at = null;
  }

  /** The picture has changed: repeats the look-up once it is stable. */
  refresh(): void {
    const panel = this.#at?.panel ?? 0;
    if (!this.#at || !this.#scene(panel)) return;
    this.#stopRefreshing?.();
    this.#stopRefreshing = this.#scene(panel)?.context.clock.after(
      REFRESH_AFTER_MS,
      () => this.#at && this.point(this.#at),
    );
  }

  /** The middle of the bar or cell `dx`, `dy` bins away; without `from`, of the one in the plot's middle. */
  step(from: PointPx | null, dx: number, dy: number): PointPx | null {
    const panel = from?.panel ?? 0;
    const next = this.#stepIn(panel, from, dx, dy);
    if (!from || !next || next.x !== from.x || next.y !== from.y) return next;
    // At the end of a panel, the cursor moves on to the next one.
    const beside = this.#neighbour(panel, Math.sign(dx), Math.sign(dy));
    return beside === null ? next : (this.#enter(beside, from, dx, dy) ?? next);
  }

  /** The bar, cell or instance of a panel where the cursor arrives from the panel beside it. */
  #enter(panel: number, from: PointPx, dx: number, dy: number): PointPx | null {
    const [scene, tables] = [this.#scene(panel), this.#tables(panel)];
    const box = scene?.box ?? tables?.box;
    if (!box) return null;
    const border = (by: number, at: number, lengthCss: number): number => (by > 0 ? 0 : by < 0 ? lengthCss : at);
    const at = { x: border(dx, from.x, box.width), y: border(dy, from.y, box.height) };
    return scene ? this.#stepIn(panel, at, 0, 0) : tables && firstInstance(tables, at);
  }

  #stepIn(panel: number, from: PointPx | null, dx: number, dy: number): PointPx | null {
    const scene = this.#scene(panel);
    const tables = this.#tables(panel);
    if (!scene) return tables && nextInstance(tables, from, dx, dy);
    const { axes, box, mirror } = scene;
    const along = from && mirror.point(from);
    const middleOf = (channel: PositionChannel, by: number): number => {
      const [axis, lengthCss] = [axes.get(channel), lengthAlong(channel, box)];
      if (!axis) return lengthCss / 2;
      const bin = along ? axis.binAt(along[channel] / lengthCss) + mirror.distance(channel, by) : axis.binAt(0.5);
      const inside = Math.max(0, Math.min(axis.bins.count - 1, bin));
      return (axis.scale.position(axis.edges[inside]!) + axis.shareOf(inside) / 2) * lengthCss;
    };
    return mirror.point({ x: middleOf('x', dx), y: middleOf('y', dy), ...(panel > 0 && { panel }) });
  }

  /**
   * The row drawn nearest to a place, of those that pass the filter; null if none is within reach. If y counts rows,
   * only x matters.
   */
  async nearest(at: PointPx, signal: AbortSignal = new AbortController().signal): Promise<HoverRow | null> {
    const scene = this.#scene(at.panel ?? 0);
    return scene?.resident ? this.#row(scene, pixelCall(scene, scene.mirror.point(at)), signal) : null;
  }

  async #ask(at: PointPx): Promise<void> {
    this.#asking.abort();
    const { signal } = (this.#asking = new AbortController());
    const panel = at.panel ?? 0;
    await this.#scene(panel)?.context.frameScheduler.settled();
    const scene = signal.aborted ? null : this.#scene(panel);
    if (!scene) return;
    const along = scene.mirror.point(at);
    const counted = { ...(await countedAt(scene, along)), at };
    if (signal.aborted) return;
    const tables = this.#tables(panel);
    const isPlane = scene.axes.has('y');
    const isEmpty = (counted.of ?? counted.count) === 0;
    const above = tables && !isPlane ? tableHover(tablesAbove(tables), at) : null;
    const table = above ?? (tables && (isEmpty || !isPlane) ? tableHover(tablesBeneath(tables), at) : null);
    const plain = { ...counted, row: null, pending: false, problem: null };
    if (table) return this.#show(isEmpty ? table : withTable(plain, { ...table, isFar: table.isFar || !above }));
    const looks = scene.resident && (isPlane || counted.count === 1);
    const hover: PlotHover = { ...plain, pending: looks };
    this.#show(hover);
    if (!looks) return;
    const call = isPlane ? pixelCall(scene, along) : barCall(scene, along);
    const found = await this.#row(scene, call, signal).then(
      (row) => ({ row, problem: null }),
      (thrown: unknown) => ({ row: null, problem: PikaError.from(thrown).message }),
    );
    if (!signal.aborted) this.#show({ ...hover, ...found, pending: false });
  }

  async #row(
    { context: { frameScheduler, backend }, relation, filter, axes, mirror }: HoverScene,
    call: Search,
    signal: AbortSignal,
  ): Promise<HoverRow | null> {
    const out = `pika.nearest.${++serial}` as SlotId;
    try {
      await frameScheduler.computeFor(signal, { kernel: 'nearest', ...call, clauses: filter, out });
      if (signal.aborted) return null;
      const [, number = NO_ROW, x = 0, y = 0] = await backend.read(out);
      if (number === NO_ROW || signal.aborted) return null;
      const values = await relation.row(number, { signal });
      return { number, place: axes.has('y') ? mirror.point({ x: x + 0.5, y: y + 0.5 }) : null, values };
    } finally {
      backend.drop([out]);
    }
  }
}

/** Where to look for a row. */
type Search = Pick<NearestCall, 'x' | 'y' | 'at' | 'radius'>;

/** Rows drawn within reach of a pixel; if y counts rows, only x matters. */
function pixelCall({ axes, box }: HoverScene, at: PointPx): Search {
  return {
    x: axes.get('x')!.pixelBins(box.width),
    y: axes.get('y')?.pixelBins(box.height) ?? null,
    at: [Math.floor(at.x), Math.floor(at.y)],
    radius: REACH_CSS,
  };
}

/** Rows of the bar at a place. */
function barCall({ axes, box }: HoverScene, at: PointPx): Search {
  const x = axes.get('x')!;
  return { x: x.bins, y: null, at: [x.binAt(at.x / box.width), 0], radius: 0 };
}

async function countedAt(
  {
    context: { frameScheduler },
    plan,
    titleOf,
    countTitle,
    axes,
    box,
    mirror,
    counts,
    total,
    firstCell,
    facets,
  }: HoverScene,
  at: PointPx,
): Promise<Omit<PlotHover, 'row' | 'pending' | 'problem'>> {
  const binOf = (channel: PositionChannel): AxisBin | null => {
    const axis = axes.get(channel);
    const lengthCss = lengthAlong(channel, box);
    return axis ? { axis, bin: axis.binAt(at[channel] / lengthCss), lengthCss } : null;
  };
  const [x, y] = [binOf('x')!, binOf('y')];
  const cell = firstCell + (y?.bin ?? 0) * x.axis.bins.count + x.bin;
  const [count, of] = await Promise.all(
    [counts, total].map(async (slot) => (slot ? (await frameScheduler.read(slot))[cell]! : null)),
  );
  const sideOf = (channel: PositionChannel, { axis, bin }: AxisBin): PlotHover['sides'][0] => ({
    channel,
    title: titleOf(channel),
    text: binText(axis, bin),
  });
  return {
    from: plan.spec.from,
    at,
    cell: { x: mirror.range('x', spanOf(x)), y: y && mirror.range('y', spanOf(y)) },
    sides: [...facets, sideOf('x', x), ...(y ? [sideOf('y', y)] : [])],
    count: count!,
    of: of ?? null,
    ...(countTitle !== null && { countTitle }),
  };
}

/** A bin of an axis, and the axis's length on the plot. */
interface AxisBin {
  readonly axis: BinnedAxis;
  readonly bin: number;
  readonly lengthCss: number;
}

function spanOf({ axis, bin, lengthCss }: AxisBin): readonly [from: number, to: number] {
  return [shownAt(axis, bin) * lengthCss, shownAt(axis, bin + 1) * lengthCss];
}

/** The position of an edge, clamped to the visible domain: bins of a zoomed axis may exceed it. */
function shownAt(axis: BinnedAxis, edge: number): number {
  return Math.max(0, Math.min(1, axis.scale.position(axis.edges[edge]!)));
}
