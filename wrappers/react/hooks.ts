import { useCallback, useMemo, useSyncExternalStore } from 'react';
import type { QueryState, SelectionClause } from 'pika-plot';
import { ABSENT, NOTHING_SELECTED, queryStore, select, selectionStore } from '../stores';

/** What the query of this name does now: its status, rows, columns, progress and error. */
export function useQuery(name: string): QueryState {
  const { subscribe, get } = useMemo(() => queryStore(name), [name]);
  return useSyncExternalStore(subscribe, get, () => ABSENT);
}

/** The clauses of the selection of this name, and a function that replaces them; null selects nothing. */
export function useSelection(
  name: string,
): readonly [value: readonly SelectionClause[], setValue: (clauses: readonly SelectionClause[] | null) => void] {
  const { subscribe, get } = useMemo(() => selectionStore(name), [name]);
  const value = useSyncExternalStore(subscribe, get, () => NOTHING_SELECTED);
  const setValue = useCallback((clauses: readonly SelectionClause[] | null) => select(name, clauses), [name]);
  return [value, setValue];
}
