/** A test case for a row of docs/types.md: a column of a stored file, a text, or SQL. */
export type TypeSample = Readonly<{ file: string; column: string } | { text: string } | { sql: string }>;

const SNAPPY = 'duckdb-v1-snappy.parquet';
const NESTED = 'duckdb-v1-nested.parquet';
const HYPARQUET = 'hyparquet-snappy.parquet';
const ARROW = 'arrow-one-file.arrow';
const FLECHETTE = 'flechette-file.arrow';
const ODD = 'flechette-odd-file.arrow';

function column(file: string, name: string): TypeSample {
  return { file, column: name };
}

function csv(...values: readonly string[]): TypeSample {
  return { text: ['n,c', ...values.map((value, i) => `${i},${value}`)].join('\n') };
}

function json(...values: readonly string[]): TypeSample {
  return { text: `[${values.map((value) => `{"c": ${value}}`).join(', ')}]` };
}

/** A value of a type, and NULL. */
function sql(type: string, value: string): TypeSample {
  return { sql: `SELECT CAST(${value} AS ${type}) AS c UNION ALL SELECT NULL` };
}

/** Source → its type, as named in the table → test cases. */
export const TYPE_SAMPLES: Readonly<Record<string, Readonly<Record<string, TypeSample>>>> = {
  Parquet: {
    BOOLEAN: column(SNAPPY, 'bool'),
    'INT32': column(HYPARQUET, 'i32'),
    'INT64': column(HYPARQUET, 'i64'),
    INT_8: column(SNAPPY, 'i8'),
    INT_16: column(SNAPPY, 'i16'),
    UINT_8: column(SNAPPY, 'u8'),
    UINT_16: column(SNAPPY, 'u16'),
    UINT_32: column(SNAPPY, 'u32'),
    UINT_64: column(SNAPPY, 'u64'),
    FLOAT: column(SNAPPY, 'f32'),
    DOUBLE: column(SNAPPY, 'f64'),
    FLOAT16: column('hyparquet-half.parquet', 'half'),
    'DECIMAL(18, 0)': column(SNAPPY, 'd18'),
    'DECIMAL(9, 2)': column(SNAPPY, 'd9'),
    'DECIMAL(38, 20)': column(SNAPPY, 'd38_20'),
    'DECIMAL beyond 38 digits': column('clickhouse-wide.parquet', 'd256'),
    DATE: column(SNAPPY, 'date'),
    'TIME of any unit': column(SNAPPY, 't'),
    TIMESTAMP_MILLIS: column(HYPARQUET, 'ts_ms'),
    TIMESTAMP_MICROS: column(HYPARQUET, 'ts_us'),
    'TIMESTAMP(ms), local': column(HYPARQUET, 'local_ms'),
    'TIMESTAMP(µs), local': column(HYPARQUET, 'local_us'),
    'TIMESTAMP(ns), local': column(HYPARQUET, 'local_ns'),
    'TIMESTAMP of any unit, UTC': column(HYPARQUET, 'utc_ns'),
    INTERVAL: column(SNAPPY, 'iv'),
    STRING: column(SNAPPY, 's'),
    ENUM: column(HYPARQUET, 'e'),
    JSON: column(SNAPPY, 'json'),
    BSON: column('parquetjs-v1-bson.parquet', 'bson'),
    UUID: column(SNAPPY, 'uuid'),
    BYTE_ARRAY: column(SNAPPY, 'blob'),
    FIXED_LEN_BYTE_ARRAY: column(HYPARQUET, 'fix'),
    LIST: column(NESTED, 'l'),
    'repeated field': column('parquetjs-v1-repeated.parquet', 'r'),
    MAP: column(NESTED, 'm'),
    group: column(NESTED, 'st'),
    GEOMETRY: column('duckdb-v1-odd.parquet', 'g'),
  },
  Arrow: {
    Bool: column(ARROW, 'b'),
    Int8: column(ARROW, 'i8'),
    Int16: column(ARROW, 'i16'),
    Int32: column(ARROW, 'i32'),
    Int64: column(ARROW, 'i64'),
    UInt8: column(ARROW, 'u8'),
    UInt16: column(ARROW, 'u16'),
    UInt32: column(ARROW, 'u32'),
    UInt64: column(ARROW, 'u64'),
    Float16: column(FLECHETTE, 'f16'),
    Float32: column(ARROW, 'f32'),
    Float64: column(ARROW, 'f64'),
    'Decimal128(12, 2)': column(ODD, 'dec'),
    'Decimal128(38, 20)': column(ODD, 'dec38'),
    Decimal256: column(ODD, 'dec256'),
    Date32: column(ARROW, 'date'),
    Date64: column(ARROW, 'date_ms'),
    'Time32, Time64': column(ARROW, 't_us'),
    'Timestamp(s)': column(ARROW, 'ts_s'),
    'Timestamp(ms)': column(ARROW, 'ts_ms'),
    'Timestamp(µs)': column(ARROW, 'ts_us'),
    'Timestamp(ns)': column(ARROW, 'ts_ns'),
    'Timestamp of any unit, with a zone': column(ARROW, 'berlin'),
    Duration: column(ODD, 'dur'),
    Interval: column(ODD, 'mdn'),
    'Utf8, LargeUtf8': column(ARROW, 's'),
    Utf8View: column(ARROW, 'view'),
    'Dictionary of text': column(ARROW, 'cat'),
    'Dictionary of integers': column(ODD, 'codes'),
    'Binary, LargeBinary, BinaryView': column(ARROW, 'bytes'),
    FixedSizeBinary: column(ARROW, 'fix'),
    'List, LargeList': column(ODD, 'l'),
    FixedSizeList: column(ODD, 'fl'),
    Struct: column(ODD, 'st'),
    Map: column(ODD, 'm'),
    Null: column(ARROW, 'nothing'),
  },
  CSV: {
    'true, false': csv('true', 'false'),
    'whole numbers': csv('1', '-9007199254740993'),
    'other numbers': csv('1.5', '-2e3'),
    dates: csv('2024-02-29', '1969-12-31'),
    times: csv('12:34:56', '00:00:00'),
    'dates with times': csv('2024-02-29 12:34:56', '1969-12-31 00:00:00'),
    'dates with times and offsets': csv('2024-02-29T12:34:56+02:00', '1969-12-31T00:00:00Z'),
    'all else': csv('x', 'y z'),
  },
  JSON: {
    'true, false': json('true', 'false'),
    'integers up to 64 bits': json('1', '653247040368672769'),
    'integers up to 2⁶⁴': json('1', '18446744073709551615'),
    'other numbers': json('1.5', 'NaN'),
    'text of dates': json('"2024-02-29"', '"1969-12-31"'),
    'text of dates with times': json('"2024-02-29T12:34:56.123456"'),
    'the same with offsets': json('"2024-02-29T12:34:56+02:00"'),
    'the same with nanoseconds': json('"2024-02-29T12:34:56.123456789"'),
    'other text': json('"x"', '"y"'),
    arrays: json('[1, 2]', '[]'),
    objects: json('{"a": 1}', '{"a": null}'),
    'values of several kinds': json('1', '"x"'),
    null: json('null'),
  },
  SQL: {
    BOOLEAN: sql('BOOLEAN', 'true'),
    TINYINT: sql('TINYINT', '-128'),
    SMALLINT: sql('SMALLINT', '5'),
    INTEGER: sql('INTEGER', '5'),
    BIGINT: sql('BIGINT', '9007199254740993'),
    UTINYINT: sql('UTINYINT', '255'),
    USMALLINT: sql('USMALLINT', '5'),
    UINTEGER: sql('UINTEGER', '5'),
    UBIGINT: sql('UBIGINT', '18446744073709551615'),
    HUGEINT: sql('HUGEINT', '12345678901234567890123'),
    UHUGEINT: sql('UHUGEINT', '12345678901234567890123'),
    BIGNUM: sql('BIGNUM', "'12345678901234567890123'"),
    FLOAT: sql('FLOAT', '1.5'),
    DOUBLE: sql('DOUBLE', '0.1'),
    'DECIMAL(18,0)': sql('DECIMAL(18,0)', '999999999999999999'),
    'DECIMAL(9,2)': sql('DECIMAL(9,2)', '1.25'),
    'DECIMAL(38,20)': sql('DECIMAL(38,20)', '1.25'),
    DATE: sql('DATE', "'2024-02-29'"),
    TIMESTAMP_S: sql('TIMESTAMP_S', "'2024-02-29'"),
    TIMESTAMP_MS: sql('TIMESTAMP_MS', "'2024-02-29'"),
    TIMESTAMP: sql('TIMESTAMP', "'2024-02-29'"),
    TIMESTAMP_NS: sql('TIMESTAMP_NS', "'2024-02-29'"),
    'TIMESTAMP WITH TIME ZONE': sql('TIMESTAMPTZ', "'2024-02-29 00:00:00+00'"),
    TIME: sql('TIME', "'12:34:56'"),
    'TIME WITH TIME ZONE': sql('TIMETZ', "'12:34:56+01'"),
    TIME_NS: sql('TIME_NS', "'12:34:56.123456789'"),
    INTERVAL: sql('INTERVAL', "'1 month'"),
    VARCHAR: sql('VARCHAR', "'x'"),
    ENUM: sql("ENUM('z', 'a')", "'z'"),
    UUID: sql('UUID', "'00000000-0000-0000-0000-000000000001'"),
    BIT: sql('BIT', "'0101'"),
    BLOB: sql('BLOB', "'ab'"),
    LIST: sql('INTEGER[]', '[1]'),
    ARRAY: sql('INTEGER[2]', '[1, 2]'),
    STRUCT: sql('STRUCT(a INTEGER)', "{'a': 1}"),
    MAP: sql('MAP(VARCHAR, INTEGER)', "MAP {'key': 1}"),
    UNION: sql('UNION(n INTEGER, s VARCHAR)', '1'),
  },
};
