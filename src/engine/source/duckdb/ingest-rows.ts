import { ipcStreams } from '../../rows/arrow/arrow-batch';
import { rowsOf, type RecordBatches } from '../../rows/arrow/arrow-layout';
import { widened, widenedType } from '../../rows/arrow/widen';
import type { Database } from '../database';
import { ingest } from './ingest';

/** Makes the table of a query from the columns at `places` of rows in memory. Throws as {@link ingest} does. */
export function ingestRows(
  database: Database,
  query: string,
  rows: RecordBatches,
  places: readonly number[],
  signal: AbortSignal,
): Promise<void> {
  const streams = inTurn(ipcStreams(widenedRows(rows), places));
  return ingest(database, query, streams, rowsOf(rows), { signal, subject: `query "${query}"` });
}

function widenedRows({ fields, batches }: RecordBatches): RecordBatches {
  return {
    fields: fields.map((field) => ({ ...field, type: widenedType(field.type) })),
    batches: batches.map(({ rows, columns }) => ({ rows, columns: columns.map((column) => widened(column)) })),
  };
}

async function* inTurn<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items;
}
