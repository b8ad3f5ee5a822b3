import { slotParts, type SlotPart } from '../../aggregates/slot-layout';
import type { ColumnId } from '../../columns/column';
import type {
  Accumulator,
  AggregateCall,
  Bins,
  CellAccumulator,
  Extent,
  NearestCall,
  ScanCall,
} from '../../frame/recording';
import { accumulateKernels, type AccumulateKernel } from './accumulate-kernel';
import type { KernelParts } from './kernel-parts';
import { listKernel, type ListKernel } from './list-kernel';

/** Some accumulators of an aggregate call, computed by one kernel. */
export type SingleAggregate = CountKernel | ExtentKernel | AccumulateKernel;

/** Counts by any number of dimensions. */
export interface CountKernel extends KernelParts {
  readonly kernel: 'count';
  readonly dimensions: AggregateCall['dimensions'];
}

export interface ExtentKernel extends KernelParts, Pick<Extent, 'column' | 'lane'> {
  readonly kernel: 'extent';
}

/** The kernels of a call. The kernels of one aggregate call write to the same slot. */
export function singleKernels(call: ScanCall): readonly (SingleAggregate | NearestCall | ListKernel)[] {
  if (call.kernel === 'nearest') return [call];
  if (call.kernel !== 'aggregate') return [listKernel(call)];
  const parts = slotParts(call);
  const slotWords = parts.reduce((sum, { words }) => sum + words, 0);
  const { clauses, out, dimensions } = call;
  const rows = 'rows' in call ? call.rows : firstColumn(call.dimensions);
  const common = { rows, clauses, stride: call.sample?.stride ?? 1, out, slotWords };
  // Counts of rows alone have a faster kernel, which can also be batched with others.
  const byCells = parts.filter(isOfCells);
  const together = byCells.some(({ accumulator }) => accumulator.op !== 'count') ? byCells : [];
  return [
    ...parts.flatMap((part): SingleAggregate[] => {
      const { accumulator, first } = part;
      if (accumulator.op === 'count' && !together.includes(part as CellPart))
        return [{ kernel: 'count', dimensions, ...common, firstWord: first }];
      if (accumulator.op !== 'extent') return [];
      const { column, lane } = accumulator;
      return [{ kernel: 'extent', column, lane, ...common, firstWord: first }];
    }),
    ...accumulateKernels(together, { dimensions, ...common }),
  ];
}

type CellPart = SlotPart & { readonly accumulator: CellAccumulator };

function isOfCells(part: SlotPart): part is CellPart {
  return (part.accumulator satisfies Accumulator).op !== 'extent';
}

function firstColumn([first]: readonly [Bins, ...Bins[]]): ColumnId {
  return first.column;
}
