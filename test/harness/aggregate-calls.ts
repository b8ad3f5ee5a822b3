import type { ColumnId, Lane } from '../../src/engine/columns/column';
import {
  COUNT,
  type Bins,
  type Dimensions,
  type Filter,
  type GroupedCall,
  type Sample,
  type SlotId,
  type TotalCall,
} from '../../src/engine/frame/recording';

/** Counts by one to four dimensions. */
export function countBy(bins: readonly Bins[], clauses: Filter, out: SlotId, sample?: Sample): GroupedCall {
  if (bins.length < 1 || bins.length > 4) throw new Error(`expected one to four dimensions, found ${bins.length}`);
  const dimensions = bins as unknown as Dimensions;
  return { kernel: 'aggregate', dimensions, accumulators: COUNT, clauses, ...(sample && { sample }), out };
}

/** The number of rows that pass. `rows` is any column of theirs. */
export function countAll(rows: ColumnId, clauses: Filter, out: SlotId): TotalCall {
  return { kernel: 'aggregate', dimensions: [], rows, accumulators: COUNT, clauses, out };
}

/** The extent of a column. */
export function extentOf(column: ColumnId, lane: Lane, clauses: Filter, out: SlotId): TotalCall {
  return {
    kernel: 'aggregate',
    dimensions: [],
    rows: column,
    accumulators: [{ op: 'extent', column, lane }],
    clauses,
    out,
  };
}
