/** Counts listeners on signals that have not aborted: requests still running, or leaks. */
export function watchAbortListeners(): { readonly live: () => number; readonly stop: () => void } {
  const { addEventListener, removeEventListener } = AbortSignal.prototype;
  const waiting = new Map<AbortSignal, Set<unknown>>();
  AbortSignal.prototype.addEventListener = function add(
    this: AbortSignal,
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ) {
    waiting.set(this, (waiting.get(this) ?? new Set()).add(listener));
    addEventListener.call(this, type, listener, options);
  };
  AbortSignal.prototype.removeEventListener = function remove(
    this: AbortSignal,
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | EventListenerOptions,
  ) {
    waiting.get(this)?.delete(listener);
    removeEventListener.call(this, type, listener, options);
  };
  return {
    live: () => [...waiting].reduce((sum, [{ aborted }, listeners]) => sum + (aborted ? 0 : listeners.size), 0),
    stop: () => Object.assign(AbortSignal.prototype, { addEventListener, removeEventListener }),
  };
}
