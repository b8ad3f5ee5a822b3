import { report } from './report';

/**
 * A typed emitter, for what must be known within the same call: a brush marks the plots it filters before the frame is
 * recorded. Listeners run in the order they came; one that throws is reported and disturbs nobody else. Whoever can
 * wait listens to the bus.
 */
export class Emitter<Events extends object> {
  readonly #listeners = new Map<keyof Events, Set<(detail: never) => void>>();

  /** Returns the function that takes the listener off again. */
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
