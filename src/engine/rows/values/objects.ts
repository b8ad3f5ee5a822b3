import { tableFromIPC, type Table } from '@uwdata/flechette';
import type { ForeignTable } from '../in-memory/arrow-like';
import { readForeignTable } from '../in-memory/foreign-table';
import { jsValues, objectAt } from './js-values';
import { parseSqlType } from './sql-type';

/**
 * Converts a query result in Arrow IPC bytes to plain objects, one per row; `jsValues` defines the value of each type.
 * `sqlTypes` are the columns' types in DuckDB's spelling: without them a BIGNUM is bytes.
 */
export function objectsOf(bytes: Uint8Array<ArrayBuffer>, sqlTypes: readonly string[] = []): Record<string, unknown>[] {
  const { names, rowCount, columns } = columnsOf(bytes, sqlTypes);
  return Array.from({ length: rowCount }, (_, row) => objectAt(names, columns, row));
}

interface AnswerColumns {
  readonly names: readonly string[];
  readonly rowCount: number;
  readonly columns: readonly (readonly unknown[])[];
}

function columnsOf(bytes: Uint8Array<ArrayBuffer>, sqlTypes: readonly string[]): AnswerColumns {
  const table = tableFromIPC(bytes);
  const { fields, batches } = readForeignTable(table as Table & ForeignTable, 'answer of the database');
  const columns = fields.map(({ type }, i) =>
    jsValues(
      batches.map((batch) => batch.columns[i]!),
      type,
      parseSqlType(sqlTypes[i] ?? ''),
    ),
  );
  return { names: fields.map(({ name }) => name), rowCount: table.numRows, columns };
}

const NEEDS_QUOTES = /["\r\n]|^\s|\s$/;

/** How CSV is written: the text of NULL, the delimiter, and whether a byte order mark comes first. */
export interface CsvForm {
  readonly delimiter: string;
  readonly nulls: string;
  readonly bom: boolean;
}

/**
 * Converts Arrow IPC bytes of strings to CSV as in RFC 4180, with a header. A string that reads like NULL is quoted, so
 * that the two differ.
 */
export function csvOf(bytes: Uint8Array<ArrayBuffer>, { delimiter, nulls, bom }: CsvForm): string {
  const { names, rowCount, columns } = columnsOf(bytes, []);
  const cell = (value: unknown): string => {
    if (value === null || value === undefined) return nulls;
    const text = String(value);
    const isQuoted = text === nulls || text === '' || text.includes(delimiter) || NEEDS_QUOTES.test(text);
    return isQuoted ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = [names.map(cell).join(delimiter)];
  for (let row = 0; row < rowCount; row++) lines.push(columns.map((values) => cell(values[row])).join(delimiter));
  return `${bom ? '\ufeff' : ''}${lines.join('\r\n')}\r\n`;
}
