/**
 * flechette: every Arrow type that it can write, as file and stream, in one batch and in several; dictionaries, views,
 * lists.
 */
import * as fl from '@uwdata/flechette';
import { sqlOf, valuesOf, VALUES, WHY } from './arrow-values.mjs';
import { store, storeSql } from './files.mjs';

const { TimeUnit } = fl;
const TYPES = {
  b: fl.bool(),
  i8: fl.int8(),
  i16: fl.int16(),
  i32: fl.int32(),
  i64: fl.int64(),
  u8: fl.uint8(),
  u16: fl.uint16(),
  u32: fl.uint32(),
  u64: fl.uint64(),
  f16: fl.float16(),
  f32: fl.float32(),
  f64: fl.float64(),
  s: fl.utf8(),
  large: fl.largeUtf8(),
  cat: fl.dictionary(fl.utf8()),
  bytes: fl.binary(),
  fix: fl.fixedSizeBinary(3),
  date: fl.dateDay(),
  date_ms: fl.dateMillisecond(),
  t_s: fl.timeSecond(),
  t_ms: fl.timeMillisecond(),
  t_us: fl.timeMicrosecond(),
  ts_s: fl.timestamp(TimeUnit.SECOND),
  ts_ms: fl.timestamp(TimeUnit.MILLISECOND),
  ts_us: fl.timestamp(TimeUnit.MICROSECOND),
  ts_ns: fl.timestamp(TimeUnit.NANOSECOND),
  utc: fl.timestamp(TimeUnit.MICROSECOND, 'UTC'),
  berlin: fl.timestamp(TimeUnit.MILLISECOND, 'Europe/Berlin'),
  nothing: fl.nullType(),
};
const ROWS = 24;

function table(names, rows, maxBatchRows) {
  return fl.tableFromColumns(
    names.map((name) => [
      name,
      fl.columnFromArray(valuesOf(name, rows), TYPES[name], { maxBatchRows, useBigInt: true }),
    ]),
  );
}

function write(name, format, data, sql) {
  const file = `flechette-${name}.${format === 'file' ? 'arrow' : 'arrows'}`;
  store(file, fl.tableToIPC(data, { format }));
  storeSql(file, WHY, sql);
}

const names = Object.keys(TYPES).filter((name) => name in VALUES);
write('file', 'file', table(names, ROWS, ROWS), sqlOf(names, ROWS));
write('stream', 'stream', table(names, ROWS, ROWS), sqlOf(names, ROWS));
write('batches', 'file', table(names, ROWS, 7), sqlOf(names, ROWS));
write('batches-stream', 'stream', table(names, ROWS, 7), sqlOf(names, ROWS));
write('empty', 'file', table(names, 0, 7), sqlOf(names, 0));

/** Column, type, values, values in SQL. */
const ODD = [
  ['dec', fl.decimal128(12, 2), [1.25, -0.01, null], 'DECIMAL(12,2)', '[1.25, -0.01, NULL]'],
  [
    'dec38',
    fl.decimal128(38, 20),
    [12345678901234567890123456789n, -5n, null],
    'DECIMAL(38,20)',
    "['123456789.01234567890123456789', '-0.00000000000000000005', NULL]",
  ],
  ['dec256', fl.decimal256(40, 2), [125n, -1n, null], 'DOUBLE', '[1.25, -0.01, NULL]'],
  ['codes', fl.dictionary(fl.int32()), [7, 5, 7], 'INTEGER', '[7, 5, 7]'],
  ['codes_f', fl.dictionary(fl.float64()), [0.5, null, -1.5], 'DOUBLE', '[0.5, NULL, -1.5]'],
  [
    'codes_i64',
    fl.dictionary(fl.int64()),
    [9007199254740993n, null, 9007199254740993n],
    'BIGINT',
    '[9007199254740993, NULL, 9007199254740993]',
  ],
  [
    'codes_date',
    fl.dictionary(fl.dateDay()),
    [new Date('2024-02-29'), null, new Date('1969-12-31')],
    'DATE',
    "['2024-02-29', NULL, '1969-12-31']",
  ],
  [
    'codes_ms',
    fl.dictionary(fl.timestamp(TimeUnit.MILLISECOND)),
    [1704067200123, null, 1704067200123],
    'TIMESTAMP_MS',
    "['2024-01-01 00:00:00.123', NULL, '2024-01-01 00:00:00.123']",
  ],
  ['codes_i8', fl.dictionary(fl.int8()), [-7, 5, -7], 'TINYINT', '[-7, 5, -7]'],
  ['l', fl.list(fl.int32()), [[1, 2], [], null], 'INTEGER[]', '[[1, 2], [], NULL]'],
  ['ll', fl.largeList(fl.utf8()), [['a'], [], null], 'VARCHAR[]', "[['a'], [], NULL]"],
  ['fl', fl.fixedSizeList(fl.int32(), 2), [[1, 2], [3, 4], null], 'INTEGER[2]', '[[1, 2], [3, 4], NULL]'],
  [
    'st',
    fl.struct({ x: fl.int32(), y: fl.utf8() }),
    [{ x: 1, y: 'a' }, { x: 2, y: '' }, null],
    'STRUCT(x INTEGER, y VARCHAR)',
    "[{'x': 1, 'y': 'a'}, {'x': 2, 'y': ''}, NULL]",
  ],
  [
    'm',
    fl.map(fl.utf8(), fl.int32()),
    [new Map([['k', 1]]), new Map(), null],
    'MAP(VARCHAR, INTEGER)',
    "[MAP {'k': 1}, MAP {}, NULL]",
  ],
  ['month', fl.interval(fl.IntervalUnit.YEAR_MONTH), [1, 12, null], 'INTERVAL', "['1 month', '12 months', NULL]"],
  [
    'mdn',
    fl.interval(fl.IntervalUnit.MONTH_DAY_NANO),
    [Float64Array.of(1, 2, 1e9), Float64Array.of(12, 0, 0), null],
    'INTERVAL',
    "['1 month 2 days 1 second', '12 months', NULL]",
  ],
  [
    'dur',
    fl.duration(TimeUnit.MILLISECOND),
    [86_400_000n, -1n, null],
    'INTERVAL',
    "['24 hours', '-0.001 seconds', NULL]",
  ],
];
for (const [format, columns] of [
  ['file', ODD],
  ['stream', ODD],
]) {
  const data = fl.tableFromColumns(
    columns.map(([name, type, values]) => [name, fl.columnFromArray(values, type, { useBigInt: true })]),
  );
  write(
    `odd-${format}`,
    format,
    data,
    `SELECT ${columns.map(([name, , , sqlType, sql]) => `list_extract(CAST(${sql} AS ${sqlType}[]), i) AS ${name}`).join(',\n  ')}\nFROM range(1, 4) r(i)`,
  );
}
