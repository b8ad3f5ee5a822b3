import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  expressionFlaw,
  mayWrite,
  quoteName,
  singleStatement,
  statementsIn,
  tablesIn,
  tokenize,
} from '../../src/engine/sql/sql-tokens';

test('finds names in the position of a table', () => {
  const cases: [string, string[]][] = [
    ['SELECT * FROM flights', ['flights']],
    ['select a, b from Flights f, "Late Ones" AS l where f.x = l.y', ['flights', 'late ones']],
    ["SELECT delay AS late FROM flights WHERE origin = 'from x' -- from y\n/* join z */", ['flights']],
    ['FROM flights', ['flights']],
    ['SELECT * FROM (SELECT * FROM a) JOIN b ON a.x = b.y LEFT JOIN c USING (z, w)', ['a', 'b', 'c']],
    ['SELECT * FROM (a JOIN b USING (x)), c', ['a', 'b', 'c']],
    ['WITH a AS (SELECT 1), b(x, y) AS MATERIALIZED (SELECT * FROM d) SELECT * FROM a, b, c', ['d', 'c']],
    ['SELECT x, y FROM range(10) t, u ORDER BY v, w', ['u']],
    ['SELECT (SELECT max(x) FROM a), b FROM c UNION ALL SELECT d, e FROM f', ['a', 'c', 'f']],
    ['SELECT * FROM """; DROP TABLE x; --"', ['"; drop table x; --']],
    ['SELECT $$ from a $$, $q$ from b $q$ FROM main.c', ['c']],
    ['SUMMARIZE flights', ['flights']],
    ['SELECT 1', []],
  ];
  for (const [sql, tables] of cases) assert.deepEqual(tablesIn(sql), tables, sql);
});

test('quotes names', () => {
  assert.equal(quoteName('a"; DROP'), '"a""; DROP"');
});

test('detects an expression that would leave its parentheses', () => {
  assert.equal(expressionFlaw('f(\')\', ")") -- )'), null);
  assert.match(expressionFlaw('a) FROM b; --')!, /\)/);
  assert.match(expressionFlaw('a; b')!, /;/);
  for (const open of ["a || 'it''s", "'a''", "e'\\'", '"a""', '$x$ $', '$$a'])
    assert.match(expressionFlaw(open)!, /never closed/, open);
  for (const closed of ["'it''s'", "e'\\''", '"a"', '$x$ $$ $x$', "''", '$$a$$'])
    assert.equal(expressionFlaw(closed), null, closed);
  assert.match(expressionFlaw('(a')!, /never closed/);
  assert.match(expressionFlaw(' -- a')!, /nothing/);
});

test('removes the semicolons of a single statement', () => {
  assert.equal(singleStatement("SELECT ';' ; ; -- end"), "SELECT ';' ");
  assert.equal(singleStatement('SELECT 1'), 'SELECT 1');
  assert.equal(singleStatement('SELECT 1; SELECT 2'), null);
  assert.equal(singleStatement(' /* */ '), null);
});

test('treats statements as writes unless they start with a reading keyword', () => {
  for (const sql of [
    'SELECT 1',
    ' -- note\n with a AS (SELECT 1) FROM a',
    'FROM t; VALUES (1);',
    '(SELECT 1)',
    'DESCRIBE t',
    '',
  ])
    assert.equal(mayWrite(sql), false, sql);
  for (const sql of [
    'CREATE TABLE t (a INT)',
    'insert into t select 1',
    'SELECT 1; DROP TABLE t',
    'SET x = 1',
    '"select" 1',
    'WITH a AS (SELECT 1) INSERT INTO t FROM a',
    "COPY t TO 'x'",
  ])
    assert.equal(mayWrite(sql), true, sql);
});

test('ends comments where DuckDB does: block comments nest, a carriage return ends a line comment', () => {
  const cases: [string, string][] = [
    ['1 /* /* */ + 1 */', '1'],
    ['1 /* /* */ */ + 1', '1 + 1'],
    ['1 /*/ + 1 */', '1'],
    ['1 /* /*/ */ */ + 1', '1 + 1'],
    ['1 /***/ + 1', '1 + 1'],
    ['1 /* * / ** /*/* x **/ */ */ + 1', '1 + 1'],
    ["1 /* '*/ + 1", '1 + 1'],
    ['1 -- /*\n + 1', '1 + 1'],
    ['1 /* -- */ + 1', '1 + 1'],
    ['1 -- a\r + 1', '1 + 1'],
    ['8 */* 1 */ 2', '8 * 2'],
    ['1 -/* x */ 1', '1 - 1'],
    ['1 /* /* */ + 1', '1'],
    ['1 */ + 1', '1 * / + 1'],
    ["'/*' || 'a*/'", "'/*' | | 'a*/'"],
    ['"/*" $$/*$$ x', '/* $$/*$$ X'],
  ];
  for (const [sql, tokens] of cases)
    assert.equal(
      tokenize(sql)
        .map(({ text }) => text)
        .join(' '),
      tokens,
      sql,
    );
  assert.deepEqual(tablesIn('SELECT * FROM /* /* a */ FROM b */ c'), ['c']);
  assert.deepEqual(statementsIn('SELECT 1 /* /* ; */ ; */; SELECT 2'), ['SELECT 1 /* /* ; */ ; */', ' SELECT 2']);
  assert.equal(singleStatement('SELECT 1 /* /* */ ; DROP TABLE t */'), 'SELECT 1 /* /* */ ; DROP TABLE t */');
  assert.equal(mayWrite('SELECT 1 /* /* */ */; DROP TABLE t'), true);
  assert.equal(mayWrite('SELECT 1 -- a\r; DROP TABLE t'), true);
});
