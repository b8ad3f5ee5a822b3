import { pageEngine, type QueryState, type SelectionClause } from 'pika-plot';

/** A value of the engine that changes, as hooks of frameworks want it: the same object until the next change. */
export interface Store<T> {
  get(): T;
  subscribe(listener: () => void): () => void;
}

/** On a server, and before a page is hydrated. */
export const ABSENT: QueryState = { status: 'absent', rowCount: null, columns: [], progress: null, error: null };
export const NOTHING_SELECTED: readonly SelectionClause[] = [];

export function queryStore(name: string): Store<QueryState> {
  return {
    get: () => pageEngine().queryState(name),
    subscribe: (listener) => pageEngine().events.on('query', listener, { source: name }),
  };
}

export function selectionStore(name: string): Store<readonly SelectionClause[]> {
  let last = NOTHING_SELECTED;
  return {
    get() {
      const { clauses } = pageEngine().selection(name);
      const isSame = clauses.length === last.length && clauses.every((clause, i) => clause === last[i]);
      return isSame ? last : (last = clauses);
    },
    subscribe: (listener) => pageEngine().events.on('selection', listener, { source: name }),
  };
}

/** Replaces what is selected; null selects nothing. */
export function select(name: string, clauses: readonly SelectionClause[] | null): void {
  pageEngine()
    .selection(name)
    .restore(clauses ?? []);
}
