import { tableFromIPC, type Table } from '@uwdata/flechette';
import { readForeignTable, type ForeignTable } from './foreign-table';
import { jsValues, objectAt } from './js-values';
import { parseSqlType } from './sql-type';

/**
 * Arrow IPC bytes of the database's answer → plain objects, one a row; `jsValues` says what becomes of each type. `sqlTypes` are those
 * of the columns, in DuckDB's words: without them a BIGNUM is bytes.
 */
export function objectsOf(bytes: Uint8Array<ArrayBuffer>, sqlTypes: readonly string[] = []): Record<string, unknown>[] {
  const table = tableFromIPC(bytes);
  const { fields, batches } = readForeignTable(table as Table & ForeignTable, 'answer of the database');
  const names = fields.map(({ name }) => name);
  const columns = fields.map(({ type }, i) => jsValues(batches.map((batch) => batch.columns[i]!), type, parseSqlType(sqlTypes[i] ?? '')));
  return Array.from({ length: table.numRows }, (_, row) => objectAt(names, columns, row));
}

const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;

/** Arrow IPC bytes of strings only → CSV as in RFC 4180, with a header. NULL is nothing, the empty string `""`. */
export function csvOf(bytes: Uint8Array<ArrayBuffer>): string {
  const table = tableFromIPC(bytes);
  const columns = table.children.map((column) => Array.from(column as Iterable<unknown>));
  const lines = [table.schema.fields.map(({ name }) => csvCell(name)).join(',')];
  for (let row = 0; row < table.numRows; row++) lines.push(columns.map((values) => csvCell(values[row])).join(','));
  return `${lines.join('\r\n')}\r\n`;
}

function csvCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = String(value);
  return text === '' || NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
