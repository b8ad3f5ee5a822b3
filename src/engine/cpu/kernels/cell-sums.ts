import { SUM_WORDS } from '../../aggregates/sum';
import { NULL_KEY } from '../../columns/column';
import type { Summand } from '../../frame/recording';
import type { StoredPage } from '../columns/stored-page';
import type { RowCells } from './row-cells';

const WORD = 2 ** 32;
/** Doubles add integers exactly below 2⁵³. */
const EXACT_BITS = 53;
/** With larger summands a page of 2¹⁸ rows could exceed that, so their low and high words are added separately. */
const MAX_NARROW_BITS = EXACT_BITS - 18;
/** Tables for neighboring rows, so that an addition need not wait for the one before in the same cell. */
const TABLES = 4;
const MAX_CELLS_WITH_TABLES = 4096;

/**
 * Exact sums of integers by cell. Doubles add the integers of some rows; before they could round, their sums move to
 * limbs of 32 bits.
 */
export class CellSums {
  readonly #summand: Summand;
  readonly #cells: number;
  /** Offset between the tables that consecutive rows add to; 0 if there is only one table. */
  readonly #stride: number;
  readonly #low: Float64Array;
  /** Sums of the digits from 2³² on; null while all digits fit into `#low`. */
  readonly #high: Float64Array | null;
  /** The lowest, middle and highest 32 bits of each cell, before carries. */
  readonly #limbs: readonly [Float64Array, Float64Array, Float64Array];
  readonly #maxRows: number;
  #rows = 0;

  constructor(summand: Summand, cells: number) {
    const isNarrow = summand.bits <= MAX_NARROW_BITS;
    this.#summand = summand;
    this.#cells = cells;
    this.#stride = cells <= MAX_CELLS_WITH_TABLES ? cells + 1 : 0;
    const words = this.#stride === 0 ? cells + 1 : TABLES * this.#stride;
    this.#low = new Float64Array(words);
    this.#high = isNarrow ? null : new Float64Array(words);
    this.#limbs = [new Float64Array(cells), new Float64Array(cells), new Float64Array(cells)];
    this.#maxRows = 2 ** (EXACT_BITS - (isNarrow ? summand.bits : 32));
  }

  add(page: StoredPage, { cells }: RowCells): void {
    if (this.#rows + page.rows > this.#maxRows) this.#fold();
    this.#rows += page.rows;
    const [low, high, stride, discarded] = [this.#low, this.#high, this.#stride, this.#cells];
    if (page.lane === 'u32') return addU32(page.data, page.rows, cells, discarded, stride, low);
    if (page.lane === 'u64') return addU64(page.data, page.rows, cells, discarded, stride, low, high!);
    // Two factors, because one beyond 2¹⁰²³ is no double.
    const { shift } = this.#summand;
    const first = Math.min(shift ?? 0, 1023);
    const [scale, more] = [2 ** first, 2 ** ((shift ?? 0) - first)];
    if (page.lane === 'f32') {
      if (high) addWideF32(page.data, page.rows, cells, discarded, stride, scale, low, high);
      else addF32(page.data, page.rows, cells, discarded, stride, scale, low);
    } else if (high) addWideF64(page.data, page.rows, cells, discarded, stride, scale, more, low, high);
    else addF64(page.data, page.rows, cells, discarded, stride, scale, more, low);
  }

  words(): Uint32Array<ArrayBuffer> {
    this.#fold();
    const words = new Uint32Array(SUM_WORDS * this.#cells);
    for (let cell = 0; cell < this.#cells; cell++) {
      let carry = 0;
      this.#limbs.forEach((limb, i) => {
        const total = limb[cell]! + carry;
        carry = Math.floor(total / WORD);
        words[SUM_WORDS * cell + i] = total - carry * WORD;
      });
    }
    return words;
  }

  #fold(): void {
    const [least, middle, most] = this.#limbs;
    addLimbs(this.#low, this.#stride, this.#cells, least, middle);
    if (this.#high) addLimbs(this.#high, this.#stride, this.#cells, middle, most);
    this.#rows = 0;
  }
}

/** Moves the sums of all tables to two limbs. */
function addLimbs(table: Float64Array, stride: number, cells: number, lower: Float64Array, upper: Float64Array): void {
  for (let cell = 0; cell < cells; cell++) {
    let sum = table[cell]!;
    if (stride > 0) sum += table[stride + cell]! + table[2 * stride + cell]! + table[3 * stride + cell]!;
    if (sum === 0) continue;
    const above = Math.floor(sum / WORD);
    lower[cell]! += sum - above * WORD;
    upper[cell]! += above;
  }
  table.fill(0);
}

// One loop per lane: with shared source V8 would dispatch on the array's kind for every row. NULL, NaN and infinite
// values go to the discarded cell, which may become NaN.

function addU32(
  data: Uint32Array,
  rows: number,
  cells: Uint32Array,
  discarded: number,
  stride: number,
  low: Float64Array,
): void {
  for (let i = 0; i < rows; i++) {
    const key = data[i]!;
    low[(key === NULL_KEY ? discarded : cells[i]!) + (i & 3) * stride]! += key;
  }
}

function addU64(
  data: Uint32Array,
  rows: number,
  cells: Uint32Array,
  discarded: number,
  stride: number,
  low: Float64Array,
  high: Float64Array,
): void {
  for (let i = 0; i < rows; i++) {
    const [least, most] = [data[2 * i]!, data[2 * i + 1]!];
    const at = (least === NULL_KEY && most === NULL_KEY ? discarded : cells[i]!) + (i & 3) * stride;
    low[at]! += least;
    high[at]! += most;
  }
}

function addF32(
  data: Float32Array,
  rows: number,
  cells: Uint32Array,
  discarded: number,
  stride: number,
  scale: number,
  low: Float64Array,
): void {
  for (let i = 0; i < rows; i++) {
    const value = Math.trunc(data[i]! * scale);
    low[(value - value === 0 ? cells[i]! : discarded) + (i & 3) * stride]! += value;
  }
}

function addWideF32(
  data: Float32Array,
  rows: number,
  cells: Uint32Array,
  discarded: number,
  stride: number,
  scale: number,
  low: Float64Array,
  high: Float64Array,
): void {
  for (let i = 0; i < rows; i++) {
    const value = Math.trunc(data[i]! * scale);
    const above = Math.floor(value / WORD);
    const at = (value - value === 0 ? cells[i]! : discarded) + (i & 3) * stride;
    low[at]! += value - above * WORD;
    high[at]! += above;
  }
}

function addF64(
  data: Float64Array,
  rows: number,
  cells: Uint32Array,
  discarded: number,
  stride: number,
  scale: number,
  more: number,
  low: Float64Array,
): void {
  for (let i = 0; i < rows; i++) {
    const value = Math.trunc(data[i]! * scale * more);
    low[(value - value === 0 ? cells[i]! : discarded) + (i & 3) * stride]! += value;
  }
}

function addWideF64(
  data: Float64Array,
  rows: number,
  cells: Uint32Array,
  discarded: number,
  stride: number,
  scale: number,
  more: number,
  low: Float64Array,
  high: Float64Array,
): void {
  for (let i = 0; i < rows; i++) {
    const value = Math.trunc(data[i]! * scale * more);
    const above = Math.floor(value / WORD);
    const at = (value - value === 0 ? cells[i]! : discarded) + (i & 3) * stride;
    low[at]! += value - above * WORD;
    high[at]! += above;
  }
}
