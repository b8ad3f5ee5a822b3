import type { Lane } from '../columns/column';
import { computeOnce, type Kernels } from '../frame/compute-once';
import { BLOCK_ROWS, rowWords, type ListedRows } from '../frame/recording';
import type { RowOrder } from './row-order';

/** Listed rows in the order of their source. Those of each block are counted once, and read on demand. */
export class SourceOrder implements RowOrder {
  readonly rowCount: number;
  readonly #kernels: Kernels;
  readonly #listed: ListedRows;
  /** How many rows come before each block, and the number of all. */
  readonly #before: Uint32Array;

  private constructor(kernels: Kernels, listed: ListedRows, before: Uint32Array) {
    this.#kernels = kernels;
    this.#listed = listed;
    this.#before = before;
    this.rowCount = before.at(-1)!;
  }

  static async of(kernels: Kernels, listed: ListedRows, signal: AbortSignal): Promise<SourceOrder> {
    const [counts] = await computeOnce(kernels, [{ kernel: 'blocks', ...listed }], signal);
    const before = new Uint32Array(counts!.length + 1);
    counts!.forEach((count, block) => (before[block + 1] = before[block]! + count));
    return new SourceOrder(kernels, listed, before);
  }

  async rowsAt(from: number, to: number, signal: AbortSignal): Promise<Uint32Array<ArrayBuffer>> {
    if (from >= to) return new Uint32Array();
    const before = this.#before;
    const firstBlock = blockOf(before, from);
    const endBlock = blockOf(before, to - 1) + 1;
    const most = before[endBlock]! - before[firstBlock]!;
    const call = {
      kernel: 'rows',
      ...this.#listed,
      from: firstBlock * BLOCK_ROWS,
      to: endBlock * BLOCK_ROWS,
      most,
    } as const;
    const [list] = await computeOnce(this.#kernels, [call], signal);
    const rows = inOrder(this.#listed.lane, list!);
    return rows.slice(from - before[firstBlock]!, to - before[firstBlock]!);
  }
}

/** The row numbers of a list, ascending. */
function inOrder(lane: Lane, list: Uint32Array): Uint32Array<ArrayBuffer> {
  const width = rowWords(lane);
  return Uint32Array.from({ length: list[0]! }, (_, entry) => list[1 + entry * width]!).sort();
}

/** The last block before which there are at most `place` rows: the one that holds the row at that place. */
function blockOf(before: Uint32Array, place: number): number {
  let [low, high] = [0, before.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (before[middle]! <= place) low = middle;
    else high = middle;
  }
  return low;
}
