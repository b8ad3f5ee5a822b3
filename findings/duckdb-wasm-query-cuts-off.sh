#!/usr/bin/env bash
# @duckdb/duckdb-wasm 1.32.0 (Node 20, the blocking build), 2026-12-01.
#
# A table of 300,000 texts that are numbers, except one. query() casts them all. A good engineer would expect the
# conversion error wherever the text is: query() returns the whole table, and send() is there for results in parts.
# What happens: if the text is among the first rows, query() throws the error. If it is further down, query() returns a
# table that ends tens of thousands of rows before it, without an error. In a transaction, the next statement says that
# the transaction is aborted. startPendingQuery(…, false) throws the error in both cases.
# Exits with 0 while this is so, with 1 when it has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @duckdb/duckdb-wasm@1.32.0
cat > query.cjs <<'JS'
const { dirname, join } = require('node:path');
const duckdb = require('@duckdb/duckdb-wasm/blocking');
const dist = dirname(require.resolve('@duckdb/duckdb-wasm/dist/duckdb-eh.wasm'));
const bundle = (name) => ({
  mainModule: join(dist, `duckdb-${name}.wasm`),
  mainWorker: join(dist, `duckdb-node-${name}.worker.cjs`),
});
(async () => {
  const bundles = { mvp: bundle('mvp'), eh: bundle('eh') };
  const database = await duckdb.createDuckDB(bundles, new duckdb.VoidLogger(), duckdb.NODE_RUNTIME);
  await database.instantiate(() => {});
  const connection = database.connect();
  const rowsBefore = (wrong) => {
    connection.query(`CREATE OR REPLACE TABLE t AS
      SELECT CASE WHEN i = ${wrong} THEN 'none' ELSE CAST(i AS VARCHAR) END AS s FROM range(300000) t(i)`);
    try {
      return connection.query(`SELECT CAST(s AS INTEGER) AS n, 'no. ' || s AS label FROM t`).numRows;
    } catch (error) {
      return /Conversion Error/.test(error.message) ? 'Conversion Error' : error.message;
    }
  };
  const [early, late] = [rowsBefore(1_000), rowsBefore(200_000)];
  console.log(`wrong text in row 1,000: ${early}; in row 200,000: ${late}`);
  process.exitCode = early === 'Conversion Error' && late < 200_000 ? 0 : 1;
})();
JS
node query.cjs
