import { SUM_WORDS } from '../aggregates/sum';
import { NULL_KEY, type ColumnId, type Encoding } from '../columns/column';
import { keyWords } from '../cpu/kernels/cell-extremes';
import type { StoredPage } from '../cpu/columns/stored-page';
import type { Accumulator, CellAccumulator, Count, CountOf, Greatest, Least, Sum, Summand } from '../frame/recording';

/**
 * What a row contributes to one table of an index. Most addends are integers. No total in a table exceeds 2⁵³, so
 * totals are exact, and a brush can subtract rows again. A sum with many digits has several tables, one for each {@link
 * LIMB_BITS} digits. Extremes can't be subtracted: their table is a segment tree over the pixels.
 */
export type Addend =
  /** 1 for each row. */
  | { readonly of: 'row' }
  /** 1 if the row has a value. */
  | { readonly of: 'value'; readonly column: ColumnId }
  /** The row's {@link Summand}: all of its digits, or those of a limb. */
  | { readonly of: 'summand'; readonly column: ColumnId; readonly summand: Summand; readonly limb: Limb | null }
  /** The row's key. A cell keeps the least or the greatest one. */
  | { readonly of: 'extreme'; readonly column: ColumnId; readonly op: 'min' | 'max'; readonly encoding: Encoding };

/** Addends that a table sums up. */
export type Summed = Exclude<Addend, { readonly of: 'extreme' }>;

export interface Limb {
  /** The index of its lowest binary digit. */
  readonly from: number;
  /** Whether it holds all higher digits and the sign. */
  readonly isLast: boolean;
}

/** By cell, or by pixel and cell: counts, or sums of integers. */
export type CellTable = Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

/** Accumulators that an index can answer. */
export type Indexable = Count | CountOf | Sum | Least | Greatest;

export type EncodingOf = (column: ColumnId) => Encoding;

const EXACT_BITS = 53;
/** A limb but the last has this many digits. */
export const LIMB_BITS = 24;
const LIMB = 2 ** LIMB_BITS;
const WORD = 2 ** 32;

export function isIndexable(accumulator: Accumulator): accumulator is Indexable {
  return accumulator.op !== 'bits' && accumulator.op !== 'extent';
}

/** The accumulators, if an index can answer all of them; else null. */
export function indexableOnes(
  accumulators: readonly CellAccumulator[],
  encodingOf: EncodingOf,
): readonly Indexable[] | null {
  // A double can't hold every key of a long integer.
  const indexable = accumulators.filter(isIndexable);
  const isKnown = indexable.every((one) => !isExtreme(one) || encodingOf(one.column).kind !== 'fixed64');
  return isKnown && indexable.length === accumulators.length ? indexable : null;
}

export function isExtreme(accumulator: CellAccumulator): accumulator is Least | Greatest {
  return accumulator.op === 'min' || accumulator.op === 'max';
}

/** The tables that accumulators need, in their order. `rows` is the number of rows of all workers. */
export function addendsOf(accumulators: readonly Indexable[], rows: number, encodingOf: EncodingOf): readonly Addend[] {
  return accumulators.flatMap((accumulator): readonly Addend[] => {
    switch (accumulator.op) {
      case 'count':
        return [{ of: 'row' }];
      case 'count-of':
        return [{ of: 'value', column: accumulator.column }];
      case 'sum':
        return limbsOf(accumulator.of, rows).map((limb) => ({
          of: 'summand',
          column: accumulator.column,
          summand: accumulator.of,
          limb,
        }));
      case 'min':
      case 'max': {
        const { column, op } = accumulator;
        return [{ of: 'extreme', column, op, encoding: encodingOf(column) }];
      }
    }
  });
}

function limbsOf({ bits }: Summand, rows: number): readonly (Limb | null)[] {
  if (bits + Math.ceil(Math.log2(rows + 1)) <= EXACT_BITS) return [null];
  const limbs = Math.ceil(bits / LIMB_BITS);
  return Array.from({ length: limbs }, (_, i) => ({ from: i * LIMB_BITS, isLast: i === limbs - 1 }));
}

export function tableOf({ of }: Addend, length: number): CellTable {
  return of === 'row' || of === 'value' ? new Uint32Array(length) : new Float64Array(length);
}

/** Writes what each row of a page adds; 0 where it has no finite value. Not for {@link Addend} `row`. */
export function fillAddends(
  addend: Exclude<Summed, { readonly of: 'row' }>,
  page: StoredPage,
  out: Float64Array,
): void {
  if (addend.of === 'value') return fillPresent(page, out);
  const { summand, limb } = addend;
  if (page.lane === 'u64') return fillWords(page, limb, out);
  if (page.lane === 'u32') fillKeys(page.data, page.rows, out);
  else fillScaled(page.data, page.rows, summand.shift ?? 0, out);
  if (limb) takeDigits(out, page.rows, limb);
}

