#!/usr/bin/env bash
# DuckDB 1.5.6 (@duckdb/node-api 1.5.6-r.1) reading a Parquet file of pyarrow 25.0.1, 2026-11-29.
#
# A column holds 1, 2 and NaN. Parquet's statistics leave NaN out, so the bounds in the footer are 1 and 2. In DuckDB,
# NaN is greater than every number. A good engineer would expect the same answers from the file as from a table made of
# it: that one value exceeds 5, and that the greatest is NaN.
# What happens: queries over the file trust the bounds. No value exceeds 5, none equals NaN, and the greatest is 2. The
# table, and isnan(v) over the file, find the NaN. A file of polars 1.44.2, which stores no bounds for such a column,
# gives the answers of the table.
# Exits with 0 while this is so, with 1 when it has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet pyarrow==25.0.1 polars==1.44.2
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @duckdb/node-api@1.5.6-r.1
python/bin/python - <<'PY'
import polars, pyarrow, pyarrow.parquet
values = [1.0, 2.0, float('nan')]
pyarrow.parquet.write_table(pyarrow.table({'v': values}), 'bounds.parquet')
polars.DataFrame({'v': values}).write_parquet('none.parquet')
PY
cat > nan.mjs <<'JS'
import { DuckDBInstance } from '@duckdb/node-api';
const database = await (await DuckDBInstance.create(':memory:')).connect();
async function answers(from) {
  const rows = async (sql) => (await database.runAndReadAll(sql)).getRowsJson()[0].join(' ');
  const above = await rows(`SELECT count(*) FROM ${from} WHERE v > 5`);
  const equal = await rows(`SELECT count(*) FROM ${from} WHERE v = 'nan'::DOUBLE`);
  const greatest = await rows(`SELECT max(v) FROM ${from}`);
  const isnan = await rows(`SELECT count(*) FROM ${from} WHERE isnan(v)`);
  return `above 5: ${above}, equal to NaN: ${equal}, greatest: ${greatest}, isnan: ${isnan}`;
}
await database.run("CREATE TABLE copied AS FROM 'bounds.parquet'");
const seen = {
  'file with bounds': await answers("'bounds.parquet'"),
  'table of that file': await answers('copied'),
  'file without bounds': await answers("'none.parquet'"),
};
for (const [from, said] of Object.entries(seen)) console.log(`${from}: ${said}`);
const right = 'above 5: 1, equal to NaN: 1, greatest: NaN, isnan: 1';
const wrong = 'above 5: 0, equal to NaN: 0, greatest: 2, isnan: 1';
process.exitCode = JSON.stringify(Object.values(seen)) === JSON.stringify([wrong, right, right]) ? 0 : 1;
JS
node nan.mjs
# Seen:
# file with bounds: above 5: 0, equal to NaN: 0, greatest: 2, isnan: 1
# table of that file: above 5: 1, equal to NaN: 1, greatest: NaN, isnan: 1
# file without bounds: above 5: 1, equal to NaN: 1, greatest: NaN, isnan: 1
