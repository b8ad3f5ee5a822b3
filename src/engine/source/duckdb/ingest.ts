import { throwIfAborted } from '../../abort';
import { PikaError } from '../../errors';
import { countOf } from '../../rows/arrow/small-results';
import type { Database, SqlOptions } from '../database';
import { quoteName } from '../../sql/sql-tokens';

/** Rows are inserted into a draft table of this name: duckdb-wasm does not quote the table's name. */
const DRAFT = 'pika_draft';

/**
 * Makes a table from Arrow IPC streams with the same schema, and checks its row count. Runs as one transaction, so a
 * partial table is never visible or left behind. Throws source/database, source/aborted.
 */
export function ingest(
  database: Database,
  table: string,
  streams: AsyncIterable<Uint8Array<ArrayBuffer>>,
  rowCount: number,
  options: SqlOptions,
): Promise<void> {
  return database.transaction(async ({ run, insert, signal }) => {
    let create = true;
    for await (const stream of streams) {
      throwIfAborted(signal, options.subject);
      await insert(DRAFT, stream, create);
      create = false;
    }
    const found = countOf(await run(`SELECT count(*) AS n FROM ${DRAFT}`));
    if (found !== rowCount) throw lostRows(options.subject, rowCount, found);
    await run(`DROP TABLE IF EXISTS ${quoteName(table)}`);
    await run(`ALTER TABLE ${DRAFT} RENAME TO ${quoteName(table)}`);
  }, options);
}

function lostRows(subject: string, expected: number, found: number): PikaError {
  return new PikaError('source/database', {
    subject,
    expected: `${expected.toLocaleString('en')} rows in the database`,
    found: found.toLocaleString('en'),
    next: 'DuckDB may be unable to import the Arrow type of a column: remove that column from the file.',
  });
}
