/**
 * The columns that both Arrow libraries write: column → [SQL type, [JavaScript value, SQL value]…]. Values repeat, with
 * a NULL after each round.
 */
const ms = (iso) => Date.parse(iso);

export const VALUES = {
  b: ['BOOLEAN', [true, 'true'], [false, 'false']],
  i8: ['TINYINT', [-128, '-128'], [127, '127']],
  i16: ['SMALLINT', [-32768, '-32768'], [32767, '32767']],
  i32: ['INTEGER', [-2147483648, '-2147483648'], [2147483647, '2147483647']],
  i64: ['BIGINT', [-9223372036854775807n, '-9223372036854775807'], [9223372036854775806n, '9223372036854775806']],
  u8: ['UTINYINT', [0, '0'], [255, '255']],
  u16: ['USMALLINT', [0, '0'], [65535, '65535']],
  u32: ['UINTEGER', [0, '0'], [4294967295, '4294967295']],
  u64: ['UBIGINT', [1n, '1'], [18446744073709551615n, '18446744073709551615']],
  f16: ['FLOAT', [1.5, '1.5'], [-0.25, '-0.25']],
  f32: ['FLOAT', [1.5, '1.5'], [NaN, "'nan'"], [Infinity, "'inf'"], [-Infinity, "'-inf'"]],
  f64: ['DOUBLE', [0.1, '0.1'], [NaN, "'nan'"], [Infinity, "'inf'"], [-Infinity, "'-inf'"], [5e-324, '5e-324']],
  s: [
    'VARCHAR',
    ['b', "'b'"],
    ['', "''"],
    ['zürich 🐹, a text of more than twelve bytes', "'zürich 🐹, a text of more than twelve bytes'"],
  ],
  large: ['VARCHAR', ['b', "'b'"], ['', "''"]],
  view: ['VARCHAR', ['b', "'b'"], ['a text of more than twelve bytes', "'a text of more than twelve bytes'"]],
  cat: ['VARCHAR', ['red', "'red'"], ['green', "'green'"], ['red', "'red'"]],
  bytes: ['BLOB', [Uint8Array.of(1, 0, 255), "'\\x01\\x00\\xFF'"], [Uint8Array.of(), "''"]],
  fix: ['BLOB', [Uint8Array.of(1, 2, 3), "'\\x01\\x02\\x03'"]],
  date: ['DATE', [new Date('2024-02-29'), "'2024-02-29'"], [new Date('1969-12-31'), "'1969-12-31'"]],
  date_ms: ['DATE', [new Date('2024-02-29'), "'2024-02-29'"], [new Date('1969-12-31'), "'1969-12-31'"]],
  t_s: ['TIME', [45296, "'12:34:56'"]],
  t_ms: ['TIME', [45296789, "'12:34:56.789'"]],
  t_us: ['TIME', [45296789012n, "'12:34:56.789012'"]],
  ts_s: ['TIMESTAMP_S', [ms('2024-01-01'), "'2024-01-01'"], [ms('1900-01-01'), "'1900-01-01'"]],
  ts_ms: [
    'TIMESTAMP_MS',
    [ms('2024-01-01T00:00:00.123Z'), "'2024-01-01 00:00:00.123'"],
    [ms('1900-01-01'), "'1900-01-01'"],
  ],
  ts_us: [
    'TIMESTAMP',
    [ms('2024-01-01T00:00:00.123Z'), "'2024-01-01 00:00:00.123'"],
    [ms('1900-01-01'), "'1900-01-01'"],
  ],
  ts_ns: [
    'TIMESTAMP_NS',
    [ms('2024-01-01T00:00:00.124Z'), "'2024-01-01 00:00:00.124'"],
    [ms('1900-01-01'), "'1900-01-01'"],
  ],
  utc: ['TIMESTAMPTZ', [ms('2024-01-01T00:00:00.123Z'), "'2024-01-01 00:00:00.123+00'"]],
  berlin: ['TIMESTAMPTZ', [ms('2024-01-01T00:00:00.123Z'), "'2024-01-01 00:00:00.123+00'"]],
  nothing: ['INTEGER'],
};

/** `rows` JavaScript values of a column. */
export function valuesOf(column, rows) {
  const [, ...values] = VALUES[column];
  return Array.from({ length: rows }, (_, i) => values[i % (values.length + 1)]?.[0] ?? null);
}

/** The rows as SQL. */
export function sqlOf(columns, rows) {
  const list = columns.map((column) => {
    const [type, ...values] = VALUES[column];
    return `list_extract([${[...values.map(([, sql]) => `CAST(${sql} AS ${type})`), `NULL::${type}`].join(', ')}], 1 + i % ${values.length + 1}) AS ${column}`;
  });
  return `SELECT ${list.join(',\n  ')}\nFROM range(${rows}) r(i)`;
}

export const WHY = 'Native DuckDB reads no Arrow files by itself.';
