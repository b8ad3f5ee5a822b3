import { PikaError } from '../errors';
import { textLiteral } from './literals';
import { tokenize } from './sql-tokens';

/** Statements that return rows but are allowed only in FROM. */
const TELLS = new Set(['SUMMARIZE', 'DESCRIBE', 'DESC', 'SHOW']);

/** Statements that change something or return no table. A misspelt word is not listed: DuckDB reports where it is. */
const OTHERS = new Set(
  (
    'INSERT UPDATE DELETE MERGE TRUNCATE CREATE DROP ALTER COPY EXPORT IMPORT ATTACH DETACH USE SET RESET PRAGMA EXPLAIN ANALYZE ' +
    'CALL EXECUTE PREPARE DEALLOCATE INSTALL LOAD BEGIN START COMMIT ROLLBACK ABORT VACUUM CHECKPOINT COMMENT'
  ).split(' '),
);

/** A statement in the form that CREATE TABLE … AS takes. Throws source/sql for one that answers no rows. */
export function rowStatement(statement: string, subject: string): string {
  const first = tokenize(statement)[0]?.text ?? '';
  if (TELLS.has(first)) return `SELECT * FROM (\n${statement}\n)`;
  if (!OTHERS.has(first)) return statement;
  throw new PikaError('source/sql', {
    subject,
    expected: 'a statement that returns rows: SELECT, FROM, WITH, PIVOT, SUMMARIZE, DESCRIBE',
    found: `one that begins with "${first}"`,
    next: 'Run it with pageEngine().sql(…), which takes any SQL.',
  });
}

/**
 * SHOW TABLES, which lists the named queries here, whether or not the database has them yet; `own` is the query that
 * asks. Other SQL stays as it is.
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
