/** Delta-packed integers, as written by DuckDB in version 2, including those beyond 2³¹, by the second reader. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nativeParquet, parquetOf } from '../harness/native-parquet';
import { fileOf, service, valuesOf } from '../rows/arrow-columns';

const COLUMNS = {
  down: '(4294967295 - range)::UINTEGER',
  over: '(2147483600 + range)::UINTEGER',
  jumps: '(CASE WHEN range % 2 = 0 THEN range ELSE 4294967295 - range END)::UINTEGER',
  signed: '(CASE WHEN range % 2 = 0 THEN -2147483648 + range ELSE 2147483647 - range END)::INTEGER',
  wide: '(CASE WHEN range % 2 = 0 THEN -9223372036854775807 + range ELSE 9223372036854775807 - range END)::BIGINT',
  unsigned: '(18446744073709551615 - range)::UBIGINT',
};

test('reads the values of native DuckDB on both sides of the sign bit', async () => {
  const columns = Object.entries(COLUMNS).map(([name, sql]) => `${sql} AS ${name}`);
  const bytes = await parquetOf(`SELECT ${columns.join(', ')} FROM range(300)`, 'PARQUET_VERSION V2');
  const { rows } = await nativeParquet(bytes);
  const names = Object.keys(COLUMNS);
  // Only the second reader is used.
  const found = await service.columnsFromFile({ ...fileOf('packed', 'parquet', bytes), avoid: names }, names);
  for (const [i, name] of names.entries()) {
    const expected = rows.map((row) => row[i]);
    assert.deepEqual(valuesOf(found[i]!).map(String), expected, name);
  }
});
