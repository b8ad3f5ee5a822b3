/** ClickHouse, through chdb: every type, codec and format version of its Parquet; its Arrow files and streams. */
import { readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { store, storeSql } from './files.mjs';

const { query } = createRequire(import.meta.url)('chdb');

/** Column, and ClickHouse expression for three rows and a NULL: `i` is 0 to 3. */
const pick = (type, ...values) =>
  `[${values.map((value) => `CAST(${value} AS ${type})`).join(', ')}][1 + number % ${values.length}]`;
const maybe = (type, ...values) => pick(`Nullable(${type})`, ...values, 'NULL');

const TYPES = {
  b: maybe('Bool', 'true', 'false'),
  u8: maybe('UInt8', 0, 255),
  u16: maybe('UInt16', 0, 65535),
  u32: maybe('UInt32', 0, '4294967295'),
  u64: maybe('UInt64', 1, '18446744073709551615'),
  i8: maybe('Int8', -128, 127),
  i16: maybe('Int16', -32768, 32767),
  i32: maybe('Int32', -2147483648, 2147483647),
  i64: maybe('Int64', '-9223372036854775807', '9223372036854775806'),
  not_null: pick('Int64', 1, 2, 3),
  f32: maybe('Float32', 1.5, 'nan', 'inf', '-inf', '-0.0', '1e-40'),
  f64: maybe('Float64', 0.1, 'nan', 'inf', '-inf', '-1e300'),
  d32: maybe('Decimal32(2)', 1.25, -0.01),
  d64: maybe('Decimal64(6)', "'123456789012.345678'", -0.5),
  d128: maybe('Decimal128(10)', "'1234567890123456789.0123456789'", -0.5),
  s: maybe('String', "'b'", "''", "'zürich 🐹'"),
  fixed: maybe('FixedString(4)', "'abcd'", "'abc'"),
  lc: pick('LowCardinality(Nullable(String))', "'red'", "'green'", 'NULL'),
  date: maybe('Date', "'2024-02-29'", "'1970-01-01'"),
  date32: maybe('Date32', "'1900-01-01'", "'2299-12-31'"),
  dt: maybe("DateTime('UTC')", "'2024-01-01 00:00:01'"),
  dt_zone: maybe("DateTime('Europe/Berlin')", "'2024-07-01 12:00:00'"),
  dt3: maybe("DateTime64(3, 'UTC')", "'2024-01-01 00:00:00.123'", "'1901-01-01 00:00:00'"),
  dt6: maybe("DateTime64(6, 'UTC')", "'2024-01-01 00:00:00.123456'"),
  dt9: maybe("DateTime64(9, 'UTC')", "'2024-01-01 00:00:00.123456000'"),
  e8: maybe("Enum8('red' = 1, 'green' = 2)", "'red'", "'green'"),
  uuid: maybe('UUID', "'61f0c404-5cb3-11e7-907b-a6006ad3dba0'"),
  ip4: maybe('IPv4', "'127.0.0.1'"),
  ip6: maybe('IPv6', "'::1'"),
  all_null: maybe('Int32', 'NULL'),
};
const WIDE = {
  u128: maybe('UInt128', 1, "'340282366920938463463374607431768211455'"),
  i128: maybe('Int128', -1),
  u256: maybe('UInt256', 7),
  i256: maybe('Int256', -7),
  d256: maybe('Decimal256(10)', 1.5),
};
const NESTED = {
  a: pick('Array(Int32)', '[1, 2]', '[]', '[3]'),
  an: pick('Array(Nullable(String))', "['a', NULL]", '[]'),
  aa: pick('Array(Array(Int64))', '[[1], []]', '[]'),
  t: pick('Tuple(x Int32, y String)', "(1, 'a')", "(2, '')"),
  m: pick('Map(String, Int32)', "map('k', 1)", 'map()'),
};
const GEO = {
  p: pick('Point', '(1, 2)', '(3, 4)'),
  ring: pick('Ring', '[(0, 0), (1, 0), (1, 1)]'),
  poly: pick('Polygon', '[[(0, 0), (1, 0), (1, 1)]]'),
  n: 'number',
};
const TIMES = { time: maybe('Time', "'12:34:56'"), time64: maybe('Time64(6)', "'12:34:56.123456'"), n: 'number' };
const GROUPS = {
  n: 'number',
  s: "if(number % 5 = 0, NULL, concat('word ', toString(number % 9)))",
  f: 'number / 8',
  ts: "toDateTime64('2024-01-01 00:00:00', 6, 'UTC') + number * 60",
};

function write(name, format, columns, rows, settings) {
  const path = join(tmpdir(), `pika-${process.pid}-${name}`);
  const list = Object.entries({
    output_format_parquet_parallel_encoding: 0,
    session_timezone: "'UTC'",
    enable_time_time64_type: 1,
    ...settings,
  })
    .map(([key, value]) => `${key} = ${value}`)
    .join(', ');
  query(
    `SELECT ${Object.entries(columns)
      .map(([column, sql]) => `${sql} AS ${column}`)
      .join(', ')} FROM numbers(${rows}) INTO OUTFILE '${path}' TRUNCATE FORMAT ${format} SETTINGS ${list}`,
  );
  store(`clickhouse-${name}`, readFileSync(path));
  rmSync(path);
}

for (const codec of ['none', 'snappy', 'gzip', 'brotli', 'lz4', 'zstd'])
  write(`${codec}.parquet`, 'Parquet', TYPES, 24, { output_format_parquet_compression_method: `'${codec}'` });
write('strings-as-bytes.parquet', 'Parquet', { s: TYPES.s, lc: TYPES.lc, n: 'number' }, 24, {
  output_format_parquet_string_as_string: 0,
});
write('no-dictionary.parquet', 'Parquet', TYPES, 24, { output_format_parquet_max_dictionary_size: 0 });
write('integers-for-dates.parquet', 'Parquet', { date: TYPES.date, dt: TYPES.dt, e8: TYPES.e8, n: 'number' }, 24, {
  output_format_parquet_date_as_uint16: 1,
  output_format_parquet_datetime_as_uint32: 1,
  output_format_parquet_enum_as_byte_array: 0,
});
write('wide.parquet', 'Parquet', WIDE, 24, {});
write('nested.parquet', 'Parquet', NESTED, 12, {});
// Points, rings and polygons with GeoParquet metadata crash a reader (parquet-wasm 0.8.0), so no file contains them.
write('points.parquet', 'Parquet', GEO, 6, { output_format_parquet_geometadata: 0 });
write('groups.parquet', 'Parquet', GROUPS, 500, {
  output_format_parquet_row_group_size: 60,
  output_format_parquet_data_page_size: 200,
  output_format_parquet_batch_size: 10,
  max_block_size: 60,
});
write('empty.parquet', 'Parquet', { ...TYPES, ...NESTED }, 0, {});

const WHY =
  'Native DuckDB reads no Arrow files: the same rows from Parquet, where ClickHouse stores more about some types.';
const SAME = `SELECT * REPLACE (epoch(dt)::UINTEGER AS dt, epoch(dt_zone)::UINTEGER AS dt_zone, (CASE e8 WHEN 'red' THEN 1 WHEN 'green' THEN 2 END)::TINYINT AS e8,
  unhex(replace(uuid::VARCHAR, '-', '')) AS uuid)`;
function writeArrow(name, format, columns, rows, settings, sql) {
  write(name, format, columns, rows, settings);
  storeSql(`clickhouse-${name}`, WHY, sql);
}
for (const codec of ['none', 'lz4_frame', 'zstd']) {
  const settings = { output_format_arrow_compression_method: `'${codec}'` };
  writeArrow(`${codec}-file.arrow`, 'Arrow', TYPES, 24, settings, `${SAME} FROM 'clickhouse-none.parquet'`);
  writeArrow(`${codec}-stream.arrows`, 'ArrowStream', TYPES, 24, settings, `${SAME} FROM 'clickhouse-none.parquet'`);
}
writeArrow(
  'dictionaries.arrow',
  'Arrow',
  { lc: TYPES.lc, n: 'number' },
  24,
  { output_format_arrow_low_cardinality_as_dictionary: 1 },
  "SELECT lc, (row_number() OVER () - 1)::UBIGINT AS n FROM 'clickhouse-none.parquet'",
);
writeArrow('nested-file.arrow', 'Arrow', NESTED, 12, {}, "FROM 'clickhouse-nested.parquet'");
writeArrow('wide-file.arrow', 'Arrow', WIDE, 24, {}, "FROM 'clickhouse-wide.parquet'");
writeArrow(
  'times.arrow',
  'Arrow',
  TIMES,
  6,
  {},
  "SELECT CASE WHEN i % 2 = 0 THEN TIME '12:34:56' END AS time, CASE WHEN i % 2 = 0 THEN TIME '12:34:56.123456' END AS time64, i::UBIGINT AS n FROM range(6) r(i)",
);
writeArrow('empty-file.arrow', 'Arrow', { ...TYPES, ...NESTED }, 0, {}, `${SAME} FROM 'clickhouse-empty.parquet'`);
