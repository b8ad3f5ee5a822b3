import assert from 'node:assert/strict';
import { test } from 'node:test';
import { utcSql } from '../../src/engine/sql/utc-sql';
import { statementsIn } from '../../src/engine/sql/sql-tokens';

test('wraps the operands of casts', () => {
  const cases: readonly (readonly [sql: string, rewritten: string])[] = [
    ['a::DATE', 'pika_local(a)::DATE'],
    ['a + t."b c"::date', 'a + pika_local(t."b c")::date'],
    ['f(a, (b))[1]::TIMESTAMP_S', 'pika_local(f(a, (b))[1])::TIMESTAMP_S'],
    ['a::TIMESTAMP_NS', 'pika_local_ns(a)::TIMESTAMP_NS'],
    ['a::VARCHAR::DATE', 'pika_local(a::VARCHAR)::DATE'],
    ["TIMESTAMPTZ '2024-01-01'::DATE", "pika_local(TIMESTAMPTZ '2024-01-01')::DATE"],
    ["MAP {'k': a}['k']::DATE", "pika_local(MAP {'k': a}['k'])::DATE"],
    ['[a]::DATE[]', 'pika_local([a])::DATE[]'],
    [
      'CASE WHEN a THEN CASE b WHEN 1 THEN c END END::DATE',
      'pika_local(CASE WHEN a THEN CASE b WHEN 1 THEN c END END)::DATE',
    ],
    ['lag(a) OVER (ORDER BY b)::DATE', 'pika_local(lag(a) OVER (ORDER BY b))::DATE'],
    ['x IN (1)::DATE', 'x IN pika_local((1))::DATE'],
    ['CAST(a AS DATE)', 'CAST(pika_local(a) AS DATE)'],
    ['TRY_CAST(CAST(a AS DATE) AS TIMESTAMP_MS)', 'TRY_CAST(pika_try(CAST(pika_local(a) AS DATE)) AS TIMESTAMP_MS)'],
  ];
  for (const [sql, rewritten] of cases) assert.equal(utcSql(sql), rewritten);
});

test('rewrites AT TIME ZONE and date parts', () => {
  assert.equal(utcSql("a.b::TIMESTAMPTZ AT TIME ZONE 'UTC' + c"), "pika_at(a.b::TIMESTAMPTZ , 'UTC') + c");
  assert.equal(utcSql("a AT TIME ZONE 'UTC' AT TIME ZONE z(1)"), "pika_at(pika_at(a , 'UTC') , z(1))");
  assert.equal(utcSql("(a AT TIME ZONE 'UTC')::DATE"), "pika_local((pika_at(a , 'UTC')))::DATE");
  assert.equal(utcSql('extract(hour FROM a)'), "date_part('hour' , a)");
  assert.equal(utcSql("date_part(['year'], a)"), "system.main.date_part(['year'], pika_local(a))");
});

test('leaves strings, quoted names, comments and incomplete SQL alone', () => {
  const untouched = [
    "'a::DATE'",
    '/* /* */ a::DATE */ 1',
    '"a::DATE"',
    '-- a::DATE',
    '/* CAST(a AS DATE) */ 1',
    '$$a AT TIME ZONE b$$',
    'a::VARCHAR',
    'CAST(a AS INTEGER)',
    'CAST(',
    'CAST(a',
    '::DATE',
    'AT TIME ZONE',
    'a AT TIME ZONE',
    ')::DATE',
    'END::DATE',
    'strftime(',
    "strftime('%Y')",
    'extract(',
    '- INTERVAL 1 DAY',
    ' ',
  ];
  for (const sql of untouched) assert.equal(utcSql(sql), sql);
});

test('splits statements at semicolons outside of strings', () => {
  assert.deepEqual(statementsIn("SELECT ';' ; ; SELECT 2 -- ;\n;"), ["SELECT ';' ", ' SELECT 2 -- ;\n']);
  assert.deepEqual(statementsIn(' ; '), []);
});
