import { PikaError } from '../errors';
import type { Filter } from '../frame/recording';
import type { PlotContext } from '../plot/plot-context';
import type { Progress, Relation } from '../source/source';
import type { TableColumn } from './find-columns';
import { orderRows } from './order-rows';
import type { RowSelection } from './row-selection';
import { TableColumns, type CellTexts } from './table-columns';
import type { TablePlan, TableSort } from './table-request';

/** If kernels can't read a column, each row is read by itself. */
const MOST_READ_ROWS = 1000;

/** Rows as texts, in the order of a table. */
export interface RowTexts {
  readonly columns: readonly TableColumn[];
  /** By column. */
  readonly texts: readonly CellTexts[];
  readonly rowCount: number;
}

export interface SelectedRows {
  readonly relation: Relation;
  readonly plan: TablePlan;
  readonly rows: RowSelection;
  readonly sort: TableSort | null;
  /** The filters of the table. */
  readonly clauses: Filter;
  /** No row is read if more are selected. */
  readonly most: number;
}

/**
 * Reads all columns of the selected rows that pass the filters. Resolves to null if none do, or too many. Rejects as
 * reading a column does.
 */
export async function readSelected(
  context: PlotContext,
  { relation, plan, rows, sort, clauses, most }: SelectedRows,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<RowTexts | null> {
  const own = await rows.filter(context, signal);
  if (!own) return null;
  const [filter, release] = own;
  const columns = new TableColumns(context, relation, plan, onProgress, () => undefined);
  try {
    const order = await orderRows(context, { columns, relation }, sort, [...clauses, ...filter], signal);
    const { rowCount } = order;
    const residents = await Promise.all(columns.columns.map((_, index) => columns.resident(index)));
    const isRead = residents.some((resident) => resident instanceof PikaError);
    if (rowCount === 0 || rowCount > (isRead ? Math.min(most, MOST_READ_ROWS) : most)) return null;
    const texts = await columns.texts(await order.rowsAt(0, rowCount, signal), signal);
    return { columns: columns.columns, texts, rowCount };
  } finally {
    columns.dispose();
    release();
  }
}
