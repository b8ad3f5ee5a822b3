import assert from 'node:assert/strict';
import { test } from 'node:test';
import { differsEachTime, mayVary } from '../../src/engine/sql/may-vary';
import { openDuckdb } from '../harness/duckdb-node';

test('an expression of columns and constants always has the same values', () => {
  for (const expression of ['delay', '"now"', 'age', 'age * 2', 'current_price + 1', "'now()' || x", 'year(date)'])
    assert.equal(mayVary(expression), false, expression);
  for (const expression of ['extract(year FROM date)', 'x -- now()', 'uuid + 1'])
    assert.equal(mayVary(expression), false, expression);
});

test('random values, the clock and other tables may differ when they are read again', () => {
  for (const expression of ['random() * x', '"random"()', 'epoch(now() - t)', 'x + RANDOM ()', 'year(current_date)'])
    assert.equal(mayVary(expression), true, expression);
  for (const expression of ['year(age(t))', 'x - (SELECT avg(x) FROM t)', 'x - (FROM t)', 'd - localtimestamp'])
    assert.equal(mayVary(expression), true, expression);
});

test('random values and the time of day differ each time they are evaluated, but not the date', () => {
  for (const expression of ['random()', 'epoch(now() - t)', 'hash(uuid())', 'd - localtimestamp', 'nextval($s) + x'])
    assert.equal(differsEachTime(expression), true, expression);
  for (const expression of ['current_timestamp - t', 'get_current_timestamp() - t', 'uuidv7()::VARCHAR'])
    assert.equal(differsEachTime(expression), true, expression);
  for (const expression of [
    'random',
    'localtime',
    'year(current_date)',
    'year(age(t))',
    'today() - d',
    'x - (SELECT avg(x) FROM t)',
  ])
    assert.equal(differsEachTime(expression), false, expression);
});

/** These return no number that differs from row to row, or nothing that a plot can draw. */
const OTHERS = ['error', 'in_search_path', 'setseed', 'stats', 'write_log'];

test('every function that DuckDB calls unstable may vary', async () => {
  const oracle = await openDuckdb();
  const unstable = await oracle.sql(`SELECT DISTINCT function_name AS name FROM duckdb_functions()
    WHERE function_type = 'scalar' AND stability <> 'CONSISTENT'`);
  await oracle.close();
  const names = unstable.map(({ name }) => String(name));
  assert.ok(names.includes('random'));
  assert.deepEqual(names.filter((name) => !mayVary(`${name}()`)).sort(), OTHERS);
});
