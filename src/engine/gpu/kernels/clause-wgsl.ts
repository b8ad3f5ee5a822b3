import type { ColumnId, Lane } from '../../columns/column';
import type { Bins, Clause, Filter } from '../../frame/recording';

/** One storage binding that a kernel reads: a column, or the bits (one per row) that an earlier pass wrote. */
export type Input =
  { readonly lane: Lane; readonly column: ColumnId } | { readonly lane: 'bits'; readonly depth: number };

/** Identifies an input. */
export function inputName(input: Input): string {
  return 'column' in input ? `column ${input.column}` : `depth ${input.depth}`;
}

export function inputOfBins({ lane, column }: Pick<Bins, 'lane' | 'column'>): Input {
  return { lane, column };
}

/** The columns that a clause reads, possibly with duplicates. */
export function inputsOf(clause: Clause): Input[] {
  switch (clause.kind) {
    case 'range':
      return [{ lane: clause.lane, column: clause.column }];
    case 'set':
      return [{ lane: 'u32', column: clause.column }];
    case 'cells':
      return clause.bins.map(inputOfBins);
    default:
      return clause.of.flat().flatMap(inputsOf);
  }
}

/** Size of an axis, or a clause, among the words of a dispatch, in vectors of four words. */
export const AXIS_VECTORS = 3;

export function vectorsOf(clause: Clause): number {
  switch (clause.kind) {
    case 'range':
    case 'set':
      return 1;
    case 'cells':
      return 1 + AXIS_VECTORS * clause.bins.length;
    default:
      return clause.of.flat().reduce((sum, inner) => sum + vectorsOf(inner), 0);
  }
}

/**
 * Writes clauses as WGSL expressions of type vec4<bool>, over the keys of a quad (low_i, high_i and raw_i of input i).
 * In the generated code, `among` marks the rows that still need testing. Each clause reads the next words of the
 * dispatch; dispatch-words.ts writes them in the same order.
 */
export class ClauseWriter {
  readonly #indexOf: (input: Input) => number;
  #next = 0;

  constructor(indexOf: (input: Input) => number) {
    this.#indexOf = indexOf;
  }

  /** Vectors of words taken so far. */
  get vectors(): number {
    return this.#next;
  }

  clause(clause: Clause): string {
    switch (clause.kind) {
      case 'range': {
        const input = this.#indexOf({ lane: clause.lane, column: clause.column });
        const at = this.take(1);
        switch (clause.lane) {
          case 'u64':
            return `pairs_within(low_${input}, high_${input}, params.words[${at}].xy, params.words[${at}].zw)`;
          case 'u32':
            return `words_within(low_${input}, params.words[${at}].x, params.words[${at}].z)`;
          case 'f32':
            return `floats_within(raw_${input}, params.words[${at}].xyz)`;
        }
      }
      case 'set':
        return `in_set(low_${this.#indexOf({ lane: 'u32', column: clause.column })}, params.words[${this.take(1)}].xy)`;
      case 'cells': {
        const at = this.take(1);
        const [x, y] = clause.bins;
        const stride = `params.words[${at + 1}].y`;
        const i = this.bins(x, 'among');
        const j = y ? this.bins(y, 'among') : 'Located(vec4u(0u), among)';
        return `in_cells(${i}, ${j}, ${stride}, params.words[${at}].x)`;
      }
      case 'any':
        return joined(
          clause.of.map((filter) => this.filter(filter)),
          '|',
          'false',
        );
      case 'not':
        return `!${this.filter(clause.of)}`;
    }
  }

  filter(filter: Filter): string {
    return joined(
      filter.map((clause) => this.clause(clause)),
      '&',
      'true',
    );
  }

  /** The bins of the rows `keep`. The axis is the next one among the words. */
  bins(bins: Bins, keep: string): string {
    return this.binsOf(bins, `axis_at(${this.take(AXIS_VECTORS)}u)`, keep);
  }

  /** The bins of the rows `keep`. `axis` is a WGSL expression. */
  binsOf(bins: Bins, axis: string, keep: string): string {
    return binsCall(bins.lane, this.#indexOf(inputOfBins(bins)), axis, keep);
  }

  take(vectors: number): number {
    this.#next += vectors;
    return this.#next - vectors;
  }
}

export function binsCall(lane: Lane, input: number, axis: string, keep: string): string {
  const keys = { f32: `raw_${input}`, u32: `low_${input}`, u64: `low_${input}, high_${input}` }[lane];
  return `bins_${lane}(${axis}, ${keys}, ${keep})`;
}

/** Joins in halves: a flat chain of operators nests as deep as it is long in the compiler. */
function joined(terms: readonly string[], operator: '|' | '&', none: 'false' | 'true'): string {
  if (terms.length === 0) return `vec4<bool>(${none})`;
  if (terms.length === 1) return `(${terms[0]!})`;
  const middle = terms.length >> 1;
  return `(${joined(terms.slice(0, middle), operator, none)} ${operator} ${joined(terms.slice(middle), operator, none)})`;
}
