import type { ColumnId } from '../../columns/column';
import type { Bins, CellsClause, Clause, Filter, RangeClause, SetClause } from '../../frame/recording';
import type { Codes } from '../columns/bin-codes';
import type { StoredPage } from '../columns/stored-page';
import { formOf, lastPair, thresholdAt, type Form } from '../columns/thresholds';

/**
 * The rows of a page that pass: one byte a row, 1 or 0. The length is rounded up to a multiple of four, because masks
 * are combined four rows at a time; bytes after the last row are undefined.
 */
export type Mask = Uint8Array<ArrayBuffer>;

/** The page that a clause is tested on. */
export interface TestedPage {
  readonly rows: number;
  column(id: ColumnId): StoredPage;
  codes(bins: Bins): Codes;
}

/** A compiled clause. It retains no reference to the page; the caller owns the mask. */
export type RowTest = (page: TestedPage) => Mask;

export function testOf(clause: Clause): RowTest {
  switch (clause.kind) {
    case 'range':
      return rangeTest(clause);
    case 'set':
      return setTest(clause);
    case 'cells':
      return cellsTest(clause);
    case 'any':
      return anyTest(clause.of);
    case 'not': {
      const test = filterTest(clause.of);
      return (page) => invert(test(page));
    }
  }
}

/** `into` = `into` and `other`. */
export function narrow(into: Mask, other: Mask): Mask {
  const [words, others] = [wordsOf(into), wordsOf(other)];
  for (let i = 0; i < words.length; i++) words[i]! &= others[i]!;
  return into;
}

function newMask({ rows }: TestedPage): Mask {
  return new Uint8Array((rows + 3) & ~3);
}

function wordsOf(mask: Mask): Uint32Array {
  return new Uint32Array(mask.buffer, mask.byteOffset, mask.length >> 2);
}

function filterTest(filter: Filter): RowTest {
  const [first, ...rest] = filter.map(testOf);
  if (!first) return (page) => newMask(page).fill(1);
  return (page) => rest.reduce((mask, test) => narrow(mask, test(page)), first(page));
}

function anyTest(alternatives: readonly Filter[]): RowTest {
  const tests = alternatives.map(filterTest);
  return (page) => tests.reduce((mask, test) => widen(mask, test(page)), newMask(page));
}

function widen(into: Mask, other: Mask): Mask {
  const [words, others] = [wordsOf(into), wordsOf(other)];
  for (let i = 0; i < words.length; i++) words[i]! |= others[i]!;
  return into;
}

function invert(mask: Mask): Mask {
  const words = wordsOf(mask);
  for (let i = 0; i < words.length; i++) words[i]! ^= 0x0101_0101;
  return mask;
}

function rangeTest({ column, keys }: RangeClause): RowTest {
  const known = new Map<Form, Float64Array>();
  const boundsFor = (form: Form): Float64Array => {
    let bounds = known.get(form);
    if (!bounds) {
      bounds =
        form === 'u64'
          ? Float64Array.of(keys[0]!, keys[1]!, ...lastPair(keys, 1))
          : Float64Array.of(thresholdAt(form, keys, 0, 'first'), thresholdAt(form, keys, 1, 'last'));
      known.set(form, bounds);
    }
    return bounds;
  };
  return (tested) => {
    const page = tested.column(column);
    const mask = newMask(tested);
    const bounds = boundsFor(formOf(page));
    switch (page.lane) {
      case 'f32':
        testF32(page.data, page.rows, bounds[0]!, bounds[1]!, mask);
        break;
      case 'u32':
        testU32(page.data, page.rows, bounds[0]!, bounds[1]!, mask);
        break;
      case 'f64':
        testF64(page.data, page.rows, bounds[0]!, bounds[1]!, mask);
        break;
      case 'u64':
        testPair(page.data, page.rows, bounds, mask);
        break;
    }
    return mask;
  };
}

// One loop per lane: with shared source V8 would dispatch on the array's kind for every row. Comparisons are combined
// as numbers, without branches: a brush selects rows in an unpredictable order, and a misprediction costs five times
// the whole test.

function testF32(data: Float32Array, rows: number, first: number, last: number, mask: Mask): void {
  for (let i = 0; i < rows; i++) {
    const key = data[i]!;
    mask[i] = +(key >= first) & +(key <= last);
  }
}

function testU32(data: Uint32Array, rows: number, first: number, last: number, mask: Mask): void {
  for (let i = 0; i < rows; i++) {
    const key = data[i]!;
    mask[i] = +(key >= first) & +(key <= last);
  }
}

function testF64(data: Float64Array, rows: number, first: number, last: number, mask: Mask): void {
  for (let i = 0; i < rows; i++) {
    const key = data[i]!;
    mask[i] = +(key >= first) & +(key <= last);
  }
}

function testPair(data: Uint32Array, rows: number, bounds: Float64Array, mask: Mask): void {
  const [firstLow, firstHigh, lastLow, lastHigh] = bounds as unknown as [number, number, number, number];
  for (let i = 0; i < rows; i++) {
    const low = data[2 * i]!;
    const high = data[2 * i + 1]!;
    const reaches = +(high > firstHigh) | (+(high === firstHigh) & +(low >= firstLow));
    const stays = +(high < lastHigh) | (+(high === lastHigh) & +(low <= lastLow));
    mask[i] = reaches & stays;
  }
}

function setTest({ column, words }: SetClause): RowTest {
  // One extra word of zeros, for all larger keys.
  const padded = new Uint32Array(words.length + 1);
  padded.set(words);
  return (tested) => {
    const page = tested.column(column);
    const mask = newMask(tested);
    if (page.lane === 'u32') testSet(page.data, page.rows, padded, mask);
    return mask;
  };
}

function testSet(data: Uint32Array, rows: number, words: Uint32Array, mask: Mask): void {
  const beyond = words.length - 1;
  for (let i = 0; i < rows; i++) {
    const key = data[i]!;
    mask[i] = (words[Math.min(key >>> 5, beyond)]! >>> (key & 31)) & 1;
  }
}

/** Pads the cells with an unmarked row and column for rows in no bin, so no row needs a branch. */
function cellsTest({ bins: [x, y], words }: CellsClause): RowTest {
  const stride = x.count + 1;
  const height = y ? y.count : 1;
  const grid = new Uint32Array(((stride * (height + 1)) >>> 5) + 1);
  for (let j = 0; j < height; j++) {
    for (let i = 0; i < x.count; i++) {
      const from = j * x.count + i;
      const to = j * stride + i;
      grid[to >>> 5]! |= ((words[from >>> 5]! >>> (from & 31)) & 1) << (to & 31);
    }
  }
  return (page) => {
    const mask = newMask(page);
    if (y) testCells(page.codes(x), page.codes(y), page.rows, stride, grid, mask);
    else testBins(page.codes(x), page.rows, grid, mask);
    return mask;
  };
}

function testBins(xs: Codes, rows: number, grid: Uint32Array, mask: Mask): void {
  for (let i = 0; i < rows; i++) {
    const cell = xs[i]!;
    mask[i] = (grid[cell >>> 5]! >>> (cell & 31)) & 1;
  }
}

function testCells(xs: Codes, ys: Codes, rows: number, stride: number, grid: Uint32Array, mask: Mask): void {
  for (let i = 0; i < rows; i++) {
    const cell = ys[i]! * stride + xs[i]!;
    mask[i] = (grid[cell >>> 5]! >>> (cell & 31)) & 1;
  }
}
