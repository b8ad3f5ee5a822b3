import { Emitter } from '../events/emitter';

interface SharedEvents {
  /** Who shows something else from now on. */
  change: object;
}

/**
 * What the plots of one zoom group show: a domain for each axis they share, and the homes of all who share it. Knows
 * nothing of what a domain is. Keys tell axes of different kinds apart.
 */
export class SharedDomains<Domain> {
  readonly #shown = new Map<string, Domain>();
  readonly #homes = new Map<string, Map<object, Domain>>();
  readonly #events = new Emitter<SharedEvents>();

  /** What is shown; null while everybody is at home. */
  get(key: string): Domain | null {
    return this.#shown.get(key) ?? null;
  }

  /** Shows a part to everybody; null takes everybody home. */
  set(key: string, domain: Domain | null, source: object): void {
    if (domain) this.#shown.set(key, domain);
    else if (!this.#shown.delete(key)) return;
    this.#events.emit('change', source);
  }

  /** Where everybody is at home. */
  homes(key: string): readonly Domain[] {
    return [...(this.#homes.get(key)?.values() ?? [])];
  }

  /** Where one is at home; null when it leaves. */
  setHome(key: string, source: object, home: Domain | null): void {
    const homes = this.#homes.get(key) ?? new Map<object, Domain>();
    this.#homes.set(key, homes);
    if (home) homes.set(source, home);
    else homes.delete(source);
    if (homes.size === 0) this.#shown.delete(key);
    this.#events.emit('change', source);
  }

  /** Returns the function that takes the listener off again. Listeners hear their own changes too. */
  onChange(listener: (source: object) => void): () => void {
    return this.#events.on('change', listener);
  }
}
