import { PikaError } from '../../errors';
import type { Rows } from '../../rows/rows';
import type { Database } from '../database';
import { LoadedRelation } from './loaded-relation';
import { rowStatement } from '../../sql/row-statement';
import type { RequestOptions } from '../source';
import { quoteName, singleStatement } from '../../sql/sql-tokens';
import { retryOnRestart } from '../duckdb/retry-on-restart';
import { describeTable } from '../duckdb/table-description';

/**
 * Runs a query into a table of its name: columns asked for at different times stand in the same order of rows, and the
 * query is run once. `written` is what the author wrote, for errors. `ensureInputs` makes the tables it reads.
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
      next: 'Give each statement a <pika-query> of its own.',
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
      const { fields, rowCount } = await describeTable(name, database, options);
      options.onProgress({ stage: 'query', done: rowCount, total: rowCount, unit: 'rows' });
      return new LoadedRelation({ name, fields, rowCount, plain: null, rows, database, makeTable, tableEpoch });
    },
  );
}
