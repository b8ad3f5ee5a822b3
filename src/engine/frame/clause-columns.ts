import type { ColumnId } from '../columns/column';
import type { Clause } from './recording';

/** The columns that a clause reads, possibly with duplicates. */
export function columnsOf(clause: Clause): readonly ColumnId[] {
  switch (clause.kind) {
    case 'range':
    case 'set':
      return [clause.column];
    case 'cells':
      return clause.bins.map(({ column }) => column);
    default:
      return clause.of.flat().flatMap(columnsOf);
  }
}
