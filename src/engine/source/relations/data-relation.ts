import { EventLoopYield } from '../../event-loop-yield';
import { sqlTypeOf } from '../../rows/arrow/arrow-types';
import { ipcStreams } from '../../rows/arrow/arrow-batch';
import { rowsOf, type ArrowField, type RecordBatches } from '../../rows/arrow/arrow-layout';
import type { Rows, RowsOptions, TakeStream } from '../../rows/rows';
import { rowTexts } from '../../rows/values/value-text';
import { importObstacle, widened, widenedType } from '../../rows/arrow/widen';
import type { Database } from '../database';
import { ingest } from '../duckdb/ingest';
import { LoadedRelation } from './loaded-relation';
import type { Field, RequestOptions, SourceColumn } from '../source';

/**
 * A relation over record batches in the page's memory. Columns are copied from them on request; the database gets them
 * only when SQL reads them.
 */
export function relationOf(
  name: string,
  batches: RecordBatches,
  rows: Rows,
  database: Database,
  finished?: Promise<void>,
): LoadedRelation {
  const { fields } = batches;
  const rowCount = rowsOf(batches);
  const placesOf = (names: readonly string[]): number[] =>
    names.map((wanted) => fields.findIndex((field) => field.name === wanted));
  return new LoadedRelation({
    name,
    fields: fields.map(describedField),
    rowCount,
    rows,
    database,
    tableEpoch: null,
    ...(finished && { finished }),
    plain: {
      read: (names, options) => readColumns(name, batches, placesOf(names), rows, options),
      row: (number) => Promise.resolve(rowTexts(batches, number)),
      close: () => undefined,
    },
    makeTable: async (names, { signal, onProgress }: Required<RequestOptions>) => {
      onProgress({ stage: 'database', done: 0, total: rowCount, unit: 'rows' });
      await ingest(database, name, inTurn(ipcStreams(widenedRows(batches), placesOf(names))), rowCount, {
        signal,
        subject: `query "${name}"`,
      });
      onProgress({ stage: 'database', done: rowCount, total: rowCount, unit: 'rows' });
    },
  });
}

function describedField({ name, type }: ArrowField): Field {
  const unreadable = importObstacle(type);
  return { name, sqlType: sqlTypeOf(type), ...(unreadable !== null && { unreadable }) };
}

function widenedRows({ fields, batches }: RecordBatches): RecordBatches {
  return {
    fields: fields.map((field) => ({ ...field, type: widenedType(field.type) })),
    batches: batches.map(({ rows, columns }) => ({ rows, columns: columns.map((column) => widened(column)) })),
  };
}

function readColumns(
  name: string,
  batches: RecordBatches,
  places: readonly number[],
  rows: Rows,
  options: RowsOptions,
): Promise<SourceColumn[]> {
  return rows.columnsFromIpc((take) => handOver(ipcStreams(batches, places), take), name, undefined, {
    ...options,
    expectedRows: rowsOf(batches),
  });
}

/** Passes one stream per task: the page stays responsive, and the worker encodes while the next one is copied. */
async function handOver(streams: Iterable<Uint8Array<ArrayBuffer>>, take: TakeStream): Promise<void> {
  const loopYield = new EventLoopYield();
  try {
    let first = true;
    for (const stream of streams) {
      if (!first) await loopYield.yield();
      first = false;
      take(stream);
    }
  } finally {
    loopYield.close();
  }
}

async function* inTurn<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items;
}
