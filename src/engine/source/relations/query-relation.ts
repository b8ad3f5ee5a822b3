import { PikaError } from '../../errors';
import type { Rows } from '../../rows/rows';
import type { Database } from '../database';
import { LoadedRelation } from './loaded-relation';
import { withoutPlaceholder } from '../no-columns';
import { rowStatement } from '../../sql/row-statement';
import type { RequestOptions } from '../source';
import { quoteName, singleStatement } from '../../sql/sql-tokens';
import { retryOnRestart } from '../duckdb/retry-on-restart';
import { describeTable } from '../duckdb/table-description';

/**
 * Runs a query once, into a table with its name, so columns requested at different times have the same row order.
 * Errors quote `written`, the author's SQL. `ensureInputs` makes the tables that the query reads.
 */
export async function openQueryRelation(
  name: string,
  sql: string,
  written: string,
  rows: Rows,
  database: Database,
  ensureInputs: (options: RequestOptions) => Promise<void>,
  options: Required<RequestOptions>,
): Promise<LoadedRelation> {
  const subject = `query "${name}"`;
  const statement = singleStatement(sql);
  if (statement === null) {
    throw new PikaError('source/sql', {
      subject,
      expected: 'one SQL statement',
      found: sql.trim() === '' ? 'nothing' : 'none or several',
      next: 'Write each statement in a separate <pika-query>.',
    });
  }
  const rowsSql = rowStatement(statement, subject);
  const makeTable = async (
    _names: readonly string[],
    { signal, onProgress }: Required<RequestOptions>,
  ): Promise<void> => {
    await retryOnRestart(
      database,
      () => ensureInputs({ signal, onProgress }),
      async () => {
        onProgress({ stage: 'query', done: 0, total: null, unit: 'rows' });
        await database.runInSlices(`CREATE OR REPLACE TABLE ${quoteName(name)} AS\n${rowsSql}\n`, {
          signal,
          onProgress,
          subject,
          written,
          writes: true,
        });
      },
    );
  };
  return retryOnRestart(
    database,
    () => makeTable([], options),
    async (tableEpoch) => {
      const table = await describeTable(name, database, options);
      const fields = withoutPlaceholder(table.fields);
      const rowCount = fields.length === 0 ? 0 : table.rowCount;
      options.onProgress({ stage: 'query', done: rowCount, total: rowCount, unit: 'rows' });
      return new LoadedRelation({ name, fields, rowCount, plain: null, rows, database, makeTable, tableEpoch });
    },
  );
}
