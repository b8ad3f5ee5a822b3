import { PikaError } from '../errors';
import type { Database, SqlOptions } from './database';
import { describedFields } from '../rows/arrow/small-results';
import { fieldNamed, notScalar, unknownColumn } from './field-named';
import type { Field } from './source';
import { quoteColumns } from '../sql/column-names';
import type { Operand } from '../sql/measure-sql';
import { ROW_NUMBER } from '../sql/row-sql';
import { expressionFlaw, quoteName, tokenize } from '../sql/sql-tokens';

/** A scalar expression that DuckDB accepts, as SQL, and its type in DuckDB's spelling. */
export interface CheckedExpression {
  readonly sql: string;
  readonly sqlType: string;
}

export interface CheckOptions extends Pick<SqlOptions, 'signal' | 'priority'> {
  /** The subject of errors. Default: the expression. */
  readonly subject?: string;
}

/** Checks the scalar expressions of one table. It remembers those that DuckDB accepted, as a brush repeats them. */
export class ExpressionChecks {
  readonly #table: string;
  readonly #fields: readonly Field[];
  readonly #database: Database;
  readonly #accepted = new Map<string, CheckedExpression>();
  /** The types of aggregates, by the SQL that asks for them. */
  readonly #aggregates = new Map<string, string>();

  constructor(table: string, fields: readonly Field[], database: Database) {
    this.#table = table;
    this.#fields = fields;
    this.#database = database;
  }

  /** Throws source/sql, plan/unknown-column. */
  async check(
    expression: string,
    { subject = `expression "${expression}" of query "${this.#table}"`, ...options }: CheckOptions = {},
  ): Promise<CheckedExpression> {
    const known = this.#accepted.get(expression);
    if (known) return known;
    const checked = await this.#ask(expression, subject, options);
    // The type of a subquery can change with the query that it reads.
    if (!tokenize(expression).some(({ kind, text }) => kind === 'word' && (text === 'SELECT' || text === 'FROM')))
      this.#accepted.set(expression, checked);
    return checked;
  }

  /** Checks an expression; returns SQL for it, cast to a type that the rows module reads. Throws as {@link check}. */
  async readable(expression: string, options?: CheckOptions): Promise<string> {
    return readableSql(await this.check(expression, options), expression, this.#table);
  }

  /**
   * The type of an aggregate of these operands. It can read nothing else.
   * Throws source/sql, and plan/unsupported if it reads a column outside of an aggregate.
   */
  async typeOfAggregate(
    sql: string,
    operands: readonly Operand[],
    { subject, written, ...options }: CheckOptions & { readonly subject: string; readonly written: string },
  ): Promise<string> {
    const columns = new Map(operands.map(({ column, sqlType }) => [column, sqlType]));
    const selected = [...columns].map(([column, sqlType]) => `CAST(NULL AS ${sqlType}) AS ${column}, `).join('');
    const statement = `DESCRIBE SELECT ${sql} AS m FROM (SELECT ${selected}0 AS ${ROW_NUMBER})`;
    const known = this.#aggregates.get(statement);
    if (known !== undefined) return known;
    try {
      const [described] = describedFields(await this.#database.run(statement, { ...options, subject, written }));
      this.#aggregates.set(statement, described!.sqlType);
      return described!.sqlType;
    } catch (thrown) {
      throw thrown instanceof PikaError ? outsideOfAggregate(thrown, subject) : thrown;
    }
  }

  async #ask(
    expression: string,
    subject: string,
    options: Pick<SqlOptions, 'signal' | 'priority'>,
  ): Promise<CheckedExpression> {
    requireExpression(expression, subject);
    const field = fieldNamed(expression, this.#fields, this.#table);
    if (field) return { sql: quoteName(field.name), sqlType: field.sqlType };
    // A comment at its end must not swallow the closing parenthesis.
    const sql = `(${quoteColumns(expression)}\n)`;
    try {
      // DuckDB rejects an aggregate beside rowid, which detects aggregates.
      const described = describedFields(
        await this.#database.run(`DESCRIBE SELECT ${sql} AS c0, rowid FROM ${quoteName(this.#table)}`, {
          ...options,
          subject,
          written: expression,
        }),
      );
      if (described.length !== 2) throw notScalar(subject, `${described.length - 1} columns`);
      return { sql, sqlType: described[0]!.sqlType };
    } catch (thrown) {
      throw thrown instanceof PikaError ? explained(thrown, subject, this.#fields, this.#table) : thrown;
    }
  }
}

/**
 * SQL for values cast to a type that the rows module reads; `label` names them in errors. Rounds only values without an
 * exact sort key: integers beyond 64 bits, decimals with more digits than a double. Throws rows/unsupported-type.
 */
export function readableSql({ sql, sqlType }: CheckedExpression, label: string, table: string): string {
  requireArrowType(sqlType, label, table);
  const decimal = /^DECIMAL\((\d+),(\d+)\)/.exec(sqlType);
  if (decimal && decimal[2] === '0' && Number(decimal[1]) <= 18) return `CAST(${sql} AS BIGINT)`;
  if (/^(HUGEINT|UHUGEINT|BIGNUM|VARINT)$/.test(sqlType) || (decimal && Number(decimal[1]) > 15))
    return `CAST(${sql} AS DOUBLE)`;
  if (/^(ENUM\(|UUID$|BIT$)/.test(sqlType)) return `CAST(${sql} AS VARCHAR)`;
  return sql;
}

/** Throws source/sql for text that would not be one expression inside of others. */
export function requireExpression(text: string, subject: string): void {
  const flaw = expressionFlaw(text);
  if (flaw)
    throw new PikaError('source/sql', {
      subject,
      expected: 'one SQL expression',
      found: flaw,
      next: 'Write an expression as in SELECT, e.g. hour(date).',
    });
}

function explained(error: PikaError, subject: string, fields: readonly Field[], table: string): PikaError {
  if (error.code !== 'source/sql') return error;
  if (/must appear in the GROUP BY clause/.test(error.message)) return notScalar(subject, 'an aggregate of many rows');
  const missing = /Referenced column "(.+?)" not found/.exec(error.detail.found)?.[1];
  return missing === undefined ? error : unknownColumn(missing, fields, table);
}

function outsideOfAggregate(error: PikaError, subject: string): PikaError {
  const outside = /Referenced column "(.+?)" not found/.exec(error.detail.found)?.[1];
  if (error.code !== 'source/sql' || outside === undefined) return error;
  return new PikaError('plan/unsupported', {
    subject,
    expected: 'each column inside an aggregate',
    found: `${outside} outside of one`,
    next: `Write an aggregate of it, e.g. max(${outside}), or compute the value in the SQL of a <pika-query>.`,
  });
}

/** Throws rows/unsupported-type for types that DuckDB can't export; the Arrow type reveals the others. */
function requireArrowType(sqlType: string, label: string, table: string): void {
  if (sqlType !== 'TIME_NS') return;
  throw new PikaError('rows/unsupported-type', {
    subject: `column "${label}" of query "${table}"`,
    expected: 'a number, date or category',
    found: sqlType,
    next: `Select a number in SQL, e.g. epoch(CAST(${label} AS TIME)) for seconds since midnight.`,
  });
}
