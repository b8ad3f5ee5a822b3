#!/usr/bin/env bash
# DuckDB 1.5.6 (@duckdb/node-api), tried on 2026-11-28: quotation marks in a CSV file of one column, first seen after row 2,048.
# Expected: the sniffer with sample_size = -1 looks at all rows, so "y" in quotation marks is the value y, as it is in a file of two columns.
# Found: the dialect is found by the first 2,048 rows whatever sample_size says; in a file of one column the marks stay in the values, without an
# error. A file of two columns is read right. quote = '"' with escape = '"' reads both.
# Output seen:
#   one column: ["\"y\"","\"say \"\"hi\"\"\""]
#   two columns: ["y","say \"hi\""]
#   one column, told: ["y","say \"hi\""]
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --silent --no-audit --no-fund @duckdb/node-api@1.5.6-r.1 > /dev/null
cat > try.mjs <<'JS'
import { writeFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
const connection = await (await DuckDBInstance.create(':memory:')).connect();
const rows = Array.from({ length: 5000 }, () => 'x');
const late = ['"y"', '"say ""hi"""'];
writeFileSync('one.csv', ['w', ...rows, ...late, ''].join('\n'));
writeFileSync('two.csv', ['w,n', ...[...rows, ...late].map((text, i) => `${text},${i}`), ''].join('\n'));
async function last(file, options) {
  const answer = await connection.runAndReadAll(`SELECT w FROM read_csv('${file}', sample_size = -1${options})`);
  return JSON.stringify(answer.getRows().slice(-2).flat());
}
const told = `, quote = '"', escape = '"'`;
console.log(`one column: ${await last('one.csv', '')}`);
console.log(`two columns: ${await last('two.csv', '')}`);
console.log(`one column, told: ${await last('one.csv', told)}`);
JS
found=$(node try.mjs)
echo "$found"
expected='one column: ["\"y\"","\"say \"\"hi\"\"\""]
two columns: ["y","say \"hi\""]
one column, told: ["y","say \"hi\""]'
[ "$found" = "$expected" ] || { echo "It changed."; exit 1; }
