import type { SqlValue } from './oracle';

/** The part of a Table that is needed, from any copy of apache-arrow. */
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
