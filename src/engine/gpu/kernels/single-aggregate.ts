import { slotParts } from '../../aggregates/slot-layout';
import type { ColumnId } from '../../columns/column';
import type { AggregateCall, Bins, Extent, Filter, NearestCall, ScanCall, SlotId } from '../../frame/recording';

/** One accumulator of an aggregate call, computed by one kernel. */
export type SingleAggregate = CountKernel | ExtentKernel;

interface SingleParts {
  /** Any column of the relation whose rows are read. */
  readonly rows: ColumnId;
  readonly clauses: Filter;
  /** The sample's stride; 1 reads all rows. */
  readonly stride: number;
  readonly out: SlotId;
  /** Words of the whole slot, and the index of this accumulator's first word. */
  readonly slotWords: number;
  readonly firstWord: number;
}

/** Counts by any number of dimensions. */
export interface CountKernel extends SingleParts {
  readonly kernel: 'count';
  readonly dimensions: AggregateCall['dimensions'];
}

export interface ExtentKernel extends SingleParts, Pick<Extent, 'column' | 'lane'> {
  readonly kernel: 'extent';
}

/** The kernels of a call. The kernels of one aggregate call write to the same slot. */
export function singleKernels(call: ScanCall): readonly (SingleAggregate | NearestCall)[] {
  if (call.kernel === 'nearest') return [call];
  const parts = slotParts(call);
  const slotWords = parts.reduce((sum, { words }) => sum + words, 0);
  const { clauses, out, dimensions } = call;
  const rows = 'rows' in call ? call.rows : firstColumn(call.dimensions);
  return parts.map(({ accumulator, first }): SingleAggregate => {
    const single = { rows, clauses, stride: call.sample?.stride ?? 1, out, slotWords, firstWord: first };
    return accumulator.op === 'count'
      ? { kernel: 'count', dimensions, ...single }
      : { kernel: 'extent', column: accumulator.column, lane: accumulator.lane, ...single };
  });
}

function firstColumn([first]: readonly [Bins, ...Bins[]]): ColumnId {
  return first.column;
}
