import type { SelectionClause } from '../grammar/selection-clause';
import type { LinkedView } from '../link/linked-views';
import type { IncomingFilters } from '../select/incoming-filters';
import { allOf, anyOf, clauseSql, keyedSql } from '../sql/clause-sql';
import { quoteName } from '../sql/sql-tokens';

/** Rows of a query, and how SQL says which. */
export interface SelectedRows {
  /** The name of the query. */
  readonly from: string;
  /** The condition that the rows meet; null for all rows of the query. */
  readonly where: string | null;
  /** A statement of DuckDB's SQL that returns the rows. */
  readonly sql: string;
}

/** The primary layer of a plot. */
interface PrimaryLayer extends Pick<LinkedView, 'selection'> {
  readonly loaded: { readonly relation: { readonly name: string }; readonly incomingFilters: IncomingFilters } | null;
}

/**
 * The rows that a user calls selected: they pass everything that filters the plot, and what is selected in the plot
 * itself, which other plots leave to it. A union filters as a whole. Null while the plot has no rows.
 */
export function selectedRows(layer: PrimaryLayer | null): SelectedRows | null {
  if (!layer?.loaded) return null;
  const {
    selection: own,
    loaded: {
      relation: { name: from },
      incomingFilters: { sources },
    },
  } = layer;
  const { selections, key } = sources;
  const sqlOf = (clause: SelectionClause): string =>
    key !== null && clause.from !== from ? keyedSql(clause, key) : clauseSql(clause);
  const where = selections.flatMap(({ mode, clauses }) => {
    const terms = clauses.map(sqlOf);
    return mode === 'union' && terms.length > 1 ? [anyOf(terms)] : terms;
  });
  // What it selects for others only, with a selection that does not filter it.
  const { sources: writers, clauses } = own && !selections.includes(own) ? own : { sources: [], clauses: [] };
  const terms = [...where, ...clauses.filter((_, i) => writers[i] === layer).map(sqlOf)];
  return { from, where: terms.length === 0 ? null : allOf(terms), sql: selectStatement(from, terms) };
}

/** One condition a line. */
function selectStatement(from: string, terms: readonly string[]): string {
  const conditions = terms.length === 0 ? '' : `\nWHERE ${terms.map((term) => term.trim()).join('\n  AND ')}`;
  return `SELECT *\nFROM ${quoteName(from)}${conditions}`;
}
