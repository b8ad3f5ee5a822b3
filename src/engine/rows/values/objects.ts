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
