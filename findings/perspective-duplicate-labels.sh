#!/usr/bin/env bash
# @perspective-dev/client 5.5.1 (with apache-arrow 21.2.0 as the writer), 2026-11-30.
#
# The values of an Arrow dictionary need not be distinct: the columnar format allows duplicates. A good engineer would expect the same labels as in
# any other reader.
# What happens: Perspective keeps each label once, but reads the codes as if the labels still had their old places. From the first duplicate on,
# every code names the label after its own, and the last one starts again with the first label. Nothing is reported, and counts by label are wrong.
# Exits with 0 while this is so, with 1 when it has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @perspective-dev/client@5.5.1 @perspective-dev/server@5.5.1 apache-arrow@21.2.0
cat > duplicates.mjs <<'JS'
import perspective from '@perspective-dev/client/node';
import { Dictionary, Int32, makeData, makeVector, Table, tableFromIPC, tableToIPC, Utf8, vectorFromArray } from 'apache-arrow';
const type = new Dictionary(new Utf8(), new Int32());
const dictionary = vectorFromArray(['north', 'north', 'south', 'east'], new Utf8());
const place = makeVector(makeData({ type, length: 4, data: Int32Array.of(0, 1, 2, 3), dictionary }));
const bytes = tableToIPC(new Table({ place }), 'stream');
const arrow = JSON.stringify(tableFromIPC(bytes).getChild('place').toJSON());
const table = await perspective.table(bytes.slice().buffer);
const read = JSON.stringify((await (await table.view()).to_columns()).place);
console.log('arrow-js:   ', arrow);
console.log('perspective:', read);
process.exit(arrow === '["north","north","south","east"]' && read === '["north","south","east","north"]' ? 0 : 1);
JS
node duplicates.mjs
# Seen: arrow-js:    ["north","north","south","east"]
#       perspective: ["north","south","east","north"]
