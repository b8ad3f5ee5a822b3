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
