/** Notes about query elements, which show nothing themselves: the plots of the query do. */
const notes = new Map<object, { readonly name: string; readonly notes: readonly string[] }>();
const listeners = new Set<() => void>();

/** Replaces the notes of a query's element; an empty `about` removes them. */
export function noteQuery(query: object, name: string, about: readonly string[]): void {
  if (about.length === 0 && !notes.delete(query)) return;
  if (about.length > 0) notes.set(query, { name, notes: about });
  for (const listener of listeners) listener();
}

export function queryNotes(name: string): readonly string[] {
  return [...notes.values()].filter((one) => one.name === name).flatMap((one) => one.notes);
}

/** Calls back when notes change; returns the function that unsubscribes. */
export function onQueryNotes(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
