import { fieldNamed } from '../source/field-named';
import type { Relation } from '../source/source';
import { quoteName } from '../sql/sql-tokens';
import { kindOfSqlType, type ColumnKind } from './column-kind';
import type { RequestedColumn } from './requested-columns';

/** A column of a table. */
export interface TableColumn {
  readonly name: string;
  readonly expression: string;
  /** DuckDB's type; null for an expression. */
  readonly sqlType: string | null;
  /** Null for an expression, until it is read. */
  readonly kind: ColumnKind | null;
}

export interface FoundColumn {
  readonly column: TableColumn;
  /** The index of its field; null for an expression. */
  readonly field: number | null;
}

/**
 * Looks up the columns that the author asked for. Null means all columns of the relation.
 * @throws PikaError `plan/unknown-column`
 */
export function findColumns(asked: readonly RequestedColumn[] | null, relation: Relation): readonly FoundColumn[] {
  const { fields, name: query } = relation;
  const wanted = asked ?? fields.map(({ name }) => ({ name, expression: quoteName(name) }));
  return wanted.map((column) => {
    // An empty array has no columns yet, and may have any.
    const field = fields.length > 0 ? fieldNamed(column.expression, fields, query) : null;
    const sqlType = field?.sqlType ?? null;
    const kind = sqlType === null ? null : kindOfSqlType(sqlType);
    return { column: { ...column, sqlType, kind }, field: field && fields.indexOf(field) };
  });
}