function fillPresent(page: StoredPage, out: Float64Array): void {
  const { rows, data } = page;
  if (page.lane === 'u32') for (let i = 0; i < rows; i++) out[i] = data[i] === NULL_KEY ? 0 : 1;
  else if (page.lane === 'u64')
    for (let i = 0; i < rows; i++) out[i] = data[2 * i] === NULL_KEY && data[2 * i + 1] === NULL_KEY ? 0 : 1;
  else for (let i = 0; i < rows; i++) out[i] = Number.isNaN(data[i]!) ? 0 : 1;
}

function fillKeys(data: Uint32Array, rows: number, out: Float64Array): void {
  for (let i = 0; i < rows; i++) out[i] = data[i] === NULL_KEY ? 0 : data[i]!;
}

function fillScaled(data: Float32Array | Float64Array, rows: number, shift: number, out: Float64Array): void {
  // Two factors, because a single one may exceed the range of a double.
  const first = Math.min(shift, 1023);
  const [scale, more] = [2 ** first, 2 ** (shift - first)];
  for (let i = 0; i < rows; i++) {
    const value = Math.trunc(data[i]! * scale * more);
    out[i] = value - value === 0 ? value : 0;
  }
}

function takeDigits(out: Float64Array, rows: number, { from, isLast }: Limb): void {
  const unit = 2 ** from;
  for (let i = 0; i < rows; i++) {
    const digits = Math.floor(out[i]! / unit);
    out[i] = isLast ? digits : digits - Math.floor(digits / LIMB) * LIMB;
  }
}

/** Takes the digits of keys from their words, because a double can't hold more than 53 bits. */
function fillWords({ data, rows }: Extract<StoredPage, { lane: 'u64' }>, limb: Limb | null, out: Float64Array): void {
  for (let i = 0; i < rows; i++) {
    const [low, high] = [data[2 * i]!, data[2 * i + 1]!];
    if (low === NULL_KEY && high === NULL_KEY) out[i] = 0;
    else if (!limb) out[i] = high * WORD + low;
    else if (limb.from === 0) out[i] = low & (LIMB - 1);
    else if (limb.from === LIMB_BITS) out[i] = (low >>> LIMB_BITS) + (high & 0xffff) * 2 ** (32 - LIMB_BITS);
    else out[i] = high >>> 16;
  }
}

/** Writes the words of a slot, cell by cell, from the tables of its accumulators. */
export function writeWords(
  accumulators: readonly Indexable[],
  addends: readonly Addend[],
  tables: readonly CellTable[],
  words: Uint32Array<ArrayBuffer>,
): void {
  let [first, table] = [0, 0];
  for (const accumulator of accumulators) {
    const own = tables[table]!;
    const cells = own.length;
    const addend = addends[table]!;
    if (addend.of === 'extreme') {
      const keys = keyWords(addend.encoding, own as Float64Array);
      words.set(keys, first);
      first += keys.length;
      table++;
      continue;
    }
    if (accumulator.op !== 'sum') {
      words.set(own, first);
      first += cells;
      table++;
      continue;
    }
    let end = table + 1;
    while (end < addends.length && followsLimb(addends[end]!)) end++;
    if (end - table === 1) writeSums(own, words, first);
    else writeLimbs(tables.slice(table, end), words, first);
    first += SUM_WORDS * cells;
    table = end;
  }
}

function followsLimb(addend: Addend): boolean {
  return addend.of === 'summand' && addend.limb !== null && addend.limb.from > 0;
}

function writeSums(sums: CellTable, words: Uint32Array, first: number): void {
  for (let cell = 0, at = first; cell < sums.length; cell++, at += SUM_WORDS) {
    const sum = sums[cell]!;
    const above = Math.floor(sum / WORD);
    words[at] = sum - above * WORD;
    const highest = Math.floor(above / WORD);
    words[at + 1] = above - highest * WORD;
    words[at + 2] = highest;
  }
}

function writeLimbs(limbs: readonly CellTable[], words: Uint32Array, first: number): void {
  for (let cell = 0, at = first; cell < limbs[0]!.length; cell++, at += SUM_WORDS) {
    const sum = limbs.reduceRight((above, limb) => (above << BigInt(LIMB_BITS)) + BigInt(limb[cell]!), 0n);
    words[at] = Number(sum & 0xffff_ffffn);
    words[at + 1] = Number((sum >> 32n) & 0xffff_ffffn);
    words[at + 2] = Number((sum >> 64n) & 0xffff_ffffn);
  }
}
