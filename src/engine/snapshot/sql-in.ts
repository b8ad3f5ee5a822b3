import type { WorkspaceState } from '../workspace/workspace-state';
import type { SavedNode, SavedPlot } from './saved-node';
import type { SavedQuery } from './saved-query';

/** What opening a snapshot makes the page do for its writer. */
export interface SnapshotRequests {
  /** The URLs from which rows are fetched. */
  readonly urls: readonly string[];
  /** SQL statements: DuckDB can fetch any URL that they name. */
  readonly sql: readonly string[];
}

/**
 * Words that begin a statement inside an expression, which could read a file or a URL. Wherever they are, even in a
 * string or a comment: to find out, this would have to read SQL exactly as DuckDB does.
 */
const STATEMENT = /\b(SELECT|FROM|VALUES|TABLE|WITH|PIVOT|UNPIVOT|DESCRIBE|SHOW|SUMMARIZE|EXECUTE|CALL)\b/i;
/** Texts that are shown, and never read as SQL. */
const SHOWN = /(^|-)(label|title|format|ticks|placeholder)$/;

/** The URLs and statements in parts of a snapshot. An expression counts as a statement if it may contain one. */
export function requestsIn(
  queries: Iterable<SavedQuery>,
  plots: Iterable<SavedPlot>,
  layout: readonly SavedNode[],
  state: WorkspaceState,
): SnapshotRequests {
  const urls = new Set<string>();
  const sql = new Set<string>();
  const add = (value: unknown): void => {
    for (const text of textsIn(value)) if (STATEMENT.test(text)) sql.add(text);
  };
  const names = new Set<string>();
  for (const { name, source } of queries) {
    names.add(name.toLowerCase());
    if (source.kind === 'sql') sql.add(source.sql);
    else for (const file of source.files) if (file.kind === 'url') urls.add(file.url);
  }
  // As a whole: any part may become SQL.
  for (const plot of plots) add(plot);
  const walk = (nodes: readonly SavedNode[]): void => {
    for (const node of nodes)
      if (node.kind === 'element') {
        add(node.attributes);
        walk(node.children);
      }
  };
  walk(layout);
  add(state);
  // The database would take the name of a query that is not there for that of a file.
  for (const { from } of Object.values(state.selections).flat()) if (!names.has(from.toLowerCase())) sql.add(from);
  return { urls: [...urls], sql: [...sql] };
}

/** All texts in plain JSON that may be SQL, also names: selections and axes are named by the file. */
function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (Array.isArray(value)) for (const part of value) yield* textsIn(part);
  else if (typeof value === 'object' && value !== null)
    for (const [name, part] of Object.entries(value)) if (!SHOWN.test(name)) yield* textsIn(part);
}
