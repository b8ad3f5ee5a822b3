import { Emitter } from '../events/emitter';

interface SharedEvents {
  /** The source of the change. */
  change: object;
}

/**
 * The state of one zoom group: the visible domain of each shared axis, and the home domains of the plots that share it.
 * It does not interpret domains. Keys distinguish axes of different kinds.
 */
export class SharedDomains<Domain> {
  readonly #shown = new Map<string, Domain>();
  readonly #homes = new Map<string, Map<object, Domain>>();
  readonly #events = new Emitter<SharedEvents>();

  /** The visible domain; null while all plots show their home domains. */
  get(key: string): Domain | null {
    return this.#shown.get(key) ?? null;
  }

  /** Sets the visible domain of all plots; null returns them to their home domains. */
  set(key: string, domain: Domain | null, source: object): void {
    if (domain) this.#shown.set(key, domain);
    else if (!this.#shown.delete(key)) return;
    this.#events.emit('change', source);
  }

  /** The home domains of all plots that share the axis. */
  homes(key: string): readonly Domain[] {
    return [...(this.#homes.get(key)?.values() ?? [])];
  }

  /** Sets a plot's home domain; null removes the plot from the axis. */
  setHome(key: string, source: object, home: Domain | null): void {
    const homes = this.#homes.get(key) ?? new Map<object, Domain>();
    this.#homes.set(key, homes);
    if (home) homes.set(source, home);
    else homes.delete(source);
    if (homes.size === 0) this.#shown.delete(key);
    this.#events.emit('change', source);
  }

  /** Returns the function that removes the listener. A source is also notified of its own changes. */
  onChange(listener: (source: object) => void): () => void {
    return this.#events.on('change', listener);
  }
}
