import { cellsOf, slotParts } from '../aggregates/slot-layout';
import { SUM_WORDS } from '../aggregates/sum';
import type { Dimensions, IndexCall, IndexedView } from '../frame/recording';
import {
  addendsOf,
  isExtreme,
  isIndexable,
  LIMB_BITS,
  tableOf,
  type CellTable,
  type EncodingOf,
  type Limb,
  type Summed,
} from './addends';
import { prefixSum } from './tile';
import type { ViewPart } from './view-part';

const WORD = 2 ** 32;
const LIMB_MASK = 2 ** LIMB_BITS - 1;

/** The dimensions of the aggregate whose slot {@link tileOfSlot} takes: the view's cells, by the brush's pixels. */
export function tileDimensions({ bins }: Pick<IndexedView, 'bins'>, active: IndexCall['active']): Dimensions {
  return [...bins, ...active] as unknown as Dimensions;
}

/**
 * A view's tile from the slot of an aggregate by {@link tileDimensions}. Only for counts and sums.
 * @param rows the number of rows that the aggregate read
 */
export function tileOfSlot(
  { active }: Pick<IndexCall, 'active'>,
  view: Pick<IndexedView, 'bins' | 'accumulators'>,
  slot: Uint32Array<ArrayBuffer>,
  rows: number,
  encodingOf: EncodingOf,
): ViewPart {
  const { accumulators } = view;
  const parts = slotParts({ dimensions: tileDimensions(view, active), accumulators });
  const tables = accumulators.flatMap((accumulator, a) => {
    const { first, words } = parts[a]!;
    const own = slot.subarray(first, first + words);
    const summed = isIndexable(accumulator) && !isExtreme(accumulator) ? [accumulator] : [];
    return addendsOf(summed, rows, encodingOf).map((addend) =>
      summedOverPixels(addend as Summed, own, active, cellsOf(view.bins)),
    );
  });
  return { kind: 'tile', tables };
}

/** Sums are stored one pixel to the right and one up, so the prefix sums begin with zeros. */
function summedOverPixels(
  addend: Summed,
  words: Uint32Array<ArrayBuffer>,
  [x, y]: IndexCall['active'],
  cells: number,
): CellTable {
  const [run, row] = [x.count * cells, (x.count + 1) * cells];
  const [height, above] = y ? [y.count, 1] : [1, 0];
  const table = tableOf(addend, (height + above) * row);
  for (let line = 0; line < height; line++) fill(addend, words, line * run, run, table, (line + above) * row + cells);
  for (let from = 0; from < table.length; from += row) prefixSum(table, from, from + row, cells);
  if (y) prefixSum(table, 0, table.length, row);
  return table;
}

function fill(
  addend: Summed,
  words: Uint32Array<ArrayBuffer>,
  from: number,
  length: number,
  table: CellTable,
  at: number,
): void {
  if (addend.of !== 'summand') table.set(words.subarray(from, from + length), at);
  else if (addend.limb) fillDigits(words, from, length, addend.limb, table, at);
  else fillTotals(words, from, length, table, at);
}

/** Totals below 2⁵³: each step of the addition is exact. */
function fillTotals(words: Uint32Array, from: number, length: number, table: CellTable, at: number): void {
  for (let i = 0, word = SUM_WORDS * from; i < length; i++, word += SUM_WORDS)
    table[at + i] = ((words[word + 2]! | 0) * WORD + words[word + 1]!) * WORD + words[word]!;
}

function fillDigits(
  words: Uint32Array,
  from: number,
  length: number,
  { from: lowest, isLast }: Limb,
  table: CellTable,
  at: number,
): void {
  const [skipped, shift] = [lowest >> 5, lowest & 31];
  const unit = 2 ** (32 - shift);
  for (let i = 0, first = SUM_WORDS * from; i < length; i++, first += SUM_WORDS) {
    const word = first + skipped;
    if (isLast) {
      table[at + i] = digitsAbove(words, word, first + SUM_WORDS - 1, shift, unit);
    } else {
      const above = shift === 0 ? 0 : words[word + 1]! << (32 - shift);
      table[at + i] = ((words[word]! >>> shift) | above) & LIMB_MASK;
    }
  }
}

/** All digits from digit `shift` of a word, whose unit in the word above is `unit`; the highest word has the sign. */
function digitsAbove(words: Uint32Array, word: number, highest: number, shift: number, unit: number): number {
  let digits = words[highest]! | 0;
  if (word === highest) return digits >> shift;
  for (let k = highest - 1; k > word; k--) digits = digits * WORD + words[k]!;
  return digits * unit + (words[word]! >>> shift);
}
