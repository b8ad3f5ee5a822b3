#!/usr/bin/env bash
# hyparquet 1.33.0 (with DuckDB 1.5.6, @duckdb/node-api 1.5.6-r.1, as the writer), 2026-11-28.
#
# With PARQUET_VERSION V2, DuckDB packs a UINTEGER column as DELTA_BINARY_PACKED over INT32. A good engineer would
# expect the values back, or the same 32 bits read with a sign: 4294967295 as 4294967295 or as -1.
# What happens: values of 2^31 and above come back 2^31 too small and positive, without an error: 4294967295 is read as
# 2147483647. Values below 2^31 of the same column are right.
# Exits with 0 while this is so, with 1 when it has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund hyparquet@1.33.0 @duckdb/node-api@1.5.6-r.1
cat > delta.mjs <<'JS'
import { readFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import { parquetReadObjects } from 'hyparquet';
const database = await (await DuckDBInstance.create(':memory:')).connect();
const rows = 'SELECT (4294967295 - range)::UINTEGER AS v FROM range(300)';
await database.run(`COPY (${rows}) TO 'delta.parquet' (FORMAT parquet, PARQUET_VERSION V2, COMPRESSION uncompressed)`);
const [encodings] = (await database.runAndReadAll("SELECT encodings FROM parquet_metadata('delta.parquet')")).getRows();
const [max] = (await database.runAndReadAll("SELECT max(v) FROM 'delta.parquet'")).getRows();
const { buffer } = Uint8Array.from(readFileSync('delta.parquet'));
const [first] = await parquetReadObjects({ file: buffer });
console.log(`encoding ${encodings[0]}, largest by DuckDB ${max[0]}, by hyparquet ${first.v}`);
process.exitCode = first.v === 2147483647 ? 0 : 1;
JS
node delta.mjs
# Seen: encoding DELTA_BINARY_PACKED, largest by DuckDB 4294967295, by hyparquet 2147483647
