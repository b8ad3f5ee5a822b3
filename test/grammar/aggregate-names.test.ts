import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isAggregateName } from '../../src/engine/grammar/parse-measure';
import { usePlots } from '../harness/plots';

const { rows } = usePlots({});

/** Aggregates in DuckDB's list that a channel can't call by these names. */
const WINDOW_FUNCTIONS = [
  ...['cume_dist', 'dense_rank', 'fill', 'first_value', 'lag', 'last_value', 'lead', 'nth_value', 'ntile'],
  ...['percent_rank', 'rank', 'rank_dense', 'row_number', 'count_star'],
];

test('every aggregate of DuckDB is known by its name', async () => {
  const found = await rows(
    "SELECT DISTINCT function_name AS name FROM duckdb_functions() WHERE function_type = 'aggregate' ORDER BY ALL",
  );
  const names = found.map(({ name }) => String(name));
  assert.ok(names.includes('sum'));
  const unknown = names.filter((name) => !isAggregateName(name) && !WINDOW_FUNCTIONS.includes(name));
  assert.deepEqual(unknown, []);
});
