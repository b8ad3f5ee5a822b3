import { ceilKey, keyAt, onlyKey, rangeKeys } from '../columns/keys';
import { laneOf, type ColumnMeta } from '../columns/column';
import { NO_ROW, type Bins, type Filter, type RangeClause, type SlotId } from '../frame/recording';
import { lengthAlong, type PerAxis, type PositionChannel } from '../grammar/position-channel';
import type { PointPx } from '../inspect/hover';
import type { HoverScene } from '../inspect/hover-lookup';
import type { ByChannel } from '../grammar/channel-name';
import type { LayerTable } from '../plan/layer-table';
import type { Brush } from '../plan/plan';
import type { BinnedAxis } from '../scales/binned-axis';
import type { Relation } from '../source/source';
import type { PlotSelector } from './plot-selector';
import type { Ticks } from './view-selection';

/** The picture to search in, and the filter without the plot's own selection. */
export type FollowerScene = Pick<HoverScene, 'context' | 'relation' | 'resident' | 'axes' | 'box' | 'mirror'> & {
  readonly brush: Brush | null;
  readonly others: Filter;
};

/** A table of the rows or groups that a panel shows. */
export interface TableFollowerScene {
  readonly brush: Brush | null;
  readonly relation: Relation;
  readonly table: LayerTable;
  /** The row drawn nearest to a place along these positions; null if none is within reach. */
  readonly rowAt: (at: PointPx, positions: readonly PositionChannel[], reachCss: number) => number | null;
  readonly axes: ByChannel<BinnedAxis>;
}

/** A channel to search on: with one bin per pixel of its axis, or per category of a band. */
interface Side {
  readonly channel: PositionChannel;
  readonly column: ColumnMeta;
  readonly bins: Bins;
  /** The bin of the pointer. */
  readonly bin: number;
  /** The code of the category whose band the pointer is in; null on an axis without bands. */
  readonly category: number | null;
}

/** Search radii in CSS pixels, tried in order: in dense data the small one suffices. */
const REACHES_CSS = [12, 40];
let serial = 0;

/**
 * Selects the values of the row drawn nearest to the moving pointer. Runs one search at a time, then continues at the
 * latest position. Drops results for replaced rows, or once the pointer has left.
 */
export class NearestFollower {
  readonly #scene: (panel: number) => FollowerScene | TableFollowerScene | null;
  readonly #selecting: PlotSelector;
  /** Where the pointer is and no row was near, or there was no picture; null elsewhere. */
  #missed: PointPx | null = null;
  /** Where to search next. */
  #wanted: PointPx | null = null;
  #busy = false;
  #asking = new AbortController();

  constructor(scene: (panel: number) => FollowerScene | TableFollowerScene | null, selecting: PlotSelector) {
    this.#scene = scene;
    this.#selecting = selecting;
  }

