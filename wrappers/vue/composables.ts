import {
  computed,
  getCurrentInstance,
  onMounted,
  onScopeDispose,
  shallowRef,
  toValue,
  watch,
  type MaybeRefOrGetter,
  type Ref,
  type ShallowRef,
  type WritableComputedRef,
} from 'vue';
import type { QueryState, SelectionClause } from 'pika-plot';
import { ABSENT, NOTHING_SELECTED, queryStore, select, selectionStore, type Store } from '../stores';

/** What the query of this name does now: its status, rows, columns, progress and error. */
export function useQuery(name: MaybeRefOrGetter<string>): Readonly<Ref<QueryState>> {
  return followed(name, queryStore, ABSENT);
}

/** The clauses of the selection of this name; assign others to replace them, null to select nothing. */
export function useSelection(
  name: MaybeRefOrGetter<string>,
): WritableComputedRef<readonly SelectionClause[], readonly SelectionClause[] | null> {
  const value = followed(name, selectionStore, NOTHING_SELECTED);
  return computed({
    get: () => value.value,
    set: (clauses: readonly SelectionClause[] | null) => select(toValue(name), clauses),
  });
}

/** A ref that follows a store until the component is unmounted; on a server, it keeps its first value. */
function followed<T>(name: MaybeRefOrGetter<string>, storeOf: (name: string) => Store<T>, first: T): ShallowRef<T> {
  const value = shallowRef(first) as ShallowRef<T>;
  if (typeof document === 'undefined') return value;
  let off = (): void => undefined;
  const follow = (): void => {
    watch(
      () => toValue(name),
      (current) => {
        off();
        const store = storeOf(current);
        off = store.subscribe(() => (value.value = store.get()));
        value.value = store.get();
      },
      { immediate: true },
    );
  };
  // Not earlier: what is hydrated must be what the server rendered.
  if (getCurrentInstance()) onMounted(follow);
  else follow();
  onScopeDispose(() => off());
  return value;
}
