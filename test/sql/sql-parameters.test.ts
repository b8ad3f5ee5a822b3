import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { PikaError } from '../../src/engine/errors';
import { bindParameters, type SqlParameters } from '../../src/engine/sql/sql-parameters';

const bind = (sql: string, parameters: SqlParameters): string => bindParameters(sql, parameters, 'query "q"');

test('replaces $names only outside of strings, quoted names and comments', () => {
  assert.equal(
    bind(`SELECT $a, '$a', "$a", $$ $a $$, $t1$ $a $t1$, x$a -- $a\n/* $a */ FROM t WHERE b<$a`, { a: 1 }),
    `SELECT (1), '$a', "$a", $$ $a $$, $t1$ $a $t1$, x$a -- $a\n/* $a */ FROM t WHERE b<(1)`,
  );
  assert.equal(bind('SELECT $a+$aB*$größe', { a: 1, aB: 2, größe: 3 }), 'SELECT (1)+(2)*(3)');
  assert.equal(bind('SELECT 1-$a', { a: -3 }), 'SELECT 1-(-3)');
  assert.equal(bind('SELECT $1', { 1: true }), 'SELECT TRUE');
});

test('never parses a value', () => {
  assert.equal(bind('SELECT $a, $b', { a: '$b', b: "'; DROP TABLE t; --" }), "SELECT '$b', '''; DROP TABLE t; --'");
});

test('names a parameter whose value is missing or unsupported', () => {
  const refused = (sql: string, parameters: SqlParameters, ...words: RegExp[]): void => {
    assert.throws(
      () => bind(sql, parameters),
      (thrown) => {
        assert.ok(thrown instanceof PikaError && thrown.code === 'source/bad-parameter', String(thrown));
        for (const word of words) assert.match(thrown.message, word);
        return true;
      },
    );
  };
  refused('SELECT $cut', {}, /\$cut of query "q"/, /no parameters/, /cut: 30/);
  refused('SELECT $cut', { cot: 1, cut: undefined }, /"cot" only/, /Did you mean "cot"/);
  refused('SELECT $toString', {}, /\$toString/);
  refused('SELECT $d', { d: new Date('never') }, /\$d/, /invalid Date/);
  refused('SELECT $d', { d: { a: 1 } }, /found an object\./);
  refused('SELECT $d', { d: () => 1 }, /a function/);
  refused('SELECT $d', { d: 2n ** 128n }, /128 bits/);
  refused('SELECT $d', { d: [1, Symbol('x')] }, /a symbol/);
});