  /** The pointer is at this place. Clears the selection if no row is near. */
  point(at: PointPx): void {
    this.#missed = null;
    this.#wanted = at;
    if (!this.#busy) void this.#follow();
  }

  /**
   * The picture has changed: searches again where no row was near, once the frame is recorded. A selection stays until
   * the pointer moves: two plots whose selections filter each other would never rest.
   */
  refresh(): void {
    queueMicrotask(() => {
      if (this.#missed && !this.#selecting.drawn) this.point(this.#missed);
    });
  }

  /** The pointer has left: clears what it selected. */
  pointerLeft(): void {
    this.#missed = null;
    this.#wanted = null;
    this.#asking.abort();
    this.#asking = new AbortController();
    this.#selecting.nearest(null);
  }

  async #follow(): Promise<void> {
    this.#busy = true;
    for (let at = this.#wanted; at; at = this.#wanted) {
      this.#wanted = null;
      const { signal } = this.#asking;
      // The backend or the rows were replaced meanwhile: the next pointer move searches again.
      await this.#select(at, signal).catch(() => undefined);
    }
    this.#busy = false;
  }

  async #select(at: PointPx, signal: AbortSignal): Promise<void> {
    const panel = at.panel ?? 0;
    const scene = this.#scene(panel);
    if (!scene) {
      // The next picture searches again.
      this.#missed = at;
      return;
    }
    if (scene.brush?.kind !== 'nearest') return;
    if ('table' in scene) return this.#nearest(at, tableValues(scene, at));
    if (!scene.resident) return;
    const { relation, brush, axes, box } = scene;
    const place = scene.mirror.point(at);
    const sides = brush.channels.map((channel): Side => {
      const axis = axes.get(channel)!;
      const { column, scale } = axis;
      const lengthCss = lengthAlong(channel, box);
      const isBand = scale.kind === 'band';
      // All rows of a category have one pixel, which may be far from the rest of their band.
      const bins = isBand ? axis.bins : axis.pixelBins(lengthCss);
      const bin = isBand ? axis.binAt(place[channel] / lengthCss) : Math.floor(place[channel]);
      return { channel, column, bins, bin, category: isBand ? axis.edges[bin]! : null };
    });
    const row = await this.#rowAt(scene, sides, signal);
    const values = row === null ? null : await valuesOf(scene, sides, row);
    if (signal.aborted || this.#scene(panel)?.relation !== relation) return;
    this.#nearest(at, values);
  }

  #nearest(at: PointPx, values: PerAxis<Ticks> | null): void {
    this.#missed = values ? null : at;
    this.#selecting.nearest(values);
  }

  async #rowAt(
    { context: { frameScheduler, backend }, others }: FollowerScene,
    sides: readonly Side[],
    signal: AbortSignal,
  ): Promise<number | null> {
    const bands = sides.flatMap(({ column, category }) => (category === null ? [] : [onlyCategory(column, category)]));
    const continuous = sides.filter(({ category }) => category === null);
    const [x, y] = continuous.length > 0 ? continuous : sides;
    for (const radius of continuous.length > 0 ? REACHES_CSS : [0]) {
      const out = `pika.nearest.followed.${++serial}` as SlotId;
      try {
        await frameScheduler.computeFor(signal, {
          kernel: 'nearest',
          x: x!.bins,
          y: y?.bins ?? null,
          at: [x!.bin, y?.bin ?? 0],
          radius,
          clauses: [...others, ...bands],
          out,
        });
        const [, row = NO_ROW] = signal.aborted ? [] : await backend.read(out);
        if (row !== NO_ROW) return row;
      } finally {
        backend.drop([out]);
      }
    }
    return null;
  }
}

/**
 * Thresholds that match only the values of the instance nearest to a place: a bin has those of all of its rows. Null if
 * no instance is near, or if it has no value.
 */
function tableValues({ brush, table, rowAt, axes }: TableFollowerScene, at: PointPx): PerAxis<Ticks> | null {
  const row = rowAt(at, brush!.channels, REACHES_CSS.at(-1)!);
  if (row === null) return null;
  const values: { [channel in PositionChannel]?: Ticks } = {};
  for (const channel of brush!.channels) {
    const { encoding } = axes.get(channel)!.column;
    const [value = NaN, end] = ([channel, `${channel}2`] as const).map((side) => table.columns.get(side)?.values[row]);
    if (Number.isNaN(value)) return null;
    values[channel] = end === undefined ? onlyKey(encoding, ceilKey(encoding, value)) : [value, end];
  }
  return values;
}

function onlyCategory({ id, encoding }: ColumnMeta, code: number): RangeClause {
  return { kind: 'range', column: id, lane: laneOf(encoding), keys: rangeKeys(encoding, code, code + 1) };
}

/** Thresholds that match only the values of one row. */
async function valuesOf(
  { context: { backend } }: FollowerScene,
  sides: readonly Side[],
  row: number,
): Promise<PerAxis<Ticks>> {
  const keys = await Promise.all(sides.map(({ column }) => backend.readKeys(column.id, Uint32Array.of(row))));
  return Object.fromEntries(
    sides.map(({ channel, column: { encoding } }, i) => {
      const lane = laneOf(encoding);
      const words = keys[i]!;
      return [channel, onlyKey(encoding, keyAt(lane, lane === 'f32' ? new Float32Array(words.buffer) : words, 0)!)];
    }),
  );
}
