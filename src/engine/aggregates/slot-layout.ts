import type { Accumulator, AggregateCall, Bins } from '../frame/recording';
import type { Accumulation } from './accumulation';
import { bits } from './bits';
import { count } from './count';
import { countOf } from './count-of';
import { extent } from './extent';
import { greatest, least } from './extremes';
import { sum } from './sum';

/** Every accumulator. A missing entry is a compile error. */
const ACCUMULATIONS: { readonly [Op in Accumulator['op']]: Accumulation<Extract<Accumulator, { readonly op: Op }>> } = {
  count,
  'count-of': countOf,
  sum,
  min: least,
  max: greatest,
  bits,
  extent,
};

/** What the layout of a slot depends on. */
type Grouped = Pick<AggregateCall, 'dimensions' | 'accumulators'>;

/** An accumulator's words in the slot of its call. */
export interface SlotPart {
  readonly accumulator: Accumulator;
  /** Index of its first word. */
  readonly first: number;
  readonly words: number;
}

/** The layout of a call's slot: its accumulators one after the other, each with all its cells. */
export function slotParts({ dimensions, accumulators }: Grouped): SlotPart[] {
  const cells = cellsOf(dimensions);
  let first = 0;
  return accumulators.map((accumulator) => {
    const words = cells * accumulatorCellWords(accumulator);
    first += words;
    return { accumulator, first: first - words, words };
  });
}

/** The words of a call's `nth` accumulator in its slot: a view, not a copy. */
export function accumulatorWords(call: Grouped, nth: number, slot: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const { first, words } = slotParts(call)[nth]!;
  return slot.subarray(first, first + words);
}

/** The number of words per cell that an accumulator occupies in a slot. */
export function accumulatorCellWords(accumulator: Accumulator): number {
  return accumulationOf(accumulator).words(accumulator);
}

/** The number of cells of any number of dimensions; 1 without dimensions. */
export function cellsOf(dimensions: readonly Bins[]): number {
  return dimensions.reduce((cells, { count: bins }) => cells * bins, 1);
}

/** Merges the slot's words of all parts of the rows into those of the first part. */
export function mergeSlots(
  call: AggregateCall,
  [merged, ...others]: readonly [Uint32Array<ArrayBuffer>, ...Uint32Array<ArrayBuffer>[]],
): Uint32Array<ArrayBuffer> {
  for (const { accumulator, first, words } of slotParts(call)) {
    const own = (slot: Uint32Array<ArrayBuffer>) => slot.subarray(first, first + words);
    for (const other of others) accumulationOf(accumulator).merge(accumulator, own(merged), own(other));
  }
  return merged;
}

/**
 * The words of an accumulator without the last dimension of its call: its `bins` cells are merged into one. Leaves
 * `words` unchanged.
 */
export function mergeLastDimension(
  accumulator: Accumulator,
  words: Uint32Array<ArrayBuffer>,
  bins: number,
): Uint32Array<ArrayBuffer> {
  const length = words.length / bins;
  const merged = words.slice(0, length);
  for (let bin = 1; bin < bins; bin++)
    accumulationOf(accumulator).merge(accumulator, merged, words.subarray(bin * length, (bin + 1) * length));
  return merged;
}

/**
 * The words of an accumulator along one dimension of its call: the cells of all others are merged. Leaves `words`
 * unchanged.
 * @param kept the index of that dimension
 */
export function mergeOtherDimensions(
  accumulator: Accumulator,
  words: Uint32Array<ArrayBuffer>,
  dimensions: readonly Bins[],
  kept: number,
): Uint32Array<ArrayBuffer> {
  const width = accumulatorCellWords(accumulator);
  const bins = dimensions[kept]!.count;
  const stride = cellsOf(dimensions.slice(0, kept));
  // Cells that lie side by side merge in one go.
  const block = (stride === 1 ? bins : 1) * width;
  const merged = new Uint32Array(bins * width);
  for (let from = 0; from < words.length; from += block) {
    const cell = from / width;
    const bin = Math.floor(cell / stride) % bins;
    const into = merged.subarray(bin * width, bin * width + block);
    const part = words.subarray(from, from + block);
    const isFirst = cell < stride * bins && cell % stride === 0;
    if (isFirst) into.set(part);
    else accumulationOf(accumulator).merge(accumulator, into, part);
  }
  return merged;
}

/** Scales the words that a call computed from its sample to an estimate for all rows, in place. */
export function weighSlot(call: AggregateCall, slot: Uint32Array<ArrayBuffer>): void {
  const stride = call.sample?.stride ?? 1;
  if (stride === 1) return;
  for (const { accumulator, first, words } of slotParts(call))
    accumulationOf(accumulator).weigh(accumulator, slot.subarray(first, first + words), stride);
}

function accumulationOf<A extends Accumulator>({ op }: A): Accumulation<A> {
  return ACCUMULATIONS[op] as unknown as Accumulation<A>;
}
