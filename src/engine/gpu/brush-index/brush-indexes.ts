import { indexableOnes, isExtreme, type EncodingOf } from '../../brush-index/addends';
import { pixelRect, viewSlices, type ViewSlices } from '../../brush-index/index-slice';
import { tileDimensions, tileOfSlot } from '../../brush-index/tile-of-slot';
import { accumulatorCellWords, cellsOf } from '../../aggregates/slot-layout';
import type { ColumnId } from '../../columns/column';
import type { AggregateCall, IndexCall, IndexedView, IndexId, SliceCall, SlotId } from '../../frame/recording';
import type { Allocation } from '../../memory/allocation';
import type { Memory } from '../../memory/memory';
import { unknownName } from '../device/failures';

export interface BrushIndexOptions {
  /** Runs aggregates. Resolves once they are in the queue. */
  readonly count: (calls: readonly AggregateCall[]) => Promise<void>;
  readonly read: (slot: SlotId) => Promise<Uint32Array<ArrayBuffer>>;
  readonly drop: (slots: readonly SlotId[]) => void;
  readonly rowsOf: (column: ColumnId) => number;
  readonly encodingOf: EncodingOf;
  readonly memory: Memory | undefined;
  /** Fewer rows are scanned at every move. */
  readonly fewestRows: number;
}

/** The aggregates of one view, and where to write them. */
export interface SlicedView {
  readonly out: SlotId;
  /** Owned by the index; the next slice overwrites them. */
  readonly words: Uint32Array<ArrayBuffer>;
}

interface IndexState {
  readonly call: IndexCall;
  /** Null before it is counted, and after an eviction. */
  views: Promise<readonly ViewSlices[]> | null;
  readonly holding: Allocation | undefined;
}

/** A scan groups by at most this many dimensions. */
const MAX_DIMENSIONS = 4;
/** The longest slot of a view's table, in words: 8 MB to read back, which the page sums up in 6 to 20 ms, once. */
const MAX_TABLE_WORDS = 2 ** 21;

/**
 * Indexes of moving brushes. The GPU counts the rows of each view by cell and by pixel of the brush. The tables are
 * read back once and summed up on the host, where every move is a difference of two of their rows: a move reads no
 * rows, and its result needs no read-back.
 */
export class BrushIndexes {
  readonly #options: BrushIndexOptions;
  readonly #indexes = new Map<IndexId, IndexState>();

  constructor(options: BrushIndexOptions) {
    this.#options = options;
  }

  /** Whether it can answer a view, and a scan of the rows takes long enough to be worth a table. */
  prefers(active: IndexCall['active'], view: Pick<IndexedView, 'bins' | 'accumulators'>): boolean {
    const { rowsOf, encodingOf, fewestRows } = this.#options;
    const { accumulators } = view;
    const isSummed = indexableOnes(accumulators, encodingOf) !== null && !accumulators.some(isExtreme);
    const dimensions = tileDimensions(view, active);
    const cellWords = accumulators.reduce((words, accumulator) => words + accumulatorCellWords(accumulator), 0);
    return (
      isSummed &&
      dimensions.length <= MAX_DIMENSIONS &&
      cellsOf(dimensions) * cellWords <= MAX_TABLE_WORDS &&
      rowsOf(active[0].column) >= fewestRows
    );
  }

  /** Starts an index, which replaces one of the same id. Resolves once its counting is in the queue. */
  async build(call: IndexCall): Promise<void> {
    this.drop(call.id);
    const holding = this.#options.memory?.track('js', { module: 'gpu', part: 'brush index' });
    const state: IndexState = { call, views: null, holding };
    this.#indexes.set(call.id, state);
    await this.#count(state);
  }

  /** The aggregates of an index's views for the brush's pixels. Waits for the index; builds it again if evicted. */
  async slice({ id, pixels }: SliceCall): Promise<readonly SlicedView[]> {
    const state = this.#indexes.get(id);
    if (!state) throw unknownName('index', id);
    state.holding?.touch();
    if (!state.views) await this.#count(state);
    const slices = await state.views!;
    const { active, views } = state.call;
    const rect = pixelRect(active, pixels);
    return views.map(({ out }, v) => {
      slices[v]!.slice(rect);
      return { out, words: slices[v]!.words };
    });
  }

  /** Unknown ids are ignored. */
  drop(id: IndexId): void {
    this.#indexes.get(id)?.holding?.release();
    this.#indexes.delete(id);
  }

  clear(): void {
    for (const id of [...this.#indexes.keys()]) this.drop(id);
  }

  async #count(state: IndexState): Promise<void> {
    const { active, id, views } = state.call;
    const startMs = performance.now();
    const calls = views.map((view, v): AggregateCall => ({
      kernel: 'aggregate',
      dimensions: tileDimensions(view, active),
      accumulators: view.accumulators,
      clauses: view.clauses,
      out: `${id}.${v}` as SlotId,
    }));
    await this.#options.count(calls);
    state.views = this.#readTables(state, calls, startMs);
    // The slice that waits for the tables reports the error.
    state.views.catch(() => undefined);
  }

  async #readTables(
    state: IndexState,
    calls: readonly AggregateCall[],
    startMs: number,
  ): Promise<readonly ViewSlices[]> {
    const { read, drop, rowsOf, encodingOf } = this.#options;
    const { call, holding } = state;
    const rows = rowsOf(call.active[0].column);
    try {
      const slots = await Promise.all(calls.map(({ out }) => read(out)));
      const views = call.views.map((view, v) =>
        viewSlices(call, view, [tileOfSlot(call, view, slots[v]!, rows, encodingOf)], rows, encodingOf),
      );
      if (this.#indexes.get(call.id) === state) {
        const evict = (): void => {
          state.views = null;
          holding?.resize(0);
        };
        holding?.setEviction({ restoreMs: performance.now() - startMs, evict });
        holding?.resize(views.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0));
      }
      return views;
    } finally {
      drop(calls.map(({ out }) => out));
    }
  }
}
