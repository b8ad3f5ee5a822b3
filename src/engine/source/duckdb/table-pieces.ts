import { throwIfAborted } from '../../abort';
import { messagesOf, partsOf } from '../../rows/arrow/ipc-messages';
import { operatorsOf } from '../../rows/arrow/small-results';
import type { TakeStream } from '../../rows/rows';
import type { TableRead } from '../database';
import { runSlices, runWhole, type Session } from './duckdb-session';
import { firstRange, rangeAfter, rowidIn, type RowRange } from './row-ranges';
import { ROW_NUMBER, rowsWhere } from '../../sql/row-sql';
import { quoteName } from '../../sql/sql-tokens';

/**
 * Evaluates expressions for all rows of a table; passes consecutive Arrow IPC streams in row order to `take`. Each
 * piece is a separate query, the fastest way to export rows from DuckDB-WASM: a query in slices takes four times as
 * long, and a single answer for all rows can't be canceled and stays in the heap. Between pieces it checks the signal,
 * and other connections run. Expressions that are not computed row by row (windows, subqueries) run in slices, and are
 * sorted: DuckDB returns the rows of a window in the window's order.
 */
export async function readPieces(session: Session, read: TableRead, take: TakeStream): Promise<void> {
  const { columns, table, rowCount, hasRowid } = read;
  const { signal, subject, onProgress } = session;
  const select = `SELECT ${columns} FROM ${quoteName(table)}`;
  if (!isRowByRow(await runWhole(session, `EXPLAIN (FORMAT json) ${select}`)))
    return take(await runSlices(session, inRowOrder(read)));
  if (hasRowid) return take(await runSlices(session, select));
  for (let range: RowRange | null = firstRange(rowCount); range;) {
    throwIfAborted(signal, subject);
    const startMs = performance.now();
    const piece = await readPiece(
      session,
      `${select} WHERE ${rowidIn(range)}`,
      Math.min(range.to, rowCount) - range.from,
    );
    const sizeBytes = piece.length;
    take(piece);
    onProgress?.({ stage: 'query', done: Math.min(range.to, rowCount), total: rowCount, unit: 'rows' });
    range = rangeAfter(range, performance.now() - startMs, sizeBytes, rowCount);
  }
}

/** DuckDB-WASM 1.32 ends an answer early, without an error, at a row that fails after the first thousands. */
async function readPiece(session: Session, sql: string, rows: number): Promise<Uint8Array<ArrayBuffer>> {
  const piece = (await runWhole(session, sql)) as Uint8Array<ArrayBuffer>;
  // In slices, the error arrives.
  return partsOf(messagesOf(piece)).rows < rows ? runSlices(session, sql) : piece;
}

/** SQL for all rows of a table in row order, whatever the expressions are. */
export function inRowOrder({ columns, table, hasRowid }: TableRead): string {
  const rows = rowsWhere({ name: table, hasRowid }, [columns], []);
  return `SELECT * EXCLUDE (${ROW_NUMBER}) FROM ${rows} ORDER BY ${ROW_NUMBER}`;
}

/** Whether the answer to EXPLAIN shows that rows are computed one by one. */
export function isRowByRow(plan: Uint8Array): boolean {
  return operatorsOf(plan).every((name) => name === 'PROJECTION' || name === 'SEQ_SCAN');
}
