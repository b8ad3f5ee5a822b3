#!/usr/bin/env bash
# parquet-wasm 0.8.0 (with apache-arrow 21.2.0 to make the batches, Node 20), 2026-12-01.
#
# transformParquetStream turns a ReadableStream of record batches into one of Parquet bytes. The source below yields two
# batches of ten rows, and then fails. A good engineer would expect the stream of bytes to fail with that error, as
# pipeThrough of the platform does.
# What happens: the stream of bytes ends normally, with a complete footer. The file is valid, holds the 20 rows that came
# before, and nothing says that rows are missing.
# Exits with 0 while this is so, with 1 when it has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund parquet-wasm@0.8.0 apache-arrow@21.2.0
cat > stream.cjs <<'JS'
const { Table, readParquet, transformParquetStream } = require('parquet-wasm');
const { tableFromArrays, tableFromIPC, tableToIPC } = require('apache-arrow');
const batch = (from) => {
  const table = tableFromArrays({ v: Int32Array.from({ length: 10 }, (_, i) => from + i) });
  return Table.fromIPCStream(tableToIPC(table, 'stream')).recordBatches()[0];
};
let sent = 0;
const source = new ReadableStream({
  pull(controller) {
    if (sent === 2) controller.error(new Error('the source failed'));
    else controller.enqueue(batch(10 * sent++));
  },
});
(async () => {
  const parts = [];
  let failure = null;
  try {
    for await (const part of await transformParquetStream(source)) parts.push(part);
  } catch (error) {
    failure = error;
  }
  const rows = failure ? 0 : tableFromIPC(readParquet(Buffer.concat(parts)).intoIPCStream()).numRows;
  console.log(`failure: ${failure}, rows in the file: ${rows}`);
  process.exitCode = failure === null && rows === 20 ? 0 : 1;
})();
JS
node stream.cjs
# Seen: failure: null, rows in the file: 20
