import { sqlTypeOf } from '../../rows/arrow/arrow-types';
import { rowsOf, type ArrowField, type RecordBatches } from '../../rows/arrow/arrow-layout';
import type { Rows } from '../../rows/rows';
import { importObstacle } from '../../rows/arrow/import-obstacle';
import type { Database } from '../database';
import { LoadedRelation } from './loaded-relation';
import { INGEST, ROW_TEXTS } from '../parts-on-demand';
import type { Field, RequestOptions } from '../source';

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
      read: (names, options) => rows.columnsFromBatches(batches, placesOf(names), name, options),
      row: async (number) => (await ROW_TEXTS.load()).rowTexts(batches, number),
      close: () => undefined,
    },
    makeTable: async (names, { signal, onProgress }: Required<RequestOptions>) => {
      onProgress({ stage: 'database', done: 0, total: rowCount, unit: 'rows' });
      const { ingestRows } = await INGEST.load();
      await ingestRows(database, name, batches, placesOf(names), signal);
      onProgress({ stage: 'database', done: rowCount, total: rowCount, unit: 'rows' });
    },
  });
}

function describedField({ name, type }: ArrowField): Field {
  const unreadable = importObstacle(type);
  return { name, sqlType: sqlTypeOf(type), ...(unreadable !== null && { unreadable }) };
}
