import { accumulatorWords } from '../../src/engine/aggregates/slot-layout';
import { sumAt } from '../../src/engine/aggregates/sum';
import type { Page } from '../../src/engine/columns/column';
import type { AggregateCall, Bins, Clause, GroupedCall, KernelCall, Sum } from '../../src/engine/frame/recording';
import { column, DISTINCT_PAGES, type Distribution } from './cases';

/** Some rows of a table that occur several times in it: pages of the columns repeat. */
interface Part {
  readonly page: number;
  readonly times: number;
}

/**
 * Compares the words that a device computed with a loop over the rows. Returns the differences; null for calls that the
 * loop does not know: it knows counts, sums, and the clauses of ranges.
 */
export function differences(
  call: KernelCall,
  rows: number,
  distribution: Distribution,
  words: Uint32Array<ArrayBuffer>,
): string[] | null {
  if (!isKnown(call)) return null;
  const pages = new Map<string, readonly Page[]>();
  const pageOf = (name: string, page: number): Page => {
    if (!pages.has(name)) pages.set(name, column(name, rows, distribution).pages);
    return pages.get(name)![page]!;
  };
  const cells = call.dimensions.reduce((product, { count }) => product * count, 1);
  const parts = partsOf(
    pageCount(call.dimensions[0], rows, distribution),
    (page) => pageOf(call.dimensions[0].column, page).rows,
  );
  const cellsOfParts = parts.map(({ page }) => cellsIn(call, (name) => pageOf(name, page)));
  return call.accumulators.flatMap((one, nth) => {
    const found = accumulatorWords(call, nth, words);
    const wrong: string[] = [];
    const compare = (cell: number, expected: bigint, actual: bigint): void => {
      if (expected !== actual) wrong.push(`${one.op} of cell ${cell}: expected ${expected}, found ${actual}`);
    };
    const sums = Array.from({ length: cells }, () => 0n);
    parts.forEach(({ page, times }, i) => {
      const found =
        one.op === 'sum'
          ? sumsIn(one, cellsOfParts[i]!, pageOf(one.column, page), cells)
          : countsIn(cellsOfParts[i]!, cells);
      found.forEach((sum, cell) => (sums[cell]! += sum * BigInt(times)));
    });
    sums.forEach((sum, cell) => compare(cell, sum, one.op === 'sum' ? sumAt(found, 3 * cell) : BigInt(found[cell]!)));
    return wrong;
  });
}

function isKnown(call: KernelCall): call is GroupedCall {
  return (
    call.kernel === 'aggregate' &&
    call.dimensions.length > 0 &&
    call.clauses.every(({ kind }) => kind === 'range') &&
    call.accumulators.every(({ op }) => op === 'sum' || op === 'count' || op === 'count-of')
  );
}

function pageCount(bins: Bins, rows: number, distribution: Distribution): number {
  return column(bins.column, rows, distribution).pages.length;
}

function partsOf(pages: number, rowsOf: (page: number) => number): Part[] {
  const parts = new Map<string, Part>();
  for (let page = 0; page < pages; page++) {
    const key = `${page % DISTINCT_PAGES} ${rowsOf(page)}`;
    const known = parts.get(key);
    parts.set(key, { page: known?.page ?? page, times: (known?.times ?? 0) + 1 });
  }
  return [...parts.values()];
}

/** The cell of each row; −1 for rows that a clause drops, or in no bin. */
function cellsIn({ dimensions, clauses }: AggregateCall, pageOf: (name: string) => Page): Int32Array {
  const cells = new Int32Array(pageOf(dimensions[0]!.column).rows);
  for (const clause of clauses) drop(cells, clause, pageOf);
  let stride = 1;
  for (const { column, count, keys: thresholds } of dimensions) {
    const keys = pageOf(column).keys;
    for (let row = 0; row < cells.length; row++) {
      if (cells[row]! < 0) continue;
      const bin = binOf(keys[row]!, thresholds, count);
      cells[row] = bin < 0 ? -1 : cells[row]! + bin * stride;
    }
    stride *= count;
  }
  return cells;
}

function drop(cells: Int32Array, clause: Clause, pageOf: (name: string) => Page): void {
  if (clause.kind !== 'range') return;
  const { keys } = pageOf(clause.column);
  const [first, last] = [clause.keys[0]!, clause.keys[1]!];
  for (let row = 0; row < cells.length; row++) if (!(keys[row]! >= first && keys[row]! <= last)) cells[row] = -1;
}

function binOf(value: number, thresholds: ArrayLike<number>, count: number): number {
  if (!(value >= thresholds[0]! && value <= thresholds[count]!)) return -1;
  let [low, high] = [0, count];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (value >= thresholds[middle]!) low = middle;
    else high = middle;
  }
  return low;
}

function countsIn(cells: Int32Array, count: number): bigint[] {
  const counts = new Float64Array(count);
  for (const cell of cells) if (cell >= 0) counts[cell]!++;
  return Array.from(counts, BigInt);
}

/** Sums of two halves are exact in doubles. */
function sumsIn({ of }: Sum, cells: Int32Array, { keys }: Page, count: number): bigint[] {
  const [low, high] = [new Float64Array(count), new Float64Array(count)];
  const scale = 2 ** (of.shift ?? 0);
  for (let row = 0; row < cells.length; row++) {
    const cell = cells[row]!;
    if (cell < 0) continue;
    const whole = Math.trunc(keys[row]! * scale);
    const upper = Math.floor(whole / 2 ** 30);
    high[cell]! += upper;
    low[cell]! += whole - upper * 2 ** 30;
  }
  return Array.from(low, (sum, cell) => BigInt(sum) + (BigInt(high[cell]!) << 30n));
}
