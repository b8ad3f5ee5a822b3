import type { ColumnId } from '../../columns/column';
import type { BlocksCall, Filter, RanksCall, RowsCall, SlotId } from '../../frame/recording';

/** Lists and ranks of rows, in the form that planning and dispatch use: a range of keys is one of the clauses. */
export type ListKernel = BlocksKernel | RowsKernel | RanksKernel;

interface ListParts {
  /** Any column of the relation whose rows are read. */
  readonly rows: ColumnId;
  readonly clauses: Filter;
  readonly out: SlotId;
}

export interface BlocksKernel extends ListParts {
  readonly kernel: 'blocks';
}

export interface RowsKernel extends ListParts, Pick<RowsCall, 'column' | 'lane' | 'from' | 'to' | 'most'> {
  readonly kernel: 'rows';
}

export interface RanksKernel extends ListParts, Omit<RanksCall, 'kernel'> {
  readonly kernel: 'ranks';
}

export function listKernel(call: BlocksCall | RowsCall | RanksCall): ListKernel {
  if (call.kernel === 'ranks') return { ...call, rows: call.column };
  const { column, lane, within, out } = call;
  const clauses: Filter = within ? [...call.clauses, { kind: 'range', column, lane, keys: within }] : call.clauses;
  if (call.kernel === 'blocks') return { kernel: 'blocks', rows: column, clauses, out };
  const { from, to, most } = call;
  return { kernel: 'rows', rows: column, clauses, out, column, lane, from, to, most };
}
