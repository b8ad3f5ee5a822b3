import type { ColumnSource } from '../columns/column-cache';
import type { Progress, Relation, SourceColumn } from '../source/source';

const sources = new WeakMap<Relation, Map<string, ColumnSource<Progress>>>();

/**
 * A relation's columns, each changed when it is read. The column cache keys columns by their source, so the same name
 * returns the same source: all plots share the changed column, which is resident beside the original one.
 * @param name identifies the change
 * @param change may rewrite the pages in place
 */
export function derivedSource(
  relation: Relation,
  name: string,
  change: (column: SourceColumn) => SourceColumn,
): ColumnSource<Progress> {
  const known = sources.get(relation) ?? new Map<string, ColumnSource<Progress>>();
  sources.set(relation, known);
  let source = known.get(name);
  if (!source) {
    source = {
      name: relation.name,
      rowCount: relation.rowCount,
      get isStale() {
        return relation.isStale;
      },
      columns: async (...request) => (await relation.columns(...request)).map(change),
    };
    known.set(name, source);
  }
  return source;
}
