import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { tableFromIPC as flechetteTable } from '@uwdata/flechette';
import {
  Dictionary,
  Int32,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Table,
  tableFromIPC,
  tableToIPC,
  Utf8,
  Field,
  vectorFromArray,
  List,
} from 'apache-arrow';
import { ipcStreams } from '../../src/engine/rows/arrow/arrow-batch';
import { readInMemory } from '../../src/engine/rows/in-memory/in-memory';
import { valuesOf } from '../rows/arrow-columns';
import { nodeCatalog, type NodeCatalog } from '../harness/node-catalog';

let page: NodeCatalog;
before(async () => {
  page = await nodeCatalog();
});
after(() => page.close());

const WORDS = ['north', 'south', 'east', 'west'];
const FROM = [
  [0, 1, 2],
  [3, 3, 0],
];
const TO = [
  [1, 1, 0],
  [2, 0, 3],
];
const ROWS = FROM.flatMap((codes, batch) =>
  codes.map((code, row) => ({ from: WORDS[code], to: WORDS[TO[batch]![row]!], via: [WORDS[code]] })),
);

/**
 * Two batches in which two columns, and the lists of a third, share one dictionary, as pyarrow and arrow-rs write
 * columns that were encoded together.
 */
function sharing(): Table {
  const type = new Dictionary(new Utf8(), new Int32(), 7);
  const dictionary = vectorFromArray(WORDS, new Utf8());
  const codes = (data: readonly number[]) =>
    makeData({ type, length: data.length, data: Int32Array.from(data), dictionary });
  const lists = new List(new Field('item', type, true));
  const schema = new Schema([
    new Field('from', type, true),
    new Field('to', type, true),
    new Field('via', lists, true),
  ]);
  const batches = FROM.map(
    (from, i) =>
      new RecordBatch(
        schema,
        makeData({
          type: new Struct(schema.fields),
          length: 3,
          children: [
            codes(from),
            codes(TO[i]!),
            makeData({ type: lists, length: 3, valueOffsets: Int32Array.of(0, 1, 2, 3), child: codes(from) }),
          ],
        }),
      ),
  );
  return new Table(schema, batches);
}

const table = sharing();
const stream = tableToIPC(table, 'stream') as Uint8Array<ArrayBuffer>;
const file = tableToIPC(table, 'file') as Uint8Array<ArrayBuffer>;
const SOURCES: readonly [string, Parameters<NodeCatalog['defined']>[0]][] = [
  ['a stream as bytes', { data: stream }],
  ['a file as bytes', { data: file }],
  ['a stream as a file', { src: new Blob([stream]) }],
  ['a file', { src: new Blob([file]) }],
  ['a Table', { data: table }],
  ['a Table that was read', { data: tableFromIPC(stream) }],
  ['a Table of flechette', { data: flechetteTable(stream) }],
];

for (const [what, source] of SOURCES) {
  test(`reads columns that share one dictionary, ${what}`, async () => {
    const name = page.defined(source);
    const relation = await page.catalog.open(name);
    for (const columns of [['from', 'to'], ['to', 'from'], ['from'], ['to']]) {
      const read = await relation.columns(columns);
      assert.deepEqual(
        read.map((column) => valuesOf(column as never)),
        columns.map((column) => ROWS.map((row) => row[column as 'from'])),
        columns.join(),
      );
    }
    const texts = await relation.row(4);
    assert.deepEqual(
      texts.map(({ text }) => text),
      ['west', 'north', '[west]'],
    );
    assert.deepEqual(await page.results.toArray(name), ROWS);
    assert.deepEqual(
      await page.results.toArray(name, { columns: ['to'] }),
      ROWS.map(({ to }) => ({ to })),
    );
    assert.deepEqual(
      await page.results.toArray(name, { columns: ['via'] }),
      ROWS.map(({ via }) => ({ via })),
    );
  });
}

test('keeps batches that share dictionaries across columns in one stream', async () => {
  const read = await readInMemory(table, 'q');
  assert.equal([...ipcStreams(read, [0, 1, 2])].length, 1);
});
