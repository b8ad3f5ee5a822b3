/** hyparquet-writer: every type in each of its encodings, every codec, small pages (version 2) and row groups. */
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { ByteWriter, parquetWrite, schemaFromColumnData } from 'hyparquet-writer';
import { inUtc, store, storeInUtc, storeSql } from './files.mjs';

const REPEATS = 5;
const leaf = (name, type, more = {}) => ({ name, type, repetition_type: 'OPTIONAL', ...more });
const bytes = (...numbers) => Uint8Array.from(numbers);

/** Column, values, schema. */
const TYPES = [
  ['b', [true, false, null], leaf('b', 'BOOLEAN')],
  ['i32', [-2147483648, 2147483647, null, 0], leaf('i32', 'INT32')],
  ['i64', [-9223372036854775807n, 9223372036854775806n, null, 0n], leaf('i64', 'INT64')],
  ['i8', [-128, 127, null], leaf('i8', 'INT32', { converted_type: 'INT_8' })],
  ['i16', [-32768, 32767, null], leaf('i16', 'INT32', { converted_type: 'INT_16' })],
  ['u8', [0, 255, null], leaf('u8', 'INT32', { converted_type: 'UINT_8' })],
  ['u16', [0, 65535, null], leaf('u16', 'INT32', { converted_type: 'UINT_16' })],
  ['u32', [0, 4294967295, null], leaf('u32', 'INT32', { converted_type: 'UINT_32' })],
  ['u64', [1n, 18446744073709551615n, null], leaf('u64', 'INT64', { converted_type: 'UINT_64' })],
  ['f32', [1.5, NaN, null, Infinity, -Infinity, -0], leaf('f32', 'FLOAT')],
  ['f64', [0.1, NaN, null, Infinity, -Infinity, -0, 5e-324], leaf('f64', 'DOUBLE')],
  [
    's',
    ['b', '', null, 'zürich 🐹', 'a prefix one', 'a prefix two'],
    leaf('s', 'BYTE_ARRAY', { converted_type: 'UTF8' }),
  ],
  ['bytes', [bytes(1, 0, 255), bytes(), null], leaf('bytes', 'BYTE_ARRAY')],
  [
    'e',
    ['red', 'green', null].map((text) => text && new TextEncoder().encode(text)),
    leaf('e', 'BYTE_ARRAY', { converted_type: 'ENUM' }),
  ],
  ['json', [{ a: [1, 2] }, 'text', null], leaf('json', 'BYTE_ARRAY', { converted_type: 'JSON' })],
  [
    'uuid',
    ['61f0c404-5cb3-11e7-907b-a6006ad3dba0', null],
    leaf('uuid', 'FIXED_LEN_BYTE_ARRAY', { type_length: 16, logical_type: { type: 'UUID' } }),
  ],
  ['fix', [bytes(1, 2, 3), null], leaf('fix', 'FIXED_LEN_BYTE_ARRAY', { type_length: 3 })],
  ['d9', [125n, -1n, null], leaf('d9', 'INT32', { converted_type: 'DECIMAL', precision: 9, scale: 2 })],
  [
    'd18',
    [123456789012345678n, -5n, null],
    leaf('d18', 'INT64', { converted_type: 'DECIMAL', precision: 18, scale: 3 }),
  ],
  [
    'd18_0',
    [123456789012345678n, -5n, null],
    leaf('d18_0', 'INT64', { converted_type: 'DECIMAL', precision: 18, scale: 0 }),
  ],
  [
    'd38',
    [12345678901234567890123456789n, -5n, null],
    leaf('d38', 'FIXED_LEN_BYTE_ARRAY', { type_length: 16, converted_type: 'DECIMAL', precision: 38, scale: 20 }),
  ],
  ['date', [new Date('2024-02-29'), new Date('0001-01-01'), null], leaf('date', 'INT32', { converted_type: 'DATE' })],
  ['t_ms', [45296789, 0, null], leaf('t_ms', 'INT32', { converted_type: 'TIME_MILLIS' })],
  ['t_us', [45296789012n, 0n, null], leaf('t_us', 'INT64', { converted_type: 'TIME_MICROS' })],
  ['ts_ms', [1704067200123n, -2208988800000n, null], leaf('ts_ms', 'INT64', { converted_type: 'TIMESTAMP_MILLIS' })],
  [
    'ts_us',
    [1704067200123456n, -2208988800000000n, null],
    leaf('ts_us', 'INT64', { converted_type: 'TIMESTAMP_MICROS' }),
  ],
  [
    'local_ms',
    [1704067200123n, -62135596800000n, null],
    leaf('local_ms', 'INT64', { logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: false, unit: 'MILLIS' } }),
  ],
  [
    'local_us',
    [1704067200123456n, 253402300799999999n, null],
    leaf('local_us', 'INT64', { logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: false, unit: 'MICROS' } }),
  ],
  [
    'local_ns',
    [1704067200123456789n, null],
    leaf('local_ns', 'INT64', { logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: false, unit: 'NANOS' } }),
  ],
  [
    'utc_ns',
    [1704067200123456789n, null],
    leaf('utc_ns', 'INT64', { logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'NANOS' } }),
  ],
  [
    'iv',
    [bytes(1, 0, 0, 0, 2, 0, 0, 0, 232, 3, 0, 0), bytes(12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), null],
    leaf('iv', 'FIXED_LEN_BYTE_ARRAY', { type_length: 12, converted_type: 'INTERVAL' }),
  ],
];
const HALF = [
  'half',
  [1.5, NaN, null, Infinity, -Infinity, -0.25, -0, 65504, 5.960464477539063e-8],
  leaf('half', 'FIXED_LEN_BYTE_ARRAY', { type_length: 2, logical_type: { type: 'FLOAT16' } }),
];

