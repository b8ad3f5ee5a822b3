#!/usr/bin/env bash
# @uwdata/flechette 2.5.0 (with apache-arrow 21.2.0 as the writer), 2026-11-28.
#
# Two columns of an Arrow stream may share one dictionary (one id): pyarrow, arrow-rs and arrow-js write it so. A good engineer would expect
# tableToIPC(tableFromIPC(bytes)) to write such a table again: flechette reads both columns rightly, and each is a plain Dictionary<Utf8>.
# What happens: reading makes a type object for each field, the shared dictionary keeps that of the last field, and the encoder looks the ids up by
# type object. So the table throws "TypeError: Cannot convert undefined to a BigInt" when it is written.
# Exits with 0 while this is so, with 1 when it has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @uwdata/flechette@2.5.0 apache-arrow@21.2.0
cat > shared.mjs <<'JS'
import { Dictionary, Field, Int32, makeData, RecordBatch, Schema, Struct, Table, tableToIPC as written, Utf8, vectorFromArray } from 'apache-arrow';
import { tableFromIPC, tableToIPC } from '@uwdata/flechette';
const type = new Dictionary(new Utf8(), new Int32(), 7);
const dictionary = vectorFromArray(['north', 'south'], new Utf8());
const codes = (data) => makeData({ type, length: 2, data: Int32Array.from(data), dictionary });
const schema = new Schema([new Field('from', type, true), new Field('to', type, true)]);
const bytes = written(new Table(schema, [new RecordBatch(schema, makeData({ type: new Struct(schema.fields), length: 2, children: [codes([0, 1]), codes([1, 1])] }))]), 'stream');
const read = tableFromIPC(bytes);
console.log('read:', JSON.stringify(read.toColumns()));
try {
  tableToIPC(read, { format: 'stream' });
  console.log('written again: no error');
  process.exitCode = 1;
} catch (thrown) {
  console.log(`written again: ${thrown.name}: ${thrown.message}`);
  process.exitCode = /Cannot convert undefined to a BigInt/.test(thrown.message) ? 0 : 1;
}
JS
node shared.mjs
# Seen: read: {"from":["north","south"],"to":["south","south"]}
#       written again: TypeError: Cannot convert undefined to a BigInt
