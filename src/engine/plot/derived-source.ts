import type { ColumnSource } from '../columns/column-cache';
import type { Progress, Relation, SourceColumn } from '../source/source';

/**
 * A relation's columns, each changed when it is read. The column cache keys columns by their source: use one source for
 * all plots that want the same change, and the column is resident once.
 * @param change may rewrite the pages in place
 */
export function derivedSource(
  relation: Relation,
  change: (column: SourceColumn) => SourceColumn,
): ColumnSource<Progress> {
  return {
    name: relation.name,
    rowCount: relation.rowCount,
    get isStale() {
      return relation.isStale;
    },
    columns: async (...request) => (await relation.columns(...request)).map(change),
  };
}
