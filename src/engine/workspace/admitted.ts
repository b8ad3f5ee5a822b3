import type { SelectionClause } from '../grammar/selection-clause';
import { plainName } from '../sql/column-names';

/** What the author of a page wrote: the only SQL that a link may bring. */
export interface Authored {
  /** The texts of all elements' attributes and properties. */
  readonly texts: readonly string[];
  /** Whether an element shows columns that the author did not name. */
  readonly showsAllColumns: boolean;
}

/**
 * Whether a link may bring this clause. A link comes from anywhere, and the expressions of a clause are SQL: they must
 * be expressions of the page, or names of columns.
 */
export function isAdmitted(clause: SelectionClause, { texts, showsAllColumns }: Authored): boolean {
  return expressionsOf(clause).every(
    (expression) =>
      (showsAllColumns && plainName(expression) !== null) ||
      (expression.trim() !== '' && texts.some((text) => text.includes(expression.trim()))),
  );
}

/** A condition that a script wrote is one expression: it is no part of any element. */
function expressionsOf(clause: SelectionClause): readonly string[] {
  switch (clause.kind) {
    case 'sql':
      return [''];
    case 'interval':
    case 'nearest':
      return clause.ranges.map(({ expression }) => expression);
    case 'points':
      return clause.boxes.flat().map(({ expression }) => expression);
    case 'polygon':
      return [...clause.sides, ...(clause.within ?? [])].map(({ expression }) => expression);
  }
}
