/// <reference types="node" />
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  columnFromArray,
  dateMillisecond,
  decimal,
  duration,
  fixedSizeList,
  float32,
  float64,
  int32,
  interval,
  IntervalUnit,
  largeUtf8,
  tableFromColumns,
  tableFromIPC,
  tableToIPC,
  timeMillisecond,
  timeSecond,
  TimeUnit,
  timestamp,
  utf8,
  type DataType,
} from '@uwdata/flechette';
import type { ForeignTable } from '../../../src/engine/rows/in-memory/arrow-like';
import { readForeignTable } from '../../../src/engine/rows/in-memory/foreign-table';
import { rowOfTexts } from '../../../src/engine/rows/arrow/small-results';
import { rowTexts } from '../../../src/engine/rows/values/value-text';
import { openDuckdb } from '../../harness/duckdb-node';
import { Random } from '../../harness/random';

/** Values of every type that DuckDB returns as Arrow. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  BOOLEAN: ['true', 'false'],
  TINYINT: ['-128', '127'],
  SMALLINT: ['-32768'],
  INTEGER: ['-2147483648'],
  BIGINT: ['-9223372036854775808', '9223372036854775807'],
  UTINYINT: ['255'],
  USMALLINT: ['65535'],
  UINTEGER: ['4294967295'],
  UBIGINT: ['18446744073709551615'],
  FLOAT: ['0.1', '1e10', '1e16', '16777216', '3.4028235e38', '1e-45', '1e-5', '-0.0', 'nan', 'inf', '-inf', '0.0001'],
  DOUBLE: [
    '0.1',
    '1e15',
    '1e16',
    '9007199254740993',
    '123456789012345680',
    '1e-4',
    '1e-5',
    '1.5e-7',
    '5e-324',
    '1.7976931348623157e308',
    '-0.0',
    'nan',
    'inf',
    '-inf',
    '100',
  ],
  'DECIMAL(2,2)': ['0.5', '-0.05', '0'],
  'DECIMAL(4,1)': ['0', '-99.5'],
  'DECIMAL(18,0)': ['-5'],
  'DECIMAL(38,10)': ['-1234567890123456789.0123456789', '0.5'],
  DATE: ['2024-02-29', '0001-01-01', '0044-03-15 (BC)', '1969-12-31', '99999-12-31', 'infinity', '-infinity'],
  TIME: ['00:00:00', '23:59:59.999999', '01:02:03.045'],
  TIMESTAMP_S: ['2024-01-01 00:00:01', '1969-12-31 23:59:59'],
  TIMESTAMP_MS: ['2024-01-01 00:00:00.1'],
  TIMESTAMP: [
    '2024-01-01 00:00:00.000001',
    '0044-03-15 (BC) 01:00:00',
    '294246-12-31 23:59:59',
    'infinity',
    '-infinity',
    '1969-12-31 23:59:59.999999',
  ],
  TIMESTAMP_NS: ['2024-01-01 00:00:00.100000001', '1700-01-01'],
  TIMESTAMPTZ: ['2024-01-01 00:00:00.5+00', '1900-01-01 00:00:00+02'],
  INTERVAL: [
    '14 months 3 days 100 hours 1 microsecond',
    '-14 months -3 days -1 hour',
    '0 days',
    '1 year',
    '-1 microsecond',
    '1 month 2 days',
  ],
  VARCHAR: ['', 'a', 'zürich 🐹', '<b>x</b>'],
  BLOB: ['', 'a"~', '\\x00\\xFF\\x5C\\x27'],
  "ENUM('z','a b')": ['z', 'a b'],
  UUID: ['00000000-0000-0000-0000-000000000001'],
  'INTEGER[]': ['[]', '[1, NULL]'],
  'INTEGER[2]': ['[1, 2]'],
  'INTEGER[][]': ['[[1], [], NULL]'],
};

const NESTED = [
  "{'a': 1, 'b''c': 'x, y', 'd': NULL}",
  "['a','b, c',NULL,'','it''s','NULL','null',' x','x ','x{','y}','a\"b','a\\b','a:b','a=b','(x)','a[b','é','a-b;<>|!@#','true','a''\\','\t']",
  '[1.5, NULL]',
  "[TIMESTAMP '2020-01-01 01:00:00']",
  "{'t': TIME '01:00:00', 'd': DATE '2020-01-01', 'l': ['a,b', 'c'], 's': {'x': 'null'}}",
  "['a,\\x00''\\x01'::BLOB, 'b'::BLOB]",
  "MAP {'k, 1': 1, 'b': NULL, '': 3}",
  "MAP {TIMESTAMP '2020-01-01 01:00:00': ['x', 'y z']}",
  "[INTERVAL '1 day', INTERVAL '1 hour']",
  "union_value(k := 'a, b')",
  "['b c', 'd,e']::ENUM('b c', 'd,e')[]",
];

describe('values as text, against CAST to VARCHAR', () => {
  let duckdb: Awaited<ReturnType<typeof openDuckdb>>;
  before(async () => {
    duckdb = await openDuckdb();
  });
  after(() => duckdb.close());

  /** Every row of a query or table, in our text and in DuckDB's. */
  function check(from: string, bytes = duckdb.ipc(`FROM ${from}`)): void {
    const batches = readForeignTable(tableFromIPC(bytes) as unknown as ForeignTable, 'test');
    const names = batches.fields.map(({ name }) => name);
    const rows = batches.batches.reduce((sum, batch) => sum + batch.rows, 0);
    for (let row = 0; row < rows; row++) {
      const sql = `SELECT ${names.map((name) => `CAST("${name}" AS VARCHAR)`).join(', ')} FROM (SELECT *, row_number() OVER () - 1 AS pika_row FROM ${from}) WHERE pika_row = ${row}`;
      assert.deepEqual(rowTexts(batches, row), rowOfTexts(duckdb.ipc(sql)), `row ${row} of ${from}`);
    }
  }

  for (const [type, values] of Object.entries(VALUES)) {
    it(type, () => {
      const literals = values.map((value) => `('${value.replaceAll("'", "''")}'::${type})`);
      check(`(VALUES ${literals.join(', ')}, (NULL)) AS t(c)`);
    });
  }

  it('nested values, with quotes where necessary', () => {
    for (const sql of NESTED) check(`(SELECT ${sql} AS c)`);
  });

  it('random doubles, floats and times', () => {
    const random = new Random(11);
    const bits = new DataView(new ArrayBuffer(8));
    const doubles = Array.from({ length: 3000 }, (_, i) => {
      if (i % 3 === 0) return random.normal() * 10 ** random.integer(-20, 20);
      if (i % 3 === 1) return Math.round(random.normal() * 1e4) / 100;
      bits.setUint32(0, random.integer(0, 2 ** 32));
      bits.setUint32(4, random.integer(0, 2 ** 32));
      return bits.getFloat64(0);
    });
    const columns = {
      d: columnFromArray(doubles, float64()),
      f: columnFromArray(doubles.map(Math.fround), float32()),
      t: columnFromArray(
        doubles.map(() => Number(random.bigint(-(2n ** 45n), 2n ** 45n))),
        timestamp(TimeUnit.MILLISECOND),
      ),
    };
    const bytes = tableToIPC(tableFromColumns(columns), { format: 'stream' }) as Uint8Array<ArrayBuffer>;
    duckdb.loadStreams('randoms', [bytes]);
    const batches = readForeignTable(tableFromIPC(bytes) as unknown as ForeignTable, 'test');
    const wanted = tableFromIPC(duckdb.ipc('SELECT d::VARCHAR AS d, f::VARCHAR AS f, t::VARCHAR AS t FROM randoms'));
    for (let row = 0; row < doubles.length; row++) {
      const [d, f, t] = rowTexts(batches, row);
      const sql = ['d', 'f', 't'].map((name) => wanted.getChild(name).at(row) as string);
      assert.deepEqual([d, t], [sql[0], sql[2]]);
      // DuckDB's digits of a FLOAT are not always the shortest or nearest, but they parse to the same float.
      assert.equal(Math.fround(Number(f)), Math.fround(Number(sql[1])));
      assert.ok(f!.length <= sql[1]!.length, `${f}, ${sql[1]}`);
    }
  });

  it('types that DuckDB imports from Arrow but never returns', () => {
    const cases: [DataType, unknown[]][] = [
      [largeUtf8(), ['a', null, 'bc']],
      [timeMillisecond(), [3_723_004, null]],
      [timeSecond(), [61]],
      [duration(TimeUnit.MILLISECOND), [3_600_000 * 100 + 1, -5, null]],
      [duration(TimeUnit.SECOND), [0]],
      [dateMillisecond(), [86_400_000 * 3, null]],
      [decimal(9, 3, 128), [1.234, -0.001]],
      [interval(IntervalUnit.YEAR_MONTH), [14, -1]],
      [fixedSizeList(int32(), 2), [[1, 2], null]],
      [utf8(), ['', null]],
    ];
    cases.forEach(([type, values], i) => {
      const bytes = tableToIPC(tableFromColumns({ c: columnFromArray(values, type) }), {
        format: 'stream',
      }) as Uint8Array<ArrayBuffer>;
      duckdb.loadStreams(`foreign_${i}`, [bytes]);
      check(`foreign_${i}`, bytes);
    });
  });
});
