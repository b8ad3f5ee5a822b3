/**
 * @dsnp/parquetjs: every type and codec, pages of both versions, several row groups, optional and required columns,
 * lists.
 */
import { readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { store, storeInUtc, storeSql } from './files.mjs';

const { ParquetSchema, ParquetWriter } = createRequire(import.meta.url)('@dsnp/parquetjs');

/** Column, field, values. */
const TYPES = {
  b: [{ type: 'BOOLEAN' }, true, false, null],
  b_rle: [{ type: 'BOOLEAN', encoding: 'RLE', typeLength: 1 }, true, false, null],
  i32: [{ type: 'INT32' }, -2147483648, 2147483647, null],
  i64: [{ type: 'INT64' }, -9223372036854775807n, 9223372036854775806n, null],
  i8: [{ type: 'INT_8' }, -128, 127, null],
  i16: [{ type: 'INT_16' }, -32768, 32767, null],
  i_32: [{ type: 'INT_32' }, -5, 5, null],
  i_64: [{ type: 'INT_64' }, -5n, 5n, null],
  u8: [{ type: 'UINT_8' }, 0, 255, null],
  u16: [{ type: 'UINT_16' }, 0, 65535, null],
  u32: [{ type: 'UINT_32' }, 0, 2147483647, null],
  u64: [{ type: 'UINT_64' }, 0n, 9007199254740993n, null],
  f32: [{ type: 'FLOAT' }, 1.5, NaN, Infinity, -Infinity, null],
  f64: [{ type: 'DOUBLE' }, 0.1, NaN, Infinity, -Infinity, -0, null],
  s: [{ type: 'UTF8' }, 'b', '', 'zürich 🐹', null],
  bytes: [{ type: 'BYTE_ARRAY' }, Buffer.from([1, 0, 255]), Buffer.from([]), null],
  fix: [{ type: 'FIXED_LEN_BYTE_ARRAY', typeLength: 3 }, Buffer.from([1, 2, 3]), null],
  date: [{ type: 'DATE' }, new Date('2024-02-29'), new Date('1969-12-31'), null],
  t_ms: [{ type: 'TIME_MILLIS' }, 45296789, 0, null],
  t_us: [{ type: 'TIME_MICROS' }, 45296789012n, 0n, null],
  ts_ms: [{ type: 'TIMESTAMP_MILLIS' }, new Date('2024-01-01T00:00:00.123Z'), new Date('1900-01-01'), null],
  ts_us: [{ type: 'TIMESTAMP_MICROS' }, new Date('2024-01-01T00:00:00.123Z'), new Date('1900-01-01'), null],
  json: [{ type: 'JSON' }, { a: [1, 2] }, 'text', null],
  iv: [
    { type: 'INTERVAL' },
    { months: 1, days: 2, milliseconds: 1000 },
    { months: 12, days: 31, milliseconds: 86400001 },
    null,
  ],
  d9: [{ type: 'DECIMAL', precision: 9, scale: 2 }, 1.25, -0.01, null],
  d18: [{ type: 'DECIMAL', precision: 15, scale: 3 }, 123456789.123, -0.5, null],
};

async function write(name, types, rows, { compression = 'UNCOMPRESSED', required = false, ...options } = {}) {
  const fields = Object.entries(types).map(([column, [field]]) => [
    column,
    { compression, optional: !required && !field.repeated, ...field },
  ]);
  const path = join(tmpdir(), `pika-${process.pid}-${name}`);
  const writer = await ParquetWriter.openFile(new ParquetSchema(Object.fromEntries(fields)), path, options);
  if (options.rowGroupSize) writer.setRowGroupSize(options.rowGroupSize);
  for (let row = 0; row < rows; row++) {
    const cells = Object.entries(types).map(([column, [, ...values]]) => {
      const own = required ? values.filter((value) => value !== null) : values;
      return [column, own[row % own.length] ?? undefined];
    });
    await writer.appendRow(Object.fromEntries(cells));
  }
  await writer.close();
  store(`parquetjs-${name}`, readFileSync(path));
  rmSync(path);
  if ('ts_ms' in types) storeInUtc(`parquetjs-${name}`, ['ts_ms', 'ts_us']);
}

/** Native DuckDB rejects files with such a column. */
const BSON = { bson: [{ type: 'BSON' }, { a: 1 }, null], n: [{ type: 'INT32' }, 1, 2, 3] };

// A reader (parquet-wasm 0.8.0) crashes when it reads one row of many small pages, so no file contains them.
for (const useDataPageV2 of [false, true]) {
  const v = useDataPageV2 ? 'v2' : 'v1';
  for (const compression of ['UNCOMPRESSED', 'GZIP', 'SNAPPY', 'BROTLI'])
    await write(`${v}-${compression.toLowerCase()}.parquet`, TYPES, 20, { compression, useDataPageV2 });
  await write(`${v}-required.parquet`, TYPES, 20, { required: true, useDataPageV2 });
  await write(`${v}-groups.parquet`, TYPES, 20, { rowGroupSize: 7, useDataPageV2 });
  await write(`${v}-bson.parquet`, BSON, 6, { useDataPageV2 });
  storeSql(
    `parquetjs-${v}-bson.parquet`,
    'Native DuckDB refuses a file with BSON: bytes, as the format specifies.',
    `SELECT CASE WHEN i % 2 = 0 THEN '\\x0C\\x00\\x00\\x00\\x10a\\x00\\x01\\x00\\x00\\x00\\x00'::BLOB END AS bson, (1 + i % 3)::INTEGER AS n FROM range(6) r(i)`,
  );
  await write(`${v}-empty.parquet`, TYPES, 0, { useDataPageV2 });
  await write(
    `${v}-repeated.parquet`,
    {
      n: [{ type: 'INT32' }, 1, 2, 3],
      r: [{ type: 'INT64', repeated: true }, [1n, 2n], [], [3n]],
      rs: [{ type: 'UTF8', repeated: true }, ['a'], [], ['', 'b']],
    },
    9,
    { useDataPageV2 },
  );
}
