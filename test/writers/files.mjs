import { mkdirSync, writeFileSync } from 'node:fs';

export const FILES = new URL('files/', import.meta.url);
mkdirSync(FILES, { recursive: true });

export function pathOf(name) {
  return new URL(name, FILES).pathname;
}

export function store(name, bytes) {
  writeFileSync(new URL(name, FILES), bytes);
}

/** Stores the content of `name` as SQL for native DuckDB; `why` explains why that can't read the file itself. */
export function storeSql(name, why, sql) {
  store(name.replace(/\.\w+$/, '.sql'), `-- ${why}\n${sql}\n`);
}

/** By specification, timestamps with the old annotation are in UTC; native DuckDB reads them without a zone. */
export function storeInUtc(name, columns, from = name) {
  storeSql(
    name,
    'TIMESTAMP_MILLIS and TIMESTAMP_MICROS are in UTC according to parquet-format (LogicalTypes.md, "Timestamp"); native DuckDB reads them as local.',
    inUtc(columns, from),
  );
}

export function inUtc(columns, from) {
  return `SELECT * REPLACE (${columns.map((column) => `${column}::TIMESTAMPTZ AS ${column}`).join(', ')}) FROM '${from}'`;
}
