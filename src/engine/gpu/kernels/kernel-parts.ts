import type { ColumnId } from '../../columns/column';
import type { Filter, SlotId } from '../../frame/recording';

/** What every kernel of an aggregate call has. */
export interface KernelParts {
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
