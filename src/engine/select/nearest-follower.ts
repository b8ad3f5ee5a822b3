import { keyAt, onlyKey } from '../columns/keys';
import { laneOf } from '../columns/column';
import { NO_ROW, type Filter, type SlotId } from '../frame/recording';
import type { PlacePx } from '../inspect/hover';
import type { HoverScene } from '../inspect/hover-lookup';
import type { PlotSelector } from './plot-selector';

/** What is followed over: a picture, and what rows must pass but for what is selected here. */
export type FollowerScene = Pick<HoverScene, 'context' | 'relation' | 'resident' | 'plan' | 'axes' | 'box'> & {
  readonly others: Filter;
};

/** How far from the pointer a row may be, in CSS pixels: asked of a few first, for in dense data that is enough. */
const REACHES_CSS = [12, 40];
let serial = 0;

/**
 * Selects the values of the row drawn nearest to the pointer, while it moves: one search at a time, then the newest
 * place. What is found for rows or a place that are not those any more is let go.
 */
export class NearestFollower {
  readonly #scene: () => FollowerScene | null;
  readonly #selecting: PlotSelector;
  #wanted: PlacePx | null = null;
  #busy = false;
  #asking = new AbortController();

  constructor(scene: () => FollowerScene | null, selecting: PlotSelector) {
    this.#scene = scene;
    this.#selecting = selecting;
  }

  /** Somebody points there, on a plot whose brush is to follow; nothing is selected where no row is near. */
  point(at: PlacePx): void {
    this.#wanted = at;
    if (!this.#busy) void this.#follow();
  }

  /** Nobody points any more: what was selected by pointing is given up. */
  leave(): void {
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
      // The backend or the rows went meanwhile: whoever points moves again.
      await this.#select(at, signal).catch(() => undefined);
    }
    this.#busy = false;
  }

  async #select(at: PlacePx, signal: AbortSignal): Promise<void> {
    const scene = this.#scene();
    if (!scene?.resident || !scene.plan.spec.brush?.startsWith('nearest')) return;
    const {
      context: { backend },
      relation,
      plan,
      axes,
    } = scene;
    const channels = plan.spec.brush === 'nearest-x' ? ['x'] : plan.spec.brush === 'nearest-y' ? ['y'] : ['x', 'y'];
    const sides = plan.axes.flatMap(({ channel }, i) =>
      channels.includes(channel)
        ? [
            {
              channel,
              column: axes[i]!.column,
              bins: axes[i]!.pixelBins(channel === 'x' ? scene.box.width : scene.box.height),
            },
          ]
        : [],
    );
    const row = await this.#rowAt(scene, sides, at, signal);
    const keys =
      row === null
        ? []
        : await backend.readRowKeys(
            row,
            sides.map(({ column }) => column.id),
          );
    if (signal.aborted || this.#scene()?.relation !== relation) return;
    this.#selecting.nearest(
      row === null
        ? null
        : Object.fromEntries(
            sides.map(({ channel, column: { encoding } }, i) => {
              const lane = laneOf(encoding);
              const words = keys[i]!;
              return [
                channel,
                onlyKey(encoding, keyAt(lane, lane === 'f32' ? new Float32Array(words.buffer) : words, 0)!),
              ];
            }),
          ),
    );
  }

  async #rowAt(
    { context: { frameScheduler, backend }, others }: FollowerScene,
    sides: readonly { readonly channel: 'x' | 'y'; readonly bins: ReturnType<HoverScene['axes'][0]['pixelBins']> }[],
    at: PlacePx,
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
