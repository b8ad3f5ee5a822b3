import type { Clause, Filter, NearestCall, ScanCall } from '../../frame/recording';
import { AXIS_VECTORS, inputName, inputOfBins, inputsOf, vectorsOf, type Input } from './clause-wgsl';
import type { ListKernel } from './list-kernel';
import { singleKernels, type CountKernel, type SingleAggregate } from './single-aggregate';

/**
 * Several counts by at most one dimension, computed by one kernel that reads every column once. Their counts follow one
 * another in its result.
 */
export interface BatchedHistograms {
  readonly kernel: 'histograms';
  readonly calls: readonly BatchedHistogram[];
  /** All columns that the views and clauses read. */
  readonly inputs: readonly Input[];
  /** Every clause of any call, once. */
  readonly clauses: Filter;
  readonly cells: number;
  /** The stride of their sample; 1 reads all rows. */
  readonly stride: number;
}

export interface BatchedHistogram extends CountKernel {
  /** Its clauses, as a bit mask over the shared ones. */
  readonly need: number;
  /** Its first cell in the shared result. */
  readonly base: number;
}

/** A kernel of a frame, in the form that planning and dispatch use. */
export type PlannedCall = SingleAggregate | NearestCall | ListKernel | BatchedHistograms;

/** Each clause is one bit of a row's failures; the last bit marks rows that do not exist. */
const MAX_CLAUSES = 31;
/** Limited by the workgroup memory of every device, and by the words of a uniform. */
export const MAX_BATCHED_CELLS = 4096;
const MAX_BATCHED_VECTORS = 2048;

class Group {
  readonly calls: BatchedHistogram[] = [];
  readonly clauses: Clause[] = [];
  readonly inputs = new Map<string, Input>();
  #cells = 0;
  #vectors = 0;

  /** Adds the call if it shares a column with the batch and there is space. Returns whether it did. */
  take(call: CountKernel, maxInputs: number): boolean {
    const { slotWords: count } = call;
    const inputs = new Map(
      [...call.dimensions.map(inputOfBins), ...call.clauses.flatMap(inputsOf)].map((input) => [
        inputName(input),
        input,
      ]),
    );
    const fresh = call.clauses.filter((clause) => !this.clauses.includes(clause));
    const added = [...inputs.keys()].filter((name) => !this.inputs.has(name)).length;
    const vectors = AXIS_VECTORS + fresh.reduce((sum, clause) => sum + vectorsOf(clause), 0);
    const isRelated = this.calls.length === 0 || (added < inputs.size && this.calls[0]!.stride === call.stride);
    const fits =
      this.inputs.size + added <= maxInputs &&
      this.clauses.length + fresh.length <= MAX_CLAUSES &&
      this.#cells + count <= MAX_BATCHED_CELLS &&
      this.#vectors + vectors <= MAX_BATCHED_VECTORS;
    if (!isRelated || !fits) return false;

    for (const [name, input] of inputs) this.inputs.set(name, input);
    this.clauses.push(...fresh);
    const need = call.clauses.reduce((bits, clause) => bits | (1 << this.clauses.indexOf(clause)), 0);
    this.calls.push({ ...call, need, base: this.#cells });
    this.#cells += count;
    this.#vectors += vectors;
    return true;
  }

  get common(): BatchedHistograms {
    return {
      kernel: 'histograms',
      calls: this.calls,
      inputs: [...this.inputs.values()],
      clauses: this.clauses,
      cells: this.#cells,
      stride: this.calls[0]!.stride,
    };
  }
}

/**
 * The kernels of a recording's calls. Counts over shared columns are batched, as in a crossfilter whose plots each
 * count over all clauses but their own. Clauses are shared if they are the same object, as in the recordings of a
 * crossfilter.
 */
export function planCalls(calls: readonly ScanCall[], maxInputs: number): PlannedCall[] {
  const kernels = calls.flatMap(singleKernels);
  const groups: Group[] = [];
  const groupOf = new Map<PlannedCall, Group>();
  const outs = new Map<string, number>();
  for (const { out } of kernels) outs.set(out, (outs.get(out) ?? 0) + 1);
  for (const kernel of kernels) {
    // If several kernels write to one slot, their order must stay.
    if (kernel.kernel !== 'count' || outs.get(kernel.out)! > 1) continue;
    if (kernel.dimensions.length > 1 || kernel.slotWords === 0) continue;
    const group = groups.find((one) => one.take(kernel, maxInputs)) ?? new Group();
    if (!groups.includes(group) && group.take(kernel, maxInputs)) groups.push(group);
    groupOf.set(kernel, group);
  }
  return kernels.flatMap((kernel): PlannedCall[] => {
    const group = groupOf.get(kernel);
    if (!group || group.calls.length < 2) return [kernel];
    return group.calls[0]!.out === kernel.out ? [group.common] : [];
  });
}
