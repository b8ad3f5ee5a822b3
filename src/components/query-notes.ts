/** Notes about the elements that name queries. Those show nothing themselves; plots that are drawn from them do. */
const notes = new Map<object, { readonly name: string; readonly notes: readonly string[] }>();
const listeners = new Set<() => void>();

/** Replaces what is noted about a query's element; nothing when `about` is empty. */
export function noteQuery(query: object, name: string, about: readonly string[]): void {
  if (about.length === 0 && !notes.delete(query)) return;
  if (about.length > 0) notes.set(query, { name, notes: about });
  for (const listener of listeners) listener();
}

export function queryNotes(name: string): readonly string[] {
  return [...notes.values()].filter((one) => one.name === name).flatMap((one) => one.notes);
}

/** Calls back when notes change; returns the function that stops it. */
export function onQueryNotes(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
