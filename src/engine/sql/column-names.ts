import { quoteName, tokenize, type SqlToken } from './sql-tokens';

/** The words that some release of DuckDB reserves, except for the values TRUE, FALSE and NULL. */
export const RESERVED_WORDS: ReadonlySet<string> = new Set(
  (
    'ALL ANALYSE ANALYZE AND ANTI ANY ARRAY AS ASC ASOF ASYMMETRIC AT AUTHORIZATION BINARY BOTH BY CASE CAST CHECK ' +
    'COLLATE COLLATION COLUMN COLUMNS CONCURRENTLY CONSTRAINT CREATE CROSS DEFAULT DEFERRABLE DESC DESCRIBE DISTINCT DO ELSE ' +
    'END EXCEPT FETCH FOR FOREIGN FREEZE FROM FULL GENERATED GLOB GROUP HAVING ILIKE IN INITIALLY INNER INTERSECT INTO IS ' +
    'ISNULL JOIN LAMBDA LATERAL LEADING LEFT LIKE LIMIT MAP NATURAL NOT NOTNULL OFFSET ON ONLY OR ORDER OUTER OVERLAPS ' +
    'PIVOT PIVOT_LONGER PIVOT_WIDER PLACING POSITIONAL PRIMARY QUALIFY REFERENCES RETURNING RIGHT SELECT SEMI SHOW ' +
    'SIMILAR SOME STRUCT SUMMARIZE SYMMETRIC TABLE TABLESAMPLE THEN TO TRAILING TRY_CAST UNION UNIQUE UNPACK UNPIVOT USING VARIADIC ' +
    'VERBOSE WHEN WHERE WINDOW WITH'
  ).split(' '),
);

/** Words between two operands, or after one. */
const OPERATORS = new Set('AND OR IS ISNULL NOTNULL IN NOT LIKE ILIKE GLOB SIMILAR BETWEEN COLLATE AT'.split(' '));
/** Words before an operand. */
const STARTERS = new Set('NOT CASE DISTINCT SELECT LAMBDA INTERVAL ALL ANY SOME EXISTS'.split(' '));
/** Words that a value follows. */
const BEFORE_A_VALUE = new Set([
  ...[...OPERATORS, ...STARTERS].filter((word) => !['ISNULL', 'NOTNULL', 'IS', 'AT', 'LAMBDA'].includes(word)),
  ...'FROM WHEN THEN ELSE WHERE HAVING BY ON ZONE ESCAPE FOR TO'.split(' '),
]);
/** Words that can follow a value. */
const AFTER_A_VALUE = new Set([
  ...OPERATORS,
  ...'WHEN THEN ELSE END AS FROM FOR ESCAPE ASC DESC NULLS ORDER WHERE GROUP HAVING LIMIT UNION ROWS RANGE'.split(' '),
]);
/** Before these, the word is no column: `NOT -x`, `SELECT *`. */
const SIGNS = new Set(['-', '+', '*', '~']);
const SIGNED = new Set(['NOT', 'CASE', 'DISTINCT', 'SELECT']);
const WORDS = /^[\p{L}_][\p{L}\p{N}_$]*(?:\s+[\p{L}\p{N}_$]+)*$/u;

/**
 * The name, if the text is nothing but a column's name; else null. A name is one identifier, quoted or not, or words
 * with spaces between them that mean nothing else in SQL: `unit price`, `order date`.
 */
export function plainName(expression: string): string | null {
  const [token, ...others] = tokenize(expression);
  if (!token) return null;
  if (others.length === 0) {
    const isName = token.kind === 'quoted' || token.kind === 'word';
    return token.kind === 'quoted' ? token.text : isName ? expression.slice(token.start, token.end) : null;
  }
  const name = expression.trim();
  if (!WORDS.test(name) || STARTERS.has(token.text)) return null;
  return others.some(({ text }) => OPERATORS.has(text)) ? null : name;
}

/** An author's expression as SQL. An expression that is only a column's name is quoted. */
export function expressionSql(expression: string): string {
  const name = plainName(expression);
  return name === null ? `${quoteColumns(expression)}\n` : quoteName(name);
}

/**
 * Quotes the names of columns that DuckDB would not read otherwise: words that it reserves, where they can only be
 * columns (`weekday(at)`, `order + 1`), and a name of several words.
 */
export function quoteColumns(expression: string): string {
  const tokens = tokenize(expression);
  const name = tokens.length > 1 ? plainName(expression) : null;
  if (name !== null) return quoteName(name);
  let sql = '';
  let done = 0;
  /** Whether a value can begin here, not an operator or the name of a type. */
  let begins = true;
  tokens.forEach((token, i) => {
    const { kind, text, start, end } = token;
    const [before, after] = [tokens[i - 1], tokens[i + 1]];
    const isColumn =
      begins && kind === 'word' && RESERVED_WORDS.has(text) && endsValue(text, after) && !isKeyword(tokens, i);
    if (isColumn) {
      sql += `${expression.slice(done, start)}${quoteName(expression.slice(start, end))}`;
      done = end;
    }
    if (kind === 'symbol') begins = !')]}.'.includes(text) && !(text === ':' && before?.text === ':');
    // In `x NOT LIKE` and `x IS DISTINCT FROM`, an operator continues.
    else begins = kind === 'word' && !isColumn && BEFORE_A_VALUE.has(text) && (begins || !STARTERS.has(text));
  });
  return sql + expression.slice(done);
}

/** Whether a value that is this word can end before the next token. */
function endsValue(word: string, next: SqlToken | undefined): boolean {
  if (!next) return true;
  if (next.kind === 'word')
    return (
      AFTER_A_VALUE.has(next.text) &&
      !(word === 'CASE' && next.text === 'WHEN') &&
      (RESERVED_WORDS.has(next.text) || !SIGNED.has(word))
    );
  if (next.kind !== 'symbol' || next.text === '(' || next.text === '{') return false;
  if (next.text === '[') return word !== 'ARRAY';
  return !(SIGNED.has(word) && SIGNS.has(next.text));
}

/** What begins in `CASE WHEN …` and in `OVER (ROWS …)` is no value. */
function isKeyword(tokens: readonly SqlToken[], i: number): boolean {
  const isAfter = (word: string, by: number): boolean =>
    tokens[i - by]?.kind === 'word' && tokens[i - by]!.text === word;
  return (tokens[i]!.text === 'WHEN' && isAfter('CASE', 1)) || (tokens[i - 1]?.text === '(' && isAfter('OVER', 2));
}
