/** apache-arrow: every type that it can build, as file and stream, in one batch and in several. */
import * as arrow from 'apache-arrow';
import { sqlOf, valuesOf, VALUES, WHY } from './arrow-values.mjs';
import { store, storeSql } from './files.mjs';

const TYPES = {
  b: new arrow.Bool(),
  i8: new arrow.Int8(),
  i16: new arrow.Int16(),
  i32: new arrow.Int32(),
  i64: new arrow.Int64(),
  u8: new arrow.Uint8(),
  u16: new arrow.Uint16(),
  u32: new arrow.Uint32(),
  u64: new arrow.Uint64(),
  f32: new arrow.Float32(),
  f64: new arrow.Float64(),
  s: new arrow.Utf8(),
  large: new arrow.LargeUtf8(),
  view: new arrow.Utf8View(),
  cat: new arrow.Dictionary(new arrow.Utf8(), new arrow.Int8()),
  bytes: new arrow.Binary(),
  fix: new arrow.FixedSizeBinary(3),
  date: new arrow.DateDay(),
  date_ms: new arrow.DateMillisecond(),
  t_s: new arrow.TimeSecond(),
  t_ms: new arrow.TimeMillisecond(),
  t_us: new arrow.TimeMicrosecond(),
  ts_s: new arrow.TimestampSecond(),
  ts_ms: new arrow.TimestampMillisecond(),
  ts_us: new arrow.TimestampMicrosecond(),
  ts_ns: new arrow.TimestampNanosecond(),
  utc: new arrow.TimestampMicrosecond('UTC'),
  berlin: new arrow.TimestampMillisecond('Europe/Berlin'),
  nothing: new arrow.Null(),
};
const ROWS = 24;

function tableOf(columns) {
  return new arrow.Table(
    Object.fromEntries(columns.map(([name, values, type]) => [name, arrow.vectorFromArray(values, type)])),
  );
}

function write(name, format, table, sql) {
  const file = `arrow-${name}.${format === 'file' ? 'arrow' : 'arrows'}`;
  store(file, arrow.tableToIPC(table, format));
  storeSql(file, WHY, sql);
}

const names = Object.keys(TYPES).filter((name) => name in VALUES);
const types = tableOf(names.map((name) => [name, valuesOf(name, ROWS), TYPES[name]]));
const plain = names.filter((name) => name !== 'cat');
/** A table with several batches. Dictionaries that differ between batches are written to a separate file. */
const batches = (rows) =>
  rows.reduce((all, count, i) => {
    const from = rows.slice(0, i).reduce((sum, n) => sum + n, 0);
    const part = tableOf(plain.map((name) => [name, valuesOf(name, ROWS).slice(from, from + count), TYPES[name]]));
    return all ? all.concat(part) : part;
  }, null);
for (const format of ['file', 'stream']) {
  write(`one-${format}`, format, types, sqlOf(names, ROWS));
  write(`batches-${format}`, format, batches([7, 0, 1, 16]), sqlOf(plain, ROWS));
}
write('empty', 'file', types.slice(0, 0), sqlOf(names, 0));

/** Column, values, type, values in SQL. */
const ODD = [
  [
    'dec',
    [Uint32Array.of(125, 0, 0, 0), Uint32Array.of(0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff), null],
    new arrow.Decimal(2, 12),
    'DECIMAL(12,2)',
    '[1.25, -0.01, NULL]',
  ],
  [
    'l',
    [[1, 2], [], null],
    new arrow.List(new arrow.Field('item', new arrow.Int32(), true)),
    'INTEGER[]',
    '[[1, 2], [], NULL]',
  ],
  [
    'fl',
    [[1, 2], [3, 4], null],
    new arrow.FixedSizeList(2, new arrow.Field('item', new arrow.Int32(), true)),
    'INTEGER[2]',
    '[[1, 2], [3, 4], NULL]',
  ],
  [
    'st',
    [{ x: 1, y: 'a' }, { x: 2, y: '' }, null],
    new arrow.Struct([new arrow.Field('x', new arrow.Int32(), true), new arrow.Field('y', new arrow.Utf8(), true)]),
    'STRUCT(x INTEGER, y VARCHAR)',
    "[{'x': 1, 'y': 'a'}, {'x': 2, 'y': ''}, NULL]",
  ],
  [
    'dur',
    [86_400_000n, -1n, null],
    new arrow.DurationMillisecond(),
    'INTERVAL',
    "['24 hours', '-0.001 seconds', NULL]",
  ],
  ['codes', [7, 5, 7], new arrow.Dictionary(new arrow.Int32(), new arrow.Int8()), 'INTEGER', '[7, 5, 7]'],
];
for (const format of ['file', 'stream']) {
  write(
    `odd-${format}`,
    format,
    tableOf(ODD),
    `SELECT ${ODD.map(([name, , , sqlType, sql]) => `list_extract(CAST(${sql} AS ${sqlType}[]), i) AS ${name}`).join(',\n  ')}\nFROM range(1, 4) r(i)`,
  );
}
