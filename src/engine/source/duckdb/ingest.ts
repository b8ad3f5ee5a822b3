import { throwIfAborted } from '../../abort';
import { PikaError } from '../../errors';
import { countOf } from '../../rows/arrow/small-results';
import type { Database, SqlOptions } from '../database';
import { quoteName } from '../../sql/sql-tokens';

/** duckdb-wasm does not quote the name that it is given. */
const DRAFT = 'pika_draft';

/**
 * Makes a table out of Arrow IPC streams of one schema, and checks its number of rows. One transaction: nothing is left
 * of it when that fails, and nobody sees the half of it. Throws source/database, source/aborted.
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
    next: 'A column may be of a type DuckDB does not take from Arrow: leave it out of the file.',
  });
}
