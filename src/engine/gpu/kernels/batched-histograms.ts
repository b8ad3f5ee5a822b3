import type { Bin1dCall, Clause, Filter, KernelCall, ScanCall } from '../../frame/recording';
import { inputName, inputsOf, vectorsOf, AXIS_VECTORS, type Input } from './clause-wgsl';

/**
 * Several bin1d calls as one kernel, which reads every column once. Their counts stand one after the other in its
 * result.
 */
export interface BatchedHistograms {
  readonly kernel: 'histograms';
  readonly calls: readonly BatchedHistogram[];
  /** All that views and clauses read. */
  readonly inputs: readonly Input[];
  /** Every clause of any call, once. */
  readonly clauses: Filter;
  readonly cells: number;
  /** Of their glance; 1 for all rows. */
  readonly stride: number;
}

export interface BatchedHistogram extends Bin1dCall {
  /** Its clauses, as bits of the common ones. */
  readonly need: number;
  /** Its first cell in the common result. */
  readonly base: number;
}

/** One bit of a row's failures each; the last bit is for rows that do not exist. */
const MOST_CLAUSES = 31;
/** Counters that workgroup memory holds on every device, and words that a uniform does. */
export const MAX_BATCHED_CELLS = 4096;
const MAX_BATCHED_VECTORS = 2048;

class Group {
  readonly calls: BatchedHistogram[] = [];
  readonly clauses: Clause[] = [];
  readonly inputs = new Map<string, Input>();
  #cells = 0;
  #vectors = 0;

  /** Takes the call when it reads a column that others here read, and there is room. */
  take(call: Bin1dCall, maxInputs: number): boolean {
    const { lane, column, count } = call.x;
    const inputs = new Map(
      [{ lane, column }, ...call.clauses.flatMap(inputsOf)].map((input) => [inputName(input), input]),
    );
    const fresh = call.clauses.filter((clause) => !this.clauses.includes(clause));
    const added = [...inputs.keys()].filter((name) => !this.inputs.has(name)).length;
    const vectors = AXIS_VECTORS + fresh.reduce((sum, clause) => sum + vectorsOf(clause), 0);
    const isRelated = this.calls.length === 0 || (added < inputs.size && everyOf(this.calls[0]!) === everyOf(call));
    const fits =
      this.inputs.size + added <= maxInputs &&
      this.clauses.length + fresh.length <= MOST_CLAUSES &&
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
      stride: everyOf(this.calls[0]!),
    };
  }
}

function everyOf({ sample }: Bin1dCall): number {
  return sample?.stride ?? 1;
}

/**
 * The calls of a recording, with those bin1d calls put together that read common columns: the plots of a crossfilter,
 * each counted over all clauses but its own. Clauses are common when they are the same object, as they are in the
 * recordings of a crossfilter.
 */
export function batchCalls(calls: readonly ScanCall[], maxInputs: number): (ScanCall | BatchedHistograms)[] {
  const groups: Group[] = [];
  const groupOf = new Map<KernelCall, Group>();
  const outs = new Map<string, number>();
  for (const { out } of calls) outs.set(out, (outs.get(out) ?? 0) + 1);
  for (const call of calls) {
    // A slot that is written twice keeps its order.
    if (call.kernel !== 'bin1d' || call.x.count === 0 || outs.get(call.out)! > 1) continue;
    const group = groups.find((one) => one.take(call, maxInputs)) ?? new Group();
    if (!groups.includes(group) && group.take(call, maxInputs)) groups.push(group);
    groupOf.set(call, group);
  }
  return calls.flatMap((call): (ScanCall | BatchedHistograms)[] => {
    const group = groupOf.get(call);
    if (!group || group.calls.length < 2) return [call];
    return group.calls[0]!.out === call.out ? [group.common] : [];
  });
}