/** The encodings of each physical type. */
const ENCODINGS = {
  BOOLEAN: ['PLAIN', 'RLE'],
  INT32: ['PLAIN', 'RLE_DICTIONARY', 'DELTA_BINARY_PACKED', 'BYTE_STREAM_SPLIT'],
  INT64: ['PLAIN', 'RLE_DICTIONARY', 'DELTA_BINARY_PACKED', 'BYTE_STREAM_SPLIT'],
  FLOAT: ['PLAIN', 'RLE_DICTIONARY', 'BYTE_STREAM_SPLIT'],
  DOUBLE: ['PLAIN', 'RLE_DICTIONARY', 'BYTE_STREAM_SPLIT'],
  BYTE_ARRAY: ['PLAIN', 'RLE_DICTIONARY', 'DELTA_LENGTH_BYTE_ARRAY', 'DELTA_BYTE_ARRAY'],
  FIXED_LEN_BYTE_ARRAY: ['PLAIN', 'RLE_DICTIONARY', 'BYTE_STREAM_SPLIT'],
};

function file(types, { encoding, required = false, ...options } = {}) {
  const rows = Math.max(...types.map(([, values]) => values.length)) * REPEATS;
  const columnData = types.map(([name, values, element]) => {
    const own = required ? values.filter((value) => value !== null) : values;
    const data = Array.from({ length: rows }, (_, i) => own[i % own.length]);
    return {
      name,
      data,
      ...(encoding ? { encoding } : {}),
      element: required ? { ...element, repetition_type: 'REQUIRED' } : element,
    };
  });
  const schemaOverrides = Object.fromEntries(columnData.map(({ name, element }) => [name, element]));
  const writer = new ByteWriter();
  parquetWrite({
    writer,
    columnData,
    schema: schemaFromColumnData({ columnData, schemaOverrides }),
    compressors: { GZIP: (input) => gzipSync(input), BROTLI: (input) => brotliCompressSync(input) },
    ...options,
  });
  return new Uint8Array(writer.getBuffer());
}

const OLD_TIMESTAMPS = ['ts_ms', 'ts_us'];

function write(name, types, options) {
  store(`hyparquet-${name}.parquet`, file(types, options));
  storeInUtc(`hyparquet-${name}.parquet`, OLD_TIMESTAMPS);
}

for (const codec of ['UNCOMPRESSED', 'SNAPPY', 'GZIP', 'BROTLI']) write(codec.toLowerCase(), TYPES, { codec });
for (const encoding of new Set(Object.values(ENCODINGS).flat())) {
  const name = `hyparquet-${encoding.toLowerCase().replaceAll('_', '-')}.parquet`;
  const types = TYPES.filter(([, , { type }]) => ENCODINGS[type].includes(encoding));
  store(name, file(types, { encoding }));
  // Values repeat at most as often as in the file with all types.
  const rows = Math.max(...types.map(([, values]) => values.length)) * REPEATS;
  const why =
    encoding === 'BYTE_STREAM_SPLIT'
      ? 'BYTE_STREAM_SPLIT is for integers and fixed bytes too according to parquet-format (Encodings.md, 2.11); native DuckDB refuses it. The same rows, PLAIN.'
      : 'The same rows, PLAIN.';
  storeSql(
    name,
    why,
    `SELECT ${types.map(([column]) => column).join(', ')} FROM (${inUtc(OLD_TIMESTAMPS, 'hyparquet-plain.parquet')}) LIMIT ${rows}`,
  );
}
write('required', TYPES, { required: true });
write('groups', TYPES, { rowGroupSize: 7 });
write('pages', TYPES, { pageSize: 20 });
write('no-statistics', TYPES, { statistics: false });
write(
  'nulls',
  TYPES.map(([name, , element]) => [name, [null, null], element]),
);
write(
  'empty',
  TYPES.map(([name, , element]) => [name, [], element]),
);
store('hyparquet-half.parquet', file([HALF]));
