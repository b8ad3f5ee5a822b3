/** The time zones that `<pika-query>` elements set for their plots. */
const zones = new Map<object, { readonly name: string; readonly timeZone: string }>();
const listeners = new Set<() => void>();

/** Sets the time zone of a query; null removes it. */
export function setQueryTimeZone(query: object, name: string, timeZone: string | null): void {
  const before = zones.get(query);
  if (before?.name === name && before.timeZone === timeZone) return;
  if (timeZone === null && !zones.delete(query)) return;
  if (timeZone !== null) zones.set(query, { name, timeZone });
  for (const listener of listeners) listener();
}

export function queryTimeZone(name: string): string | null {
  return [...zones.values()].find((one) => one.name === name)?.timeZone ?? null;
}

/** Calls back when a time zone changes; returns a function that unsubscribes. */
export function onQueryTimeZones(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
