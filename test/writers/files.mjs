import { mkdirSync, writeFileSync } from 'node:fs';

export const FILES = new URL('files/', import.meta.url);
mkdirSync(FILES, { recursive: true });

export function pathOf(name) {
  return new URL(name, FILES).pathname;
}

export function store(name, bytes) {
  writeFileSync(new URL(name, FILES), bytes);
}

/** What `name` holds, as SQL for native DuckDB. `why` says why it doesn't just read the file. */
export function storeSql(name, why, sql) {
  store(name.replace(/\.\w+$/, '.sql'), `-- ${why}\n${sql}\n`);
}

/**
 * The old annotation of a timestamp is in UTC, says the format's text; native DuckDB takes it for one without a zone.
 */
export function storeInUtc(name, columns, from = name) {
  storeSql(
    name,
    'TIMESTAMP_MILLIS and TIMESTAMP_MICROS are in UTC, says parquet-format (LogicalTypes.md, "Timestamp"); native DuckDB takes them for local.',
    inUtc(columns, from),
  );
}

export function inUtc(columns, from) {
  return `SELECT * REPLACE (${columns.map((column) => `${column}::TIMESTAMPTZ AS ${column}`).join(', ')}) FROM '${from}'`;
}
