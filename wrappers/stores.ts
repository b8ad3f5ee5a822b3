import { isEqual } from './assigned-properties';
import { pageEngine, type QueryState, type SelectionClause } from 'pika-plot';

/** A value of the engine that changes, as hooks of frameworks want it: the same object until the next change. */
export interface Store<T> {
  get(): T;
  subscribe(listener: () => void): () => void;
}

/** On a server, and before a page is hydrated. */
export const ABSENT: QueryState = { status: 'absent', rowCount: null, columns: [], progress: null, error: null };
export const NOTHING_SELECTED: readonly SelectionClause[] = [];

/**
 * Rows that are replaced within this time are not reported as loading. A component that makes its rows anew with every
 * rendering would otherwise render for each time they load, and so forever.
 */
const BRIEFLY_MS = 150;

export function queryStore(name: string): Store<QueryState> {
  let shown = ABSENT;
  let isFollowed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = (): QueryState => {
    const now = pageEngine().queryState(name);
    return (shown = isSame(now, shown) ? shown : now);
  };
  return {
    get: () => (isFollowed ? shown : look()),
    subscribe(listener) {
      const show = (): void => {
        clearTimeout(timer);
        timer = undefined;
        const before = shown;
        if (look() !== before) listener();
      };
      const off = pageEngine().events.on(
        'query',
        ({ detail: { status } }) => {
          if (status !== 'loading' || shown.status !== 'ready') show();
          else timer ??= setTimeout(show, BRIEFLY_MS);
        },
        { source: name },
      );
      look();
      isFollowed = true;
      return () => {
        off();
        clearTimeout(timer);
        timer = undefined;
        isFollowed = false;
      };
    },
  };
}

function isSame(a: QueryState, b: QueryState): boolean {
  return (
    a.status === b.status &&
    a.rowCount === b.rowCount &&
    a.progress === b.progress &&
    a.error === b.error &&
    a.columns.join('\n') === b.columns.join('\n')
  );
}

export function selectionStore(name: string): Store<readonly SelectionClause[]> {
  let last = NOTHING_SELECTED;
  return {
    get() {
      const { clauses } = pageEngine().selection(name);
      // A plot sends its clause again when it has new rows.
      return isEqual(clauses, last) ? last : (last = clauses);
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
