import { keyAt, onlyKey } from '../columns/keys';
import { laneOf, type ColumnMeta } from '../columns/column';
import { NO_ROW, type Bins, type Filter, type SlotId } from '../frame/recording';
import { lengthAlong, type PerAxis, type PositionChannel } from '../grammar/position-channel';
import type { PointPx } from '../inspect/hover';
import type { HoverScene } from '../inspect/hover-lookup';
import type { Brush } from '../plan/plan';
import type { PlotSelector } from './plot-selector';
import type { Ticks } from './view-selection';

/** The picture to search in, and the filter without the plot's own selection. */
export type FollowerScene = Pick<HoverScene, 'context' | 'relation' | 'resident' | 'axes' | 'box' | 'mirror'> & {
  readonly brush: Brush | null;
  readonly others: Filter;
};

/** A channel to search on, with one bin per pixel of its axis. */
interface Side {
  readonly channel: PositionChannel;
  readonly column: ColumnMeta;
  readonly bins: Bins;
}

/** Search radii in CSS pixels, tried in order: in dense data the small one suffices. */
const REACHES_CSS = [12, 40];
let serial = 0;

/**
 * Selects the values of the row drawn nearest to the moving pointer. Runs one search at a time, then continues at the
 * latest position. Drops results for replaced rows, or once the pointer has left.
 */
export class NearestFollower {
  readonly #scene: (panel: number) => FollowerScene | null;
  readonly #selecting: PlotSelector;
  #wanted: PointPx | null = null;
  #busy = false;
  #asking = new AbortController();

  constructor(scene: (panel: number) => FollowerScene | null, selecting: PlotSelector) {
    this.#scene = scene;
    this.#selecting = selecting;
  }

  /** The pointer is at this place. Clears the selection if no row is near. */
  point(at: PointPx): void {
    this.#wanted = at;
    if (!this.#busy) void this.#follow();
  }

  /** The pointer has left: clears what it selected. */
  pointerLeft(): void {
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
    if (!scene?.resident || scene.brush?.kind !== 'nearest') return;
    const { relation, brush, axes, box } = scene;
    const sides = brush.channels.map((channel): Side => {
      const axis = axes.get(channel)!;
      return { channel, column: axis.column, bins: axis.pixelBins(lengthAlong(channel, box)) };
    });
    const row = await this.#rowAt(scene, sides, scene.mirror.point(at), signal);
    const values = row === null ? null : await valuesOf(scene, sides, row);
    if (signal.aborted || this.#scene(panel)?.relation !== relation) return;
    this.#selecting.nearest(values);
  }

  async #rowAt(
    { context: { frameScheduler, backend }, others }: FollowerScene,
    sides: readonly Side[],
    at: PointPx,
    signal: AbortSignal,
  ): Promise<number | null> {
    const [x, y] = sides;
    for (const radius of REACHES_CSS) {
      const out = `pika.nearest.followed.${++serial}` as SlotId;
      try {
        await frameScheduler.computeFor(signal, {
          kernel: 'nearest',
          x: x!.bins,
          y: y?.bins ?? null,
          at: [Math.floor(at[x!.channel]), y ? Math.floor(at[y.channel]) : 0],
          radius,
          clauses: others,
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
