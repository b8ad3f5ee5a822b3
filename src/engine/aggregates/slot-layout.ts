import type { Accumulator, AggregateCall, Bins } from '../frame/recording';
import type { Accumulation } from './accumulation';
import { count } from './count';
import { extent } from './extent';

/** Every accumulator; one without an entry does not compile. */
const ACCUMULATIONS: { readonly [Op in Accumulator['op']]: Accumulation<Extract<Accumulator, { readonly op: Op }>> } = {
  count,
  extent,
};

/** An accumulator's words in the slot of its call. */
export interface SlotPart {
  readonly accumulator: Accumulator;
  /** Its first word. */
  readonly first: number;
  readonly words: number;
}

/** Where the accumulators of a call are in its slot: one after the other, each with all its cells. */
export function slotParts({ dimensions, accumulators }: AggregateCall): SlotPart[] {
  const cells = cellsOf(dimensions);
  let first = 0;
  return accumulators.map((accumulator) => {
    const words = cells * accumulationOf(accumulator).words(accumulator);
    first += words;
    return { accumulator, first: first - words, words };
  });
}

/** The cells of any number of dimensions; one without any. */
export function cellsOf(dimensions: readonly Bins[]): number {
  return dimensions.reduce((cells, { count: bins }) => cells * bins, 1);
}

/** Merges what the parts of the rows have found, one slot's words each, into the words of the first. */
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

/** Turns the words that a call found in its sample into an estimate for all rows, in place. */
export function weighSlot(call: AggregateCall, slot: Uint32Array<ArrayBuffer>): void {
  const stride = call.sample?.stride ?? 1;
  if (stride === 1) return;
  for (const { accumulator, first, words } of slotParts(call))
    accumulationOf(accumulator).weigh(accumulator, slot.subarray(first, first + words), stride);
}

function accumulationOf<A extends Accumulator>({ op }: A): Accumulation<A> {
  return ACCUMULATIONS[op] as unknown as Accumulation<A>;
}
