import { NULL_KEY, type ColumnType } from '../columns/column';
import type { ColumnSource } from '../columns/column-cache';
import type { Progress, Relation, SourceColumn } from '../source/source';
import { derivedSource } from './derived-source';

/**
 * The columns of a relation with their labels in the author's order. Codes are rewritten when a column is read, once
 * for all plots with that order. Codes then follow the order of the axis, so ranges, pixels, lassos and the index need
 * no extra mapping. A column drawn in two orders is resident twice.
 */
export function orderedSource(relation: Relation, order: readonly string[]): ColumnSource<Progress> {
  return derivedSource(relation, `order ${JSON.stringify(order)}`, (column) => reordered(column, order));
}

/** The labels of the order without duplicates, followed by the column's other labels. */
export function orderedType(type: ColumnType, order: readonly string[]): ColumnType {
  return type.kind === 'category' ? { ...type, labels: [...new Set([...order, ...type.labels])] } : type;
}

/** Rewrites the pages in place: they belong to it. */
function reordered(column: SourceColumn, order: readonly string[]): SourceColumn {
  const type = orderedType(column.type, order);
  if (column.type.kind !== 'category' || type.kind !== 'category') return column;
  const codes = new Map(type.labels.map((label, code) => [label, code]));
  const after = Uint32Array.from(column.type.labels, (label) => codes.get(label)!);
  for (const { keys } of column.pages) {
    for (let row = 0; row < keys.length; row++) if (keys[row] !== NULL_KEY) keys[row] = after[keys[row]!]!;
  }
  return { ...column, type };
}
