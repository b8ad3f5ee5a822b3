import { PikaError } from '../errors';
import { textLiteral } from './literals';
import { tokenize } from './sql-tokens';

/** Statements that return rows but are allowed only in FROM. */
const FROM_ONLY = new Set(['SUMMARIZE', 'DESCRIBE', 'DESC', 'SHOW']);

/** Statements that change something or return no table. A misspelled word is not listed: DuckDB reports where it is. */
const WITHOUT_ROWS = new Set(
  (
    'INSERT UPDATE DELETE MERGE TRUNCATE CREATE DROP ALTER COPY EXPORT IMPORT ATTACH DETACH USE SET RESET PRAGMA EXPLAIN ANALYZE ' +
    'CALL EXECUTE PREPARE DEALLOCATE INSTALL LOAD BEGIN START COMMIT ROLLBACK ABORT VACUUM CHECKPOINT COMMENT'
  ).split(' '),
);

/** A statement in a form accepted by CREATE TABLE … AS. Throws source/sql for one that returns no rows. */
export function rowStatement(statement: string, subject: string): string {
  const first = tokenize(statement)[0]?.text ?? '';
  if (FROM_ONLY.has(first)) return `SELECT * FROM (\n${statement}\n)`;
  if (!WITHOUT_ROWS.has(first)) return statement;
  throw new PikaError('source/sql', {
    subject,
    expected: 'a statement that returns rows: SELECT, FROM, WITH, PIVOT, SUMMARIZE, DESCRIBE',
    found: `one that begins with "${first}"`,
    next: 'Run it with pageEngine().sql(…), which takes any SQL.',
  });
}

/**
 * Rewrites SHOW TABLES to also list the named queries, even those not yet in the database, except `own`, the query that
 * runs the statement. Other SQL is unchanged.
 */
export function listingQueries(sql: string, names: readonly string[], own = ''): string {
  const [first, second, ...rest] = tokenize(sql).filter(({ text }) => text !== ';');
  if (first?.text !== 'SHOW' || second?.text !== 'TABLES' || second.kind !== 'word' || rest.length > 0) return sql;
  const queries = names.map((name) => `(${textLiteral(name)})`).join(', ');
  const tables =
    'SELECT table_name FROM duckdb_tables() WHERE NOT internal UNION SELECT view_name FROM duckdb_views() WHERE NOT internal';
  const all = queries === '' ? tables : `VALUES ${queries} UNION ${tables}`;
  return `SELECT name FROM (${all}) AS q(name) WHERE name <> ${textLiteral(own)} ORDER BY name`;
}
