/** Columns named like words of SQL: DuckDB reads expressions over them as if the author had quoted them. */
import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import { expressionSql, plainName, quoteColumns, RESERVED_WORDS } from '../../src/engine/sql/column-names';
import { usePlots } from '../harness/plots';

const VALUES = ['TRUE', 'FALSE', 'NULL'];
/** Expressions over the column k. */
const EXPRESSIONS = [
  ...['abs(k)', 'k > 1 AND k < 4', 'round(k, 1) // k', 'CASE WHEN k > 1 THEN k ELSE k END', '1 + k', '(k)', 'k'],
  ...['[k][1]', '{a: k}.a', 'k::INTEGER % 2', 'CAST(k AS BIGINT) * 2', 'k IN (3, k)', 'k NOT BETWEEN k AND k'],
  ...[
    'k IS NOT DISTINCT FROM k',
    "CAST(k AS VARCHAR) || '?'",
    'greatest(NULL, k) / -k',
    "to_timestamp(k) AT TIME ZONE 'UTC'",
  ],
  '(SELECT max(k) FROM t WHERE k > 0)',
  ...[
    "TIMESTAMP '2024-01-01' + to_days(k) > DATE '2024-01-02' /* k */",
    'extract(year FROM make_date(2000 + k, 1, 1))',
  ],
];
/** In `CASE in WHEN …` and `NOT in`, the first word would be the column, and in `select rows` neither. */
const AFTER_A_KEYWORD = [
  ...['CASE k WHEN k THEN k END', 'NOT k IS NULL', 'CASE WHEN k IS NULL OR k NOTNULL THEN -k END'],
  'sum(k) OVER (ORDER BY k ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)',
];
const AMBIGUOUS =
  'AND AS ASC AT BETWEEN CASE COLLATE DESC DISTINCT ELSE END FOR FROM GLOB GROUP HAVING ILIKE IN IS ISNULL LIKE LIMIT NOT NOTNULL OR ORDER SELECT SIMILAR THEN UNION WHEN WHERE'.split(
    ' ',
  );

const { rows } = usePlots({});

function over(column: string, expressions: readonly string[]): readonly string[] {
  return expressions.map((expression) => expression.replace(/\bk\b/g, column));
}

async function results(word: string, expressions: readonly string[]): Promise<readonly unknown[]> {
  const columns = expressions.map((sql, i) => `CAST((${sql}\n) AS VARCHAR) AS v${i}`).join(', ');
  const [row] = await rows(`WITH t AS (SELECT 3 AS "${word}") SELECT ${columns} FROM t`);
  return Object.values(row!);
}

describe('words that DuckDB reserves', () => {
  it('are known, except for values', async () => {
    const listed = await rows(
      `SELECT upper(keyword_name) AS word FROM duckdb_keywords() WHERE keyword_category IN ('reserved', 'type_function')`,
    );
    const words = listed.map(({ word }) => String(word));
    assert.deepEqual(words.filter((word) => !RESERVED_WORDS.has(word)).sort(), [...VALUES].sort());
  });

  for (const word of RESERVED_WORDS)
    it(`${word} can be a column`, async () => {
      const all = AMBIGUOUS.includes(word) ? EXPRESSIONS : [...EXPRESSIONS, ...AFTER_A_KEYWORD];
      const written = over(word.toLowerCase(), all).map(quoteColumns);
      assert.deepEqual(await results(word, written), await results(word, over(`"${word}"`, all)), written.join('\n'));
    });
});

it('other words, and expressions that mean something, stay as they are', () => {
  const all = [...EXPRESSIONS, ...AFTER_A_KEYWORD];
  for (const word of ['k', 'date', 'time', 'year', 'rows', '"order"']) {
    const written = over(word, all);
    assert.deepEqual(written.map(quoteColumns), written);
  }
  for (const sql of [
    ...[
      'NOT -x',
      'CASE -x WHEN 1 THEN 2 END',
      '(SELECT * FROM t)',
      'count(*) OVER (ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)',
    ],
    ...[
      'left(x, 2) || right(x, 1)',
      'x::date',
      'CAST(x AS time)',
      "DATE '2024-01-01'",
      'x IS NOT NULL',
      "x COLLATE nocase > 'a'",
    ],
    ...[
      'list_transform(x, lambda y: y + 1)',
      'array[1, 2][1]',
      'map {1: 2}',
      'x.end',
      'TRUE AND NOT FALSE',
      '"at" AT TIME ZONE z',
    ],
  ])
    assert.equal(quoteColumns(sql), sql);
});

test('a plain name is one identifier, or words that mean nothing else', () => {
  const names: Readonly<Record<string, string | null>> = {
    delay: 'delay',
    ' "De lay" ': 'De lay',
    '"a""b"': 'a"b',
    ä1: 'ä1',
    'unit price': 'unit price',
    ' Order Date ': 'Order Date',
    'time to failure': 'time to failure',
    'Sales 2024': 'Sales 2024',
    'a.b': null,
    'a -- b\n c': null,
    'not late': null,
    'a IS NULL': null,
    'a ISNULL': null,
    'distinct a': null,
    'a and b': null,
    '1': null,
    "'a'": null,
    'f(x)': null,
    '': null,
  };
  assert.deepEqual(Object.fromEntries(Object.keys(names).map((text) => [text, plainName(text)])), names);
});

test('a plain name is quoted, and an expression can end in a comment', () => {
  assert.deepEqual(['at', 'unit price', '"a""b"', 'at + 1 -- at'].map(expressionSql), [
    '"at"',
    '"unit price"',
    '"a""b"',
    '"at" + 1 -- at\n',
  ]);
});
