/** Polars, through nodejs-polars: every type and codec of its Parquet; its Arrow files and streams. */
import { createRequire } from 'node:module';
import { store, storeSql } from './files.mjs';

const pl = createRequire(import.meta.url)('nodejs-polars');
const DAY = 86_400_000;

const series = (name, values, type) => pl.Series(name, values, type);
const dates = (...isoDates) => isoDates.map((iso) => (iso === null ? null : new Date(iso)));

/**
 * Rows of a Categorical in Parquet crash a reader (parquet-wasm 0.8.0), so only the file without rows has such a
 * column. Its footer is the same.
 */
const category = (values) => series('cat', values, pl.Utf8).cast(pl.Categorical);

const columns = (categories) => [
  series('b', [true, false, null, true], pl.Bool),
  series('i8', [-128, 127, null, 0], pl.Int8),
  series('i16', [-32768, 32767, null, 0], pl.Int16),
  series('i32', [-2147483648, 2147483647, null, 0], pl.Int32),
  series('i64', ['-9007199254740993', '9223372036854775806', null, '0'], pl.Utf8).cast(pl.Int64),
  series('u8', [0, 255, null, 7], pl.UInt8),
  series('u16', [0, 65535, null, 7], pl.UInt16),
  series('u32', [0, 4294967295, null, 7], pl.UInt32),
  series('u64', [0n, 18446744073709551614n, null, 7n], pl.UInt64),
  series('f32', [1.5, NaN, null, -Infinity], pl.Float32),
  series('f64', [0.1, NaN, null, Infinity], pl.Float64),
  series('s', ['b', '', null, 'zürich 🐹, a text of more than twelve bytes'], pl.Utf8),
  category(categories),
  series('date', dates('2024-02-29', '1969-12-31', null, '1970-01-01'), pl.Date),
  series('ms', dates('2024-01-01T00:00:00.123Z', '1901-01-01', null, '2200-01-01'), pl.Datetime('ms')),
  series('us', dates('2024-01-01T00:00:00.123Z', '1901-01-01', null, '2200-01-01'), pl.Datetime('us')),
  series('ns', dates('2024-01-01T00:00:00.123Z', '1901-01-01', null, '2200-01-01'), pl.Datetime('ns')),
  series('utc', dates('2024-01-01T00:00:00.123Z', '1901-01-01', null, '2200-01-01'), pl.Datetime('us')).cast(
    pl.Datetime('us', 'UTC'),
  ),
  series('berlin', dates('2024-07-01T00:00:00.123Z', '1970-01-01', null, '2030-01-01'), pl.Datetime('us')).cast(
    pl.Datetime('us', 'Europe/Berlin'),
  ),
  series('t', [0, 45296789000000, null, 86399999000000], pl.Int64).cast(pl.Time),
  series('dur', [0, DAY, null, -1], pl.Int64).cast(pl.Duration('ms')),
  series('dec', [1.25, -0.01, null, 99999], pl.Float64).cast(pl.Decimal(12, 2)),
  series('nothing', [null, null, null, null], pl.Utf8),
];
const nested = () => [
  series('l', [[1, 2], [], null, [3]], pl.List(pl.Int64)),
  series('ls', [['a', null], [], null, ['']], pl.List(pl.Utf8)),
  series('n', [1, 2, 3, 4], pl.Int32),
];

function repeated(frame, times) {
  let all = frame;
  for (let i = 1; i < times; i++) all = all.vstack(frame);
  return all;
}

const categories = repeated(pl.DataFrame(columns(['red', 'green', null, 'red'])), 6);
const types = categories.drop('cat');
for (const compression of ['uncompressed', 'snappy', 'gzip', 'brotli', 'lz4', 'zstd'])
  store(`polars-${compression}.parquet`, types.writeParquet({ compression }));
store('polars-nested.parquet', pl.DataFrame(nested()).writeParquet({ compression: 'zstd' }));
store('polars-empty.parquet', categories.head(0).writeParquet({ compression: 'zstd' }));
store('polars-one-row.parquet', types.head(1).writeParquet({ compression: 'zstd' }));
/** Native DuckDB can't read Arrow files: it reads the same rows from Parquet, except types that Parquet lacks. */
const WHY =
  'Native DuckDB reads no Arrow files by itself: the same rows, from Parquet, with the category and the duration that are not in it.';
const SAME =
  "SELECT * REPLACE (to_milliseconds(dur) AS dur), list_extract(['red', 'green', NULL, 'red'], 1 + (row_number() OVER () - 1) % 4) AS cat FROM 'polars-zstd.parquet'";
for (const compression of ['uncompressed', 'lz4', 'zstd']) {
  store(`polars-${compression}-file.arrow`, categories.writeIPC({ compression }));
  store(`polars-${compression}-stream.arrows`, categories.writeIPCStream({ compression }));
  storeSql(`polars-${compression}-file.arrow`, WHY, SAME);
  storeSql(`polars-${compression}-stream.arrows`, WHY, SAME);
}
store('polars-nested-file.arrow', pl.DataFrame(nested()).writeIPC());
store('polars-empty-file.arrow', categories.head(0).writeIPC());
storeSql('polars-nested-file.arrow', WHY, "FROM 'polars-nested.parquet'");
storeSql('polars-empty-file.arrow', WHY, `${SAME} LIMIT 0`);
