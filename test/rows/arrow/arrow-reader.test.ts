import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import {
  columnFromArray,
  dictionary,
  float64,
  int32,
  list,
  tableFromColumns,
  tableFromIPC,
  tableToIPC,
  utf8,
} from '@uwdata/flechette';
import type { Table as ArrowTable } from 'apache-arrow';
import { tableFromIPC as arrowFromIPC } from 'apache-arrow';
import { openDuckdb } from '../../harness/duckdb-node';
import { fileOf, service, valuesOf } from '../arrow-columns';

const FLIGHTS = readFileSync(new URL('../../../node_modules/vega-datasets/data/flights-200k.arrow', import.meta.url));

function tableOf(columns: Record<string, unknown[]>): ReturnType<typeof tableFromColumns> {
  return tableFromColumns({
    n: columnFromArray(columns.n!, int32(), { maxBatchRows: 2 }),
    s: columnFromArray(columns.s!, dictionary(utf8()), { maxBatchRows: 2 }),
    'a "b" ünïcode': columnFromArray(columns.n!, float64(), { maxBatchRows: 2 }),
    l: columnFromArray(
      columns.n!.map(() => ['x', 'y']),
      list(utf8()),
      { maxBatchRows: 2 },
    ),
  });
}
const SMALL = { n: [1, null, 3, 4, 5], s: ['b', 'a', null, 'b', 'c'] };

test('flights: an Arrow file yields the values that apache-arrow reads', async () => {
  const file = fileOf('flights', 'arrow', FLIGHTS as Uint8Array<ArrayBuffer>);
  const { fields, rowCount } = await service.openFile(file);
  const theirs: ArrowTable = arrowFromIPC(FLIGHTS);
  assert.deepEqual(
    [fields.map(({ name }) => name), rowCount],
    [theirs.schema.fields.map(({ name }) => name), theirs.numRows],
  );
  const columns = await service.columnsFromFile(
    file,
    fields.map(({ name }) => name),
  );
  columns.forEach((column, i) =>
    assert.deepEqual(valuesOf(column).map(Number), Array.from(theirs.getChildAt(i)!, Number)),
  );
});

for (const format of ['file', 'stream'] as const) {
  test(`Arrow ${format}: types, NULLs, dictionaries, batches; an error names what cannot be drawn`, async () => {
    const file = fileOf('small', 'arrow', tableToIPC(tableOf(SMALL), { format }) as Uint8Array<ArrayBuffer>);
    assert.deepEqual(await service.openFile(file), {
      fields: [
        { name: 'n', sqlType: 'INTEGER' },
        { name: 's', sqlType: 'VARCHAR' },
        { name: 'a "b" ünïcode', sqlType: 'DOUBLE' },
        { name: 'l', sqlType: 'VARCHAR[]' },
      ],
      rowCount: 5,
      rowGroups: [2, 2, 1],
    });
    assert.deepEqual((await service.columnsFromFile(file, ['s', 'n'])).map(valuesOf), [
      SMALL.s,
      SMALL.n.map((value) => (value === null ? null : BigInt(value))),
    ]);
    await assert.rejects(service.columnsFromFile(file, ['l']), /rows\/unsupported-type.*l\[1\]/);
  });
}

test('the database imports its batches, with columns of any type and in any order', async () => {
  const file = fileOf('small', 'arrow', tableToIPC(tableOf(SMALL), { format: 'file' }) as Uint8Array<ArrayBuffer>);
  const { rowGroups } = await service.openFile(file);
  const duckdb = await openDuckdb();
  await duckdb.loadStreams(
    'small',
    await Promise.all(rowGroups.map((_, group) => service.rowGroup(file, group, ['l', 's', 'n']))),
  );
  assert.deepEqual(
    await duckdb.sql('SELECT l[2] AS l, s, n FROM small'),
    SMALL.n.map((n, i) => ({ l: 'y', s: SMALL.s[i], n })),
  );
  await duckdb.close();
});

test('several files form one table, matched by column name; an error names a difference', async () => {
  const first = tableToIPC(tableOf(SMALL), { format: 'file' }) as Uint8Array<ArrayBuffer>;
  const turned = tableOf({ n: [7], s: ['z'] });
  const second = tableToIPC(turned.select(['l', 's', 'a "b" ünïcode', 'n']), {
    format: 'stream',
  }) as Uint8Array<ArrayBuffer>;
  const file = fileOf('both', 'arrow', first, second);
  assert.deepEqual((await service.openFile(file)).rowGroups, [2, 2, 1, 1]);
  assert.deepEqual((await service.columnsFromFile(file, ['s'])).map(valuesOf), [[...SMALL.s, 'z']]);
  assert.deepEqual(
    tableFromIPC(await service.rowGroup(file, 3, ['n', 's'])).schema.fields.map(({ name }) => name),
    ['n', 's'],
  );
  const less = tableToIPC(turned.select(['n', 's', 'l']), { format: 'file' }) as Uint8Array<ArrayBuffer>;
  await assert.rejects(
    service.openFile(fileOf('odd', 'arrow', first, less)),
    /column "a "b" ünïcode" in file "odd2.arrow" of query "odd": expected the columns of "odd.arrow", found no such column/,
  );
  const other = tableToIPC(tableFromColumns([['n', columnFromArray([1.5], float64())]]), {
    format: 'file',
  }) as Uint8Array<ArrayBuffer>;
  await assert.rejects(
    service.openFile(fileOf('odd', 'arrow', first, other)),
    /column "n" in file "odd2.arrow".*expected Int32 as in "odd.arrow", found Float64/,
  );
});
