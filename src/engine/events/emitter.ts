import { report } from './report';

/**
 * A synchronous, typed emitter, for listeners that must react within the same call: a brush invalidates the plots it
 * filters before the frame is recorded. Listeners run in the order they were added; an error in one is reported and
 * does not affect the others. Use the bus where a delay is acceptable.
 */
export class Emitter<Events extends object> {
  readonly #listeners = new Map<keyof Events, Set<(detail: never) => void>>();

  /** Returns a function that removes the listener. */
  on<Name extends keyof Events>(name: Name, listener: (detail: Events[Name]) => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  emit<Name extends keyof Events>(name: Name, detail: Events[Name]): void {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) {
      try {
        (listener as (detail: Events[Name]) => void)(detail);
      } catch (thrown) {
        report(thrown);
      }
    }
  }
}
