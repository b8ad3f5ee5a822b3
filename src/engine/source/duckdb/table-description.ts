import { countOf, describedFields } from '../../rows/arrow/small-results';
import type { Database } from '../database';
import type { Field, RequestOptions } from '../source';
import { quoteName } from '../../sql/sql-tokens';

/** The columns and row count of a table in the database. */
export async function describeTable(
  table: string,
  database: Database,
  { signal }: Required<RequestOptions>,
): Promise<{ readonly fields: readonly Field[]; readonly rowCount: number }> {
  const options = { signal, subject: `query "${table}"` };
  const fields = describedFields(await database.run(`DESCRIBE ${quoteName(table)}`, options));
  return { fields, rowCount: countOf(await database.run(`SELECT count(*) FROM ${quoteName(table)}`, options)) };
}
