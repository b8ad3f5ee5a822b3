import type { SqlValue } from './oracle';

/** What is needed of a Table, whichever apache-arrow made it. */
interface TableLike {
  readonly numRows: number;
  readonly schema: { readonly fields: readonly { readonly name: string }[] };
  getChildAt(index: number): { get(row: number): unknown } | null;
}

/** Rows as plain objects. */
export function rowsOf(table: TableLike): Record<string, SqlValue>[] {
  const rows: Record<string, SqlValue>[] = Array.from({ length: table.numRows }, () => ({}));
  table.schema.fields.forEach(({ name }, index) => {
    const child = table.getChildAt(index)!;
    rows.forEach((row, i) => {
      row[name] = child.get(i) as SqlValue;
    });
  });
  return rows;
}
