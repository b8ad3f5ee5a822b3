import { cellsOf } from '../../aggregates/slot-layout';
import type { ColumnId, Lane } from '../../columns/column';
import type { AggregateCall, Bits, CellAccumulator, CountOf, Sum } from '../../frame/recording';
import { inputName, inputOfBins, type Input } from './clause-wgsl';
import type { KernelParts } from './kernel-parts';

/** Several accumulators of one aggregate call, by the same cells, computed in one pass over the rows. */
export interface AccumulateKernel extends KernelParts {
  readonly kernel: 'accumulate';
  readonly dimensions: AggregateCall['dimensions'];
  readonly terms: readonly Term[];
}

/** What a pass accumulates for one accumulator. `firstWord` is the accumulator's first word in the slot. */
export type Term = TermKind & { readonly firstWord: number };

type TermKind =
  | { readonly op: 'count' }
  | Pick<CountOf, 'op' | 'column' | 'lane'>
  | Pick<Sum, 'op' | 'column' | 'of'>
  | Pick<Bits, 'op' | 'column' | 'lane' | 'isFloat'>
  /** A key of one word. */
  | { readonly op: 'extreme'; readonly isMax: boolean; readonly column: ColumnId; readonly lane: 'f32' | 'u32' }
  /**
   * A key of two words. There are no atomics of 64 bits: one pass finds the high words, a later pass the low words
   * among the rows that have them.
   */
  | { readonly op: 'extreme-high' | 'extreme-low'; readonly isMax: boolean; readonly column: ColumnId };

/**
 * Columns that a pass may read besides those of its clauses. With the bits of filter passes, every device has enough
 * bindings for them.
 */
const MAX_OWN_INPUTS = 5;
/** Words that a cell takes in workgroup memory, for all terms of a pass. */
const MAX_PLANES = 8;
/**
 * A narrow sum adds pieces of 16 bits, each in a word of its own: no carries. A workgroup reads fewer than 2¹⁶ rows
 * (see MAX_GROUPS in kernel-steps.ts), so no sum of pieces overflows.
 */
const PIECE_BITS = 16;
const MAX_NARROW_BITS = 47;
export const MAX_PIECES = 3;
const MAX_FLOAT_SHIFT = 126;
/** A wide sum carries between words. */
const WIDE_PLANES = 3;

/** The words of a term's cell in workgroup memory. */
export function planesOf(term: Term): number {
  switch (term.op) {
    case 'sum':
      return piecesOf(term) || WIDE_PLANES;
    case 'bits':
      return 2;
    default:
      return 1;
  }
}

/**
 * The number of pieces of a narrow sum; 0 for a wide one. Pieces of keys are unsigned; of a double, only the highest
 * piece is signed. f32 values are split by float arithmetic into signed pieces, for which 2^shift must be a normal
 * float. Subnormal values then add nothing, so a device may flush them to zero.
 */
export function piecesOf({ of }: Pick<Sum, 'of'>): number {
  if (of.bits > MAX_NARROW_BITS) return 0;
  if (of.shift === null) return Math.max(1, Math.ceil(of.bits / PIECE_BITS));
  if (of.lane === 'u64') return MAX_PIECES;
  return Math.abs(of.shift) <= MAX_FLOAT_SHIFT ? Math.ceil((of.bits + 1) / PIECE_BITS) : 0;
}

export function totalPlanes({ terms }: Pick<AccumulateKernel, 'terms'>): number {
  return terms.reduce((sum, term) => sum + planesOf(term), 0);
}

/** The column that a term reads; null for a count of rows. */
export function inputOfTerm(term: Term): Input | null {
  const lane = laneOfTerm(term);
  return term.op === 'count' || lane === null ? null : inputOfBins({ column: term.column, lane });
}

function laneOfTerm(term: Term): Lane | null {
  switch (term.op) {
    case 'count':
      return null;
    case 'sum':
      return term.of.lane;
    case 'extreme-high':
    case 'extreme-low':
      return 'u64';
    default:
      return term.lane;
  }
}

/** The columns that a pass reads, besides those of its clauses; each once. */
export function inputsOfCells({ dimensions, terms }: Pick<AccumulateKernel, 'dimensions' | 'terms'>): Input[] {
  const inputs = [...dimensions.map(inputOfBins), ...terms.flatMap((term) => inputOfTerm(term) ?? [])];
  return [...new Map(inputs.map((input) => [inputName(input), input])).values()];
}

/** Groups the accumulators of a call into as few passes as columns and workgroup memory allow. */
export function accumulateKernels(
  accumulators: readonly { readonly accumulator: CellAccumulator; readonly first: number }[],
  parts: Omit<AccumulateKernel, 'kernel' | 'terms' | 'firstWord'>,
): AccumulateKernel[] {
  if (cellsOf(parts.dimensions) === 0) return [];
  const all = accumulators.flatMap(({ accumulator, first }) => termsOf(accumulator, first));
  const later = all.filter(({ op }) => op === 'extreme-low');
  const groups: Term[][] = [];
  for (const terms of [all.filter((term) => !later.includes(term)), later]) {
    let group: Term[] | null = null;
    for (const term of terms) {
      if (group && fits([...group, term], parts)) group.push(term);
      else groups.push((group = [term]));
    }
  }
  return groups.map((terms) => ({ kernel: 'accumulate', ...parts, terms, firstWord: terms[0]!.firstWord }));
}

function fits(terms: readonly Term[], { dimensions }: Pick<AccumulateKernel, 'dimensions'>): boolean {
  return totalPlanes({ terms }) <= MAX_PLANES && inputsOfCells({ dimensions, terms }).length <= MAX_OWN_INPUTS;
}

function termsOf(accumulator: CellAccumulator, firstWord: number): Term[] {
  switch (accumulator.op) {
    case 'min':
    case 'max': {
      const { column, lane } = accumulator;
      const common = { isMax: accumulator.op === 'max', column, firstWord };
      return lane === 'u64'
        ? [
            { op: 'extreme-high', ...common },
            { op: 'extreme-low', ...common },
          ]
        : [{ op: 'extreme', lane, ...common }];
    }
    default:
      return [{ ...accumulator, firstWord }];
  }
}
